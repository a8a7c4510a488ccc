/** The span that limits are for, in ms. */
export const WINDOW = 1_000;

/** With less than this part of the limit used, a window has begun a moment ago. */
const EARLY = 0.2;
/** From this part of the limit on, an answer shows how fast it is used. */
const LATE = 0.2;
/** How far one answer moves what is believed: latency makes each of them inexact. */
const WEIGHT = 0.2;
const WEIGHT_OF_REFUSAL = 0.5;
/** A beginning that is off by more than this was believed wrongly, not inexactly, in ms. */
const JUMP = 150;
/** Windows without a beginning for so long, in ms, and for so many answers, are no windows. */
const NO_BEGINNING_FOR = 2 * WINDOW;
const NO_BEGINNING_IN = 30;
/** If only beginnings are seen for so long, in ms, and so often, hardly anything of the limit is used. */
const ONLY_BEGINNINGS_FOR = 1.5 * WINDOW;
const ONLY_BEGINNINGS_IN = 5;
/** A refusal counts as if so much more than the even use had been used: as parts of the limit. */
const REFUSAL = 2;
/** The same as long as it is not known how the service counts: the first window is used up by many for no lasting reason. */
const REFUSAL_AT_FIRST = 0.5;
/** Share of a limit without windows that all senders together aim at. */
export const AIM_WITHOUT_WINDOWS = 0.97;
/** A limit that is used up sooner than this, in ms, is a sign that the windows are believed wrongly. */
const TOO_SOON = 400;
/** With less than this part of the limit used by others, a sender is alone: requests overtake each other, so counts are inexact. */
const NOBODY = 0.05;
/** From this part of the limit on it is looked at who used it. */
const HALF = 0.5;
/** So long before the limit should be used up nothing leaves any more, in ms. */
const MARGIN = 15;

/**
 * How a limit is used by all who share it, as far as the answers of one sender tell.
 *
 * Most services count in windows of a second. Each answer tells how much of its window's limit was used when the request arrived, so
 * answers tell when windows begin, and how far into a window the limit lasts. If no beginnings are seen, the service counts the last
 * second before each request instead. All times are those at which requests leave, so that the way to the service is allowed for.
 */
export class Usage {
	/** A time at which a window began, if known. */
	private beganAt?: number;
	/** When the first beginning was seen, and whether another one has followed: one alone may be that of all sending. */
	private firstBeganAt = 0;
	private isConfirmed = false;
	/** How far into a window the limit lasts, in ms; more than a window where it is not used up. */
	private lastsFor = WINDOW;
	/** When a beginning was seen last, and how many answers came since. */
	private beginningAt: number;
	private sinceBeginning = 0;
	/** Since when only beginnings were seen, and how many. */
	private beginningsFrom = 0;
	private beginnings = 0;
	private latest: number;
	/** What an answer told last, which part of the limit one request is, how many answers there were since the window began, and which part of the limit others used. */
	private lastUsed = 0;
	private one = 0;
	private own = 0;
	private others = 1;

	constructor(now: number) {
		this.beginningAt = now;
		this.latest = now;
	}

	/** Whether the service counts the last second before each request. */
	get hasNoWindows(): boolean {
		if (this.latest - this.beginningAt < NO_BEGINNING_FOR) return false;
		// Of a limit of 1 or 2 a second, no answer looks like a beginning.
		return this.sinceBeginning >= NO_BEGINNING_IN || this.one / 2 > EARLY;
	}

	/** Whether it is known when windows begin. */
	get hasWindows(): boolean {
		return this.isConfirmed && !this.hasNoWindows;
	}

	/** Whether it is not known how the service counts. */
	get isUnknown(): boolean {
		return !this.isConfirmed && !this.hasNoWindows;
	}

	/** How much faster than it lasts the limit is used: 1.1 where it is used up after 10/11 of a window. */
	get pressure(): number {
		return this.hasWindows ? WINDOW / this.lastsFor : 1;
	}

	/** Whether nobody else sends. */
	get isAlone(): boolean {
		return this.hasWindows && this.others < NOBODY;
	}

	/** The first moment from this one on at which something of the limit should be left. */
	opensAt(time: number): number {
		if (!this.hasWindows) return time;
		const into = this.timeInto(time);
		return into > this.lastsFor - MARGIN ? time + WINDOW - into : time;
	}

	/**
	 * Learns from an answer.
	 * @param used which part of the limit was used, or undefined if the request was refused
	 * @param one which part of the limit one request is
	 * @returns how much more of the limit could have been used by then, as a part of it; less than 0 if too much was used
	 */
	learn(used: number | undefined, one: number, sentAt: number): number {
		this.latest = sentAt;
		this.one = one;
		this.sinceBeginning++;
		if (used === undefined) {
			this.learnRefusal(sentAt);
			return this.isUnknown ? -REFUSAL_AT_FIRST : -REFUSAL;
		}
		this.learnOthers(used);
		if (used < EARLY) this.learnBeginning(used, sentAt);
		else this.beginnings = 0;
		if (this.isHardlyUsed(sentAt)) {
			this.lastsFor = WINDOW;
			return AIM_WITHOUT_WINDOWS - used;
		}
		if (this.isUnknown) return 0;
		if (!this.hasWindows) return AIM_WITHOUT_WINDOWS - used;
		let into = this.timeInto(sentAt);
		// It arrived before the window began in which it left.
		if (used - into / WINDOW > 0.6) into += WINDOW;
		if (used > LATE) this.lastsFor += (into / used - this.lastsFor) * WEIGHT;
		this.forgetIfWrong(sentAt);
		return 2 * (into / WINDOW - used);
	}

	private learnOthers(used: number): void {
		if (used < this.lastUsed - HALF) this.own = 0;
		this.lastUsed = used;
		this.own++;
		if (used > HALF) this.others += (used - this.own * this.one - this.others) * WEIGHT;
	}

	private timeInto(time: number): number {
		const into = (time - (this.beganAt ?? time)) % WINDOW;
		return into < 0 ? into + WINDOW : into;
	}

	private learnBeginning(used: number, sentAt: number): void {
		this.sinceBeginning = 0;
		this.beginningAt = sentAt;
		if (this.beginnings++ === 0) this.beginningsFrom = sentAt;
		const beganAt = sentAt - used * Math.min(this.lastsFor, 3 * WINDOW);
		if (this.beganAt === undefined) {
			this.beganAt = beganAt;
			this.firstBeganAt = beganAt;
			return;
		}
		if (beganAt - this.firstBeganAt > WINDOW / 2) this.isConfirmed = true;
		const into = this.timeInto(beganAt);
		const off = into > WINDOW / 2 ? into - WINDOW : into;
		this.beganAt += Math.abs(off) > JUMP ? off : off * WEIGHT;
	}

	private learnRefusal(sentAt: number): void {
		if (!this.hasWindows) return;
		const into = this.timeInto(sentAt);
		// At the very beginning it arrived before the window did.
		if (into > JUMP && into < this.lastsFor) this.lastsFor += (into - this.lastsFor) * WEIGHT_OF_REFUSAL;
		this.forgetIfWrong(sentAt);
	}

	private isHardlyUsed(sentAt: number): boolean {
		return this.beginnings >= ONLY_BEGINNINGS_IN && sentAt - this.beginningsFrom > ONLY_BEGINNINGS_FOR;
	}

	private forgetIfWrong(now: number): void {
		if (this.lastsFor >= TOO_SOON) return;
		this.beganAt = undefined;
		this.isConfirmed = false;
		this.lastsFor = WINDOW;
		this.sinceBeginning = 0;
		this.beginningAt = now;
	}
}
