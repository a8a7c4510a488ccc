import {
	follow as followParcels,
	untilEnded,
	type Looks,
	type Process,
	type Seen,
} from '../../../nodes/delivery/follow';
import { Parcel } from '../../../nodes/delivery/parcel';
import { Exchange } from '../../../nodes/engine/exchange';
import { Journal } from '../../../nodes/engine/journal';
import { Limiter } from '../../../nodes/engine/limiter';
import type { Requests } from '../../../nodes/engine/requests';
import type { Outcome } from '../../../nodes/engine/types';
import type { ItemResult } from '../../../nodes/errors/itemResult';
import { FakeClock } from '../fakeClock';

const MINUTE = 60_000;
type State = ReturnType<Looks<unknown>['stateOf']>;

interface Setup {
	minutes: number;
	/** What a look shows at this time: a state, or a status that is no success. */
	shows(id: string, now: number): State | number;
	/** How long a look takes. */
	took?: number;
	cancelAt?: number;
	/** Looks a second that the service documents. */
	perSecond?: number;
}

/** Looks at things until they end. Gives when which was looked at, in seconds, and what was told. */
async function follow(ids: string[], { minutes, shows, took = 0, cancelAt, perSecond = 100 }: Setup) {
	const clock = new FakeClock({});
	const stop = new AbortController();
	const limiter = new Limiter(perSecond);
	const seen: Array<[string, number]> = [];
	const told: Array<[string, Seen<State>]> = [];
	const patiences: number[] = [];
	const looks: Looks<State> = {
		endpoint: { method: 'GET', path: '/jobs/{id}', requestsPerSecond: perSecond },
		stateOf: (state) => state,
		async look(id, patience = 0) {
			patiences.push(patience);
			seen.push([id, Math.round(clock.now() / 1_000)]);
			await clock.sleep(took);
			if (cancelAt !== undefined && clock.now() >= cancelAt) stop.abort();
			const shown = shows(id, clock.now());
			const outcome: Outcome = {
				kind: 'answer',
				status: typeof shown === 'number' ? shown : 200,
				headers: {},
				body: {},
			};
			return typeof shown === 'number' ? { outcome } : { outcome, found: shown };
		},
	};
	const exchange = new Exchange({
		clock,
		limiterOf: () => limiter,
		signal: stop.signal,
		stopAtFirstFailure: false,
		patience: Number.POSITIVE_INFINITY,
		patienceWithoutAnswer: Number.POSITIVE_INFINITY,
	});
	const deadline = minutes * MINUTE;
	const ended = await clock.run(
		exchange.run([{ waitsFor: [] }], async (_task, requests) => {
			await Promise.all(
				ids.map(
					async (id) =>
						await untilEnded(looks, id, { requests, clock, deadline }, (one) => told.push([id, one])),
				),
			);
		}),
		24 * 60 * MINUTE,
	);
	return { seen, told, patiences, ended, now: clock.now() };
}
const many = (count: number) => Array.from({ length: count }, (_id, index) => `job ${index}`);

test('what has ended is not looked at again', async () => {
	const { seen } = await follow(['a', 'b'], {
		minutes: 1,
		shows: (id) => (id === 'a' ? 'ended' : 'underWay'),
	});
	expect(seen.filter(([id]) => id === 'a')).toHaveLength(1);
	expect(seen.filter(([id]) => id === 'b').length).toBeGreaterThan(2);
});

test('what never ends is looked at ever less often, and once more at the deadline', async () => {
	const { seen, now } = await follow(['a'], { minutes: 10, shows: () => 'underWay' });
	const pauses = seen.map(([, at], index) => at - (seen[index - 1]?.[1] ?? 0));
	expect(pauses[0]).toBe(5);
	expect(Math.max(...pauses)).toBe(60);
	expect(seen.at(-1)).toEqual(['a', 600]);
	expect(now).toBe(10 * MINUTE);
});

test('a look may take as long as the wait does, and a minute in any case', async () => {
	const { seen, patiences } = await follow(['a'], { minutes: 10, shows: () => 'underWay' });
	expect(patiences).toHaveLength(seen.length);
	seen.forEach(([, at], index) =>
		expect(Math.round((patiences[index] ?? 0) / MINUTE)).toBe(Math.round(Math.max(600 - at, 60) / 60)),
	);
	expect(patiences.at(-1)).toBe(MINUTE);
});

