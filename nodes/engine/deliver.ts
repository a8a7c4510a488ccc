import { Bell, waitUntil } from './clock';
import type { Lane } from './pace';
import type { PlannedRequest } from './plan';
import { backoff, decide, isOutage, type Verdict } from './retry';
import type { Clock, Outcome, RetryClass } from './types';

/** Why a run of deliveries ended before all requests were tried. */
export type StopReason =
	| { kind: 'cancelled' }
	| { kind: 'firstFailure' }
	| { kind: 'tooManyFailures' }
	| { kind: 'noSuccess' }
	/** The service said no to the token: nothing else will pass. */
	| { kind: 'denied'; outcome: Outcome };

/** How one request ended. */
export type Ended = Exclude<Verdict, { kind: 'again' }>;

export interface Delivery {
	plan: PlannedRequest[];
	retryClass: RetryClass;
	lane: Lane;
	clock: Clock;
	signal?: AbortSignal;
	/** Sends the request at this place of the plan once. Never throws. */
	send(place: number): Promise<Outcome>;
	/** Called just before the request at this place leaves, each time. */
	onStart(place: number): void;
	/** Called when the request at this place has ended. Returns false where that is a failure of its items. */
	onEnd(place: number, ended: Ended, outcome: Outcome): boolean;
	/** Ends the run at the first failure. */
	stopAtFirstFailure: boolean;
	/** Ends the run after so many failed items. */
	stopAfterFailures?: number;
	/** How long it goes on without one success, in ms. */
	patience: number;
	/** The same while the host has not answered once in this run, in ms. */
	patienceWithoutAnswer: number;
}

/** So many requests may be under way at once: connections are not free, and at 150 a second this bears answers that take 3 s. */
const MOST_IN_FLIGHT = 500;
/** After so many outages in a row, requests go out one by one and ever more slowly, so that an outage costs few items. */
const OUTAGES_BEFORE_PROBING = 3;

/**
 * Sends a plan: each request in its turn, at the lane's pace, again where that is safe.
 * Returns when nothing is under way any more; requests that were not tried are those for which `onEnd` was not called.
 */
export async function deliver(delivery: Delivery): Promise<StopReason | undefined> {
	return await new DeliveryRun(delivery).run();
}

class DeliveryRun {
	private readonly bell = new Bell();
	private readonly attempts: number[] = [];
	private readonly firstStartedAt: number[] = [];
	private readonly blockedBy: number[];
	private readonly successors = new Map<number, number[]>();
	private readonly ready: number[] = [];
	private nextReady = 0;
	/** Requests that are to be tried again: when, and what came of the last try. */
	private readonly waiting = new Map<number, { at: number; last: Outcome }>();
	private inFlight = 0;
	private failedItems = 0;
	private outagesInARow = 0;
	private holdUntil = 0;
	private hostAnswered = false;
	private failing = false;
	private lastSuccessAt: number;
	private stop?: StopReason;

	constructor(private readonly delivery: Delivery) {
		this.lastSuccessAt = delivery.clock.now();
		this.blockedBy = delivery.plan.map((request, place) => {
			if (request.waitsFor.length === 0) this.ready.push(place);
			for (const earlier of request.waitsFor) {
				const later = this.successors.get(earlier);
				if (later) later.push(place);
				else this.successors.set(earlier, [place]);
			}
			return request.waitsFor.length;
		});
	}

	async run(): Promise<StopReason | undefined> {
		const { signal, clock } = this.delivery;
		const wakeUp = () => this.bell.ring();
		signal?.addEventListener('abort', wakeUp);
		try {
			while (!this.stopped() && !this.finished()) {
				const wake = this.bell.next;
				const now = clock.now();
				const mayStartAt = this.mayStartAt(now);
				if (mayStartAt > now) {
					if (mayStartAt === Number.POSITIVE_INFINITY) await wake;
					else await waitUntil(clock, mayStartAt, wake);
					continue;
				}
				await this.takePlaceInLane();
				if (this.stopped()) break;
				const place = this.takeNext(clock.now());
				if (place !== undefined) void this.attempt(place);
			}
			while (this.inFlight > 0) await this.bell.next;
			for (const [place, { last }] of this.waiting) this.conclude(place, last, clock.now());
		} finally {
			signal?.removeEventListener('abort', wakeUp);
		}
		return this.stop;
	}

	private finished(): boolean {
		return this.inFlight === 0 && this.waiting.size === 0 && this.nextReady >= this.ready.length;
	}

	private stopped(): boolean {
		const { signal, clock } = this.delivery;
		if (signal?.aborted) this.stop ??= { kind: 'cancelled' };
		if (this.failing && clock.now() > this.lastSuccessAt + this.patience())
			this.stop ??= { kind: 'noSuccess' };
		return this.stop !== undefined;
	}

