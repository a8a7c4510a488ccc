import type { Outcome } from './types';
import { MOST_UNDER_WAY } from './underWay';

/** A piece of work of a run: one or more requests, one after another. */
export interface Task {
	/** Earlier tasks, by their place in the list, that must have ended before this one starts. */
	waitsFor: readonly number[];
}

/** A request that waits for its turn, with the outcome of its last attempt if there was one. */
export interface Waiting {
	last?: Outcome;
}

/** What goes next: a request, or a task that is to start or to go on. */
export type Next<Request> = { request: Request } | { task: number };

/** What is still to be sent, in which order. Tasks are named by their place in the list. */
export class Queue<Request extends Waiting> {
	private readonly blockedBy: number[];
	private readonly successors = new Map<number, number[]>();
	private readonly ready = new Line<number>();
	/** Tasks that waited for an earlier one and may start now. They go before the others: a long chain should run beside them, not after. */
	private readonly released = new Line<number>();
	/** Tasks that have started and wait for their turn to go on. They go before those that have not started. */
	private readonly paused = new Line<number>();
	/** Requests of tasks that have started. They go before new tasks, so that few tasks are open at once. */
	private readonly requests = new Line<Request>();
	/** Requests that are not to be sent before a certain time. */
	private readonly delayed = new Map<Request, number>();
	/** How many of those wait for another attempt. */
	private repeated = 0;

	constructor(tasks: readonly Task[]) {
		this.blockedBy = tasks.map(({ waitsFor }, task) => {
			if (waitsFor.length === 0) this.ready.add(task);
			for (const earlier of waitsFor) {
				const later = this.successors.get(earlier);
				if (later) later.push(task);
				else this.successors.set(earlier, [task]);
			}
			return waitsFor.length;
		});
	}

	/** Whether neither a request nor a task that may start waits for its turn. */
	get isEmpty(): boolean {
		return this.delayed.size === 0 && !this.hasNew;
	}

	/** The time from which something may be taken, or infinity where only the end of a request can change that. */
	mayStartAt(now: number, underWay: number): number {
		let at = this.hasRoom(underWay) ? now : Number.POSITIVE_INFINITY;
		for (const time of this.delayed.values()) at = Math.min(at, time);
		return at;
	}

	/**
	 * Takes what goes next: what is due for another attempt goes before what was never sent.
	 * @param isProbe the other way round: what failed before would tell of that request, not of the service
	 */
	take(now: number, underWay: number, isProbe: boolean): Next<Request> | undefined {
		return isProbe
			? (this.takeNew(underWay) ?? this.takeDue(now))
			: (this.takeDue(now) ?? this.takeNew(underWay));
	}

	/** Takes tasks that may start or go on, at most so many. */
	takeTasks(most: number): number[] {
		const tasks: number[] = [];
		while (tasks.length < most) {
			const task = this.paused.take() ?? this.released.take() ?? this.ready.take();
			if (task === undefined) break;
			tasks.push(task);
		}
		return tasks;
	}

	private takeDue(now: number): Next<Request> | undefined {
		for (const [request, at] of this.delayed) {
			if (at > now) continue;
			this.delayed.delete(request);
			if (request.last) this.repeated--;
			return { request };
		}
		return undefined;
	}

	private takeNew(underWay: number): Next<Request> | undefined {
		if (!this.hasRoom(underWay)) return undefined;
		const request = this.requests.take();
		if (request) return { request };
		const [task] = this.takeTasks(1);
		return task === undefined ? undefined : { task };
	}

	/** Adds a request of a task that has started. */
	add(request: Request): void {
		this.requests.add(request);
	}

	/** Has a task that has started wait for its turn to go on. */
	pause(task: number): void {
		this.paused.add(task);
	}

	/** Sets a request aside until a time of the clock. */
	delay(request: Request, until: number): void {
		this.delayed.set(request, until);
		if (request.last) this.repeated++;
	}

	/** Lets go the tasks that waited for this one alone. */
	end(task: number): void {
		for (const later of this.successors.get(task) ?? []) {
			const left = (this.blockedBy[later] ?? 1) - 1;
			this.blockedBy[later] = left;
			if (left === 0) this.released.add(later);
		}
	}

	/** Gives up all requests that wait for their turn. */
	abandon(): Request[] {
		const abandoned = [...this.delayed.keys()];
		this.delayed.clear();
		this.repeated = 0;
		for (let request = this.requests.take(); request; request = this.requests.take()) abandoned.push(request);
		return abandoned;
	}

	private get hasNew(): boolean {
		return !(this.requests.isEmpty && this.paused.isEmpty && this.released.isEmpty && this.ready.isEmpty);
	}

	/** What waits for another attempt counts as under way: else a limit that others use up would be hit with ever more. */
	private hasRoom(underWay: number): boolean {
		return this.hasNew && underWay + this.repeated < MOST_UNDER_WAY;
	}
}

/** First in, first out, without moving the rest. */
class Line<Entry> {
	private entries: Array<Entry | undefined> = [];
	private head = 0;

	get isEmpty(): boolean {
		return this.head >= this.entries.length;
	}

	add(entry: Entry): void {
		if (this.isEmpty) {
			this.entries = [];
			this.head = 0;
		}
		this.entries.push(entry);
	}

	take(): Entry | undefined {
		if (this.isEmpty) return undefined;
		const entry = this.entries[this.head];
		// What was taken can be forgotten.
		this.entries[this.head++] = undefined;
		return entry;
	}
}
