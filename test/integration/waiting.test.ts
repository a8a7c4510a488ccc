import { createServer, type ServerResponse } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Run } from '../../embedded-n8n';
import { eachField, startBench, type Bench, type NodeSettings } from './setup';

/** Waiting for what Attentive does later: bulk jobs and catalog uploads. */
let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => await bench.sandbox.control.reset());
afterAll(async () => await bench.close());

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };
const DAY = 24 * 3_600_000;
const LONG = 120_000;
const JOB = 'GET /v2/bulk/job/{bulkJobId}';
const FILE = 'GET /bulk-results/{bulkJobId}.jsonl';
const UPLOAD = 'GET /v1/product-catalog/uploads/{uploadId}';

const waiting = (waitMinutes: number): INodeParameters => ({ waitForResults: true, waitMinutes });

const upsertMany = (waitMinutes: number): INodeParameters => ({
	resource: 'user',
	operation: 'upsertMany',
	email: '={{ $json.email }}',
	attributes: eachField([{ column: 'tier', type: 'text' }]),
	options: waiting(waitMinutes),
});
const PERSON: IDataObject = { email: 'ann@example.com', tier: 'Gold' };

const upload = (waitMinutes: number): INodeParameters => ({
	resource: 'productCatalog',
	operation: 'upload',
	currency: 'USD',
	options: waiting(waitMinutes),
});
const PRODUCT: IDataObject = {
	product_id: 'P1',
	title: 'Shirt',
	link: 'https://shop.example.com/shirt',
	variant_id: 'V1',
	price: '19.9',
	available: 'yes',
	inventory_quantity: 3,
};

const getJob = (options: INodeParameters = {}): INodeParameters => ({
	resource: 'bulkJob',
	operation: 'get',
	jobId: '={{ $json.jobId }}',
	options,
});

/** Members of so many segments: each segment is a job. */
const addMembers = (waitMinutes: number): INodeParameters => ({
	resource: 'segment',
	operation: 'addMembers',
	externalId: '={{ $json.segment }}',
	email: '={{ $json.email }}',
	options: waiting(waitMinutes),
});
const membersOf = (segments: number): IDataObject[] =>
	Array.from({ length: segments }, (_row, index) => ({
		segment: `segment-${index}`,
		email: `p${index}@example.com`,
	}));
async function createSegments(count: number): Promise<void> {
	const parameters: INodeParameters = {
		resource: 'segment',
		operation: 'create',
		name: '={{ $json.segment }}',
		additionalFields: { externalId: '={{ $json.segment }}' },
	};
	await bench.run(parameters, membersOf(count));
}

