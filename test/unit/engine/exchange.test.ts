import { Limiter } from '../../../nodes/engine/limiter';
import type { PlannedRequest } from '../../../nodes/engine/plan';
import type { Conditions } from '../../../nodes/engine/requests';
import type { Outcome } from '../../../nodes/engine/types';
import { heldBytes } from '../../bench/heap';
import { FakeClock } from '../fakeClock';
import { answer, ENDPOINT, exchangeOn, failure, limited, MINUTE, run, type Setup } from './runExchange';

function slowly(): Conditions['limiterOf'] {
	const limiter = new Limiter(0.05);
	return () => limiter;
}

describe('at the pace of the endpoint', () => {
	test('the first request leaves at once, and of the others several leave together', async () => {
		const { tries } = await run({ requests: 300 });
		expect(tries[0]?.from).toBe(0);
		expect(new Set(tries.map(({ from }) => from)).size).toBeLessThan(300 / 4);
		// Until the first answer they go more slowly: others may be sending.
		expect(tries.at(-1)?.from).toBeLessThan(300 / 0.149 + 250);
	});

	test.each<[string, Partial<Setup>]>([
		['the first failure', { stopAtFirstFailure: true, service: () => answer(400) }],
		['a refused token', { service: () => answer(401) }],
		[
			'a fault',
			{
				onEnd: () => {
					throw new Error('a fault of ours');
				},
			},
		],
	])('%s ends the wait at once', async (_what, setup) => {
		const done = await run({ requests: 100, limiterOf: slowly(), ...setup });
		expect(done.stop).toBeDefined();
		expect(done.tries).toHaveLength(1);
		expect(done.clock.now()).toBeLessThan(1_000);
	});
});

test('a wait for the pace leaves nothing behind, however often there is one in a run', async () => {
	const held: number[] = [];
	await run({
		requests: 160,
		limiterOf: slowly(),
		onEnd(place) {
			if (place === 10 || place === 150) held.push(heldBytes());
		},
	});
	const [early = 0, late = 0] = held;
	expect(late - early).toBeLessThan(1_000_000);
});

describe('executions of one item each, at the same time', () => {
	/** How long each one took that began at a given time. */
	async function executions(starts: number[], refusedUntil: number): Promise<number[]> {
		const clock = new FakeClock();
		const limiter = new Limiter(150);
		const service = limited(150);
		const one = async (start: number): Promise<number> => {
			await clock.sleep(start);
			const exchange = exchangeOn(clock, limiter);
			await exchange.run([{ waitsFor: [] }], async (_task, requests) => {
				await requests.request({
					endpoint: ENDPOINT,
					isIdempotent: false,
					async send() {
						await clock.sleep(100);
						return clock.now() < refusedUntil ? answer(429) : service(clock.now());
					},
				});
			});
			return clock.now() - start;
		};
		return await clock.run(Promise.all(starts.map(one)));
	}

	test('do not wait for places that were given before the first answer', async () => {
		const took = await executions(
			Array.from({ length: 300 }, () => 0),
			0,
		);
		expect(Math.max(...took)).toBeLessThan(10_000);
	});

	test('do not wait for places that were given when all was refused', async () => {
		const starts = Array.from({ length: 200 }, (_one, index) => index * 50);
		const took = await executions([...starts, 60_000], 10_000);
		expect(took.at(-1)).toBeLessThan(2_000);
	});
});

