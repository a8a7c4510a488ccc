import { Limiter, Limiters } from '../../../nodes/engine/limiter';
import type { Answer } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';

/** A service that counts requests in fixed windows of a second, as they arrive. */
class Service {
	private readonly counted = new Map<number, number>();

	constructor(
		private readonly limitAt: (time: number) => number,
		/** Where in the clock's second its windows begin. */
		private readonly offset = 0,
	) {}

	answer(time: number): Answer {
		const window = Math.floor((time + this.offset) / 1_000);
		const limit = this.limitAt(time);
		const count = (this.counted.get(window) ?? 0) + 1;
		this.counted.set(window, count);
		return {
			kind: 'answer',
			status: count > limit ? 429 : 202,
			headers: {
				'x-ratelimit-limit': String(limit),
				'x-ratelimit-remaining': String(Math.max(0, limit - count)),
			},
			body: {},
		};
	}
}

interface Sent {
	sender: number;
	arrived: number;
	status: number;
}

interface Sender {
	documented: number;
	from: number;
	until: number;
}

/** Senders that know nothing of each other send as fast as they may. Answers take some 80 ms, timers are up to 2 ms late. */
async function simulate(service: Service, senders: Sender[], seed = 1) {
	const clock = new FakeClock({ seed });
	const sent: Sent[] = [];
	const limiters = senders.map(({ documented }) => new Limiter(documented));
	const under: Array<Promise<void>> = [];
	const request = async (sender: number) => {
		const sentAt = clock.now();
		await clock.sleep(30 + 20 * clock.random());
		const answer = service.answer(clock.now());
		sent.push({ sender, arrived: clock.now(), status: answer.status });
		await clock.sleep(30 + 20 * clock.random());
		limiters[sender]?.report(answer, clock.now(), sentAt);
	};
	const send = async ({ from, until }: Sender, sender: number) => {
		await clock.sleep(from);
		while (clock.now() < until) {
			const at = limiters[sender]?.reserve(clock.now()) ?? until;
			if (at > clock.now()) await clock.sleep(at - clock.now() + 2 * clock.random());
			under.push(request(sender));
		}
	};
	await clock.run(Promise.all(senders.map(send)));
	await clock.run(Promise.all(under));
	const within = (from: number, until: number, which = (_one: Sent) => true) =>
		sent.filter((one) => one.arrived >= from && one.arrived < until && which(one)).length;
	return {
		sent,
		/** Accepted requests a second. */
		accepted: (from: number, until: number, sender?: number) =>
			within(
				from,
				until,
				({ status, sender: by }) => status !== 429 && (sender === undefined || by === sender),
			) /
			((until - from) / 1_000),
		/** Share of the requests that were too many. */
		tooMany: (from: number, until: number) =>
			within(from, until, ({ status }) => status === 429) / Math.max(1, within(from, until)),
	};
}

const sender = (documented: number, from = 0, until = 30_000): Sender => ({ documented, from, until });
const always = (limit: number) => () => limit;

describe('alone', () => {
	test.each([150, 100])(
		'uses %p requests a second, and is hardly ever told that it is too fast',
		async (limit) => {
			const run = await simulate(new Service(always(limit), 370), [sender(limit)]);
			expect(run.accepted(1_000, 30_000)).toBeGreaterThanOrEqual(0.98 * limit);
			expect(run.tooMany(0, 30_000)).toBeLessThan(0.005);
		},
	);

	test.each([10, 5, 1])('uses a small limit of %p nearly whole', async (limit) => {
		const run = await simulate(new Service(always(limit), 370), [sender(limit, 0, 60_000)]);
		expect(run.accepted(0, 60_000)).toBeGreaterThanOrEqual(0.9 * limit);
		expect(run.tooMany(1_000, 60_000)).toBeLessThan(0.03);
	});

	test('comes down to the limit that the answers tell, and keeps to it', async () => {
		const run = await simulate(new Service(always(50)), [sender(150)]);
		expect(run.tooMany(2_000, 30_000)).toBeLessThan(0.02);
		expect(run.accepted(12_000, 30_000)).toBeGreaterThanOrEqual(0.95 * 50);
	});

	test('goes up to a limit that is higher than documented', async () => {
		const run = await simulate(new Service(always(300)), [sender(150)]);
		expect(run.accepted(3_000, 30_000)).toBeGreaterThanOrEqual(0.95 * 300);
		expect(run.tooMany(2_000, 30_000)).toBeLessThan(0.01);
	});

	test('follows a limit that changes on the way', async () => {
		const run = await simulate(new Service((time) => (time < 10_000 ? 150 : time < 20_000 ? 40 : 150)), [
			sender(150, 0, 40_000),
		]);
		expect(run.tooMany(12_000, 40_000)).toBeLessThan(0.02);
		expect(run.accepted(12_000, 20_000)).toBeGreaterThanOrEqual(0.65 * 40);
		expect(run.accepted(32_000, 40_000)).toBeGreaterThanOrEqual(0.95 * 150);
	});
});

describe('what a bad moment leaves', () => {
	test.each([150, 10, 5, 2, 1])('of a limit of %p soon nearly all is used again', async (limit) => {
		const service = new Service((time) => (time < 5_000 ? 0 : limit), 370);
		const run = await simulate(service, [sender(limit, 0, 120_000)]);
		expect(run.accepted(80_000, 120_000)).toBeGreaterThanOrEqual(0.75 * limit);
	});

	test('a limit that an answer tells much too high is not taken for one: refusals bring it down', async () => {
		const limiter = new Limiter(150);
		for (let second = 1; second <= 60; second++) {
			for (let count = 0; count < 50; count++) {
				const headers = { 'x-ratelimit-limit': '1000000' };
				const at = second * 1_000 + count;
				limiter.report({ kind: 'answer', status: 429, headers, body: {} }, at, at);
			}
		}
		expect(limiter.rate).toBeLessThan(1);
	});
});

