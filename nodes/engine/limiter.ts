import { isOutage } from './retry';
import type { Answer } from './types';
import { UnderWay } from './underWay';
import { AIM_WITHOUT_WINDOWS, Usage, WINDOW } from './usage';

/** Share of the limit that is used by a sender that is alone: requests that leave evenly do not arrive evenly. */
const AIM = 0.995;
/** How late a request may leave and the next still make up for it, in ms: several start together, and timers of a busy process are late. */
const CATCH_UP = 100;
/** Time between requests before the first answer, in ms: nobody knows yet who else sends. */
const BEFORE_FIRST_ANSWER = 100;
/** The share to begin with where others send as well, and where they have used up the limit. */
const SHARE_BESIDE_OTHERS = 0.4;
const SHARE_IF_REFUSED = 0.1;
/** In requests a second: less would not stop a run, but nothing could be learned from so few answers. */
const SMALLEST_RATE = 0.4;
/** How far the answers of a second move the share in all: towards what the limit bears. */
const GAIN = 0.6;
/** How far one answer moves it at most: of few answers each is a matter of luck. */
const MOST_FOR_AN_ANSWER = 0.03;
/** The same where much is left of the limit. Growing into it harms nobody. */
const MOST_WITH_ROOM = 0.1;
const MUCH_ROOM = 0.3;
/** What an accepted request says where no header tells what is left. */
const ROOM_IF_NOT_TOLD = 0.35;
/**
 * What a share grows by in a second in any case, more so the smaller it is: this is what makes shares equal. Where windows are known it
 * costs next to nothing, since what is too much waits for the next window. Otherwise it costs refusals.
 */
const GROWTH = 0.15;
/** Below a quarter of the limit all grow alike: otherwise hundreds of senders would be refused too often. */
const MOST_GROWTH = 2.4;
const GROWTH_WITHOUT_WINDOWS = 0.01;
/** A sender that had the whole limit gives half of it to the one that comes, if the limit is used so much faster than it lasts. */
const ALONE = 0.9;
const SOMEBODY_COMES = 1.18;
/** How far one answer moves the part of refusals. */
const WEIGHT = 0.1;
const FEW_REFUSALS = 0.1;
/** If more than half is refused, many came at once: the share is cut to this part, once a second. */
const CUT = 0.4;
/**
 * A limit that differs from the documented one is believed if so many answers in a row tell it, and have told it for a second; or at the
 * first refusal, if what they told before stood for so long, in ms.
 */
const TOLD_OFTEN = 3;
const STOOD_LONG = 10 * WINDOW;
/** More than so many times the documented limit is not believed. */
const MOST_TIMES_DOCUMENTED = 10;
/** How long to wait after a refusal as long as windows are not known, in ms. */
const PAUSE = WINDOW / 4;

/**
 * The pace of all requests with one token to one endpoint.
 *
 * It starts at the documented limit and follows the x-ratelimit headers of the answers: the limit as it is now, and
 * what is left of it. Others who send with the same token (other n8n workers) are seen only there. So each sender takes a share of the
 * limit. All see the same use and shrink or grow alike, and small shares grow faster than large ones: that makes them equal.
 */
export class Limiter {
	private share = 1;
	private limit: number;
	/** What the answers tell of the limit, since when, how many of them in a row, and for how long they told what they told before. */
	private told = Number.NaN;
	private toldSince = Number.NEGATIVE_INFINITY;
	private toldTimes = 0;
	private stoodFor = 0;
	private nextAt?: number;
	/** When the first request was to leave, and how many were before the first answer. */
	private firstAt?: number;
	private places = 0;
	private usage?: Usage;
	/** Which part of the answers was refused lately. */
	private refusals = 0;
	private cutAt = 0;
	/** When it was last used, in ms of the clock. */
	usedAt = 0;
	readonly underWay = new UnderWay();

	/** @param documented requests a second */
	constructor(private readonly documented: number) {
		this.limit = documented;
	}

	/** Requests a second that are sent now. */
	get rate(): number {
		return this.limit * (this.usage?.hasNoWindows ? AIM_WITHOUT_WINDOWS : AIM) * this.share;
	}

	/**
	 * Whether a place in line should be taken now. Not if the next one is more than a second away: a place keeps its time when the pace
	 * changes, so those that many executions took at a bad moment would hold up all that come after it.
	 */
	hasRoom(now: number): boolean {
		const isCrowded = this.nextAt !== undefined && this.nextAt - now > WINDOW;
		return !isCrowded && this.underWay.mayStart(now, this.usedAt);
	}