describe('when all is well', () => {
	test('every request is sent once, in input order', async () => {
		const done = await run({ requests: 1_000 });
		expect(done.stop).toBeUndefined();
		expect(done.count('done')).toBe(1_000);
		expect(done.tries.map(({ place }) => place)).toEqual(
			Array.from({ length: 1_000 }, (_none, index) => index),
		);
	});

	test('nothing to send ends at once', async () => {
		const done = await run({ requests: 0 });
		expect(done.stop).toBeUndefined();
		expect(done.clock.now()).toBe(0);
	});

	test('5,000 requests at 150 a second take some 34 s, also where an answer takes a second', async () => {
		for (const latency of [50, 1_000]) {
			const done = await run({ requests: 5_000, latency, service: limited(150) });
			expect(done.count('done')).toBe(5_000);
			expect(done.clock.now()).toBeGreaterThan(33_000);
			expect(done.clock.now()).toBeLessThan(36_500);
		}
	});

	test('no more than 500 are under way at once, and few enough do not slow it down', async () => {
		const done = await run({ requests: 3_000, latency: 20_000 });
		expect(done.mostInFlight).toBeLessThanOrEqual(500);
		expect(done.mostInFlight).toBeGreaterThan(400);
		expect(done.count('done')).toBe(3_000);
	});

	test('20,000 requests cost little computing time', async () => {
		const began = process.cpuUsage();
		const done = await run({ requests: 20_000, service: limited(150) });
		expect(done.count('done')).toBe(20_000);
		expect(process.cpuUsage(began).user / 1_000).toBeLessThan(15_000);
	});
});

describe('order', () => {
	/** Each person's requests wait for the one before. */
	const people = (count: number, each: number): PlannedRequest[] =>
		Array.from({ length: count * each }, (_none, index) => ({
			items: [index],
			waitsFor: index >= count ? [index - count] : [],
		}));

	test('a request starts only after those it waits for have ended, whatever became of them', async () => {
		const plan = people(50, 6);
		const done = await run({
			requests: plan,
			latency: (place) => 20 + ((place * 7919) % 400),
			service: (_time, place, attempt) =>
				place % 5 === 0 && attempt < 3 ? answer(503) : answer(place % 7 === 0 ? 400 : 202),
		});
		expect(done.ended.size).toBe(plan.length);
		for (const [place, { waitsFor }] of plan.entries()) {
			const started = done.triesOf(place)[0]?.from ?? -1;
			for (const earlier of waitsFor) {
				expect(started).toBeGreaterThanOrEqual(done.endedAt.get(earlier) ?? Number.POSITIVE_INFINITY);
			}
		}
	});

	test('a person whose requests hang does not hold up the others', async () => {
		const plan = people(10, 3);
		const done = await run({ requests: plan, latency: (place) => (place % 10 === 0 ? 20_000 : 100) });
		const others = [...done.endedAt].filter(([place]) => place % 10 !== 0).map(([, at]) => at);
		expect(Math.max(...others)).toBeLessThan(2_000);
		expect(done.ended.size).toBe(30);
	});

	test('a request may wait for several', async () => {
		const plan: PlannedRequest[] = [
			{ items: [0], waitsFor: [] },
			{ items: [1], waitsFor: [] },
			{ items: [2, 3], waitsFor: [0, 1] },
		];
		const done = await run({ requests: plan, latency: (place) => (place === 1 ? 5_000 : 50) });
		expect(done.triesOf(2)[0]?.from).toBeGreaterThanOrEqual(5_000);
		expect(done.count('done')).toBe(3);
	});

	test('what waits for a request that the run gave up is not sent', async () => {
		const done = await run({
			requests: people(1, 3),
			service: (_time, place) => answer(place === 0 ? 400 : 202),
			stopAtFirstFailure: true,
		});
		expect(done.tries).toHaveLength(1);
		expect(done.count('untouched')).toBe(2);
	});

	test('a long chain of one person does not begin only when all others are done', async () => {
		const singles = 3_000;
		const plan: PlannedRequest[] = Array.from({ length: singles + 99 }, (_none, index) => ({
			items: [index],
			waitsFor: index < singles ? [] : [index === singles ? 0 : index - 1],
		}));
		const done = await run({ requests: plan });
		// 3,099 requests at 150 a second are 21 s; the chain alone takes 10 s and can run beside the others.
		expect(done.clock.now()).toBeLessThan(25_000);
	});
});

