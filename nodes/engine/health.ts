import type { StopReason } from './requests';
import { askedFor, backoff, isOutage, retryAfter } from './retry';
import type { Outcome } from './types';
import { FIRST_UNDER_WAY } from './underWay';

/** After so many outages in a row, requests go out one by one and ever more slowly, so that an outage costs few items. */
const OUTAGES_BEFORE_PROBING = 3;

/** So many more may be under way for each answer: on a busy machine a stop would come long after the answer that calls for it. */
const MORE_FOR_AN_ANSWER = 10;

/** What is known of a request whose outcome is reported. Times in ms of the clock. */
export interface Attempt {
	startedAt: number;
	/** When it met an outage for the first time; undefined if never before. */
	firstFailedAt?: number;
}

/** How the service is, as far as the outcomes of one run tell. All times in ms of the clock. */
export class Health {
	private lastSuccessAt: number;
	private failing = false;
	private outagesInARow = 0;
	private rounds = 0;
	private roundBeganAt = Number.NEGATIVE_INFINITY;
	/** Until when the service has asked for a pause, and for how long it asked last. */
	private askedUntil = Number.NEGATIVE_INFINITY;
	private asked = 0;
	/** Nothing should start before this. */
	holdUntil = 0;
	/** How often the host has answered anything at all. */
	private answers = 0;

	/**
	 * @param patience how long to go on without one success
	 * @param patienceWithoutAnswer the same while the host has not answered once
	 */
	constructor(
		now: number,
		private readonly patience: number,
		private readonly patienceWithoutAnswer: number,
	) {
		this.lastSuccessAt = now;
	}

	/** Whether requests should go out one by one, to see whether the service is back. */
	get isProbing(): boolean {
		return this.outagesInARow >= OUTAGES_BEFORE_PROBING;
	}

	get mostUnderWay(): number {
		return this.isProbing ? 1 : FIRST_UNDER_WAY + MORE_FOR_AN_ANSWER * this.answers;
	}

	/** When patience ends, as long as there is no success. */
	private get patienceEnd(): number {
		return this.lastSuccessAt + this.currentPatience();
	}

	/** The time at which there was no success for too long. At once where the service asks for a longer pause. */
	get lostAt(): number {
		const end = this.patienceEnd;
		if (this.askedUntil > end) return Number.NEGATIVE_INFINITY;
		return this.failing ? end : Number.POSITIVE_INFINITY;
	}

	/** Why a run ends that was without success for too long. */
	get reason(): StopReason {
		return this.askedUntil > this.patienceEnd
			? { kind: 'noSuccess', asked: this.asked, patience: this.currentPatience() }
			: { kind: 'noSuccess' };
	}

	/** Patience counts from now on, unless the service is failing: nothing was to be sent until now. */
	resume(now: number): void {
		if (!this.failing) this.lastSuccessAt = Math.max(this.lastSuccessAt, now);
	}

	/** Until when a request may be tried: not longer than the whole run may go without success. */
	deadline(firstStartedAt: number): number {
		return Math.min(this.lastSuccessAt, firstStartedAt) + this.currentPatience();
	}

	report(outcome: Outcome, attempt: Attempt, now: number, random: number): void {
		if (outcome.kind === 'answer') this.answers++;
		const outage = isOutage(outcome);
		// A clear answer, also a refusal, shows that the service is well.
		this.failing = outage || (outcome.kind === 'answer' && outcome.status === 429);
		if (!this.failing) {
			this.lastSuccessAt = now;
			this.outagesInARow = 0;
			this.rounds = 0;
			// What left before the end of a pause that the service has asked for does not end it.
			if (attempt.startedAt >= this.askedUntil) this.holdUntil = 0;
			return;
		}
		const asked = retryAfter(outcome);
		if (asked > 0) {
			this.askedUntil = Math.max(this.askedUntil, now + asked);
			this.asked = askedFor(outcome);
			this.holdUntil = Math.max(this.holdUntil, this.askedUntil);
		}
		// A request that failed before others went well is ill itself, and tells nothing of the service.
		if (outage && (attempt.firstFailedAt ?? now) >= this.lastSuccessAt)
			this.countOutage(attempt, now, random);
	}

	private countOutage({ startedAt }: Attempt, now: number, random: number): void {
		this.outagesInARow++;
		// What was under way together tells of one outage once.
		if (this.isProbing && this.rounds > 0 && startedAt < this.roundBeganAt) return;
		this.roundBeganAt = now;
		if (!this.isProbing) return;
		this.rounds++;
		// At least half of the backoff: a probe that comes at once would cost an item for nothing.
		this.holdUntil = Math.max(this.holdUntil, now + backoff(this.rounds, 0.5 + random / 2));
	}

	private currentPatience(): number {
		return this.answers > 0 ? this.patience : Math.min(this.patience, this.patienceWithoutAnswer);
	}
}
