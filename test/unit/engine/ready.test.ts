import { deliver, type Delivery, type Ended, type Readiness } from '../../../nodes/engine/deliver';
import { Lane } from '../../../nodes/engine/pace';
import type { PlannedRequest } from '../../../nodes/engine/plan';
import { Queue } from '../../../nodes/engine/queue';
import type { Outcome } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';

const answer = (status: number): Outcome => ({ kind: 'answer', status, headers: {}, body: {} });
const independent = (count: number): PlannedRequest[] =>
	Array.from({ length: count }, (_none, index) => ({ items: [index], waitsFor: [] }));

interface Setup extends Partial<Delivery> {
	plan: PlannedRequest[];
	status?: (place: number, attempt: number) => number;
}

async function run({ plan, status = () => 202, ...rest }: Setup) {
	const clock = new FakeClock({});
	const lane = new Lane(150);
	const sent: number[] = [];
	const ended = new Map<number, Ended['kind']>();
	const attempts: number[] = [];
	const stop = await clock.run(
		deliver({
			plan,
			wayOf: () => ({ lane, retryClass: 'repeatable' }),
			clock,
			stopAtFirstFailure: false,
			patience: 600_000,
			patienceWithoutAnswer: 30_000,
			onStart: (place) => sent.push(place),
			onEnd(place, { kind }) {
				ended.set(place, kind);
				return { failed: kind === 'done' ? 0 : (plan[place]?.items.length ?? 0), goesOn: false };
			},
			async send(place) {
				attempts[place] = (attempts[place] ?? 0) + 1;
				await clock.sleep(50);
				return answer(status(place, attempts[place] ?? 1));
			},
			...rest,
		}),
		3_600_000,
	);
	return { stop, sent, ended };
}

describe('whether a request is ready', () => {
	test('is asked once for each, in the order in which they go', async () => {
		const asked: number[] = [];
		const { sent } = await run({
			plan: independent(400),
			async ready(place) {
				asked.push(place);
				return 'ready';
			},
		});
		expect(asked).toEqual(sent);
		expect(asked).toHaveLength(400);
	});

	test('is asked again before another try', async () => {
		const asked: number[] = [];
		await run({
			plan: independent(1),
			status: (_place, attempt) => (attempt === 1 ? 429 : 202),
			async ready(place) {
				asked.push(place);
				return 'ready';
			},
		});
		expect(asked).toEqual([0, 0]);
	});

	test.each<[Readiness, boolean]>([
		['needless', false],
		['failed', false],
		['failed', true],
		['needless', true],
	])(
		'what is %s is not sent, and lets go what waits for it (stop at first failure: %p)',
		async (state, stops) => {
			const plan: PlannedRequest[] = [
				{ items: [0], waitsFor: [] },
				{ items: [1], waitsFor: [0] },
			];
			const { sent, ended, stop } = await run({
				plan,
				stopAtFirstFailure: stops,
				ready: async (place) => (place === 0 ? state : 'ready'),
			});
			const endsThere = state === 'failed' && stops;
			expect(sent).toEqual(endsThere ? [] : [1]);
			expect([...ended]).toEqual(endsThere ? [] : [[1, 'done']]);
			expect(stop).toEqual(endsThere ? { kind: 'firstFailure' } : undefined);
		},
	);

	test('what failed before it was sent counts for no limit of failures', async () => {
		const { stop, sent } = await run({
			plan: independent(10),
			stopAfterFailures: 1,
			ready: async (place) => (place < 5 ? 'failed' : 'ready'),
		});
		expect(stop).toBeUndefined();
		expect(sent).toEqual([5, 6, 7, 8, 9]);
	});

	test('a cancel while it is asked sends nothing', async () => {
		const controller = new AbortController();
		const { sent, stop } = await run({
			plan: independent(3),
			signal: controller.signal,
			async ready() {
				controller.abort();
				return 'ready';
			},
		});
		expect(sent).toEqual([]);
		expect(stop).toEqual({ kind: 'cancelled' });
	});

	test('while it is asked nothing else starts', async () => {
		const clockless: string[] = [];
		await run({
			plan: independent(3),
			onStart: (place) => clockless.push(`start ${place}`),
			async ready(place) {
				clockless.push(`ask ${place}`);
				await Promise.resolve();
				clockless.push(`ready ${place}`);
				return 'ready';
			},
		});
		expect(clockless).toEqual(
			[0, 1, 2].flatMap((place) => [`ask ${place}`, `ready ${place}`, `start ${place}`]),
		);
	});
});

describe('what comes next', () => {
	test('are the requests that go after this one, at most so many', async () => {
		const plan = independent(6);
		const told: number[][] = [];
		await run({
			plan,
			async ready(_place, upcoming) {
				told.push(upcoming(2));
				return 'ready';
			},
		});
		expect(told).toEqual([[1, 2], [2, 3], [3, 4], [4, 5], [5], []]);
	});

	test('stay where they are, and what still waits is not among them', () => {
		const queue = new Queue([
			{ items: [0], waitsFor: [] },
			{ items: [1], waitsFor: [0] },
			{ items: [2], waitsFor: [] },
		]);
		expect(queue.upcoming(10)).toEqual([0, 2]);
		expect(queue.upcoming(10)).toEqual([0, 2]);
		expect(queue.upcoming(1)).toEqual([0]);
		expect(queue.upcoming(0)).toEqual([]);
		expect(queue.take(0, 0, false)).toEqual({ place: 0 });
		expect(queue.upcoming(10)).toEqual([2]);
	});

	test('what was let go comes first, as it is taken first', () => {
		const queue = new Queue([
			{ items: [0], waitsFor: [] },
			{ items: [1], waitsFor: [] },
			{ items: [2], waitsFor: [0] },
			{ items: [3], waitsFor: [0] },
		]);
		queue.take(0, 0, false);
		queue.end(0);
		expect(queue.upcoming(2)).toEqual([2, 3]);
		expect(queue.upcoming(3)).toEqual([2, 3, 1]);
		expect([1, 2, 3].map(() => queue.take(0, 0, false)?.place)).toEqual([2, 3, 1]);
		expect(queue.upcoming(3)).toEqual([]);
	});

	test('what waits for another try is not among them', () => {
		const queue = new Queue(independent(2));
		queue.take(0, 0, false);
		queue.postpone(0, 5, answer(429));
		expect(queue.upcoming(5)).toEqual([1]);
	});
});