describe('a failed request', () => {
	test('fails alone where the run goes on', async () => {
		const done = await run({
			requests: 300,
			service: (_time, place) => answer(place % 10 === 0 ? 400 : 202),
		});
		expect(done.stop).toBeUndefined();
		expect(done.count('refused')).toBe(30);
		expect(done.count('done')).toBe(270);
		expect(done.tries).toHaveLength(300);
	});

	test('ends the run where that is wanted: nothing new starts, what is under way finishes', async () => {
		const done = await run({
			requests: 1_000,
			latency: 500,
			stopAtFirstFailure: true,
			service: (_time, place) => answer(place === 10 ? 400 : 202),
		});
		expect(done.stop).toEqual({ kind: 'firstFailure' });
		const failedAt = done.endedAt.get(10) ?? 0;
		expect(done.tries.every(({ from }) => from <= failedAt)).toBe(true);
		expect(done.count('done')).toBe(done.tries.length - 1);
		expect(done.count('untouched')).toBe(1_000 - done.tries.length);
		expect(done.tries.length).toBeGreaterThan(20);
	});

	test('ends the run when there were as many as allowed', async () => {
		const plan: PlannedRequest[] = Array.from({ length: 200 }, (_none, index) => ({
			items: [2 * index, 2 * index + 1],
			waitsFor: [],
		}));
		const done = await run({ requests: plan, stopAfterFailures: 10, service: () => answer(400) });
		expect(done.stop).toEqual({ kind: 'tooManyFailures' });
		expect(done.count('refused')).toBeGreaterThanOrEqual(5);
		expect(done.count('refused')).toBeLessThan(30);
		const fine = await run({
			requests: 100,
			stopAfterFailures: 10,
			service: (_time, place) => answer(place < 9 ? 400 : 202),
		});
		expect(fine.stop).toBeUndefined();
		expect(fine.ended.size).toBe(100);
	});

	test.each([401, 403])('a %p ends the run: no other will pass either', async (status) => {
		for (const stopAtFirstFailure of [false, true]) {
			const done = await run({
				requests: 1_000,
				latency: 200,
				service: () => answer(status),
				stopAtFirstFailure,
			});
			expect(done.stop).toMatchObject({ kind: 'denied', outcome: { status } });
			expect(done.tries.length).toBeLessThan(40);
			expect(done.count('refused')).toBe(done.tries.length);
		}
	});

	test('a 404 that the service did not write ends it while nothing has succeeded', async () => {
		const done = await run({ requests: 500, service: () => answer(404), isForeign: () => true });
		expect(done.stop?.kind).toBe('denied');
		expect(done.tries.length).toBeLessThan(40);
	});

	test('a 404 of the service concerns its request alone', async () => {
		const done = await run({ requests: 500, service: () => answer(404), isForeign: () => false });
		expect(done.stop).toBeUndefined();
		expect(done.count('refused')).toBe(500);
	});

	test('once something succeeded, a foreign 404 concerns its request alone', async () => {
		const done = await run({
			requests: 500,
			service: (_time, place) => answer(place === 300 ? 404 : 202),
			isForeign: () => true,
		});
		expect(done.stop).toBeUndefined();
		expect(done.count('done')).toBe(499);
	});

	test.each([405, 406, 410, 418, 451])(
		'a %i that the service did not write ends it, also once something succeeded',
		async (status) => {
			const done = await run({
				requests: 500,
				service: (_time, place) => answer(place === 50 ? status : 202),
				isForeign: (outcome) => outcome.kind === 'answer' && outcome.status === status,
			});
			expect(done.stop?.kind).toBe('denied');
			expect(done.count('refused')).toBe(1);
			expect(done.tries.length).toBeLessThan(500);
		},
	);

	test.each([405, 410])('a %i of the service concerns its request alone', async (status) => {
		const done = await run({ requests: 500, service: () => answer(status), isForeign: () => false });
		expect(done.stop).toBeUndefined();
	});

	test.each([400, 409, 413, 414, 422, 431])(
		'a %i is about what was sent, whoever wrote it: it concerns its request alone',
		async (status) => {
			const done = await run({ requests: 500, service: () => answer(status), isForeign: () => true });
			expect(done.stop).toBeUndefined();
		},
	);

	test.each([301, 302, 303, 307, 308])(
		'a redirect (%i) ends it, and what brought it is unknown',
		async (status) => {
			const done = await run({ requests: 500, service: () => answer(status) });
			expect(done.stop?.kind).toBe('denied');
			expect(done.count('unknown')).toBe(done.tries.length);
			expect(done.tries.length).toBeLessThan(40);
		},
	);

	test('a 401 in the middle leaves what was accepted accepted', async () => {
		const done = await run({ requests: 500, service: (time) => answer(time < 1_000 ? 202 : 401) });
		expect(done.stop?.kind).toBe('denied');
		expect(done.count('done')).toBeGreaterThan(100);
		expect(done.count('done') + done.count('refused') + done.count('untouched')).toBe(500);
	});
});

