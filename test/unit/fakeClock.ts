import type { Clock } from '../../nodes/engine/types';

interface Sleeper {
	at: number;
	order: number;
	wake: () => void;
}

/**
 * A clock whose time passes only when everything else is idle: then the earliest sleeper is woken.
 * Random numbers come from a seed, so that every run is the same.
 */
export class FakeClock implements Clock {
	/** How often anything went to sleep: many sleeps in little time are a busy loop. */
	sleeps = 0;
	private time: number;
	private state: number;
	/** A binary heap: earliest first, then in the order of going to sleep. */
	private readonly sleepers: Sleeper[] = [];

	constructor({ start = 0, seed = 1 } = {}) {
		this.time = start;
		this.state = seed;
	}

	now = (): number => this.time;

	sleep = async (ms: number): Promise<void> => {
		this.sleeps++;
		await new Promise<void>((wake) =>
			this.push({ at: this.time + Math.max(0, ms), order: this.sleeps, wake }),
		);
	};

	/** mulberry32 */
	random = (): number => {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};

	/** Calls back at a moment of this clock. */
	at(time: number, then: () => void): void {
		void this.sleep(time - this.time).then(then);
	}

	/** Lets time pass until the promise settles. Fails where it never would, or not within `longest` ms. */
	async run<Value>(promise: Promise<Value>, longest = Number.POSITIVE_INFINITY): Promise<Value> {
		let settled = false;
		const watched = promise.finally(() => {
			settled = true;
		});
		watched.catch(() => {});
		const end = this.time + longest;
		for (;;) {
			await idle();
			if (settled) return await watched;
			const sleeper = this.pop();
			if (!sleeper) throw new Error(`Stuck at ${this.time} ms: nothing is due any more`);
			if (sleeper.at > end) throw new Error(`Not done after ${longest} ms of the fake clock`);
			this.time = Math.max(this.time, sleeper.at);
			sleeper.wake();
		}
	}

	private push(sleeper: Sleeper): void {
		const heap = this.sleepers;
		let place = heap.push(sleeper) - 1;
		while (place > 0) {
			const parent = (place - 1) >> 1;
			if (!this.before(place, parent)) break;
			this.swap(place, parent);
			place = parent;
		}
	}

	private pop(): Sleeper | undefined {
		const heap = this.sleepers;
		const first = heap[0];
		const last = heap.pop();
		if (!first || !last || first === last) return first;
		heap[0] = last;
		let place = 0;
		for (;;) {
			const left = 2 * place + 1;
			let earliest = place;
			if (left < heap.length && this.before(left, earliest)) earliest = left;
			if (left + 1 < heap.length && this.before(left + 1, earliest)) earliest = left + 1;
			if (earliest === place) return first;
			this.swap(place, earliest);
			place = earliest;
		}
	}

	private before(a: number, b: number): boolean {
		const one = this.sleepers[a];
		const other = this.sleepers[b];
		if (!one || !other) return false;
		return one.at < other.at || (one.at === other.at && one.order < other.order);
	}

	private swap(a: number, b: number): void {
		const one = this.sleepers[a];
		const other = this.sleepers[b];
		if (!one || !other) return;
		this.sleepers[a] = other;
		this.sleepers[b] = one;
	}
}

/** All promises that can go on have gone on after this. */
async function idle(): Promise<void> {
	await new Promise((resolve) => setImmediate(resolve));
}
