import { setTimeout as sleep } from 'node:timers/promises';
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	DAY,
	errors,
	GET_JOB,
	JOB_RESULTS,
	onItsOwnBench,
	outcomes,
	results,
	rows,
	SEND_EVENT,
	SET_ATTRIBUTES,
	statuses,
	until,
	UPSERT_TIERS,
	type Bench,
} from './setup';
import { addMembers, createJobs, createSegments, getJob, membersOf, outputUnless, waiting } from './waits';

/** What takes its time: bulk jobs and catalog uploads, which Attentive works on later, and a host that does not answer. All of it side by side, since little else happens. */

const GET_UPLOAD = 'GET /v1/product-catalog/uploads/{uploadId}';

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

describe('the end of the waiting', () => {
	// Nothing shorter than a minute shows what happens at its end.
	test.concurrent(
		'what ends shortly before it comes out with its results, not as pending',
		onItsOwnBench(async (bench) => {
			const { control } = bench.sandbox;
			await control.setSettings({ catalogValidationMs: DAY / 2, catalogSavingMs: DAY / 2 });
			const [jobId = ''] = await createJobs(bench, 1);
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
		}),
	);
});

describe('a key that is revoked while waiting ends it, and the items stay pending and say why', () => {
	const WORDS = { 401: /401|API key|credential/i, 403: /403|permission/i };

	test.concurrent.each([
		['catalog uploads', 401, GET_UPLOAD, upload(60), [PRODUCT]],
		['catalog uploads', 403, GET_UPLOAD, upload(60), [PRODUCT]],
		['bulk jobs', 401, GET_JOB, addMembers(60), membersOf(3)],
		['bulk jobs', 403, GET_JOB, addMembers(60), membersOf(3)],
	] as const)(
		'%s, %d',
		onItsOwnBench(async (bench, _what, status, endpoint, parameters, rows) => {
			await createSegments(bench, 3);
			await bench.sandbox.control.addFault({ endpoint, kind: `${status}`, count: 1_000 });
			const output = await outputUnless(
				bench,
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
		}),
	);

	test.concurrent(
		'a job that is looked up, 401',
		onItsOwnBench(async (bench) => {
			const [jobId = ''] = await createJobs(bench, 1);
			await bench.sandbox.control.addFault({ endpoint: GET_JOB, kind: '401', after: 1, count: 1_000 });
			const output = await outputUnless(
				bench,
				async () => (await bench.answers(GET_JOB, 401)) > 1,
				getJob(waiting(60)),
				[{ jobId }],
			);
			expect(await bench.answers(GET_JOB, 401)).toBe(1);
			expect(output).toEqual([
				expect.objectContaining({ jobStatus: 'IN_PROGRESS', problem: expect.stringMatching(WORDS[401]) }),
			]);
		}),
	);
});

describe('of a bulk job', () => {
	const upsertTiers = (options: INodeParameters = {}): INodeParameters => ({ ...UPSERT_TIERS, options });
	const ROWS: IDataObject[] = ['Gold', 'Bronze', 'Silver'].map((tier, index) => ({
		email: `p${index}@example.com`,
		tier,
	}));

	/** With the tiers that are allowed: the job, or the request, refuses one of the rows. */
	const withTiers = <Row extends unknown[]>(run: (bench: Bench, ...row: Row) => Promise<void>) =>
		onItsOwnBench<Row>(async (bench, ...row) => {
			await bench.sandbox.control.addPredefinedAttribute({ name: 'tier', values: ['Gold', 'Silver'] });
			await run(bench, ...row);
		});

	test.concurrent.each([0, 1_441, 'soon'])(
		'a time that cannot be used is an error: %s',
		withTiers(async (bench, waitMinutes) => {
			const run = await bench.run(upsertTiers({ waitForResults: true, waitMinutes }), ROWS);
			expect(run.error?.message).toContain('is not between 1 and 1440');
			expect(await bench.sandbox.control.jobs()).toEqual([]);
		}),
	);

	test.concurrent(
		'what the job refused may be sent again by n8n, what it accepted is not',
		withTiers(async (bench) => {
			const { control } = bench.sandbox;
			await control.setSettings({ bulkUserRefusals: 'results' });
			let isOver = false;
			const running = bench.run(upsertTiers({ waitForResults: true }), ROWS, {
				retryOnFail: true,
				maxTries: 2,
			});
			void running.finally(() => (isOver = true));
			while (!isOver) {
				// Only while a job is at work: a file's address lives an hour of the sandbox's clock.
				const atWork = (await control.jobs()).some(({ status }) => status === 'IN_PROGRESS');
				if (atWork) await control.advanceClock(DAY / 4);
				await new Promise((resolve) => setTimeout(resolve, 100));
			}
			expect((await running).error?.description).toContain('2 accepted, 1 refused by Attentive');
			expect(await bench.jobSizes()).toEqual([3, 1]);
		}),
	);

	test.concurrent(
		'a run that has failed does not wait for what else it sent',
		withTiers(async (bench) => {
			await bench.sandbox.control.setSettings({ bulkUserRefusals: 'request' });
			const run = await bench.run(upsertTiers({ waitForResults: true }), [...ROWS].reverse());
			expect(run.error?.description).toContain('1 pending, 1 refused by Attentive, 1 not tried');
		}),
	);

	/** Lets the sandbox's hours pass as soon as the job is there. */
	async function whileJobRuns(bench: Bench, end?: string): Promise<void> {
		const { control } = bench.sandbox;
		await until(async () => (await control.jobs()).length > 0);
		if (end === undefined) await control.advanceClock(DAY);
		else for (const { bulkJobId } of await control.jobs()) await control.endJob({ bulkJobId, status: end });
	}

	test.concurrent(
		'turns pending rows into what became of them',
		withTiers(async (bench) => {
			await bench.sandbox.control.setSettings({ bulkUserRefusals: 'results' });
			const [items] = await Promise.all([
				bench.output(upsertTiers({ waitForResults: true, waitMinutes: 1 }), ROWS, CONTINUE),
				whileJobRuns(bench),
			]);
			expect(statuses(items)).toEqual(['accepted', 'refused', 'accepted']);
			expect(errors(items)[1]?.message).toMatch(
				/^Attentive answered 400: .*tier.*Correct the value that Attentive names\. \[item 1\]$/,
			);
		}),
	);

	test.concurrent(
		'a job that is not found, and a file that cannot be read, are looked at again',
		withTiers(async (bench) => {
			const { control } = bench.sandbox;
			await control.setSettings({ bulkUserRefusals: 'results' });
			await control.addFault({ endpoint: GET_JOB, kind: '404' });
			await control.addFault({ endpoint: JOB_RESULTS, kind: '403' });
			const [items] = await Promise.all([
				bench.output(upsertTiers({ waitForResults: true }), ROWS, CONTINUE),
				whileJobRuns(bench),
			]);
			expect(statuses(items)).toEqual(['accepted', 'refused', 'accepted']);
			expect(JSON.stringify(items)).not.toContain('problem');
		}),
	);

	test.concurrent.each([
		['404', GET_JOB, 'Attentive answered 404 when asked for the result'],
		['403', JOB_RESULTS, 'the storage for the file answered 403'],
	] as const)(
		'but not for ever: %s to %s',
		withTiers(async (bench, kind, endpoint, problem) => {
			await bench.sandbox.control.addFault({ endpoint, kind, count: 100 });
			const [items] = await Promise.all([
				bench.output(upsertTiers({ waitForResults: true, waitMinutes: 60 }), ROWS),
				whileJobRuns(bench),
			]);
			expect(results(items)).toMatchObject(
				ROWS.map(() => ({ status: 'pending', problem: expect.stringContaining(problem) })),
			);
		}),
	);

	test.concurrent(
		'of a job looked up, too',
		withTiers(async (bench) => {
			await bench.sandbox.control.setSettings({ bulkUserRefusals: 'results' });
			const pending = results(await bench.run(upsertTiers(), ROWS));
			await bench.sandbox.control.advanceClock(DAY);
			await bench.sandbox.control.addFault({ endpoint: JOB_RESULTS, kind: '403' });
			const options = { waitForResults: true, waitMinutes: 1 };
			const [item] = await bench.output(getJob(options), [pending[0] ?? {}]);
			expect(item).toMatchObject({ jobStatus: 'COMPLETED', accepted: 2, refused: 1 });
			expect(item).not.toHaveProperty('problem');
		}),
	);

	test.concurrent(
		'a job that fails gives its reason',
		withTiers(async (bench) => {
			const { control } = bench.sandbox;
			await control.setSettings({ bulkJobMs: 0, bulkJobEnd: 'FAILED', bulkJobMessage: 'The tier is gone' });
			const run = await bench.run(upsertTiers(waiting(1)), [PERSON], CONTINUE);
			expect(errors(run)[0]).toMatchObject({
				status: 'unknown',
				reasonCode: 'jobEnded',
				reason: expect.stringMatching(/ended with the status FAILED: The tier is gone$/),
			});
		}),
	);

	test.concurrent.each([
		['NEEDS_REVIEW', 'pending'],
		['CANCELLED', 'unknown'],
	])(
		'a job that ends as %s ends the waiting',
		withTiers(async (bench, end, status) => {
			const [items] = await Promise.all([
				bench.output(upsertTiers({ waitForResults: true }), ROWS, CONTINUE),
				whileJobRuns(bench, end),
			]);
			expect(statuses(items)).toEqual(ROWS.map(() => status));
			expect(JSON.stringify(items[0])).toContain(end);
		}),
	);
});

describe('of an upload', () => {
	test.concurrent.each([
		['capitals', 'COMPLETED'],
		['of2024', 'SAVED'],
	] as const)(
		'whose states are written as %s',
		onItsOwnBench(async (bench, catalogStates, uploadStatus) => {
			const settings = { catalogStates, catalogValidationMs: 0, catalogSavingMs: 0 };
			await bench.sandbox.control.setSettings(settings);
			expect(results(await bench.run(upload(1), [PRODUCT]))).toEqual([
				expect.objectContaining({ status: 'accepted', uploadStatus }),
			]);
		}),
	);

	test.concurrent(
		'in a state that nobody knows is not called pending',
		onItsOwnBench(async (bench) => {
			const settings = { catalogEnd: 'ARCHIVED', catalogValidationMs: 0, catalogSavingMs: 0 } as const;
			await bench.sandbox.control.setSettings(settings);
			expect(outcomes(await bench.run(upload(1), [PRODUCT], CONTINUE))).toEqual(['unknown unknownState']);
		}),
	);
});

describe('a host that cannot be reached', () => {
	// Half a minute is the promise: nothing shorter shows it.
	test.concurrent.each([
		['an event', SEND_EVENT],
		['attributes', SET_ATTRIBUTES],
	])(
		'is told within half a minute, though an outage is borne for ten: %s',
		onItsOwnBench(async (bench, _what, parameters) => {
			const run = await bench.run(parameters, rows(2), { ...CONTINUE, baseUrl: 'https://127.0.0.1:1' });
			expect(statuses(run)).toEqual(['notTried', 'notTried']);
		}),
	);
});