describe('a request that is not idempotent', () => {
	const UNKNOWN: Outcome[] = [
		answer(500),
		answer(502),
		answer(503),
		answer(504),
		answer(408),
		failure('timeout'),
		failure('connectionLost'),
		failure('other'),
	];
	const NOT_PROCESSED: Outcome[] = [
		answer(429),
		failure('connectionRefused'),
		failure('nameNotFound'),
		failure('tls'),
	];

	test.each(UNKNOWN.map((outcome) => [outcome]))('is never sent again after %j', async (outcome) => {
		const done = await run({ requests: 3, isIdempotent: false, service: () => outcome });
		expect(done.count('unknown')).toBe(3);
		for (const place of [0, 1, 2]) expect(done.triesOf(place)).toHaveLength(1);
	});

	test.each(NOT_PROCESSED.map((outcome) => [outcome]))('is sent again after %j', async (outcome) => {
		const done = await run({
			requests: 3,
			isIdempotent: false,
			service: (time) => (time < 3_000 ? outcome : answer(202)),
		});
		expect(done.count('done')).toBe(3);
		expect(done.triesOf(0).length).toBeGreaterThan(1);
	});

	test('of an outage of five minutes few have an unknown outcome, and the rest is accepted afterwards', async () => {
		const done = await run({
			requests: 5_000,
			isIdempotent: false,
			service: (time) => answer(time >= 10_000 && time < 10_000 + 5 * MINUTE ? 503 : 202),
		});
		expect(done.stop).toBeUndefined();
		expect(done.count('unknown')).toBeLessThan(60);
		expect(done.count('done') + done.count('unknown')).toBe(5_000);
		// It goes on soon after the service does.
		const again = done.tries.find(({ from }) => from > 10_000 + 5 * MINUTE);
		expect((again?.from ?? Number.POSITIVE_INFINITY) - 10_000 - 5 * MINUTE).toBeLessThan(45_000);
		expect(done.clock.now()).toBeLessThan(7 * MINUTE);
	});

	test('a host that never answers costs few items', async () => {
		const done = await run({
			requests: 5_000,
			isIdempotent: false,
			latency: MINUTE,
			service: () => failure('timeout'),
		});
		expect(done.stop?.kind).toBe('noSuccess');
		expect(done.count('unknown')).toBeLessThanOrEqual(500);
		expect(done.clock.now()).toBeLessThan(3 * MINUTE);
	});
});

