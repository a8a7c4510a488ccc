import type { PlannedRequest } from './plan';
import type { Outcome } from './types';

/** So many requests may be under way at once: connections are not free, and at 150 a second this bears answers that take 3 s. */
const MOST_UNDER_WAY = 500;

/** A request that may go now, with what came of its last try if it was tried before. */
export interface Next {
	place: number;
	last?: Outcome;
}

/** What is still to be sent, in which order. Requests are named by their place in the plan. */
export class Queue {
	private readonly blockedBy: number[];
	private readonly successors = new Map<number, number[]>();
	private readonly ready = new Line();
	/** What waited for an earlier request and may go now. It goes before the others: a long chain should run beside them, not after. */
	private readonly released = new Line();
	/** What is to be tried again: when, and what came of the last try. */
	private readonly waiting = new Map<number, { at: number; last?: Outcome }>();

	constructor(plan: PlannedRequest[]) {
		this.blockedBy = plan.map(({ waitsFor }, place) => {
			if (waitsFor.length === 0) this.ready.add(place);
			for (const earlier of waitsFor) {
				const later = this.successors.get(earlier);
				if (later) later.push(place);
				else this.successors.set(earlier, [place]);
			}
			return waitsFor.length;
		});
	}

	get isEmpty(): boolean {
		return this.waiting.size === 0 && this.ready.isEmpty && this.released.isEmpty;
	}

	/** The moment from which something may be taken, or infinity where only the end of a request can change that. */
	mayStartAt(now: number, underWay: number): number {
		let at = this.hasRoom(underWay) ? now : Number.POSITIVE_INFINITY;
		for (const retry of this.waiting.values()) at = Math.min(at, retry.at);
		return at;
	}

	/**
	 * Takes what should go next: what is due for another try goes before what was never tried.
	 * @param isProbe the other way round: what failed before would tell of that request, not of the service
	 */
	take(now: number, underWay: number, isProbe: boolean): Next | undefined {
		return isProbe
			? (this.takeNew(underWay) ?? this.takeDue(now))
			: (this.takeDue(now) ?? this.takeNew(underWay));
	}

	/** What would be taken next of what was never tried, at most so many; they stay. */
	upcoming(most: number): number[] {
		const released = this.released.next(most);
		return [...released, ...this.ready.next(most - released.length)];
	}

	private takeDue(now: number): Next | undefined {
		for (const [place, { at, last }] of this.waiting) {
			if (at > now) continue;
			this.waiting.delete(place);
			return { place, last };
		}
		return undefined;
	}

	private takeNew(underWay: number): Next | undefined {
		const place = this.hasRoom(underWay) ? (this.released.take() ?? this.ready.take()) : undefined;
		return place === undefined ? undefined : { place };
	}

	/** Sets a request aside for another try. */
	postpone(place: number, at: number, last: Outcome): void {
		this.waiting.set(place, { at, last });
	}

	/** Sends another request in the place of one that has ended. */
	goOn(place: number, at: number): void {
		this.waiting.set(place, { at });
	}

	/** Lets go what waited for this request alone. */
	end(place: number): void {
		for (const later of this.successors.get(place) ?? []) {
			const left = (this.blockedBy[later] ?? 1) - 1;
			this.blockedBy[later] = left;
			if (left === 0) this.released.add(later);
		}
	}

	/** Gives up what waits for another try, with what came of the last one. What was to go on was not tried. */
	abandon(): Array<Required<Next>> {
		const abandoned = [...this.waiting].flatMap(([place, { last }]) => (last ? [{ place, last }] : []));
		this.waiting.clear();
		return abandoned;
	}

	/** What waits for another try counts as under way: else a limit that others use up would be knocked at with ever more. */
	private hasRoom(underWay: number): boolean {
		return !(this.released.isEmpty && this.ready.isEmpty) && underWay + this.waiting.size < MOST_UNDER_WAY;
	}
}

/** First in, first out, without moving the rest. */
class Line {
	private readonly places: number[] = [];
	private head = 0;

	get isEmpty(): boolean {
		return this.head >= this.places.length;
	}

	add(place: number): void {
		this.places.push(place);
	}

	next(most: number): number[] {
		return this.places.slice(this.head, this.head + most);
	}

	take(): number | undefined {
		return this.isEmpty ? undefined : this.places[this.head++];
	}
}
