import * as fc from 'fast-check';
import { plan, type PlannableItem, type PlannedRequest } from '../../../nodes/engine/plan';

const items = (...identifiers: string[][]): PlannableItem[] =>
	identifiers.map((each, index) => ({ index, identifiers: each }));

describe('one item a request', () => {
	test('different people wait for nobody', () => {
		expect(plan(items(['a'], ['b'], ['c']), 1)).toEqual([
			{ items: [0], waitsFor: [] },
			{ items: [1], waitsFor: [] },
			{ items: [2], waitsFor: [] },
		]);
	});

	test('one person is sent in input order', () => {
		expect(plan(items(['a'], ['b'], ['a'], ['a']), 1).map(({ waitsFor }) => waitsFor)).toEqual([
			[],
			[],
			[0],
			[2],
		]);
	});

	test('a later item can show that two earlier ones are about one person', () => {
		expect(plan(items(['phone'], ['email'], ['phone', 'email']), 1).map(({ waitsFor }) => waitsFor)).toEqual([
			[],
			[0],
			[1],
		]);
	});

	test('items that name nobody wait for nobody', () => {
		expect(plan(items([], [], []), 1).map(({ waitsFor }) => waitsFor)).toEqual([[], [], []]);
	});

	test('nothing to send is no request', () => {
		expect(plan([], 1)).toEqual([]);
	});
});

describe('several items a request', () => {
	test('fills one request after another', () => {
		const planned = plan(items(...Array.from({ length: 600 }, (_none, index) => [`person ${index}`])), 256);
		expect(planned.map((request) => request.items.length)).toEqual([256, 256, 88]);
		expect(planned.every(({ waitsFor }) => waitsFor.length === 0)).toBe(true);
	});

	test('keeps apart what must be kept apart', () => {
		const planned = plan(
			['x', 'y', 'x', 'y', 'x'].map((shareBy, index) => ({ index, identifiers: [], shareBy })),
			2,
		);
		expect(planned.map((request) => request.items)).toEqual([[0, 2], [1, 3], [4]]);
	});
});

const person = fc.constantFrom(...'abcdefghijklmnopqrst');
const drawnItems = fc
	.array(
		fc.record({
			identifiers: fc.uniqueArray(person, { maxLength: 3 }),
			shareBy: fc.option(fc.constantFrom('x', 'y'), { nil: undefined }),
		}),
		{ maxLength: 60 },
	)
	.map((drawn) => drawn.map((item, position) => ({ ...item, index: position * 2 })));
const batchSize = fc.constantFrom(1, 1, 2, 3, 10, 100);

/** Who is who, found in the plainest way: groups that share anybody are merged until none do. */
function groups(all: PlannableItem[]): PlannableItem[][] {
	let found: PlannableItem[][] = [];
	for (const item of all) {
		const shares = (group: PlannableItem[]) =>
			group.some((other) => other.identifiers.some((one) => item.identifiers.includes(one)));
		const joined = [...found.filter(shares).flat(), item].sort((a, b) => a.index - b.index);
		found = [...found.filter((group) => !shares(group)), joined];
	}
	return found;
}

/** All requests that must have ended before each starts. */
function predecessors(planned: PlannedRequest[]): Array<Set<number>> {
	const all: Array<Set<number>> = [];
	for (const { waitsFor } of planned) {
		all.push(new Set(waitsFor.flatMap((earlier) => [earlier, ...(all[earlier] ?? [])])));
	}
	return all;
}

test('every item is in exactly one request, in input order within it', () => {
	fc.assert(
		fc.property(drawnItems, batchSize, (all, size) => {
			const planned = plan(all, size);
			const sent = planned.flatMap((request) => request.items);
			expect([...sent].sort((a, b) => a - b)).toEqual(all.map(({ index }) => index));
			for (const request of planned) {
				expect(request.items).toEqual([...request.items].sort((a, b) => a - b));
				expect(request.items.length).toBeGreaterThan(0);
				expect(request.items.length).toBeLessThanOrEqual(size);
			}
		}),
		{ numRuns: 500 },
	);
});

test('a request waits only for earlier ones, each named once', () => {
	fc.assert(
		fc.property(drawnItems, batchSize, (all, size) => {
			for (const [place, { waitsFor }] of plan(all, size).entries()) {
				expect(waitsFor.every((earlier) => earlier >= 0 && earlier < place)).toBe(true);
				expect(new Set(waitsFor).size).toBe(waitsFor.length);
			}
		}),
		{ numRuns: 500 },
	);
});

test('what shares an identifier, also through others, is sent in input order', () => {
	fc.assert(
		fc.property(drawnItems, batchSize, (all, size) => {
			const planned = plan(all, size);
			const before = predecessors(planned);
			const placeOf = new Map(
				planned.flatMap(({ items: sent }, place) => sent.map((index) => [index, place])),
			);
			for (const group of groups(all)) {
				const places = group.map(({ index }) => placeOf.get(index) ?? -1);
				for (const [position, place] of places.entries()) {
					const earlier = places[position - 1];
					if (earlier === undefined || earlier === place) continue;
					expect(before[place]?.has(earlier)).toBe(true);
				}
			}
		}),
		{ numRuns: 1_000 },
	);
});

test('people who share nothing do not wait for each other', () => {
	fc.assert(
		fc.property(drawnItems, (all) => {
			const planned = plan(all, 1);
			const groupOf = new Map(groups(all).flatMap((group, name) => group.map(({ index }) => [index, name])));
			const group = (place: number) => groupOf.get(planned[place]?.items[0] ?? -1);
			for (const [place, { waitsFor }] of planned.entries()) {
				expect(waitsFor.length).toBeLessThanOrEqual(1);
				for (const earlier of waitsFor) expect(group(earlier)).toBe(group(place));
			}
		}),
		{ numRuns: 500 },
	);
});

test('one request never holds what must be kept apart', () => {
	fc.assert(
		fc.property(drawnItems, batchSize, (all, size) => {
			const shareBy = new Map(all.map((item) => [item.index, item.shareBy ?? '']));
			for (const request of plan(all, size)) {
				expect(new Set(request.items.map((index) => shareBy.get(index))).size).toBe(1);
			}
		}),
	);
});

test('requests are not split without need', () => {
	fc.assert(
		fc.property(fc.integer({ min: 1, max: 300 }), fc.integer({ min: 1, max: 50 }), (count, size) => {
			const all = items(...Array.from({ length: count }, (_none, index) => [`person ${index % 7}`]));
			expect(plan(all, size)).toHaveLength(Math.ceil(count / size));
		}),
	);
});

test('100,000 items are planned without a pause that anybody notices', () => {
	const all = items(
		...Array.from({ length: 100_000 }, (_none, index) => [
			`phone ${index % 60_000}`,
			`mail ${index % 50_000}`,
		]),
	);
	const chain = items(
		...Array.from({ length: 100_000 }, (_none, index) => [`link ${index}`, `link ${index + 1}`]),
	);
	const began = process.cpuUsage();
	for (const size of [1, 256, 10_000]) {
		plan(all, size);
		plan(chain, size);
	}
	const { user } = process.cpuUsage(began);
	expect(user / 1_000).toBeLessThan(10_000);
});