describe('an idempotent request', () => {
	test.each(
		[
			answer(429),
			answer(500),
			answer(503),
			answer(408),
			failure('timeout'),
			failure('connectionLost'),
			failure('tls'),
		].map((outcome) => [outcome]),
	)('is sent again after %j', async (outcome) => {
		const done = await run({
			requests: 20,
			service: (time) => (time < 3_000 ? outcome : answer(200)),
		});
		expect(done.count('done')).toBe(20);
		expect(done.triesOf(0).length).toBeGreaterThan(1);
	});

	test.each(
		[answer(503), failure('connectionRefused'), failure('connectionLost')].map((outcome) => [outcome]),
	)('a hiccup of a second costs seconds, not half a minute: %j', async (outcome) => {
		for (const [requests, seed] of [
			[20, 1],
			[20, 2],
			[1_000, 3],
			[1_000, 4],
		] as const) {
			const done = await run({
				requests,
				seed,
				service: (time) => (time < 1_000 ? outcome : answer(200)),
			});
			expect(done.count('done')).toBe(requests);
			expect(done.clock.now()).toBeLessThan(requests / 0.147 + 8_000);
		}
	});

	test.each([answer(400), answer(404)].map((outcome) => [outcome]))(
		'is not sent again after %j',
		async (outcome) => {
			const done = await run({ requests: 20, service: () => outcome });
			expect(done.count('refused')).toBe(20);
			expect(done.tries.length).toBe(20);
		},
	);

	test.each([answer(503), failure('timeout')].map((outcome) => [outcome]))(
		'stays unknown after %j, whatever keeps it from being sent again',
		async (outcome) => {
			const done = await run({
				requests: 1,
				service: (_time, _place, attempt) => (attempt === 1 ? outcome : answer(429)),
			});
			expect(done.triesOf(0).length).toBeGreaterThan(1);
			expect(done.ended.get(0)?.kind).toBe('unknown');
		},
	);

	test('an outage of five minutes costs none', async () => {
		const done = await run({
			requests: 2_000,
			service: (time) => (time >= 3_000 && time < 3_000 + 5 * MINUTE ? answer(503) : answer(200)),
		});
		expect(done.stop).toBeUndefined();
		expect(done.count('done')).toBe(2_000);
		expect(done.clock.now()).toBeLessThan(7 * MINUTE);
	});

	test('one that always fails does not hold up the others, and ends', async () => {
		const done = await run({
			requests: 1_500,
			service: (_time, place) => answer(place === 3 ? 500 : 200),
		});
		expect(done.count('done')).toBe(1_499);
		expect(done.ended.get(3)?.kind).toBe('unknown');
		const others = [...done.endedAt].filter(([place]) => place !== 3).map(([, at]) => at);
		expect(Math.max(...others)).toBeLessThan(20_000);
		expect(done.clock.now()).toBeLessThan(11 * MINUTE);
		expect(done.triesOf(3).length).toBeLessThan(100);
	});

	test.each<[string, (place: number) => boolean]>([
		['the first 3', (place) => place < 3],
		['the first 5', (place) => place < 5],
		['every 50th', (place) => place % 50 === 7],
		['the last 5', (place) => place >= 1_495],
	])('%s always fail: they do not hold up the others', async (_name, bad) => {
		const done = await run({ requests: 1_500, service: (_time, place) => answer(bad(place) ? 500 : 200) });
		const others = [...done.endedAt].filter(([place]) => !bad(place));
		expect(done.count('done')).toBe(others.length);
		expect(done.ended.size).toBe(1_500);
		expect(Math.max(...others.map(([, at]) => at))).toBeLessThan(MINUTE);
		expect(done.clock.now()).toBeLessThan(11 * MINUTE);
	});

	test('many that always fail at the head look like an outage, and still the others are sent', async () => {
		const done = await run({ requests: 1_500, service: (_time, place) => answer(place < 30 ? 500 : 200) });
		expect(done.count('done')).toBe(1_470);
	});

	test('one that always times out does not hold up the others', async () => {
		const done = await run({
			requests: 1_500,
			latency: (place) => (place < 5 ? MINUTE : 100),
			service: (_time, place) => (place < 5 ? failure('timeout') : answer(200)),
		});
		expect(done.count('done')).toBe(1_495);
		const others = [...done.endedAt].filter(([place]) => place >= 5).map(([, at]) => at);
		expect(Math.max(...others)).toBeLessThan(20_000);
	});
});

