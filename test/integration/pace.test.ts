import { EVENTS, rows, SEND_EVENT, useBench } from './setup';

const bench = useBench();

// Without a pace all would come at once, and be refused several times each. How little is refused on a quiet machine: npm run bench.
describe('promise 3: as fast as Attentive allows', () => {
	test('at the documented rate hardly anything is refused, and every row arrives once', async () => {
		const run = await bench.run(SEND_EVENT, rows(450));
		expect(run.status).toBe('success');
		expect(await bench.answers(EVENTS, 200)).toBe(450);
		expect(await bench.answers(EVENTS, 429)).toBeLessThan(225);
	});

	test('two executions of one process with one token share the limit', async () => {
		const [first, second] = await Promise.all([
			bench.run(SEND_EVENT, rows(220)),
			bench.run(SEND_EVENT, rows(220)),
		]);
		expect([first.status, second.status]).toEqual(['success', 'success']);
		expect(await bench.answers(EVENTS, 200)).toBe(440);
		expect(await bench.answers(EVENTS, 429)).toBeLessThan(220);
	});

	test('a lower limit is learnt from the answers', async () => {
		await bench.sandbox.control.setLimit({ endpoint: EVENTS, perSecond: 40 });
		const run = await bench.run(SEND_EVENT, rows(160));
		expect(run.status).toBe('success');
		expect(await bench.answers(EVENTS, 200)).toBe(160);
		expect(await bench.answers(EVENTS, 429)).toBeLessThan(80);
	});
});
