import { ATTRIBUTES, EVENTS, rows, SEND_EVENT, SET_ATTRIBUTES, until, useBench } from './setup';

const bench = useBench();

/** Started by hand, a run over more than 1,000 people must be allowed to. */
const MANY_PEOPLE = { ...SEND_EVENT, options: { stopAboveItems: 2000 } };

describe('promise 6: cancelling stops it', () => {
	test('no request starts after a cancel, also when n8n enters the node again', async () => {
		const started = bench.n8n.start(bench.workflow(MANY_PEOPLE, { retryOnFail: true, maxTries: 5 }), {
			input: rows(2000),
			// Started by hand it would text too many.
			mode: 'trigger',
		});
		await until(async () => (await bench.requests(EVENTS)) > 20);
		started.cancel();
		const atCancel = await bench.requests(EVENTS);
		const run = await started.finished;
		expect(run.status).toBe('canceled');
		// What had left the node and not yet arrived may still come in; a new start would bring hundreds.
		expect((await bench.requests(EVENTS)) - atCancel).toBeLessThan(20);
	});

	test('a pause ends at once', async () => {
		// Another endpoint than above: what the cancelled run had under way may still come in.
		await bench.sandbox.control.addFault({ endpoint: ATTRIBUTES, kind: '429', count: 1000, retryAfter: 60 });
		const started = bench.n8n.start(bench.workflow(SET_ATTRIBUTES), { input: rows(1) });
		await until(async () => (await bench.requests(ATTRIBUTES)) === 1);
		started.cancel();
		await started.finished;
		expect(await bench.requests(ATTRIBUTES)).toBe(1);
	});

	test('the log says what was sent', async () => {
		const started = bench.n8n.start(bench.workflow(SEND_EVENT), { input: rows(500) });
		await until(async () => (await bench.requests(EVENTS)) > 5);
		started.cancel();
		await started.finished;
		expect(bench.n8n.logLines.at(-1) ?? bench.n8n.logLines.join('\n')).toBeDefined();
		expect(
			bench.n8n.logLines.filter((line) => /Send custom event: \d+ accepted.*not tried/.test(line)).length,
		).toBeGreaterThan(0);
	});
});
