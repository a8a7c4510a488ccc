import { setTimeout as sleep } from 'node:timers/promises';
import { CONTINUE, DAY, GET_JOB, JOB_RESULTS, statuses, until, useBench, useStandIn } from './setup';
import { addMembers, createJobs, createSegments, getJob, membersOf, outputUnless, waiting } from './waits';

/** Waiting for many jobs, and reading much. One after the other: each has much to do. */
const bench = useBench();

describe('many jobs', () => {
	test('looking at 120 of them keeps to the limit that Attentive names', async () => {
		const { control } = bench.sandbox;
		await createSegments(bench, 120);
		await control.setSettings({ bulkJobMs: 0 });
		await control.setLimit({ endpoint: GET_JOB, perSecond: 20 });
		const output = await outputUnless(
			bench,
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
		await createSegments(bench, 40);
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
		const jobs = await createJobs(bench, 300);
		await control.setLimit({ endpoint: GET_JOB, perSecond: 40 });
		const output = await outputUnless(
			bench,
			async () => (await bench.answers(GET_JOB, 429)) >= 60,
			getJob(waiting(60)),
			jobs.map((jobId) => ({ jobId })),
		);
		expect(await bench.answers(GET_JOB, 429)).toBeLessThan(60);
		expect(output).toEqual(jobs.map((jobId) => expect.objectContaining({ jobId, accepted: 1 })));
	});

	test('those that have ended are looked at although 30 before them are at work', async () => {
		const { control } = bench.sandbox;
		const jobs = await createJobs(bench, 40);
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
		const [jobId = ''] = await createJobs(bench, 1);
		const started = bench.n8n.start(bench.workflow(getJob()), { input: [{ json: { jobId } }] });
		await until(() => written >= 50);
		started.cancel();
		await started.finished;
		await until(() => hasEnded);
		expect(written).toBeLessThan(CHUNKS);
	});
});
