import type { Answer } from './types';

/** Share of the limit that is used: requests that leave evenly do not arrive evenly, and a limit is counted where they arrive. */
const HEADROOM = 0.98;
/** How late a request may leave and the next still make up for it, in ms: several start together, and timers of a busy process are late. */
const CATCH_UP = 60;
/** The span that limits are counted in, and so the shortest time between two corrections, in ms. */
const WINDOW = 1_000;
/** After a 429 the share is multiplied by this: several senders that do it end up side by side within seconds. */
const BACK_OFF = 0.7;
/** Where others leave little over, the share is multiplied by this. */
const GIVE_WAY = 0.9;
/** What the share grows by in a window in which nobody was in the way. */
const GROWTH = 0.03;
const SMALLEST_SHARE = 0.02;
/** With fewer requests left than this part of the limit, the limit counts as used up. */
const NEARLY_USED_UP = 0.02;

/**
 * The pace of all requests with one token to one endpoint.
 *
 * It starts at the documented limit and follows the x-ratelimit headers of the answers: the limit as it is now, and
 * what is left of it. Others who send with the same token (other n8n workers) are seen only there, so each takes a share of the
 * limit that shrinks quickly when the limit is used up and grows slowly when it is not.
 */
export class Limiter {
	private share = 1;
	private nextAt = 0;
	private correctedAt = Number.NEGATIVE_INFINITY;
	private grownAt = Number.NEGATIVE_INFINITY;
	private lowestLeft = Number.POSITIVE_INFINITY;
	/** When it was last used, in ms of the clock. */
	usedAt = 0;

	/** @param limit requests a second, as documented */
	constructor(private limit: number) {}

	/** Requests a second that are sent now. */
	get rate(): number {
		return this.limit * HEADROOM * this.share;
	}

	/** Takes the next place in line. Gives the time of the clock, in ms, at which its request may start. */
	reserve(now: number): number {
		this.usedAt = now;
		const at = Math.max(this.nextAt, now - CATCH_UP);
		this.nextAt = at + WINDOW / this.rate;
		return Math.max(at, now);
	}

	/** Corrects the pace by what an answer says. */
	report(answer: Answer, now: number): void {
		const limit = positive(answer.headers['x-ratelimit-limit']);
		if (limit !== undefined && limit >= 1) this.limit = limit;
		if (answer.status === 429) {
			this.shrink(BACK_OFF, now);
			return;
		}
		const left = positive(answer.headers['x-ratelimit-remaining']);
		if (left !== undefined) this.lowestLeft = Math.min(this.lowestLeft, left);
		if (now - this.grownAt < WINDOW) return;
		this.grownAt = now;
		const usedUp = this.lowestLeft < this.limit * NEARLY_USED_UP;
		this.lowestLeft = Number.POSITIVE_INFINITY;
		// At its full share a sender that is alone leaves little over as well: that is no reason to shrink.
		if (!usedUp) this.share = Math.min(1, this.share + GROWTH);
		else if (this.share < 1) this.shrink(GIVE_WAY, now);
	}

	private shrink(factor: number, now: number): void {
		// All answers that were on their way report the same thing: it is acted on once.
		if (now - this.correctedAt < WINDOW) return;
		this.correctedAt = now;
		this.grownAt = now;
		this.share = Math.max(SMALLEST_SHARE, this.share * factor);
		if (factor === BACK_OFF) this.nextAt = Math.max(this.nextAt, now + WINDOW / 4);
	}
}

function positive(header: unknown): number | undefined {
	const value = typeof header === 'string' || typeof header === 'number' ? Number(header) : Number.NaN;
	return Number.isFinite(value) && value >= 0 && header !== '' ? value : undefined;
}

/** A limiter that was not used for this long is forgotten, in ms. */
const FORGET_AFTER = 10 * 60_000;

/** The limiters of this process: executions that send with the same token to the same endpoint share one. */
export class Limiters {
	private readonly limiters = new Map<string, Limiter>();

	/** How many limiters are kept. */
	get count(): number {
		return this.limiters.size;
	}

	/** @param base URL, hash of the token, method and path */
	limiter(name: string, requestsPerSecond: number, now: number): Limiter {
		for (const [other, limiter] of this.limiters) {
			if (now - limiter.usedAt > FORGET_AFTER) this.limiters.delete(other);
		}
		const existing = this.limiters.get(name);
		if (existing) return existing;
		const limiter = new Limiter(requestsPerSecond);
		limiter.usedAt = now;
		this.limiters.set(name, limiter);
		return limiter;
	}
}

export const limitersOfThisProcess = new Limiters();
