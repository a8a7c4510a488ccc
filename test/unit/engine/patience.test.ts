import { Limiter } from '../../../nodes/engine/limiter';
import type { Outcome } from '../../../nodes/engine/types';
import { answer, failure, MINUTE, run, type Try } from './runExchange';

/** Answers are fast, so that what a run takes is what it waits. */
const latency = 5;

describe('a pause that is longer than the time to go on without success', () => {
	test.each([
		[429, '20', 20],
		[429, '60', 60],
		[429, '3600', 3600],
		[503, '60', 60],
	])('ends the run at once: %p with Retry-After %p', async (status, header, seconds) => {
		const done = await run({
			requests: 1_000,
			latency,
			patience: 3_000,
			isIdempotent: false,
			service: () => answer(status, { 'retry-after': header }),
		});
		expect(done.stop).toEqual({ kind: 'noSuccess', asked: 1_000 * seconds, patience: 3_000 });
		expect(done.clock.now()).toBeLessThanOrEqual(3_000);
		expect(done.tries.length).toBeLessThan(20);
	});

	test('also where what left before it succeeds', async () => {
		const done = await run({
			requests: 1_000,
			latency: (place) => (place === 2 ? 5 : 100),
			patience: 3_000,
			service: (_time, place) => (place === 2 ? answer(429, { 'retry-after': '60' }) : answer(202)),
		});
		expect(done.stop).toMatchObject({ kind: 'noSuccess', asked: 60_000 });
		expect(done.clock.now()).toBeLessThanOrEqual(3_000);
	});

	test('but one that is shorter is waited for', async () => {
		const done = await run({
			requests: 100,
			latency,
			patience: 3_000,
			service: (time) => (time < 2_000 ? answer(429, { 'retry-after': '2' }) : answer(202)),
		});
		expect(done.stop).toBeUndefined();
		expect(done.count('done')).toBe(100);
	});
});

describe('the time to go on without success is not exceeded', () => {
	const OUTCOMES: Outcome[] = [
		answer(429),
		answer(429, { 'retry-after': '1' }),
		answer(503),
		failure('connectionRefused'),
		failure('connectionLost'),
	];
	const cases = OUTCOMES.flatMap((outcome) =>
		[3_000, 30_000, 2 * MINUTE].flatMap((patience) =>
			[1, 2, 3, 4].map((seed) => [patience, seed, outcome] as const),
		),
	);

	test.each(cases)('%p ms, seed %p, %j', async (patience, seed, outcome) => {
		for (const isIdempotent of [true, false]) {
			const done = await run({
				requests: 2_000,
				latency,
				patience,
				seed,
				isIdempotent,
				service: (time) => (time < 1_000 ? answer(202) : outcome),
			});
			const isSuccess = ({ outcome: one }: Try) => one?.kind === 'answer' && one.status === 202;
			const lastSuccess = Math.max(...done.tries.filter(isSuccess).map(({ until = 0 }) => until));
			// While nothing is under way, no time is lost.
			const next = done.tries.find(({ from }) => from >= lastSuccess)?.from ?? lastSuccess;
			expect(done.stop?.kind).toBe('noSuccess');
			expect(done.clock.now() - next).toBeLessThanOrEqual(patience + latency);
		}
	});

	test.each([1, 2, 3, 4, 5, 6, 7, 8])(
		'half a minute is not more where nothing was ever answered (seed %p)',
		async (seed) => {
			for (const requests of [1, 2, 1_000]) {
				const done = await run({ requests, latency, seed, service: () => failure('connectionRefused') });
				expect(done.clock.now()).toBeLessThanOrEqual(30_000 + latency);
				expect(done.count('notTried') + done.count('untouched')).toBe(requests);
			}
		},
	);

	test('nor at a slow pace', async () => {
		const limiter = new Limiter(0.3);
		const done = await run({
			requests: 100,
			latency,
			patience: 3_000,
			limiterOf: () => limiter,
			service: () => answer(503),
		});
		expect(done.stop?.kind).toBe('noSuccess');
		expect(done.clock.now()).toBeLessThanOrEqual(3_000 + latency);
	});
});
