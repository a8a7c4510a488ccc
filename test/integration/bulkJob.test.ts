import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, DAY, GET_JOB, JOB_RESULTS, results, statuses, UPSERT_TIERS, useBench } from './setup';

const bench = useBench(
	async ({ control }) => await control.addPredefinedAttribute({ name: 'tier', values: ['Gold', 'Silver'] }),
);

const upsertMany = (options: INodeParameters = {}): INodeParameters => ({ ...UPSERT_TIERS, options });
const ROWS: IDataObject[] = ['Gold', 'Bronze', 'Silver'].map((tier, index) => ({
	email: `p${index}@example.com`,
	tier,
}));

/** Sends the rows, one of which the job will refuse, and gives what came out. */
async function sent(): Promise<IDataObject[]> {
	await bench.sandbox.control.setSettings({ bulkUserRefusals: 'results' });
	return results(await bench.run(upsertMany(), ROWS));
}
const lookUp = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'bulkJob',
	operation: 'get',
	jobId: '={{ $json.jobId }}',
	...more,
});
const eachRecord = lookUp({ recordId: '={{ $json.recordId }}' });

test('a job that Attentive is still at work on', async () => {
	const pending = await sent();
	expect(await bench.output(eachRecord, pending)).toEqual(
		pending.map(({ jobId, recordId }) => ({ jobId, recordId, jobStatus: 'IN_PROGRESS', status: 'pending' })),
	);
});

test.each(['plain', 'asText', 'nested', 'otherNames', 'answerOnly'] as const)(
	'a later run tells what became of each row, from a result file of the form "%s"',
	async (jobResultShape) => {
		await bench.sandbox.control.setSettings({
			jobResultShape,
			jobResultOrder: jobResultShape === 'answerOnly' ? 'asSent' : 'shuffled',
		});
		const pending = await sent();
		await bench.sandbox.control.advanceClock(DAY);
		const items = await bench.output(eachRecord, pending);
		expect(items.map(({ status }) => status)).toEqual(['accepted', 'refused', 'accepted']);
		expect(items[1]?.reason).toMatch(/^Attentive answered 400: .*tier/);
		expect(items[0]).not.toHaveProperty('reason');
		expect(await bench.requests(GET_JOB)).toBe(1);
	},
);

test('a record that the file does not tell of is unknown', async () => {
	await bench.sandbox.control.setSettings({ jobResultMissing: 3 });
	const pending = await sent();
	await bench.sandbox.control.advanceClock(DAY);
	expect((await bench.output(eachRecord, pending)).map(({ status }) => status)).toEqual([
		'accepted',
		'refused',
		'unknown',
	]);
});

test('by place, a file with fewer lines than records tells nothing', async () => {
	await bench.sandbox.control.setSettings({ jobResultShape: 'answerOnly', jobResultMissing: 3 });
	const pending = await sent();
	await bench.sandbox.control.advanceClock(DAY);
	expect((await bench.output(eachRecord, pending)).map(({ status }) => status)).toEqual([
		'unknown',
		'unknown',
		'unknown',
	]);
});

test('a whole job: status, counts, and whom it refused', async () => {
	const [first] = await sent();
	await bench.sandbox.control.advanceClock(DAY);
	expect(await bench.output(lookUp(), [first ?? {}])).toEqual([
		{
			jobId: first?.jobId,
			jobStatus: 'COMPLETED',
			totalRecords: 3,
			accepted: 2,
			refused: 1,
			unknown: 0,
			refusedRecords: [{ email: 'p1@example.com', reason: expect.stringContaining('400') }],
		},
	]);
});

test.each(['NEEDS_REVIEW', 'CANCELLED', 'SOMETHING_NEW'])(
	'a job that ended as %s is named so',
	async (bulkJobEnd) => {
		const [first] = await sent();
		await bench.sandbox.control.endJob({ bulkJobId: String(first?.jobId), status: bulkJobEnd });
		expect((await bench.output(lookUp(), [first ?? {}]))[0]).toMatchObject({ jobStatus: bulkJobEnd });
		expect((await bench.output(eachRecord, [first ?? {}]))[0]?.status).toBe(
			bulkJobEnd === 'CANCELLED' ? 'unknown' : 'pending',
		);
	},
);

