import { randomUUID } from 'node:crypto';

/** A claim is left alone for so long, in ms, and for so many times as long as the call took that recorded it, before its mark is looked for. */
export const SETTLING = 1_000;
export const SETTLING_PER_CALL = 3;

/** A call that takes longer says nothing: another worker may have claimed, looked and sent meanwhile. In ms. */
const LONGEST_CALL = 10_000;

/** So often other workers may undo a claim. */
const MOST_ROUNDS = 20;

/** Who sends a value: this run; an earlier one; or one on another worker that has claimed it at the same moment. */
export type Owner = 'this' | 'before' | 'elsewhere';

/**
 * Values that a run wants to send, recorded in n8n's store with a mark of its own.
 *
 * The store has no lock: a call reads a list and writes all of it back, and so undoes what another worker has written in between. Of calls
 * at the same moment one remains, with its mark. So a mark that is still there when the calls of that moment are over shows that the claim
 * holds: whoever comes later reads its values. A mark that is gone shows that another worker's call remained: what that one has recorded as
 * well is left to it, and the rest was recorded again by the call that has looked.
 *
 * It fails where a call of another worker takes longer than this claim is left alone: it then undoes the claim after it was looked for.
 * A busy database or computer is slow for all, so a slow call waits longer.
 */
export class Claim {
	readonly mark: string = randomUUID();
	/** Why the store could not say whose the values are that have no owner. */
	failure?: string;
	/** When it can be looked for, in ms of the clock. */
	settlesAt = 0;
	private readonly open: Set<string>;
	private readonly owners = new Map<string, Owner>();
	private rounds = 0;

	constructor(values: Iterable<string>) {
		this.open = new Set(values);
	}

	/** Whether it must be recorded, or looked for. */
	get isOpen(): boolean {
		return this.open.size > 0 && this.failure === undefined;
	}

	/** What a call to the store has to record. Its mark comes last: where the store keeps few values, the newest stay. */
	get entries(): string[] {
		return [...this.open, this.mark];
	}

	/** Undefined where the store could not say. */
	ownerOf(value: string): Owner | undefined {
		return this.owners.get(value);
	}

	/** The store could not say whose the values are that have no owner yet. */
	fail(reason: string): void {
		if (this.isOpen) this.failure = reason;
	}

	/**
	 * Learns what a call that recorded its entries has found there before.
	 * @param took how long the call took
	 * @param failure of the call before it, which may have recorded them, nobody knows when
	 */
	learn(
		found: ReadonlySet<string>,
		{ took, now, failure }: { took: number; now: number; failure?: string },
	): void {
		const isMarked = found.has(this.mark);
		const isLook = this.rounds > 0;
		// That call may have recorded the mark beside what another worker has claimed.
		if (isMarked && (failure !== undefined || !isLook)) return this.fail(failure ?? '');
		for (const value of this.open) {
			if (isMarked) this.own(value, 'this');
			else if (found.has(value)) this.own(value, isLook ? 'elsewhere' : 'before');
		}
		this.rounds++;
		this.settlesAt = now + Math.max(SETTLING, SETTLING_PER_CALL * took);
		if (took > LONGEST_CALL) this.fail(`its database took ${(took / 1_000).toFixed(1)} s`);
		else if (this.rounds > MOST_ROUNDS) this.fail('other executions kept changing its list');
	}

	private own(value: string, owner: Owner): void {
		this.owners.set(value, owner);
		this.open.delete(value);
	}
}