test('what ends just before the deadline is seen', async () => {
	const { told } = await follow(['a'], {
		minutes: 1,
		shows: (_id, now) => (now >= 59_000 ? 'ended' : 'underWay'),
	});
	expect(told.at(-1)).toEqual(['a', { found: 'ended' }]);
});

test('many looks that hang do not go on long after the deadline', async () => {
	const { now } = await follow(many(50), { minutes: 1, shows: () => 'underWay', took: MINUTE });
	expect(now).toBeLessThanOrEqual(4 * MINUTE);
});

test('looks at many things keep to the limit', async () => {
	const { seen } = await follow(many(300), { minutes: 2, shows: () => 'underWay', perSecond: 10 });
	const perSecond = new Map<number, number>();
	for (const [, at] of seen) perSecond.set(at, (perSecond.get(at) ?? 0) + 1);
	expect(Math.max(...perSecond.values())).toBeLessThanOrEqual(11);
});

test('one that always fails does not keep the others waiting', async () => {
	const { seen } = await follow(['ill', 'well'], {
		minutes: 5,
		shows: (id) => (id === 'ill' ? 500 : 'underWay'),
	});
	const pauses = seen
		.filter(([id]) => id === 'well')
		.map(([, at], index, all) => at - (all[index - 1]?.[1] ?? 0));
	expect(Math.max(...pauses)).toBeLessThan(100);
});

test('what is not found is looked at three times', async () => {
	const { seen, told } = await follow(['a'], { minutes: 60, shows: () => 404 });
	expect(seen).toHaveLength(3);
	expect(told.at(-1)).toEqual(['a', { problem: 'Attentive answered 404 when asked for the result' }]);
});

test('a token that is refused ends all looks', async () => {
	const { seen, ended } = await follow(many(50), {
		minutes: 60,
		shows: (_id, now) => (now < 20_000 ? 'underWay' : 401),
	});
	expect(ended?.kind).toBe('denied');
	expect(seen.filter(([, at]) => at > 21).length).toBeLessThan(50);
});

test('a cancel ends them', async () => {
	const { seen, ended } = await follow(['a', 'b', 'c'], {
		minutes: 10,
		shows: () => 'underWay',
		took: 1_000,
		cancelAt: 5_500,
	});
	expect(ended).toEqual({ kind: 'cancelled' });
	expect(seen.every(([, at]) => at <= 7)).toBe(true);
});

test('nothing to wait for takes no time', async () => {
	expect(await follow([], { minutes: 10, shows: () => 'ended' })).toMatchObject({ seen: [], now: 0 });
});

test('a problem that is over by the next look is not told any more, although that shows no result yet', async () => {
	const pending: ItemResult = { status: 'pending', details: { id: 'a' } };
	const results: Array<ItemResult | undefined> = [pending];
	const parcel = Parcel.sentEarlier(
		0,
		{ kind: 'settled', result: pending, warnings: [] },
		{ results, journal: new Journal({}, 0), onFailure: () => {} },
	);
	const told: Array<ItemResult | undefined> = [];
	const process: Process = {
		endpoint: { method: 'GET', path: '/uploads/{id}', requestsPerSecond: 1 },
		look: async () => {
			told.push(results[0]);
			const status = told.length === 1 ? 404 : 200;
			const outcome: Outcome = { kind: 'answer', status, headers: {}, body: {} };
			return told.length === 1 ? { outcome } : { outcome, found: {} };
		},
		stateOf: () => 'underWay',
		accepted: () => ({}),
		idOf: () => 'a',
		resultOf: () => undefined,
	};
	const clock = new FakeClock();
	const requests: Requests = {
		async request({ send, notBefore = 0 }) {
			await clock.sleep(notBefore - clock.now());
			return { kind: 'ended', ended: { kind: 'done' }, outcome: await send() };
		},
		turn: async () => true,
	};
	await clock.run(followParcels(process, [parcel], { requests, clock, deadline: MINUTE }));
	expect(told[1]).toMatchObject({ details: { problem: expect.stringContaining('404') } });
	expect(results).toEqual([pending]);
});