/** Submits so many jobs of one user each, and gives their IDs in order. */
async function createJobs(count: number): Promise<string[]> {
	const { sandbox } = bench;
	await sandbox.control.setLimit({ endpoint: 'POST /v2/bulk/user/attributes', perSecond: 1_000 });
	for (let index = 0; index < count; index++) {
		await fetch(`${sandbox.url}/v2/bulk/user/attributes`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${sandbox.apiKey}`, 'Content-Type': 'application/json' },
			body: JSON.stringify({ users: [{ identifiers: { email: `p${index}@example.com` } }] }),
		});
	}
	return (await sandbox.control.jobs()).map(({ bulkJobId }) => bulkJobId);
}

/** What a run says of each row; nothing where it was cancelled. */
const told = (run: Run | undefined): IDataObject[] =>
	(run?.json('Attentive') ?? []).map((json) => (json.attentive ?? json.error ?? json) as IDataObject);
const statuses = (run: Run | undefined): unknown[] => told(run).map(({ status }) => status);

async function counts(endpoint: string) {
	const found = (await bench.sandbox.control.requests()).find((one) => one.endpoint === endpoint);
	if (!found) throw new Error(`The sandbox counts no ${endpoint}`);
	return found;
}
async function answers(endpoint: string, status: number): Promise<number> {
	return (await counts(endpoint)).statuses[status] ?? 0;
}

/**
 * Runs the node until its end, or cancels it as soon as something has happened that must not.
 * @returns undefined where it was cancelled
 */
async function unless(
	parameters: INodeParameters,
	rows: IDataObject[],
	isWrong: () => Promise<boolean>,
): Promise<Run | undefined> {
	const started = bench.n8n.start(bench.workflow(parameters, CONTINUE), {
		input: rows.map((json) => ({ json })),
		mode: 'trigger',
	});
	let isOver = false;
	void started.finished.finally(() => (isOver = true));
	while (!isOver && !(await isWrong())) await sleep(20);
	if (isOver) return await started.finished;
	started.cancel();
	await started.finished;
	return undefined;
}

describe('the end of the waiting', () => {
	// A minute is the shortest that can be waited, and nothing shorter shows what happens at its end.
	test(
		'what ends shortly before it comes out with its results, not as pending',
		async () => {
			const { control } = bench.sandbox;
			await control.setSettings({ catalogValidationMs: DAY / 2, catalogSavingMs: DAY / 2 });
			const [jobId = ''] = await createJobs(1);
			const runs = [
				bench.run(upsertMany(1), [PERSON], CONTINUE),
				bench.run(upload(1), [PRODUCT], CONTINUE),
				bench.run(getJob(waiting(1)), [{ jobId }], CONTINUE),
			];
			await sleep(50_000);
			await control.advanceClock(DAY);
			const [job, catalog, lookedUp] = await Promise.all(runs);
			expect({ job: statuses(job), catalog: statuses(catalog), lookedUp: told(lookedUp) }).toEqual({
				job: ['accepted'],
				catalog: ['accepted'],
				lookedUp: [expect.objectContaining({ jobStatus: 'COMPLETED', accepted: 1 })],
			});
		},
		LONG,
	);
});

describe('a key that is revoked while waiting ends it, and the items stay pending and say why', () => {
	const WORDS = { 401: /401|API key|credential/i, 403: /403|permission/i };

	test.each([
		['catalog uploads', 401, UPLOAD, upload(60), [PRODUCT]],
		['catalog uploads', 403, UPLOAD, upload(60), [PRODUCT]],
		['bulk jobs', 401, JOB, addMembers(60), membersOf(3)],
		['bulk jobs', 403, JOB, addMembers(60), membersOf(3)],
	] as const)(
		'%s, %d',
		async (_what, status, endpoint, parameters, rows) => {
			await createSegments(3);
			await bench.sandbox.control.addFault({ endpoint, kind: `${status}`, count: 1_000 });
			const run = await unless(
				parameters,
				[...rows],
				async () => (await answers(endpoint, status)) > rows.length,
			);
			// No look after one that was denied, but those that were under way.
			expect(await answers(endpoint, status)).toBeLessThanOrEqual(rows.length);
			expect(told(run)).toEqual(
				rows.map(() =>
					expect.objectContaining({ status: 'pending', problem: expect.stringMatching(WORDS[status]) }),
				),
			);
		},
		LONG,
	);

	test(
		'a job that is looked up, 401',
		async () => {
			const [jobId = ''] = await createJobs(1);
			await bench.sandbox.control.addFault({ endpoint: JOB, kind: '401', after: 1, count: 1_000 });
			const run = await unless(getJob(waiting(60)), [{ jobId }], async () => (await answers(JOB, 401)) > 1);
			expect(await answers(JOB, 401)).toBe(1);
			expect(told(run)).toEqual([
				expect.objectContaining({ jobStatus: 'IN_PROGRESS', problem: expect.stringMatching(WORDS[401]) }),
			]);
		},
		LONG,
	);
});

describe('many jobs', () => {
	test(
		'looking at 120 of them keeps to the limit that Attentive names',
		async () => {
			const { control } = bench.sandbox;
			await createSegments(120);
			await control.setSettings({ bulkJobMs: 0 });
			await control.setLimit({ endpoint: JOB, perSecond: 20 });
			const run = await unless(addMembers(60), membersOf(120), async () => (await answers(JOB, 429)) >= 40);
			// Some before the first answer has named the limit, and where seconds are counted differently.
			expect(await answers(JOB, 429)).toBeLessThan(40);
			expect(statuses(run)).toEqual(Array(120).fill('accepted'));
		},
		LONG,
	);

	test(
		'an answer of 429 holds up the looks at all of them for as long as it says',
		async () => {
			const { control } = bench.sandbox;
			await createSegments(40);
			await control.setSettings({ bulkJobMs: 0 });
			await control.addFault({ endpoint: JOB, kind: '429', retryAfter: 3 });
			const run = await bench.run(addMembers(60), membersOf(40), CONTINUE);
			expect(statuses(run)).toEqual(Array(40).fill('accepted'));
			// What was under way already.
			expect((await counts(JOB)).tooEarly).toBeLessThan(20);
		},
		LONG,
	);

	test(
		'300 that are looked up keep to the limit, and each gives its result',
		async () => {
			const { control } = bench.sandbox;
			await control.setSettings({ bulkJobMs: 0 });
			const jobs = await createJobs(300);
			await control.setLimit({ endpoint: JOB, perSecond: 40 });
			const run = await unless(
				getJob(waiting(60)),
				jobs.map((jobId) => ({ jobId })),
				async () => (await answers(JOB, 429)) >= 60,
			);
			expect(await answers(JOB, 429)).toBeLessThan(60);
			expect(told(run)).toEqual(jobs.map((jobId) => expect.objectContaining({ jobId, accepted: 1 })));
		},
		LONG,
	);

	test(
		'those that have ended are looked at although 30 before them are at work',
		async () => {
			const { control } = bench.sandbox;
			const jobs = await createJobs(40);
			for (const bulkJobId of jobs.slice(30)) await control.endJob({ bulkJobId, status: 'COMPLETED' });
			const started = bench.n8n.start(bench.workflow(getJob(waiting(60))), {
				input: jobs.map((jobId) => ({ json: { jobId } })),
			});
			// All of them once, then those at work once more.
			while ((await counts(JOB)).total < 80 && (await counts(FILE)).total < 10) await sleep(20);
			const filesRead = (await counts(FILE)).total;
			if (filesRead < 10) started.cancel();
			else await control.advanceClock(DAY);
			const run = await started.finished;
			expect(filesRead).toBe(10);
			expect(told(run)).toEqual(jobs.map((jobId) => expect.objectContaining({ jobId, accepted: 1 })));
		},
		LONG,
	);
});

describe('a cancel', () => {
	const CHUNKS = 3_000;
	const LINE = `${JSON.stringify({ request: { identifiers: { email: 'ann@example.com' } }, response: { status: 200 } })}\n`;

	test('is seen within the lines of a result file', async () => {
		let written = 0;
		const send = async (response: ServerResponse) => {
			while (written < CHUNKS && !response.destroyed) {
				written++;
				if (!response.write(LINE.repeat(100)))
					await Promise.race([once(response, 'drain'), once(response, 'close')]);
				// Slowly enough that little of it waits between here and there.
				await sleep(2);
			}
			response.end();
		};
		let hasEnded = false;
		const storage = createServer((_request, response) => {
			response.on('close', () => (hasEnded = true));
			void send(response);
		});
		await new Promise<void>((resolve) => storage.listen(0, '127.0.0.1', resolve));
		try {
			const { control } = bench.sandbox;
			const { port } = storage.address() as AddressInfo;
			await control.setSettings({ bulkJobMs: 0, signedUrlInstead: `http://127.0.0.1:${port}/` });
			const [jobId = ''] = await createJobs(1);
			const started = bench.n8n.start(bench.workflow(getJob()), { input: [{ json: { jobId } }] });
			while (written < 50) await sleep(5);
			started.cancel();
			await started.finished;
			while (!hasEnded) await sleep(5);
			expect(written).toBeLessThan(CHUNKS);
		} finally {
			storage.close();
		}
	});
});