	private patience(): number {
		const { patience, patienceWithoutAnswer } = this.delivery;
		return this.hostAnswered ? patience : Math.min(patience, patienceWithoutAnswer);
	}

	/** The moment at which something may start; infinite where only the end of a request can change that. */
	private mayStartAt(now: number): number {
		const probing = this.outagesInARow >= OUTAGES_BEFORE_PROBING;
		if (this.inFlight >= (probing ? 1 : MOST_IN_FLIGHT)) return Number.POSITIVE_INFINITY;
		let at = this.mayStartNew() ? now : Number.POSITIVE_INFINITY;
		for (const retry of this.waiting.values()) at = Math.min(at, retry.at);
		return Math.max(at, this.holdUntil);
	}

	/** What waits for another try counts as under way: otherwise a limit that is used up by others would be knocked at with ever more. */
	private mayStartNew(): boolean {
		return this.nextReady < this.ready.length && this.inFlight + this.waiting.size < MOST_IN_FLIGHT;
	}

	/** What is due for another try goes before what was never tried. */
	private takeNext(now: number): number | undefined {
		for (const [place, { at }] of this.waiting) {
			if (at > now) continue;
			this.waiting.delete(place);
			return place;
		}
		if (!this.mayStartNew()) return undefined;
		const place = this.ready[this.nextReady];
		if (place !== undefined) this.nextReady++;
		return place;
	}

	/** Waits for the lane's next place; a stop ends the wait. */
	private async takePlaceInLane(): Promise<void> {
		const { lane, clock } = this.delivery;
		const at = lane.reserve(clock.now());
		while (at > clock.now() && !this.stopped()) await waitUntil(clock, at, this.bell.next);
	}

	private async attempt(place: number): Promise<void> {
		const { clock, lane } = this.delivery;
		this.inFlight++;
		this.attempts[place] = (this.attempts[place] ?? 0) + 1;
		this.firstStartedAt[place] ??= clock.now();
		this.delivery.onStart(place);
		const outcome = await this.delivery.send(place);
		const now = clock.now();
		if (outcome.kind === 'answer') {
			this.hostAnswered = true;
			lane.report(outcome, now);
		}
		this.watchHealth(outcome, now);
		this.conclude(place, outcome, now);
		this.inFlight--;
		this.bell.ring();
	}

	private conclude(place: number, outcome: Outcome, now: number): void {
		const { retryClass, clock } = this.delivery;
		const verdict = decide(retryClass, outcome, {
			now,
			attempt: this.attempts[place] ?? 1,
			random: clock.random(),
			deadline: this.stopped() ? Number.NEGATIVE_INFINITY : this.deadline(place, now),
		});
		if (verdict.kind === 'again') {
			this.waiting.set(place, { at: now + verdict.afterMs, last: outcome });
			return;
		}
		if (!this.delivery.onEnd(place, verdict, outcome)) this.failed(place);
		if (verdict.kind === 'refused' && verdict.denied) this.stop ??= { kind: 'denied', outcome };
		for (const later of this.successors.get(place) ?? []) {
			const left = (this.blockedBy[later] ?? 1) - 1;
			this.blockedBy[later] = left;
			if (left === 0) this.ready.push(later);
		}
	}

	/** One request may not be tried for longer than the whole run may go without success. */
	private deadline(place: number, now: number): number {
		return Math.min(this.lastSuccessAt, this.firstStartedAt[place] ?? now) + this.patience();
	}

	private failed(place: number): void {
		const { plan, stopAtFirstFailure, stopAfterFailures } = this.delivery;
		this.failedItems += plan[place]?.items.length ?? 0;
		if (stopAtFirstFailure) this.stop ??= { kind: 'firstFailure' };
		if (stopAfterFailures !== undefined && this.failedItems >= stopAfterFailures) {
			this.stop ??= { kind: 'tooManyFailures' };
		}
	}

	/** A clear answer, also a refusal, shows that the service is well. */
	private watchHealth(outcome: Outcome, now: number): void {
		const clear = outcome.kind === 'answer' && !isOutage(outcome) && outcome.status !== 429;
		this.failing = !clear;
		if (clear) {
			this.lastSuccessAt = now;
			this.outagesInARow = 0;
			this.holdUntil = 0;
		} else if (isOutage(outcome)) {
			this.outagesInARow++;
			const over = this.outagesInARow - OUTAGES_BEFORE_PROBING;
			// At least half of the backoff: a probe that comes at once would cost an item for nothing.
			if (over >= 0) this.holdUntil = now + backoff(over + 1, 0.5 + this.delivery.clock.random() / 2);
		}
	}
}
