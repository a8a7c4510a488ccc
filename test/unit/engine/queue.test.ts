import { Queue, type Waiting } from '../../../nodes/engine/queue';
import { answer } from './scenarios';

interface Named extends Waiting {
	name: string;
}

const independent = (count: number) => Array.from({ length: count }, () => ({ waitsFor: [] }));
/** A request that has been sent before. */
const repeated = (name: string): Named => ({ name, last: answer(429) });

/** Takes all that may go, and gives the names of the requests and the numbers of the tasks. */
function takeAll(queue: Queue<Named>, now = 0, isProbe = false): Array<string | number> {
	const taken: Array<string | number> = [];
	for (;;) {
		const next = queue.take(now, 0, isProbe);
		if (!next) return taken;
		taken.push('task' in next ? next.task : next.request.name);
	}
}

describe('tasks', () => {
	test('that wait for an earlier one stay until it has ended, and then go before the others', () => {
		const queue = new Queue<Named>([
			{ waitsFor: [] },
			{ waitsFor: [] },
			{ waitsFor: [0] },
			{ waitsFor: [0, 1] },
			{ waitsFor: [] },
		]);
		expect(queue.take(0, 0, false)).toEqual({ task: 0 });
		expect(queue.takeTasks(1)).toEqual([1]);
		queue.end(0);
		expect(takeAll(queue)).toEqual([2, 4]);
		expect(queue.isEmpty).toBe(true);
		queue.end(1);
		expect(queue.isEmpty).toBe(false);
		expect(takeAll(queue)).toEqual([3]);
	});

	test('are taken together, at most so many', () => {
		const queue = new Queue<Named>(independent(5));
		expect(queue.takeTasks(0)).toEqual([]);
		expect(queue.takeTasks(2)).toEqual([0, 1]);
		expect(queue.takeTasks(10)).toEqual([2, 3, 4]);
		expect(queue.takeTasks(10)).toEqual([]);
	});
});

describe('requests', () => {
	const filled = () => {
		const queue = new Queue<Named>(independent(2));
		queue.add({ name: 'first' });
		queue.add({ name: 'second' });
		queue.delay(repeated('again'), 5);
		queue.delay({ name: 'later' }, 10);
		return queue;
	};

	test('go before new tasks, and after those that are due', () => {
		expect(takeAll(filled(), 4)).toEqual(['first', 'second', 0, 1]);
		expect(takeAll(filled(), 5)).toEqual(['again', 'first', 'second', 0, 1]);
		expect(takeAll(filled(), 10)).toEqual(['again', 'later', 'first', 'second', 0, 1]);
	});

	test('that are due go last as a probe', () => {
		expect(takeAll(filled(), 10, true)).toEqual(['first', 'second', 0, 1, 'again', 'later']);
	});

	test('may start at once where something is new, or when one is due', () => {
		const queue = filled();
		expect(queue.mayStartAt(2, 0)).toBe(2);
		takeAll(queue, 2);
		expect(queue.mayStartAt(2, 0)).toBe(5);
		takeAll(queue, 5);
		expect(queue.mayStartAt(5, 0)).toBe(10);
		takeAll(queue, 10);
		expect(queue.mayStartAt(10, 0)).toBe(Number.POSITIVE_INFINITY);
		expect(queue.isEmpty).toBe(true);
	});

	test('are abandoned once, all of them', () => {
		const queue = filled();
		expect(queue.abandon().map(({ name }) => name)).toEqual(['again', 'later', 'first', 'second']);
		expect(queue.abandon()).toEqual([]);
	});
});

describe('room', () => {
	test('is for 500, those included that wait for another attempt', () => {
		const queue = new Queue<Named>(independent(1));
		for (let index = 0; index < 300; index++) queue.delay(repeated(`${index}`), 5);
		expect(queue.mayStartAt(0, 200)).toBe(5);
		expect(queue.take(0, 200, false)).toBeUndefined();
		expect(queue.take(0, 199, false)).toEqual({ task: 0 });
	});

	test('is there again when those have been taken or abandoned', () => {
		const queue = new Queue<Named>(independent(2));
		for (let index = 0; index < 500; index++) queue.delay(repeated(`${index}`), 5);
		expect(queue.take(0, 0, false)).toBeUndefined();
		expect(queue.take(5, 0, false)).toEqual({ request: repeated('0') });
		expect(queue.take(0, 0, false)).toEqual({ task: 0 });
		queue.abandon();
		expect(queue.take(0, 499, false)).toEqual({ task: 1 });
	});

	test('is not taken up by those that are not to be sent yet', () => {
		const queue = new Queue<Named>(independent(1));
		for (let index = 0; index < 1_000; index++) queue.delay({ name: `${index}` }, 5);
		expect(queue.take(0, 499, false)).toEqual({ task: 0 });
	});
});
