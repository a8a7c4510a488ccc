import { randomUUID } from 'node:crypto';

/**
 * How long a claim is left alone before its mark is looked for, and the longest that the call which recorded it may have taken, in ms.
 * The two must not differ: whoever read the list before the claim was there has written it back by then, or learns that it was too late.
 */
export const SETTLING = 1_000;

/** So often other workers may undo a claim. */
const MOST_ROUNDS = 20;

/** Who sends a value: this run; an earlier one; or one on another worker that has claimed it at the same moment. */
export type Owner = 'this' | 'before' | 'elsewhere';

/**
 * Values that a run wants to send, recorded in n8n's store with a mark of its own.
 *
 * The store has no lock: a call reads a list and writes all of it back, and so undoes what another worker has written in between. Of calls
 * at the same moment one remains, with its mark. So a mark that is still there after SETTLING shows that the claim holds: whoever comes later
 * reads its values. A mark that is gone shows that another worker's call remained: what that one has recorded as well is left to it, and the
 * rest was recorded again by the call that has looked.
 */
export class Claim {
	readonly mark = `claim ${randomUUID()}`;
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

	/**
	 * Learns what a call that recorded its entries has found there before.
	 * @param took how long the call took
	 */
	learn(found: ReadonlySet<string>, took: number, now: number): void {
		if (!this.isOpen) return;
		const holds = this.rounds > 0 && found.has(this.mark);
		const other = this.rounds > 0 ? 'elsewhere' : 'before';
		for (const value of this.open) {
			if (holds) this.own(value, 'this');
			else if (found.has(value)) this.own(value, other);
		}
		if (this.open.size === 0) return;
		this.rounds++;
		this.settlesAt = now + SETTLING;
		// Meanwhile another worker may have claimed, looked and sent, and this call has undone what it recorded.
		if (took > SETTLING) this.failure = `its database took ${(took / 1_000).toFixed(1)} s`;
		else if (this.rounds > MOST_ROUNDS) this.failure = 'other executions kept changing its list';
	}

	private own(value: string, owner: Owner): void {
		this.owners.set(value, owner);
		this.open.delete(value);
	}
}