describe('patience', () => {
	test('retrying ends after ten minutes without one success', async () => {
		const done = await run({ requests: 1_000, service: (time) => answer(time < 2_000 ? 200 : 503) });
		expect(done.stop).toEqual({ kind: 'noSuccess' });
		expect(done.clock.now()).toBeGreaterThan(9 * MINUTE);
		expect(done.clock.now()).toBeLessThan(11 * MINUTE);
		expect(done.count('untouched')).toBeGreaterThan(0);
		expect(done.count('done') + done.count('unknown') + done.count('untouched')).toBe(1_000);
		// No busy loop: an outage of ten minutes costs few tries and few turns.
		expect(done.tries.length).toBeLessThan(600);
		expect(done.clock.sleeps).toBeLessThan(15_000);
	});

	test.each(
		[failure('connectionRefused'), failure('nameNotFound'), failure('tls')].map((outcome) => [outcome]),
	)('ends after 30 s where the host never answered: %j', async (outcome) => {
		for (const isIdempotent of [false, true]) {
			const done = await run({ requests: 1_000, isIdempotent, latency: 5, service: () => outcome });
			expect(done.stop).toEqual({ kind: 'noSuccess' });
			expect(done.clock.now()).toBeGreaterThan(10_000);
			expect(done.clock.now()).toBeLessThan(61_000);
			expect(done.count('notTried') + done.count('untouched')).toBe(1_000);
			expect(done.tries.length).toBeLessThan(100);
		}
	});

	test('a single request ends too, within its patience', async () => {
		const refused = await run({ requests: 1, service: () => failure('connectionRefused') });
		expect(refused.ended.get(0)?.kind).toBe('notTried');
		expect(refused.clock.now()).toBeLessThan(45_000);
		const limitedTo = await run({ requests: 1, patience: 30_000, service: () => answer(429) });
		expect(limitedTo.ended.get(0)?.kind).toBe('notTried');
		expect(limitedTo.clock.now()).toBeLessThanOrEqual(31_000);
	});

	test('refusals show that the service is well: a run of bad items goes on', async () => {
		const done = await run({ requests: 2_000, latency: 1_000, patience: 5_000, service: () => answer(400) });
		expect(done.stop).toBeUndefined();
		expect(done.count('refused')).toBe(2_000);
	});

	test('a slow service is not taken for a dead one', async () => {
		const done = await run({ requests: 50, latency: 50_000, patience: 30_000 });
		expect(done.stop).toBeUndefined();
		expect(done.count('done')).toBe(50);
	});
});

describe('too many requests', () => {
	test('a limit that others use up ends in success, without a storm', async () => {
		const done = await run({ requests: 1_000, isIdempotent: false, service: limited(20) });
		expect(done.count('done')).toBe(1_000);
		expect(done.tries.length).toBeLessThan(1_500);
		expect(done.clock.now()).toBeLessThan(80_000);
	});

	test('429 for a minute, whatever is sent: few tries, and all is accepted afterwards', async () => {
		const done = await run({
			requests: 1_000,
			isIdempotent: false,
			service: (time) => answer(time < MINUTE ? 429 : 202),
		});
		expect(done.count('done')).toBe(1_000);
		expect(done.tries.filter(({ from }) => from < MINUTE).length).toBeLessThan(1_200);
		expect(done.clock.now()).toBeLessThan(3 * MINUTE);
	});

	test('429 for ever ends after the patience: nothing is unknown', async () => {
		const done = await run({ requests: 1_000, isIdempotent: false, service: () => answer(429) });
		expect(done.stop).toEqual({ kind: 'noSuccess' });
		expect(done.count('notTried') + done.count('untouched')).toBe(1_000);
		expect(done.clock.now()).toBeLessThan(12 * MINUTE);
		expect(done.clock.sleeps).toBeLessThan(60_000);
	});

	test('Retry-After holds for the endpoint, not only for the one request that was told', async () => {
		const done = await run({
			requests: 2_000,
			isIdempotent: false,
			service: (time) => (time < 20_000 ? answer(429, { 'retry-after': '20' }) : answer(202)),
		});
		expect(done.count('done')).toBe(2_000);
		expect(done.tries.filter(({ from }) => from < 20_000).length).toBeLessThan(60);
	});
});

