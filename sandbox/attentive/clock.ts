/**
 * The time as Attentive would see it: ledger times, quiet hours, the age of events. It can be frozen and moved.
 * Rate limits do not use it: a frozen clock would never open the next second.
 */
export class Clock {
	private frozenAt: number | undefined;
	private ahead = 0;

	/** Milliseconds since 1970. */
	now(): number {
		return this.frozenAt ?? Date.now() + this.ahead;
	}

	iso(): string {
		return new Date(this.now()).toISOString();
	}

	/** Freezes the clock at this instant (milliseconds since 1970). */
	freeze(at: number): void {
		this.frozenAt = at;
	}

	/** Back to the real time. */
	release(): void {
		this.frozenAt = undefined;
		this.ahead = 0;
	}

	/** A frozen clock stays frozen, a running one runs on from there. */
	advance(ms: number): void {
		if (this.frozenAt === undefined) this.ahead += ms;
		else this.frozenAt += ms;
	}
}

/** Real time in milliseconds since 1970, with fractions, that never runs backwards. */
export function realTime(): number {
	return performance.timeOrigin + performance.now();
}
