import { WINDOW } from './usage';

/**
 * A limit that differs from the documented one is believed if so many answers in a row tell it, and have told it for a second; or at the
 * first refusal, if what they told before stood for so long, in ms.
 */
const TOLD_OFTEN = 3;
const STOOD_LONG = 10 * WINDOW;
/** More than so many times the documented limit is not believed. */
const MOST_TIMES_DOCUMENTED = 10;

/** The limit as the answers tell it. Where they contradict each other, the documented one holds. All times in ms of the clock. */
export class ToldLimit {
	/** Requests a second. */
	limit: number;
	/** What the answers tell, since when, how many of them in a row, and for how long they told what they told before. */
	private told = Number.NaN;
	private since = Number.NEGATIVE_INFINITY;
	private times = 0;
	private stoodFor = 0;

	/** @param documented requests a second */
	constructor(private readonly documented: number) {
		this.limit = documented;
	}

	/** @param header x-ratelimit-limit of an answer */
	learn(header: unknown, now: number, isRefused: boolean): void {
		if (header === undefined) return;
		const told = positive(header) ?? Number.NaN;
		if (told !== this.told) {
			this.told = told;
			this.stoodFor = now - this.since;
			this.since = now;
			this.times = 0;
		}
		this.times++;
		if (told === this.limit) return;
		const isPlausible = told >= 1 && told <= MOST_TIMES_DOCUMENTED * this.documented;
		const isClear = now - this.since >= WINDOW || (isRefused && this.stoodFor >= STOOD_LONG);
		const isSteady = this.times >= TOLD_OFTEN && isClear;
		this.limit = isPlausible && isSteady ? told : this.documented;
	}
}

/** The number that a header tells, from 0; undefined where it tells none. */
export function positive(header: unknown): number | undefined {
	const value = typeof header === 'string' || typeof header === 'number' ? Number(header) : Number.NaN;
	return Number.isFinite(value) && value >= 0 && header !== '' ? value : undefined;
}
