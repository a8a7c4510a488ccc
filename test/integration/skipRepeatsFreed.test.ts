import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { StartedRun } from '../../embedded-n8n';
import { eachField, startBench, type Bench } from './setup';

/** Skip Repeats By of bulk operations that wait for results: what was refused can be sent by a later run, whatever ends this one. */
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => {
	const { control } = bench.sandbox;
	await control.reset();
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	await control.setSettings({
		bulkUserRefusals: 'request',
		refusedRecords: [{ match: 'later@', status: 400, message: 'No such person' }],
	});
	bench.n8n.clearDeduplication();
});
afterAll(async () => await bench.close());

const JOB = 'GET /v2/bulk/job/{bulkJobId}';
const DAY = 24 * 3_600_000;
const CONTINUE = { onError: 'continueRegularOutput' } as const;

const upsertMany = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'upsertMany',
	email: '={{ $json.email }}',
	attributes: eachField([{ column: 'tier', type: 'text' }]),
	additionalFields: { skipRepeatsBy: '={{ $json.email }}' },
	options,
});

/** Attentive takes the first, refuses the request with the second at once, and refuses the third when its job is done. */
const GOOD = { email: 'good@example.com', tier: 'Gold' };
const BAD = { email: 'bad@example.com', tier: 'Bronze' };
const REFUSED_LATER = { email: 'later@example.com', tier: 'Gold' };
const ROWS: IDataObject[] = [GOOD, BAD, REFUSED_LATER];
const CORRECTED = { ...BAD, tier: 'Gold' };

function states(items: IDataObject[]): unknown[] {
	return items.map(({ attentive, error }) => {
		const { status, reasonCode } = (attentive ?? error) as IDataObject;
		return status === 'skipped' ? `skipped ${String(reasonCode)}` : status;
	});
}

/** What a run tells that sends these rows without waiting. */
async function sent(rows: IDataObject[]): Promise<unknown[]> {
	return states((await bench.run(upsertMany(), rows, CONTINUE)).json('Attentive'));
}

/** Sends the rows and gives the run when it waits for results: it has asked for a job once. */
async function waitingRun(): Promise<StartedRun> {
	const file = bench.workflow(upsertMany({ waitForResults: true, waitMinutes: 60 }), CONTINUE);
	const started = bench.n8n.start(file, { input: ROWS.map((json) => ({ json })) });
	await until(async () => (await looks()) > 0);
	return started;
}

async function looks(): Promise<number> {
	return (await bench.sandbox.control.requests()).find(({ endpoint }) => endpoint === JOB)?.total ?? 0;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
	while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** The end of n8n itself leaves no trace in the run: here it is enough to look while the run still waits. */
test('a kill while waiting leaves nothing noted as sent that Attentive has refused in the request', async () => {
	const waiting = await waitingRun();
	try {
		expect(await sent([GOOD, CORRECTED])).toEqual(['skipped alreadySent', 'pending']);
	} finally {
		waiting.cancel();
		await waiting.finished;
	}
});

test('what the job of an earlier try refuses is free once another try has waited for it', async () => {
	const { control } = bench.sandbox;
	await control.setSettings({ bulkJobMs: 0 });
	const refusedAtOnce = await bench.run(upsertMany({ waitForResults: true }), [REFUSED_LATER, BAD]);
	expect(refusedAtOnce.status).toBe('error');
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold', 'Bronze'] });
	const refusedLater = await bench.n8n.retry(refusedAtOnce);
	expect(refusedLater.error?.message).toContain('No such person');
	await control.setSettings({ refusedRecords: [] });
	expect(states((await bench.n8n.retry(refusedLater)).json('Attentive'))).toEqual(['accepted', 'accepted']);
});

test('what the job refuses is free after the waiting, and what a run beside it has sent stays noted', async () => {
	const waiting = await waitingRun();
	const beside = await sent([CORRECTED]);
	await bench.sandbox.control.advanceClock(DAY);
	const finished = await waiting.finished;
	expect(states(finished.json('Attentive'))).toEqual(['accepted', 'refused', 'refused']);
	expect(beside).toEqual(['pending']);
	expect(await sent([GOOD, CORRECTED, REFUSED_LATER])).toEqual([
		'skipped alreadySent',
		'skipped alreadySent',
		'pending',
	]);
});