test.each([500, 503, 408])('an outage (%p) tells nothing of what is left', (status) => {
	const limiter = new Limiter(150);
	const report = (answered: number, at: number) =>
		limiter.report({ kind: 'answer', status: answered, headers: {}, body: {} }, at, at);
	report(429, 0);
	const { rate } = limiter;
	for (let time = 0; time < 60_000; time += 1_000) report(status, time);
	expect(limiter.rate).toBe(rate);
});

describe('several that do not know of each other', () => {
	test.each([
		[2, 1],
		[2, 7],
		[3, 1],
		[3, 7],
		[4, 3],
	])('%p share a limit of 150 (seed %p)', async (count, seed) => {
		const senders = Array.from({ length: count }, (_none, index) => sender(150, index * 137));
		const run = await simulate(new Service(always(150)), senders, seed);
		expect(run.accepted(0, 30_000)).toBeGreaterThanOrEqual(0.8 * 150);
		expect(run.tooMany(3_000, 30_000)).toBeLessThan(count > 3 ? 0.07 : 0.05);
		for (const place of senders.keys()) {
			expect(run.accepted(3_000, 30_000, place)).toBeGreaterThanOrEqual((0.4 * 150) / count);
		}
	});

	test('one that comes later gets its part', async () => {
		const run = await simulate(new Service(always(150)), [sender(150), sender(150, 10_000)]);
		expect(run.accepted(20_000, 30_000, 0)).toBeGreaterThanOrEqual(0.25 * 150);
		expect(run.accepted(20_000, 30_000, 1)).toBeGreaterThanOrEqual(0.25 * 150);
		expect(run.accepted(10_000, 30_000)).toBeGreaterThanOrEqual(0.8 * 150);
	});

	test('the one that is left goes back to the full rate', async () => {
		const run = await simulate(new Service(always(150)), [sender(150, 0, 60_000), sender(150, 0, 20_000)]);
		expect(run.accepted(45_000, 60_000, 0)).toBeGreaterThanOrEqual(0.95 * 150);
	});
});

describe('what the headers may hold', () => {
	const report = (limiter: Limiter, headers: Record<string, unknown>, status = 202) =>
		limiter.report({ kind: 'answer', status, headers, body: {} }, 1_000, 900);

	test.each([[undefined], [''], ['nonsense'], ['-1'], ['NaN'], ['Infinity'], [null], [['150']]])(
		'a limit of %j changes nothing',
		(limit) => {
			const limiter = new Limiter(150);
			const before = limiter.rate;
			report(limiter, { 'x-ratelimit-limit': limit, 'x-ratelimit-remaining': limit });
			expect(limiter.rate).toBe(before);
		},
	);

	test.each([['0'], [0], ['0.0001']])('a limit of %j does not stop it for ever', (limit) => {
		const limiter = new Limiter(150);
		report(limiter, { 'x-ratelimit-limit': limit });
		report(limiter, { 'x-ratelimit-limit': limit }, 429);
		limiter.reserve(1_000);
		expect(limiter.reserve(1_000)).toBeLessThan(120_000);
		report(limiter, { 'x-ratelimit-limit': '150' });
		expect(limiter.reserve(120_000)).toBeLessThan(125_000);
	});

	test('any number of 429 never brings it to a halt', () => {
		const limiter = new Limiter(150);
		for (let second = 0; second < 1_000; second++)
			limiter.report({ kind: 'answer', status: 429, headers: {}, body: {} }, second * 1_000, second * 1_000);
		expect(limiter.rate).toBeGreaterThanOrEqual(0.25);
	});
});

describe('places', () => {
	test('are given one after another, evenly', () => {
		const limiter = new Limiter(10);
		const places = Array.from({ length: 21 }, () => limiter.reserve(5_000));
		for (const [index, at] of places.entries()) {
			expect(at).toBeGreaterThanOrEqual(5_000);
			if (index > 0) expect(at).toBeGreaterThanOrEqual(places[index - 1] ?? 0);
		}
		expect((places.at(-1) ?? 0) - 5_000).toBeGreaterThanOrEqual(1_900);
		expect((places.at(-1) ?? 0) - 5_000).toBeLessThanOrEqual(2_200);
	});

	test('are not saved up over a pause', () => {
		const limiter = new Limiter(100);
		limiter.reserve(0);
		const after = Array.from({ length: 101 }, () => limiter.reserve(3_600_000));
		expect((after.at(-1) ?? 0) - 3_600_000).toBeGreaterThanOrEqual(950);
	});
});

describe('the limiters of a process', () => {
	test('are one for each name', () => {
		const limiters = new Limiters();
		expect(limiters.limiter('a', 150, 0)).toBe(limiters.limiter('a', 150, 10));
		expect(limiters.limiter('a', 150, 20)).not.toBe(limiters.limiter('b', 150, 20));
	});

	test('executions at the same time share the rate', () => {
		const limiters = new Limiters();
		const places = Array.from({ length: 300 }, () => limiters.limiter('a', 150, 0).reserve(0));
		expect(places.at(-1)).toBeGreaterThanOrEqual(1_900);
	});

	test('are forgotten when nobody has used them for long', () => {
		const limiters = new Limiters();
		const old = limiters.limiter('a', 150, 0);
		limiters.limiter('b', 150, 3_600_000);
		expect(limiters.limiter('a', 150, 3_600_000)).not.toBe(old);
	});
});
