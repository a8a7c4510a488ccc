import { Changes, waitUntil } from './clock';
import { Health } from './health';
import { OpenTasks, type PendingRequest } from './openTasks';
import { Queue, type Task } from './queue';
import type { Limiter } from './limiter';
import type { Conditions, Ended, StopReason, Work } from './requests';
import { decide, isOfTheWay, isOutage, mayHaveArrived } from './retry';
import type { Outcome } from './types';

/**
 * A request that the pace lets wait waits for so many ms more, to start with those that are due by then: by itself, from a timer of its own,
 * a request costs more than twice the processor time of one among five. The limiter lets what is late be made up for.
 */
const STARTS_TOGETHER = 33;

/** What waits for the pace, or for its place in line, looks so often whether all has changed meanwhile, in ms. */
const LOOK_AGAIN_AFTER = 500;

/**
 * Runs tasks and sends their requests: each in its turn, at the endpoint's pace, again where that is safe.
 *
 * A task that has got an answer decides what it means before anything else starts: a failure may end the run. So a task must not wait
 * for anything slow but its requests.
 */
export class Exchange {
	private readonly changes = new Changes();
	/** The run was stopped. Each wait has its own: what waits for a promise that never settles is kept as long as that is. */
	private stops = new Changes();
	private readonly health: Health;
	private queue = new Queue<PendingRequest>([]);
	private underWay = 0;
	private readonly tasks = new OpenTasks(this.changes, {
		isStopped: () => this.isStopped(),
		order: (request) => this.accept(request),
		pause: (task) => this.queue.pause(task),
		end: (task) => this.queue.end(task),
		fault: (error) => {
			this.stop ??= { kind: 'fault', error };
			this.announce();
		},
	});
	private failedItems = 0;
	private hasSucceeded = false;
	private stop?: StopReason;

	constructor(private readonly conditions: Conditions) {
		const { clock, patience, patienceWithoutAnswer } = conditions;
		this.health = new Health(clock.now(), patience, patienceWithoutAnswer);
	}

	/** @param tried how many of the items that have failed were tried: only those count for the limit of failures */
	countFailures(tried: number): void {
		const { stopAtFirstFailure, stopAfterFailures } = this.conditions;
		this.failedItems += tried;
		if (stopAtFirstFailure) this.stop ??= { kind: 'firstFailure' };
		if (stopAfterFailures !== undefined && this.failedItems >= stopAfterFailures)
			this.stop ??= { kind: 'tooManyFailures' };
		this.announce();
	}

	/** Something that those who wait are to look at. */
	private announce(): void {
		this.changes.announce();
		if (this.isStopped()) this.stops.announce();
	}

	/**
	 * Runs all tasks, and returns when none is open and nothing is under way any more: why the run was stopped, if it was.
	 * Tasks that have not started by then never do.
	 * @param work does the task at this place
	 */
	async run(tasks: readonly Task[], work: Work): Promise<StopReason | undefined> {
		const { signal, clock } = this.conditions;
		this.queue = new Queue(tasks);
		this.health.resume(clock.now());
		const wakeUp = () => this.announce();
		signal?.addEventListener('abort', wakeUp);
		try {
			// A task may have ended without waiting for its requests.
			while (!this.isStopped() && !(this.tasks.open === 0 && this.underWay === 0 && this.queue.isEmpty)) {
				const change = this.changes.next;
				const now = clock.now();
				const mayStartAt = this.mayStartAt(now);
				if (mayStartAt > now) {
					if (mayStartAt === Number.POSITIVE_INFINITY) await change;
					else await waitUntil(clock, Math.min(mayStartAt, this.health.lostAt), change);
				} else await this.startNext(now, work);
				await this.tasks.quiet();
			}
			while (this.underWay > 0) await this.changes.next;
			for (;;) {
				for (const request of this.queue.abandon()) this.giveUp(request);
				this.tasks.endPauses();
				if (this.tasks.open === 0) break;
				await this.changes.next;
			}
		} finally {
			signal?.removeEventListener('abort', wakeUp);
		}
		return this.stop;
	}

	private isStopped(): boolean {
		const { signal, clock } = this.conditions;
		if (signal?.aborted) this.stop ??= { kind: 'cancelled' };
		if (clock.now() >= this.health.lostAt) this.stop ??= this.health.reason;
		return this.stop !== undefined;
	}

	/** The time at which something may start; infinite where only the end of a request can change that. */
	private mayStartAt(now: number): number {
		const { mostUnderWay, holdUntil } = this.health;
		if (this.underWay >= mostUnderWay) return Number.POSITIVE_INFINITY;
		return Math.max(this.queue.mayStartAt(now, this.underWay), holdUntil);
	}

	private async startNext(now: number, work: Work): Promise<void> {
		const next = this.queue.take(now, this.underWay, this.health.isProbing);
		if (!next) return;
		if ('request' in next) {
			await this.send(next.request).catch((error: unknown) => next.request.fail(error));
			return;
		}
		const others = this.queue.takeTasks((this.conditions.startsTogether?.() ?? 1) - 1);
		for (const task of [next.task, ...others]) {
			if (!this.tasks.goOn(task, true)) void this.tasks.begin(task, work);
		}
	}

