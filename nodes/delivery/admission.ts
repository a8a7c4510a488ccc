import { z } from 'zod';
import { sleepUntil } from '../engine/clock';
import type { Clock } from '../engine/types';
import type { Reason } from '../errors/reasons';
import { RunError } from '../errors/runError';
import { MOST_REMEMBERED, REMEMBERED } from '../fields/skipRepeats';
import { messageOf } from '../values/messageOf';
import { Claim } from './claim';
import type { Forecast } from './forecast';
import type { Parcel } from './parcel';
import { SENT_BEFORE, SENT_ELSEWHERE } from './repeats';
import type { ValueStore } from './valueStore';

/** What a run has to say of itself for Skip Repeats By. */
export interface AdmissionRun {
	store: ValueStore;
	clock: Clock;
	/** What an earlier try of this run has recorded and sent. */
	earlier?: Parcel[];
	forecast: Forecast;
	/** Once the execution is canceled, nothing more is claimed before it is due. */
	signal?: AbortSignal;
	/** How many parcels are claimed before they are due: as many as go in a second. */
	mostAhead(): number;
}

/**
 * Admits what was not sent in earlier runs of this node, by Skip Repeats By, nor is being sent on another worker.
 * A value is claimed in n8n's store a second before it is sent, and looked for just before. One call does both: it looks for the values that
 * are due, and claims those of the next second.
 */
export class Admission {
	private readonly recorded: Set<Parcel>;
	/** Parcels that have been claimed and not been asked for. */
	private readonly claims = new Map<Parcel, Claim>();
	/** Parcels that have been claimed and need not be sent any more: a question has shown that. */
	private readonly unneeded = new Map<Parcel, Claim>();
	/** Of all claims. */
	private readonly marks: string[] = [];
	/** Parcels that wait for the next turn, and the answer to them. */
	private asking: Parcel[] = [];
	private answer?: Promise<void>;
	private turn = Promise.resolve();

	constructor(private readonly run: AdmissionRun) {
		this.recorded = new Set(run.earlier);
	}

	/**
	 * Claims the values of parcels that are about to be sent, and settles those that must not be.
	 * What is asked for at the same moment goes in one call: the store reads and writes its whole list each time.
	 */
	async admit<Payload extends object>(parcels: Array<Parcel<Payload>>): Promise<Array<Parcel<Payload>>> {
		const once = parcels.filter((parcel) => parcel.once !== undefined);
		if (once.length === 0) return parcels;
		this.asking.push(...once);
		this.answer ??= this.ask();
		await this.answer;
		return parcels.filter(({ result }) => result === undefined);
	}

	/** Frees what certainly was not sent: it must not count as sent in a later run. */
	async free(): Promise<void> {
		const marks = this.marks.splice(0);
		// What was claimed ahead and never asked for may be another worker's.
		const left = new Map([...this.unneeded, ...this.claims]);
		await this.settle(new Set(left.values()), () => []);
		this.unneeded.clear();
		this.claims.clear();
		const unasked = [...left].flatMap(([parcel, claim]) =>
			claim.ownerOf(valueOf(parcel)) === 'this' && parcel.earlierTry !== 'unknown' ? [parcel] : [],
		);
		const unsent = [...this.recorded].filter(({ result }) => result === undefined || isUnsent(result));
		for (const parcel of unsent) this.recorded.delete(parcel);
		const values = [...unsent, ...unasked].map(valueOf);
		const [failure] = [...left.values()].flatMap((claim) => claim.failure ?? []);
		if (failure !== undefined) this.warn(left.size, failure);
		try {
			await this.run.store.remove(values, marks);
		} catch (error) {
			this.warn(values.length, messageOf(error));
		}
	}

	private warn(count: number, reason: string): void {
		this.run.store.warn(
			`Attentive: n8n could not forget ${count} of the values of 'Skip Repeats By' that were not sent, so later runs will skip them: ${reason}`,
		);
	}

	/** One turn at a time. All that start together are in when it begins. */
	private async ask(): Promise<void> {
		const turn = this.turn.then(async () => {
			const parcels = this.asking;
			this.asking = [];
			this.answer = undefined;
			await this.decide(parcels);
		});
		this.turn = turn;
		await turn;
	}

