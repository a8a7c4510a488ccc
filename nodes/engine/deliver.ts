import { Bell, waitUntil } from './clock';
import { Health } from './health';
import type { Lane } from './pace';
import type { PlannedRequest } from './plan';
import { Queue, type Next } from './queue';
import { decide, isOutage, type Verdict } from './retry';
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

export interface Way {
	lane: Lane;
	retryClass: RetryClass;
}

export interface Progress {
	/** How many of its items have failed. */
	failed: number;
	/** Whether these were not tried: only a question before them went out. */
	untried?: boolean;
	/** Whether it goes on with another request in its place: the next page, the other half. */
	goesOn: boolean;
}

/** Whether a request whose turn has come is to be sent: an earlier one may have made it needless, or what it needs failed. */
export type Readiness = 'ready' | 'needless' | 'failed';

export interface Delivery {
	plan: PlannedRequest[];
	/** The lane of the request at this place, and how far it may be repeated. */
	wayOf(place: number): Way;
	clock: Clock;
	signal?: AbortSignal;
	/**
	 * Asked when the request's turn has come, also for another try. Unless it is ready it ends without being sent.
	 * Where it failed, its items were not tried, and that ends a run that is to end at the first failure.
	 * @param upcoming gives the requests that come next, at most so many
	 */
	ready?(place: number, upcoming: (most: number) => number[]): Promise<Readiness>;
	/** Sends the request at this place of the plan once. Never throws. */
	send(place: number): Promise<Outcome>;
	/** Whether a refusal was written by something else than the service, such as a proxy or a wrong host. */
	isForeign?(outcome: Outcome): boolean;
	/** Called just before the request at this place leaves, each time. */
	onStart(place: number): void;
	/** Called when the request at this place has ended. */
	onEnd(place: number, ended: Ended, outcome: Outcome): Progress;
	/** Ends the run at the first failure. */
	stopAtFirstFailure: boolean;
	/** Ends the run after so many failed items. */
	stopAfterFailures?: number;
	/** How long it goes on without one success, in ms. */
	patience: number;
	/** The same while the host has not answered once in this run, in ms. */
	patienceWithoutAnswer: number;
}

/**
 * So many may be under way before the host has answered, and some more for each answer: if it accepts requests and never answers,
 * each of them costs an item; and on a busy machine a stop would come long after the answer that calls for it.
 */
const FIRST_UNDER_WAY = 20;
const MORE_FOR_AN_ANSWER = 4;

/**
 * Sends a plan: each request in its turn, at the lane's pace, again where that is safe.
 * Returns when nothing is under way any more; requests that were not tried are those for which `onEnd` was not called.
 */
export async function deliver(delivery: Delivery): Promise<StopReason | undefined> {
	return await new DeliveryRun(delivery).run();
}

class DeliveryRun {
	private readonly bell = new Bell();
	private readonly queue: Queue;
	private readonly health: Health;
	private readonly attempts = new Map<
		number,
		{ count: number; firstStartedAt: number; firstFailedAt?: number }
	>();
	private underWay = 0;
	private failedItems = 0;
	private hasSucceeded = false;
	private stop?: StopReason;

	constructor(private readonly delivery: Delivery) {
		this.queue = new Queue(delivery.plan);
		this.health = new Health(delivery.clock.now(), delivery.patience, delivery.patienceWithoutAnswer);
	}

	async run(): Promise<StopReason | undefined> {
		const { signal, clock } = this.delivery;
		const wakeUp = () => this.bell.ring();
		signal?.addEventListener('abort', wakeUp);
		try {
			while (!this.stopped() && !(this.underWay === 0 && this.queue.isEmpty)) {
				const wake = this.bell.next;
				const now = clock.now();
				const mayStartAt = this.mayStartAt(now);
				if (mayStartAt > now) {
					if (mayStartAt === Number.POSITIVE_INFINITY) await wake;
					else await waitUntil(clock, mayStartAt, wake);
					continue;
				}
				const next = this.queue.take(now, this.underWay, this.health.isProbing);
				if (next) await this.start(next);
			}
			while (this.underWay > 0) await this.bell.next;
			for (const { place, last } of this.queue.abandon()) this.conclude(place, last, clock.now());
		} finally {
			signal?.removeEventListener('abort', wakeUp);
		}
		return this.stop;
	}

