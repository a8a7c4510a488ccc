import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { StartedRun } from '../../embedded-n8n';
import { CONTINUE, DAY, GET_JOB, outcomes, statuses, until, UPSERT_TIERS, useBench } from './setup';

/** Skip Repeats By of bulk operations that wait for results: what was refused can be sent by a later run, whatever ends this one. */
const bench = useBench(async ({ control }) => {
	await control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	await control.setSettings({
		bulkUserRefusals: 'request',
		refusedRecords: [{ match: 'later@', status: 400, message: 'No such person' }],
	});
});

const upsertMany = (options: INodeParameters = {}): INodeParameters => ({
	...UPSERT_TIERS,
	additionalFields: { skipRepeatsBy: '={{ $json.email }}' },
	options,
});

/** Attentive takes the first, refuses the request with the second at once, and refuses the third when its job is done. */
const GOOD = { email: 'good@example.com', tier: 'Gold' };
const BAD = { email: 'bad@example.com', tier: 'Bronze' };
const REFUSED_LATER = { email: 'later@example.com', tier: 'Gold' };
const ROWS: IDataObject[] = [GOOD, BAD, REFUSED_LATER];
const CORRECTED = { ...BAD, tier: 'Gold' };

/** The outcomes of a run that sends these rows without waiting. */
async function sent(rows: IDataObject[]): Promise<string[]> {
	return outcomes(await bench.run(upsertMany(), rows, CONTINUE));
}

/** Sends the rows and gives the run when it waits for results: it has asked for a job once. */
async function waitingRun(): Promise<StartedRun> {
	const file = bench.workflow(upsertMany({ waitForResults: true, waitMinutes: 60 }), CONTINUE);
	const started = bench.n8n.start(file, { input: ROWS.map((json) => ({ json })) });
	await until(async () => (await bench.requests(GET_JOB)) > 0);
	return started;
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
	expect(statuses(await bench.n8n.retry(refusedLater))).toEqual(['accepted', 'accepted']);
});

test('what the job refuses is free after the waiting, and what a run beside it has sent stays noted', async () => {
	const waiting = await waitingRun();
	const beside = await sent([CORRECTED]);
	await bench.sandbox.control.advanceClock(DAY);
	const finished = await waiting.finished;
	expect(statuses(finished)).toEqual(['accepted', 'refused', 'refused']);
	expect(beside).toEqual(['pending']);
	expect(await sent([GOOD, CORRECTED, REFUSED_LATER])).toEqual([
		'skipped alreadySent',
		'skipped alreadySent',
		'pending',
	]);
});
