import { Limiter } from '../../../nodes/engine/limiter';
import { FakeClock } from '../fakeClock';
import { answer, ENDPOINT, exchangeOn, failure, limited, MINUTE, run } from './runExchange';

const SECOND = 1_000;
/** How long a request waits for an answer. */
const TIMEOUT = MINUTE;

/** A service that answers after `usual` ms, and takes requests without an answer between two moments. */
function silentBetween(from: number, until: number, usual = 100) {
	const limit = limited(150);
	const unanswered = new Set<number>();
	return {
		latency(place: number, time: number) {
			if (time < from || time >= until) return usual;
			unanswered.add(place);
			return TIMEOUT;
		},
		service: (time: number, place: number) => (unanswered.delete(place) ? failure('timeout') : limit(time)),
	};
}

describe('answers that stop coming after successes', () => {
	test.each([50, 100, 300])('cost what a second or two send, where they take %p ms', async (usual) => {
		const done = await run({
			requests: 5_000,
			isIdempotent: false,
			...silentBetween(5 * SECOND, 10 * MINUTE, usual),
		});
		expect(done.count('done')).toBeGreaterThan(600);
		expect(done.count('unknown')).toBeLessThan(2 * 150);
		expect(done.stop).toEqual({ kind: 'noSuccess' });
	});

	test('it goes on within seconds of the first answer, without a burst', async () => {
		const back = 40 * SECOND;
		const done = await run({ requests: 5_000, isIdempotent: false, ...silentBetween(5 * SECOND, back) });
		expect(done.count('done') + done.count('unknown')).toBe(5_000);
		expect(done.count('unknown')).toBeLessThan(2 * 150);
		const again = done.tries.filter(({ from }) => from >= back);
		expect((again[0]?.from ?? 0) - back).toBeLessThan(9 * SECOND);
		const first = again[0]?.from ?? 0;
		expect(again.filter(({ from }) => from < first + SECOND).length).toBeLessThan(1.2 * 150);
		expect(
			again.filter(({ outcome }) => outcome?.kind === 'answer' && outcome.status === 429).length,
		).toBeLessThan(10);
		// 5,000 at 150 a second take 34 s.
		expect(Math.max(...done.endedAt.values())).toBeLessThan(5 * SECOND + TIMEOUT + 34 * SECOND);
	});

	test('silence that ends costs no idempotent request', async () => {
		const done = await run({ requests: 3_000, ...silentBetween(5 * SECOND, 20 * SECOND) });
		expect(done.count('done')).toBe(3_000);
	});
});

describe('in health nothing is slowed down', () => {
	// By which second the last of 3,000 had left when silence was not looked for: at 150 a second, 20 s and what the beginning takes.
	test.each<[string, number, (place: number) => number]>([
		['answers that take 20 ms', 22, () => 20],
		['answers that take 300 ms', 22, () => 300],
		['answers that take 2 s', 26, () => 2_000],
		['one answer of 20 s among quick ones', 22, (place) => (place === 300 ? 20_000 : 50)],
		['one in ten of 5 s', 26, (place) => (place % 10 === 7 ? 5_000 : 50)],
		['between 50 ms and 5 s', 33, (place) => 50 + ((place * 7919) % 4_950)],
		['slower and slower, up to 3 s', 22, (place) => 50 + place],
	])('%s', async (_what, seconds, latency) => {
		const done = await run({ requests: 3_000, isIdempotent: false, latency, service: limited(150) });
		expect(done.count('done')).toBe(3_000);
		const last = Math.max(...done.tries.map(({ from }) => from));
		expect(last).toBeLessThan(seconds * SECOND);
	});

	test('a pause of the service is waited for, and all is accepted', async () => {
		// What comes in these four seconds is answered when they are over.
		const latency = (_place: number, time: number) => (time > 8_000 && time < 12_000 ? 12_000 - time : 50);
		const done = await run({ requests: 3_000, isIdempotent: false, latency });
		expect(done.count('done')).toBe(3_000);
		expect(done.clock.now()).toBeLessThan((20 + 7) * SECOND);
	});
});