	private async decide(parcels: Parcel[]): Promise<void> {
		const fresh = parcels.filter((parcel) => !this.claims.has(parcel));
		if (fresh.length > 0) await this.run.store.record([this.claim(fresh)]);
		const claims = new Set(parcels.flatMap((parcel) => this.claims.get(parcel) ?? []));
		await this.settle(claims, () => this.ahead(parcels.length));
		for (const parcel of parcels) {
			const claim = this.claims.get(parcel);
			this.claims.delete(parcel);
			if (claim) this.conclude(parcel, claim);
		}
	}

	/** Looks for claims until each of their values has an owner or cannot get one. */
	private async settle(claims: Set<Claim>, ahead: () => Claim[]): Promise<void> {
		const { clock, store } = this.run;
		for (;;) {
			const open = [...claims].filter(({ isOpen }) => isOpen);
			if (open.length === 0) return;
			const at = Math.max(...open.map(({ settlesAt }) => settlesAt));
			await sleepUntil(clock, at);
			await store.record([...open, ...ahead()]);
		}
	}

	/**
	 * What will probably be sent within the next second.
	 * @param due how many of the claims are of what is sent in this one
	 */
	private ahead(due: number): Claim[] {
		const { forecast, mostAhead, signal } = this.run;
		if (signal?.aborted) return [];
		for (const [parcel, claim] of this.claims) {
			if (!parcel.result) continue;
			this.claims.delete(parcel);
			this.unneeded.set(parcel, claim);
		}
		const parcels = forecast.next(
			Math.max(1, mostAhead()) - (this.claims.size - due),
			(parcel) =>
				parcel.once !== undefined && !parcel.result && !this.claims.has(parcel) && !this.recorded.has(parcel),
		);
		return parcels.length > 0 ? [this.claim(parcels)] : [];
	}

	private claim(parcels: Parcel[]): Claim {
		const claim = new Claim(parcels.map(valueOf));
		for (const parcel of parcels) this.claims.set(parcel, claim);
		this.marks.push(claim.mark);
		return claim;
	}

	private conclude(parcel: Parcel, claim: Claim): void {
		const owner = claim.ownerOf(valueOf(parcel));
		// It is not freed: it may be a value that another run has sent.
		if (owner === undefined) return parcel.failByStore(storeFailed(claim.failure ?? ''));
		// It stays recorded whatever becomes of it now: the earlier try may have been processed.
		if (parcel.earlierTry === 'unknown') return;
		if (owner === 'this') this.recorded.add(parcel);
		else if (parcel.earlierTry === 'storeFailed') parcel.failByStore(SENT_OR_NOT);
		else parcel.settle(owner === 'before' ? SENT_BEFORE : SENT_ELSEWHERE);
	}
}

function valueOf({ once }: Parcel): string {
	return once ?? '';
}

function isUnsent(result: NonNullable<Parcel['result']>): boolean {
	return result.status === 'failed' && result.error.status !== 'unknown';
}

/** How many values the store keeps. Throws a RunError where the option cannot be used. */
export function sizeIn(options: Record<string, unknown>): number {
	const size = z.coerce
		.number()
		.int()
		.min(1)
		.max(MOST_REMEMBERED)
		.safeParse(options[REMEMBERED.name] ?? REMEMBERED.default);
	if (size.success) return size.data;
	throw new RunError({
		reasonCode: 'unknownChoice',
		field: REMEMBERED.displayName,
		value: options[REMEMBERED.name],
		reason: `is not a whole number from 1 to ${MOST_REMEMBERED}`,
		wayOut: 'Correct it, or remove the option',
	});
}

const STORE_FAILED = 'storeFailed';

/** Of a value that is in the store now: by an earlier run, or by an earlier try of this one, in which the store failed. */
const SENT_OR_NOT: Reason = {
	status: 'unknown',
	reasonCode: STORE_FAILED,
	reason: 'Not sent in this run, but possibly in an earlier one: n8n could not tell',
	wayOut: "Look it up in Attentive. To send it, run it without 'Skip Repeats By'",
};

function storeFailed(words: string): Reason {
	return {
		status: 'notTried',
		reasonCode: STORE_FAILED,
		reason: `Not sent: n8n could not say whether it was sent in an earlier run (${words})`,
		wayOut:
			'Run the item again when n8n and its database work. If it is then skipped as already sent, look it up in Attentive',
	};
}