	private stopped(): boolean {
		const { signal, clock } = this.delivery;
		if (signal?.aborted) this.stop ??= { kind: 'cancelled' };
		if (this.health.isLost(clock.now())) this.stop ??= { kind: 'noSuccess' };
		return this.stop !== undefined;
	}

	/** The moment at which something may start; infinite where only the end of a request can change that. */
	private mayStartAt(now: number): number {
		const { isProbing, answers, holdUntil } = this.health;
		if (this.underWay >= 1 && isProbing) return Number.POSITIVE_INFINITY;
		if (this.underWay >= FIRST_UNDER_WAY + MORE_FOR_AN_ANSWER * answers) return Number.POSITIVE_INFINITY;
		return Math.max(this.queue.mayStartAt(now, this.underWay), holdUntil);
	}

	/** Starts a request at the lane's next place; a stop ends the wait for it. */
	private async start({ place, last }: Next): Promise<void> {
		const { clock, wayOf } = this.delivery;
		const readiness = await this.delivery.ready?.(place, (most) => this.queue.upcoming(most));
		if (readiness === 'needless' || readiness === 'failed') {
			if (readiness === 'failed') this.countFailures(0);
			this.queue.end(place);
			return;
		}
		const at = wayOf(place).lane.reserve(clock.now());
		while (at > clock.now() && !this.stopped()) await waitUntil(clock, at, this.bell.next);
		if (!this.stopped()) void this.attempt(place);
		else if (last) this.conclude(place, last, clock.now());
	}

	private async attempt(place: number): Promise<void> {
		const { clock } = this.delivery;
		const startedAt = clock.now();
		const attempt = this.attempts.get(place) ?? { count: 0, firstStartedAt: startedAt };
		attempt.count++;
		this.attempts.set(place, attempt);
		this.underWay++;
		this.delivery.onStart(place);
		const outcome = await this.delivery.send(place);
		const now = clock.now();
		if (outcome.kind === 'answer') this.delivery.wayOf(place).lane.report(outcome, now);
		this.health.report(outcome, { startedAt, firstFailedAt: attempt.firstFailedAt }, now, clock.random());
		if (isOutage(outcome)) attempt.firstFailedAt ??= now;
		this.conclude(place, outcome, now);
		this.underWay--;
		this.bell.ring();
	}

	private conclude(place: number, outcome: Outcome, now: number): void {
		const { count = 1, firstStartedAt = now } = this.attempts.get(place) ?? {};
		const verdict = decide(this.delivery.wayOf(place).retryClass, outcome, {
			now,
			attempt: count,
			random: this.delivery.clock.random(),
			deadline: this.stopped() ? Number.NEGATIVE_INFINITY : this.health.deadline(firstStartedAt),
		});
		if (verdict.kind === 'again') {
			this.queue.postpone(place, now + verdict.afterMs, outcome);
			return;
		}
		this.attempts.delete(place);
		if (verdict.kind === 'done') this.hasSucceeded = true;
		const { failed, untried, goesOn } = this.delivery.onEnd(place, verdict, outcome);
		if (this.isForAll(verdict, outcome)) this.stop ??= { kind: 'denied', outcome };
		if (failed > 0) this.countFailures(verdict.kind === 'notTried' || untried ? 0 : failed);
		if (goesOn) this.queue.goOn(place, now);
		else this.queue.end(place);
	}

	/** Whether a refusal would meet every other request as well. A 404 tells of one request once others went through. */
	private isForAll(verdict: Ended, outcome: Outcome): boolean {
		if (verdict.kind !== 'refused') return false;
		const is404 = outcome.kind === 'answer' && outcome.status === 404;
		return verdict.denied || (is404 && !this.hasSucceeded && this.delivery.isForeign?.(outcome) === true);
	}

	/** @param items that were tried */
	private countFailures(items: number): void {
		const { stopAtFirstFailure, stopAfterFailures } = this.delivery;
		this.failedItems += items;
		if (stopAtFirstFailure) this.stop ??= { kind: 'firstFailure' };
		if (stopAfterFailures !== undefined && this.failedItems >= stopAfterFailures) {
			this.stop ??= { kind: 'tooManyFailures' };
		}
	}
}
