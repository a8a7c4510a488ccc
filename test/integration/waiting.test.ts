import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	DAY,
	GET_JOB,
	JOB_RESULTS,
	results,
	statuses,
	until,
	UPSERT_MANY,
	UPSERT_TIERS,
	useBench,
	useStandIn,
} from './setup';

// A minute is the shortest that can be waited.
jest.setTimeout(120_000);

/** Waiting for what Attentive does later: bulk jobs and catalog uploads. */
const bench = useBench();

const GET_UPLOAD = 'GET /v1/product-catalog/uploads/{uploadId}';

const waiting = (waitMinutes: number): INodeParameters => ({ waitForResults: true, waitMinutes });

const upsertMany = (waitMinutes: number): INodeParameters => ({
	...UPSERT_TIERS,
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
	await sandbox.control.setLimit({ endpoint: UPSERT_MANY, perSecond: 1_000 });
	for (let index = 0; index < count; index++) {
		await fetch(`${sandbox.url}/v2/bulk/user/attributes`, {
			method: 'POST',
			headers: { Authorization: `Bearer ${sandbox.apiKey}`, 'Content-Type': 'application/json' },
			body: JSON.stringify({ users: [{ identifiers: { email: `p${index}@example.com` } }] }),
		});
	}
	return (await sandbox.control.jobs()).map(({ bulkJobId }) => bulkJobId);
}

/** What the node puts out; nothing where the run was cancelled, as soon as something has happened that must not. */
async function outputUnless(
	isWrong: () => Promise<boolean>,
	parameters: INodeParameters,
	rows: IDataObject[],
): Promise<IDataObject[]> {
	const started = bench.n8n.start(bench.workflow(parameters, CONTINUE), {
		input: rows.map((json) => ({ json })),
		mode: 'trigger',
	});
	let hasEnded = false;
	void started.finished.finally(() => (hasEnded = true));
	await until(async () => hasEnded || (await isWrong()));
	if (hasEnded) return (await started.finished).json('Attentive');
	started.cancel();
	await started.finished;
	return [];
}

describe('the end of the waiting', () => {
	// Nothing shorter than a minute shows what happens at its end.
	test('what ends shortly before it comes out with its results, not as pending', async () => {
		const { control } = bench.sandbox;
		await control.setSettings({ catalogValidationMs: DAY / 2, catalogSavingMs: DAY / 2 });
		const [jobId = ''] = await createJobs(1);
		const outputs = [
			bench.output(upsertMany(1), [PERSON], CONTINUE),
			bench.output(upload(1), [PRODUCT], CONTINUE),
			bench.output(getJob(waiting(1)), [{ jobId }], CONTINUE),
		];
		await sleep(50_000);
		await control.advanceClock(DAY);
		const [job = [], catalog = [], lookedUp] = await Promise.all(outputs);
		expect({ job: statuses(job), catalog: statuses(catalog), lookedUp }).toEqual({
			job: ['accepted'],
			catalog: ['accepted'],
			lookedUp: [expect.objectContaining({ jobStatus: 'COMPLETED', accepted: 1 })],
		});
	});
});

describe('a key that is revoked while waiting ends it, and the items stay pending and say why', () => {
	const WORDS = { 401: /401|API key|credential/i, 403: /403|permission/i };

	test.each([
		['catalog uploads', 401, GET_UPLOAD, upload(60), [PRODUCT]],
		['catalog uploads', 403, GET_UPLOAD, upload(60), [PRODUCT]],
		['bulk jobs', 401, GET_JOB, addMembers(60), membersOf(3)],
		['bulk jobs', 403, GET_JOB, addMembers(60), membersOf(3)],
	] as const)('%s, %d', async (_what, status, endpoint, parameters, rows) => {
		await createSegments(3);
		await bench.sandbox.control.addFault({ endpoint, kind: `${status}`, count: 1_000 });
		const output = await outputUnless(
			async () => (await bench.answers(endpoint, status)) > rows.length,
			parameters,
			[...rows],
		);
		// No look after one that was denied, but those that were under way.
		expect(await bench.answers(endpoint, status)).toBeLessThanOrEqual(rows.length);
		expect(results(output)).toEqual(
			rows.map(() =>
				expect.objectContaining({ status: 'pending', problem: expect.stringMatching(WORDS[status]) }),
			),
		);
	});

	test('a job that is looked up, 401', async () => {
		const [jobId = ''] = await createJobs(1);
		await bench.sandbox.control.addFault({ endpoint: GET_JOB, kind: '401', after: 1, count: 1_000 });
		const output = await outputUnless(
			async () => (await bench.answers(GET_JOB, 401)) > 1,
			getJob(waiting(60)),
			[{ jobId }],
		);
		expect(await bench.answers(GET_JOB, 401)).toBe(1);
		expect(output).toEqual([
			expect.objectContaining({ jobStatus: 'IN_PROGRESS', problem: expect.stringMatching(WORDS[401]) }),
		]);
	});
});

describe('many jobs', () => {
	test('looking at 120 of them keeps to the limit that Attentive names', async () => {
		const { control } = bench.sandbox;
		await createSegments(120);
		await control.setSettings({ bulkJobMs: 0 });
		await control.setLimit({ endpoint: GET_JOB, perSecond: 20 });
		const output = await outputUnless(
			async () => (await bench.answers(GET_JOB, 429)) >= 40,
			addMembers(60),
			membersOf(120),
		);
		// Some before the first answer has named the limit, and where seconds are counted differently.
		expect(await bench.answers(GET_JOB, 429)).toBeLessThan(40);
		expect(statuses(output)).toEqual(Array(120).fill('accepted'));
	});

	test('an answer of 429 holds up the looks at all of them for as long as it says', async () => {
		const { control } = bench.sandbox;
		await createSegments(40);
		await control.setSettings({ bulkJobMs: 0 });
		await control.addFault({ endpoint: GET_JOB, kind: '429', retryAfter: 3 });
		const run = await bench.run(addMembers(60), membersOf(40), CONTINUE);
		expect(statuses(run)).toEqual(Array(40).fill('accepted'));
		// What was under way already.
		expect(await bench.tooEarly(GET_JOB)).toBeLessThan(20);
	});

	test('300 that are looked up keep to the limit, and each gives its result', async () => {
		const { control } = bench.sandbox;
		await control.setSettings({ bulkJobMs: 0 });
		const jobs = await createJobs(300);
		await control.setLimit({ endpoint: GET_JOB, perSecond: 40 });
		const output = await outputUnless(
			async () => (await bench.answers(GET_JOB, 429)) >= 60,
			getJob(waiting(60)),
			jobs.map((jobId) => ({ jobId })),
		);
		expect(await bench.answers(GET_JOB, 429)).toBeLessThan(60);
		expect(output).toEqual(jobs.map((jobId) => expect.objectContaining({ jobId, accepted: 1 })));
	});

	test('those that have ended are looked at although 30 before them are at work', async () => {
		const { control } = bench.sandbox;
		const jobs = await createJobs(40);
		for (const bulkJobId of jobs.slice(30)) await control.endJob({ bulkJobId, status: 'COMPLETED' });
		const started = bench.n8n.start(bench.workflow(getJob(waiting(60))), {
			input: jobs.map((jobId) => ({ json: { jobId } })),
		});
		// All of them once, then those at work once more.
		await until(
			async () => (await bench.requests(GET_JOB)) >= 80 || (await bench.requests(JOB_RESULTS)) >= 10,
		);
		const filesRead = await bench.requests(JOB_RESULTS);
		if (filesRead < 10) started.cancel();
		else await control.advanceClock(DAY);
		const run = await started.finished;
		expect(filesRead).toBe(10);
		expect(run.json('Attentive')).toEqual(
			jobs.map((jobId) => expect.objectContaining({ jobId, accepted: 1 })),
		);
	});
});

describe('a cancel', () => {
	const CHUNKS = 3_000;
	const LINE = `${JSON.stringify({ request: { identifiers: { email: 'ann@example.com' } }, response: { status: 200 } })}\n`;
	let written = 0;
	let hasEnded = false;
	const storage = useStandIn(() => ({ body: lines() }));

	async function* lines(): AsyncGenerator<string> {
		try {
			while (written < CHUNKS) {
				written++;
				yield LINE.repeat(100);
				// Slowly enough that little of it waits between here and there.
				await sleep(2);
			}
		} finally {
			hasEnded = true;
		}
	}

	test('is seen within the lines of a result file', async () => {
		await bench.sandbox.control.setSettings({ bulkJobMs: 0, signedUrlInstead: `${storage.url}/` });
		const [jobId = ''] = await createJobs(1);
		const started = bench.n8n.start(bench.workflow(getJob()), { input: [{ json: { jobId } }] });
		await until(() => written >= 50);
		started.cancel();
		await started.finished;
		await until(() => hasEnded);
		expect(written).toBeLessThan(CHUNKS);
	});
});