	private accept(request: PendingRequest): void {
		const { notBefore } = request.order;
		if (notBefore === undefined) this.queue.add(request);
		else this.queue.delay(request, notBefore);
	}

	/** Sends a request at the endpoint's pace; a stop ends the wait for it. */
	private async send(request: PendingRequest): Promise<void> {
		const { clock, limiterOf } = this.conditions;
		const { endpoint, notBefore, notAfter = Number.POSITIVE_INFINITY } = request.order;
		const limiter = limiterOf(endpoint);
		await this.waitForRoom(limiter, notAfter);
		if (this.isStopped() || clock.now() > notAfter) return this.giveUp(request);
		const at = limiter.reserve(clock.now());
		await this.pause(at > clock.now() ? at + STARTS_TOGETHER : at);
		await this.tasks.quiet();
		if (this.isStopped() || clock.now() > notAfter) return this.giveUp(request);
		// A wait that it asked for, or in which nothing was under way, is no time without success.
		const hasWaited = notBefore !== undefined && request.attempts === 0;
		if (hasWaited || this.underWay === 0) this.health.resume(clock.now());
		void this.attempt(request, limiter);
	}

	/** Waits until a place in line should be taken. A run that has nothing under way bears the silence that others have met as its own. */
	private async waitForRoom(limiter: Limiter, notAfter: number): Promise<void> {
		const { clock } = this.conditions;
		const from = clock.now();
		if (this.underWay === 0) this.health.resume(from);
		for (let now = from; now <= notAfter && !limiter.hasRoom(now) && !this.isStopped(); now = clock.now()) {
			if (this.underWay === 0 && limiter.underWay.hearsNothing(now) && now > this.health.deadline(from))
				this.stop ??= { kind: 'noSuccess' };
			else await waitUntil(clock, now + LOOK_AGAIN_AFTER, this.changes.next);
		}
	}

	/** Waits until a time of the clock, or until the run is stopped. */
	private async pause(until: number): Promise<void> {
		const { clock } = this.conditions;
		while (until > clock.now() && !this.isStopped()) {
			this.stops = new Changes();
			const lookAgainAt = Math.min(this.health.lostAt, clock.now() + LOOK_AGAIN_AFTER);
			await waitUntil(clock, Math.min(until, lookAgainAt), this.stops.next);
		}
	}

	/** Never throws. */
	private async attempt(request: PendingRequest, limiter: Limiter): Promise<void> {
		const { clock } = this.conditions;
		const { order } = request;
		const startedAt = clock.now();
		const sent = limiter.underWay.start(startedAt);
		let isAnswered = false;
		request.attempts++;
		request.firstStartedAt ??= startedAt;
		this.underWay++;
		try {
			order.onStart?.();
			const outcome = await order.send();
			const now = clock.now();
			isAnswered = outcome.kind === 'answer' && !isOutage(outcome);
			if (outcome.kind === 'answer') limiter.report(outcome, now, startedAt);
			const { firstFailedAt } = request;
			this.health.report(outcome, { startedAt, firstFailedAt }, now, clock.random());
			if (isOutage(outcome)) request.firstFailedAt ??= now;
			this.conclude(request, outcome, now);
		} catch (error) {
			request.fail(error);
		}
		limiter.underWay.end(sent, clock.now(), isAnswered);
		this.underWay--;
		this.announce();
	}

	private conclude(request: PendingRequest, outcome: Outcome, now: number): void {
		const { order, attempts, firstStartedAt = now } = request;
		const { notAfter = Number.POSITIVE_INFINITY } = order;
		const decision = decide(order.isIdempotent, outcome, {
			now,
			attempt: attempts,
			random: this.conditions.clock.random(),
			deadline: this.isStopped()
				? Number.NEGATIVE_INFINITY
				: Math.min(this.health.deadline(firstStartedAt), notAfter),
		});
		if (decision.kind === 'again') {
			request.last = outcome;
			if (mayHaveArrived(outcome)) request.inDoubt = outcome;
			this.queue.delay(request, now + decision.afterMs);
			return;
		}
		if (decision.kind === 'done') this.hasSucceeded = true;
		if (this.isForAll(decision, outcome)) this.stop ??= { kind: 'denied', outcome };
		const { inDoubt } = request;
		if (decision.kind === 'notTried' && inDoubt)
			request.reply({ kind: 'ended', ended: { kind: 'unknown' }, outcome: inDoubt });
		else request.reply({ kind: 'ended', ended: decision, outcome });
	}

	/** What has been sent ends as its last attempt did. */
	private giveUp(request: PendingRequest): void {
		if (request.last) this.conclude(request, request.last, this.conditions.clock.now());
		else request.reply({ kind: 'stopped' });
	}

	/** Whether the end of this request would be that of every other one as well. A 404 concerns one request once others went through. */
	private isForAll(ended: Ended, outcome: Outcome): boolean {
		if ('denied' in ended && ended.denied) return true;
		if (ended.kind !== 'refused' || outcome.kind !== 'answer') return false;
		const mayBe = isOfTheWay(outcome.status) || (outcome.status === 404 && !this.hasSucceeded);
		return mayBe && this.conditions.isForeign?.(outcome) === true;
	}
}