describe('executions that share a limit', () => {
	/** Starts executions of so many requests each; after `silentFrom` the service takes requests without an answer. */
	async function executions(starts: number[], each: number, silentFrom: number, patience = 10 * MINUTE) {
		const clock = new FakeClock();
		const limiter = new Limiter(150);
		const service = limited(150);
		let underWay = 0;
		const seen = { most: 0, unknown: 0, done: 0, notSent: 0 };
		const one = async (start: number): Promise<void> => {
			await clock.sleep(start);
			const exchange = exchangeOn(clock, limiter, { patience });
			const tasks = Array.from({ length: each }, () => ({ waitsFor: [] }));
			await exchange.run(tasks, async (_task, { request }) => {
				const reply = await request({
					endpoint: ENDPOINT,
					isIdempotent: false,
					async send() {
						seen.most = Math.max(seen.most, ++underWay);
						const isSilent = clock.now() >= silentFrom;
						await clock.sleep(isSilent ? TIMEOUT : 100);
						underWay--;
						return isSilent ? failure('timeout') : service(clock.now());
					},
				});
				if (reply.kind === 'stopped') seen.notSent++;
				else if (reply.ended.kind === 'unknown') seen.unknown++;
				else if (reply.ended.kind === 'done') seen.done++;
			});
		};
		await clock.run(Promise.all(starts.map(one)), 60 * MINUTE);
		return { ...seen, took: clock.now() };
	}

	test('notice together that answers stop coming', async () => {
		const { unknown, done } = await executions(
			Array.from({ length: 16 }, () => 0),
			500,
			5 * SECOND,
		);
		expect(done).toBeGreaterThan(500);
		// Each has reserved one place by then.
		expect(unknown).toBeLessThan(3 * 150);
	});

	test('have hardly more under way together than one has before the first answer', async () => {
		const { most } = await executions(
			Array.from({ length: 16 }, () => 0),
			500,
			0,
		);
		expect(most).toBeLessThan(40);
	});

	test('that begin in the silence wait for an answer, and end unsent when their time is over', async () => {
		// One a second, of one item each, as webhooks start them.
		const starts = Array.from({ length: 120 }, (_none, index) => index * SECOND);
		const { unknown, done, took } = await executions(starts, 1, 20 * SECOND);
		expect(done).toBe(20);
		expect(unknown).toBeLessThan(30);
		expect(took).toBeLessThan(4 * MINUTE);
	});

	test('that begin after the silence, when all is given up, find out at once that it is over', async () => {
		const limiter = new Limiter(150);
		const silent = await run({
			requests: 100,
			isIdempotent: false,
			latency: TIMEOUT,
			patience: SECOND,
			limiterOf: () => limiter,
			service: () => failure('timeout'),
		});
		expect(silent.count('untouched')).toBeGreaterThan(50);
		const next = await run({
			requests: 100,
			start: silent.clock.now(),
			patience: SECOND,
			limiterOf: () => limiter,
		});
		expect(next.count('done')).toBe(100);
		expect(next.clock.now() - silent.clock.now()).toBeLessThan(3 * SECOND);
	});

	test('never have more under way together than one may', async () => {
		const clock = new FakeClock();
		const limiter = new Limiter(150);
		let underWay = 0;
		let most = 0;
		const one = async (): Promise<void> => {
			const exchange = exchangeOn(clock, limiter);
			await exchange.run(
				Array.from({ length: 500 }, () => ({ waitsFor: [] })),
				async (_task, { request }) => {
					await request({
						endpoint: ENDPOINT,
						isIdempotent: false,
						async send() {
							most = Math.max(most, ++underWay);
							await clock.sleep(20_000);
							underWay--;
							return answer(202);
						},
					});
				},
			);
		};
		await clock.run(Promise.all(Array.from({ length: 8 }, one)));
		expect(most).toBeLessThanOrEqual(500 + 8);
		expect(most).toBeGreaterThan(300);
	});
});