	/** Takes the next place in line. Gives the time of the clock, in ms, at which its request may start. */
	reserve(now: number): number {
		this.usedAt = now;
		this.underWay.letGo();
		this.firstAt ??= now;
		if (!this.usage) this.places++;
		const due = Math.max(this.nextAt ?? now, now - CATCH_UP);
		const start = Math.max(due, now);
		// A sender that is alone keeps to the limit by its pace.
		const opensAt = this.share < 1 && this.usage ? this.usage.opensAt(start) : start;
		const interval = WINDOW / this.rate;
		this.nextAt =
			(opensAt > start ? opensAt : due) + (this.usage ? interval : Math.max(interval, BEFORE_FIRST_ANSWER));
		return opensAt;
	}

	/**
	 * Corrects the pace by what an answer says. An outage says nothing of the limit.
	 * @param sentAt when its request left
	 */
	report(answer: Answer, now: number, sentAt: number): void {
		if (isOutage(answer)) return;
		const isRefused = answer.status === 429;
		this.learnLimit(answer.headers['x-ratelimit-limit'], now, isRefused);
		const left = positive(answer.headers['x-ratelimit-remaining']);
		const count = left === undefined ? undefined : Math.max(1, this.limit - left);
		if (!this.usage) {
			this.usage = new Usage(sentAt);
			if (isRefused) this.share = SHARE_IF_REFUSED;
			else if (count !== undefined && count > 1) this.share = SHARE_BESIDE_OTHERS;
			// Alone: what the wait for this answer has cost is made up for.
			else this.nextAt = (this.firstAt ?? sentAt) + (this.places * WINDOW) / this.rate;
		}
		let room = ROOM_IF_NOT_TOLD;
		if (isRefused) room = this.usage.learn(undefined, 1 / this.limit, sentAt);
		// On average half of the request itself was used when it arrived.
		else if (count !== undefined)
			room = this.usage.learn(Math.min(1, (count - 0.5) / this.limit), 1 / this.limit, sentAt);
		if (isRefused && this.share < 1 && this.usage.isUnknown)
			this.nextAt = Math.max(this.nextAt ?? now, sentAt + PAUSE);
		// If much is refused all the same, the limit is not what the headers say.
		if (this.usage.isAlone && this.refusals < FEW_REFUSALS) this.share = 1;
		else this.correct(room, this.usage);
		this.cutIfMostIsRefused(isRefused, now);
	}

	/** Where answers contradict each other, the documented limit holds, and refusals bring the pace down to what gets through. */
	private learnLimit(header: unknown, now: number, isRefused: boolean): void {
		if (header === undefined) return;
		const told = positive(header) ?? Number.NaN;
		if (told !== this.told) {
			this.told = told;
			this.stoodFor = now - this.toldSince;
			this.toldSince = now;
			this.toldTimes = 0;
		}
		this.toldTimes++;
		if (told === this.limit) return;
		const isPlausible = told >= 1 && told <= MOST_TIMES_DOCUMENTED * this.documented;
		const isClear = now - this.toldSince >= WINDOW || (isRefused && this.stoodFor >= STOOD_LONG);
		const isSteady = this.toldTimes >= TOLD_OFTEN && isClear;
		this.limit = isPlausible && isSteady ? told : this.documented;
	}

	/** @param room how much more of the limit could be used, as a part of it; less than 0 if too much is used */
	private correct(room: number, { hasWindows, pressure }: Usage): void {
		if (this.share > ALONE && pressure > SOMEBODY_COMES) this.share = 0.5;
		const most = room > MUCH_ROOM ? MOST_WITH_ROOM : MOST_FOR_AN_ANSWER;
		const growth =
			(hasWindows ? GROWTH : GROWTH_WITHOUT_WINDOWS) * Math.min(MOST_GROWTH, 1 - Math.log(this.share));
		const change = room * eagerness(room) + growth / GAIN;
		this.setShare(this.share * (1 + Math.min(most, GAIN / this.rate) * change));
	}

	private cutIfMostIsRefused(isRefused: boolean, now: number): void {
		this.refusals += ((isRefused ? 1 : 0) - this.refusals) * WEIGHT;
		if (this.refusals <= 0.5 || now - this.cutAt < WINDOW) return;
		this.cutAt = now;
		this.setShare(this.share * CUT);
	}

	private setShare(share: number): void {
		this.share = Math.min(1, Math.max(SMALLEST_RATE / (AIM_WITHOUT_WINDOWS * this.limit), share));
	}
}

/** How much more it counts that there is room than that there is none: into room all may grow at once, and what is not used is lost. */
function eagerness(room: number): number {
	if (room > MUCH_ROOM) return 4;
	return room > 0 ? 2 : 1;
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