test('a job that is not there is an error', async () => {
	const run = await bench.run(lookUp(), [{ jobId: 'nothing' }], CONTINUE);
	expect(statuses(run)).toEqual(['refused']);
});

describe('a result file that cannot be read', () => {
	test.each([
		['403', 'the storage for the file answered 403'],
		['503', 'the storage for the file answered 503'],
		['redirect', 'the storage for the file answered 302'],
		['resetAfter', 'aborted'],
	] as const)('%s: the outcome is left for a later run, which finds it', async (kind, problem) => {
		const pending = await sent();
		await bench.sandbox.control.advanceClock(DAY);
		const fault = kind === 'redirect' ? { kind, location: `${bench.sandbox.url}/elsewhere` } : { kind };
		await bench.sandbox.control.addFault({ endpoint: JOB_RESULTS, ...fault });
		const items = await bench.output(eachRecord, pending);
		for (const item of items) {
			expect(item).toMatchObject({ status: 'pending', jobStatus: 'COMPLETED' });
			expect(item.problem).toContain(problem);
			expect(JSON.stringify(item)).not.toMatch(/Signature|http/);
		}
		expect(await bench.sandbox.control.unknownRequests()).toEqual([]);
		expect((await bench.output(eachRecord, pending)).map(({ status }) => status)).toEqual([
			'accepted',
			'refused',
			'accepted',
		]);
	});

	test.each(['http://files.example.com/1', 'https://10.0.0.1/1', 'not an address'])(
		'an address that may not be called: %s',
		async (signedUrlInstead) => {
			const pending = await sent();
			await bench.sandbox.control.advanceClock(DAY);
			await bench.sandbox.control.setSettings({ signedUrlInstead });
			const [item] = await bench.output(lookUp(), [pending[0] ?? {}]);
			expect(item).toEqual({
				jobId: pending[0]?.jobId,
				jobStatus: 'COMPLETED',
				totalRecords: 3,
				problem: 'the URL of the file is not allowed',
			});
		},
	);

	test('one that has expired', async () => {
		await bench.sandbox.control.setSettings({ signedUrlMs: 0 });
		const pending = await sent();
		await bench.sandbox.control.advanceClock(DAY);
		expect((await bench.output(lookUp(), [pending[0] ?? {}]))[0]?.problem).toContain('403');
	});
});

test('5,000 rows of 20 jobs, mixed: each job is asked for once, each row has its own outcome', async () => {
	const { control } = bench.sandbox;
	await control.setSettings({ bulkUserRefusals: 'results' });
	const rows = Array.from({ length: 5_000 }, (_row, index) => ({
		email: `p${index}@example.com`,
		tier: index % 7 === 0 ? 'Bronze' : 'Gold',
	}));
	const pending = results(await bench.run(upsertMany(), rows)).map((result, index) => ({
		...result,
		index,
	}));
	await control.advanceClock(3 * DAY);
	const mixed = pending.sort((one, other) => (one.index % 11) - (other.index % 11));
	const items = await bench.output(eachRecord, mixed);
	expect(items.map(({ status }) => status)).toEqual(
		mixed.map(({ index }) => (index % 7 === 0 ? 'refused' : 'accepted')),
	);
	expect(await bench.requests(GET_JOB)).toBe(20);
});

test('a job ID that is empty, and one that is not there, fail their own rows only', async () => {
	const [first] = await sent();
	const items = await bench.output(
		eachRecord,
		[first ?? {}, { jobId: '', recordId: '0-0' }, { jobId: '../me', recordId: '0-0' }],
		CONTINUE,
	);
	expect(items[0]?.status).toBe('pending');
	expect(statuses(items.slice(1))).toEqual(['rejected', 'refused']);
});

test('a whole job names at most 100 of those it refused', async () => {
	await bench.sandbox.control.setSettings({ bulkUserRefusals: 'results' });
	const rows = Array.from({ length: 150 }, (_row, index) => ({
		email: `p${index}@example.com`,
		tier: 'Bronze',
	}));
	const [first] = results(await bench.run(upsertMany(), rows));
	await bench.sandbox.control.advanceClock(DAY);
	const [job] = await bench.output(lookUp(), [first ?? {}]);
	expect(job).toMatchObject({ refused: 150 });
	expect(job?.refusedRecords).toHaveLength(100);
});