test('a success that was under way when Retry-After came does not end the pause', async () => {
	const done = await run({
		requests: 200,
		service: (time, place) =>
			place === 3 && time < 1_000 ? answer(429, { 'retry-after': '5' }) : answer(202),
	});
	expect(done.count('done')).toBe(200);
	const asked = done.triesOf(3)[0]?.until ?? 0;
	const within = done.tries.filter(({ from }) => from > asked + 20 && from < asked + 5_000);
	expect(within).toEqual([]);
});

describe('cancelling', () => {
	test('before it begins: nothing is sent', async () => {
		const done = await run({ requests: 100, signal: AbortSignal.abort() });
		expect(done.stop).toEqual({ kind: 'cancelled' });
		expect(done.tries).toEqual([]);
		expect(done.clock.now()).toBe(0);
	});

	test('in the middle: nothing new starts, what is under way finishes', async () => {
		const control = new AbortController();
		const done = await run({
			requests: 1_000,
			latency: 400,
			signal: control.signal,
			onTry: (place) => place === 100 && control.abort(),
		});
		expect(done.stop).toEqual({ kind: 'cancelled' });
		expect(done.tries).toHaveLength(101);
		expect(done.count('done')).toBe(101);
		expect(done.count('untouched')).toBe(899);
	});

	test.each<[string, Setup]>([
		['before a retry', { requests: 1, service: () => answer(429, { 'retry-after': '50' }) }],
		['in an outage', { requests: 1_000, service: () => answer(503) }],
		['at the pace of the endpoint', { requests: 100, limiterOf: slowly() }],
	])('in the middle of a pause %s: it ends at once', async (_when, setup) => {
		const control = new AbortController();
		let abortedAt = Number.POSITIVE_INFINITY;
		const cancel = (clock: FakeClock) =>
			clock.at(12_345, () => {
				abortedAt = clock.now();
				control.abort();
			});
		let first = true;
		const done = await run({
			...setup,
			signal: control.signal,
			onTry: (_place, clock) => {
				if (first) cancel(clock);
				first = false;
			},
		});
		expect(done.stop).toEqual({ kind: 'cancelled' });
		expect(done.tries.every(({ from }) => from <= abortedAt)).toBe(true);
		expect(done.clock.now() - abortedAt).toBeLessThan(200);
	});

	test('a pause that was cancelled leaves no item unknown that was not processed', async () => {
		const control = new AbortController();
		const done = await run({
			requests: 10,
			isIdempotent: false,
			signal: control.signal,
			service: () => answer(429),
			onTry: (place, clock) => place === 0 && clock.at(5_000, () => control.abort()),
		});
		expect(done.count('unknown')).toBe(0);
		expect(done.count('notTried') + done.count('untouched')).toBe(10);
	});

	test('leaves no listener behind', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		await run({ requests: 3, signal });
		expect(removed).toHaveBeenCalledTimes(added.mock.calls.length);
	});
});

test('every place is started before each try, and never once it has ended', async () => {
	const started: number[] = [];
	const ended = new Set<number>();
	await run({
		requests: 50,
		service: (_time, place, attempt) => answer(attempt <= place % 3 ? 503 : 200),
		onStart(place) {
			expect(ended.has(place)).toBe(false);
			started.push(place);
		},
		onEnd(place) {
			ended.add(place);
		},
	});
	expect(ended.size).toBe(50);
	for (let place = 0; place < 50; place++) {
		expect(started.filter((one) => one === place)).toHaveLength((place % 3) + 1);
	}
});
