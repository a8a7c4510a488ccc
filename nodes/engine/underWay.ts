/** So many requests may be under way at once: connections are not free, and at 150 a second this bears responses that take 3 s. */
export const MOST_UNDER_WAY = 500;

/** So many may be under way before the first answer: if the host accepts requests and never answers, each of them costs an item. */
export const FIRST_UNDER_WAY = 20;

/** Answers have stopped coming if they take so many times as long as usual, and so many ms at least: a busy process is late as well. */
const TIMES_USUAL = 2;
const SOONEST = 1_000;
/** How far one answer moves what is usual: nearly as long as the longest of the last hundred, but one alone counts for half. */
const WEIGHT_OF_LONGER = 0.5;
const WEIGHT_OF_SHORTER = 0.02;

/** In silence one request goes after this pause in ms, and each further one after twice the pause before, up to the longest. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 8_000;

/** A request that is under way. */
export interface Sent {
	at: number;
}

/**
 * The requests under way of all executions that share a limiter, and whether their answers have stopped coming: what nobody answers
 * ends with an unknown outcome, so as little as possible should leave in silence. All times in ms of the clock.
 */
export class UnderWay {
	private count = 0;
	/** Those that left after the last one that was answered, in the order in which they left. */
	private readonly unanswered = new Set<Sent>();
	/** How long an answer takes as a rule; undefined before the first one. */
	private usual?: number;
	private isSilent = false;
	/** The pause before the next request that goes in silence. */
	private pause = FIRST_PAUSE;

	/** Whether answers have stopped coming: from when the first of them is overdue until there is one again. */
	hearsNothing(now: number): boolean {
		const [first] = this.unanswered;
		const isOverdue =
			this.usual === undefined
				? this.count >= FIRST_UNDER_WAY
				: first !== undefined && now - first.at > Math.max(SOONEST, TIMES_USUAL * this.usual);
		this.isSilent ||= isOverdue;
		return this.isSilent;
	}

	/** @param latest when the last request was let go */
	mayStart(now: number, latest: number): boolean {
		// One alone finds out whether the silence is over.
		if (this.count === 0) return true;
		return this.count < MOST_UNDER_WAY && (!this.hearsNothing(now) || now >= latest + this.pause);
	}

	/** A request is let go. */
	letGo(): void {
		if (this.isSilent) this.pause = Math.min(2 * this.pause, LONGEST_PAUSE);
	}

	start(now: number): Sent {
		const sent = { at: now };
		this.count++;
		this.unanswered.add(sent);
		return sent;
	}

	/** @param isAnswered whether the service has answered it, and not with an outage */
	end(sent: Sent, now: number, isAnswered: boolean): void {
		this.count--;
		this.hearsNothing(now);
		const wasLatest = this.unanswered.delete(sent);
		if (!isAnswered) return;
		this.isSilent = false;
		this.pause = FIRST_PAUSE;
		const took = now - sent.at;
		this.usual ??= took;
		this.usual += (took - this.usual) * (took > this.usual ? WEIGHT_OF_LONGER : WEIGHT_OF_SHORTER);
		if (!wasLatest) return;
		// Those before it are slow by themselves.
		for (const earlier of this.unanswered) {
			if (earlier.at > sent.at) break;
			this.unanswered.delete(earlier);
		}
	}
}
