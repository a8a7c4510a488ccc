import { Claim, SETTLING, SETTLING_PER_CALL, type Owner } from '../../../nodes/delivery/claim';

/** What calls take is a multiple of this. */
const TICK = SETTLING / 6;

/** When a worker does what, in ticks. */
interface Schedule {
	start: number;
	/** Between reading and writing the list, when it claims and when it looks. */
	claiming: number;
	looking: number;
	/** How late it looks. */
	delay: number;
}

interface Step {
	at: number;
	worker: number;
	run(): void;
}

/**
 * Claims values on several workers, over a store that reads a list and writes all of it back in two steps. Between any two steps of one worker
 * those of others may come.
 */
function claimed(
	values: string[][],
	schedules: Schedule[],
): { owners: Array<Array<Owner | undefined>>; list: string[] } {
	let list: string[] = [];
	const steps: Step[] = [];
	const claims = values.map((own) => new Claim(own));
	const call = (worker: number, at: number, isFirst: boolean) => {
		const claim = claims[worker];
		const schedule = schedules[worker];
		if (!claim || !schedule) return;
		const took = (isFirst ? schedule.claiming : schedule.looking) * TICK;
		const read = () => {
			const before = list;
			const entries = claim.entries;
			const write = () => {
				list = [...new Set([...before, ...entries])];
				claim.learn(new Set(before), { took, now: at + took });
				if (claim.isOpen) call(worker, claim.settlesAt + schedule.delay * TICK, false);
			};
			steps.push({ at: at + took, worker, run: write });
		};
		steps.push({ at, worker, run: read });
	};
	for (const [worker, { start }] of schedules.entries()) call(worker, start * TICK, true);
	while (steps.length > 0) {
		steps.sort((one, other) => one.at - other.at || one.worker - other.worker);
		steps.shift()?.run();
	}
	return {
		owners: claims.map((claim, worker) => (values[worker] ?? []).map((value) => claim.ownerOf(value))),
		list,
	};
}

function schedules(choices: Record<keyof Schedule, number[]>): Schedule[] {
	return choices.start.flatMap((start) =>
		choices.claiming.flatMap((claiming) =>
			choices.looking.flatMap((looking) =>
				choices.delay.map((delay) => ({ start, claiming, looking, delay })),
			),
		),
	);
}

const SHARED = 'shared';

type Counts = Record<'twice' | 'once' | 'never' | 'lost', number>;

function nothing(): Counts {
	return { twice: 0, once: 0, never: 0, lost: 0 };
}

/** Counts how often the shared value is sent, and what was lost of the values that are sent. */
function count(counts: Counts, values: string[][], all: Schedule[]): void {
	const { owners, list } = claimed(values, all);
	const senders = owners.filter(
		([owner], worker) => owner === 'this' && values[worker]?.[0] === SHARED,
	).length;
	counts[senders > 1 ? 'twice' : senders === 1 ? 'once' : 'never']++;
	const kept = new Set(list);
	for (const [worker, own] of owners.entries()) {
		for (const [place, owner] of own.entries()) {
			if (owner === 'this' && !kept.has(values[worker]?.[place] ?? '')) counts.lost++;
		}
	}
}

/** Whether each call is over before a claim of another worker is looked for. */
function areInTime(schedules: Schedule[]): boolean {
	return schedules.every(({ claiming, looking }) =>
		schedules.every(
			(other) => Math.max(claiming, looking) <= Math.max(SETTLING / TICK, SETTLING_PER_CALL * other.claiming),
		),
	);
}

describe('two workers with the same value', () => {
	const all = schedules({
		start: [0, 1, 2, 3, 4, 5],
		claiming: [0, 1, 2, 4, 6, 9],
		looking: [0, 2, 4],
		delay: [0, 1, 3],
	});

	test('send it exactly once and keep all values, in every order of their steps', () => {
		const counts = nothing();
		for (const first of all.filter(({ start }) => start === 0)) {
			for (const second of all)
				if (areInTime([first, second]))
					count(
						counts,
						[
							[SHARED, 'one'],
							[SHARED, 'other'],
						],
						[first, second],
					);
		}
		expect(counts).toEqual({ twice: 0, once: counts.once, never: 0, lost: 0 });
		expect(counts.once).toBeGreaterThan(5_000);
	});

	test('each send what the other does not have', () => {
		const { owners, list } = claimed(
			[['one'], ['other']],
			[
				{ start: 0, claiming: 1, looking: 0, delay: 0 },
				{ start: 0, claiming: 2, looking: 0, delay: 0 },
			],
		);
		expect(owners).toEqual([['this'], ['this']]);
		expect(list).toEqual(expect.arrayContaining(['one', 'other']));
	});
});

describe('three workers, whose calls take up to a third of the wait', () => {
	const some = schedules({ start: [0, 1, 2], claiming: [0, 1, 2], looking: [0, 1], delay: [0, 2] });

	test.each([
		['with the same value', [[SHARED], [SHARED], [SHARED]]],
		['of which one has another value', [[SHARED], [SHARED], ['other']]],
	])('%s send it exactly once and lose nothing', (_name, values) => {
		const counts = nothing();
		for (const first of some.filter(({ start }) => start === 0)) {
			for (const second of some) {
				for (const third of some) count(counts, values, [first, second, third]);
			}
		}
		expect(counts).toEqual({ twice: 0, once: counts.once, never: 0, lost: 0 });
		expect(counts.once).toBeGreaterThan(5_000);
	});
});

test('a call that failed may have recorded the claim at any time: what is found then is nobody’s', () => {
	const claim = new Claim(['value']);
	claim.learn(new Set(['value', claim.mark]), { took: 0, now: 0, failure: 'the database went away' });
	expect([claim.ownerOf('value'), claim.failure]).toEqual([undefined, 'the database went away']);
});

test('a look that failed may have put back the mark of a claim that another worker had undone: it shows nothing', () => {
	const claim = new Claim(['value']);
	claim.learn(new Set(), { took: 0, now: 0 });
	// Another worker has undone it, claimed the value and sent it. The look has recorded the mark beside that value, and failed.
	claim.learn(new Set(['value', claim.mark]), { took: 0, now: 1_000, failure: 'the database went away' });
	expect([claim.ownerOf('value'), claim.failure]).toEqual([undefined, 'the database went away']);
});

test('a call that took very long says nothing of what it did not find', () => {
	const claim = new Claim(['known', 'new']);
	claim.learn(new Set(['known']), { took: 10_001, now: 0 });
	expect([claim.ownerOf('known'), claim.ownerOf('new')]).toEqual(['before', undefined]);
	expect(claim.failure).toBe('its database took 10.0 s');
});

test('a claim that others undo again and again is given up', () => {
	const claim = new Claim(['value']);
	for (let round = 0; round < 100; round++) claim.learn(new Set(), { took: 0, now: 0 });
	expect(claim.failure).toBe('other executions kept changing its list');
});
