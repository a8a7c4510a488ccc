import { lookUntilEnded } from '../../../nodes/delivery/jobs';
import { FakeClock } from '../fakeClock';

const MINUTE = 60_000;

/** Looks at things of which some end; each look takes a while. Gives when which was looked at. */
async function looks(
	ids: string[],
	minutes: number,
	ends: (id: string, now: number) => boolean,
	took = 0,
	cancelAt?: number,
) {
	const clock = new FakeClock({});
	const stop = new AbortController();
	const seen: Array<[string, number]> = [];
	await clock.run(
		lookUntilEnded(clock, ids, clock.now() + minutes * MINUTE, stop.signal, async (id) => {
			seen.push([id, Math.round(clock.now() / 1_000)]);
			await clock.sleep(took);
			if (cancelAt !== undefined && clock.now() >= cancelAt) stop.abort();
			return ends(id, clock.now());
		}),
		24 * 60 * MINUTE,
	);
	return { seen, now: clock.now() };
}

test('what has ended is not looked at again', async () => {
	const { seen } = await looks(['a', 'b'], 1, (id) => id === 'a');
	expect(seen.filter(([id]) => id === 'a')).toHaveLength(1);
	expect(seen.filter(([id]) => id === 'b').length).toBeGreaterThan(2);
});

test('what never ends is looked at as long as somebody waits, ever less often', async () => {
	const { seen, now } = await looks(['a'], 10, () => false);
	const pauses = seen.map(([, at], index) => at - (seen[index - 1]?.[1] ?? 0));
	expect(pauses[0]).toBe(5);
	expect(Math.max(...pauses)).toBe(60);
	expect(now).toBeLessThanOrEqual(10 * MINUTE);
	expect(now).toBeGreaterThan(9 * MINUTE);
});

test('many looks that hang do not go on after the time', async () => {
	const ids = Array.from({ length: 50 }, (_id, index) => `job ${index}`);
	const { now } = await looks(ids, 1, () => false, MINUTE);
	expect(now).toBeLessThan(3 * MINUTE);
});

test('a cancel ends it within a round', async () => {
	const { seen } = await looks(['a', 'b', 'c'], 10, () => false, 1_000, 5_500);
	expect(seen.map(([id]) => id)).toEqual(['a']);
});

test('nothing to wait for takes no time', async () => {
	expect(await looks([], 10, () => false)).toEqual({ seen: [], now: 0 });
});
