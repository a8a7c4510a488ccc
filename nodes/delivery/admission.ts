import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { Reason } from '../errors/reasons';
import { RunError } from '../errors/runError';
import { MOST_REMEMBERED, REMEMBERED } from '../fields/skipRepeats';
import { messageOf } from '../values/messageOf';
import type { Parcel } from './parcel';
import { SENT_BEFORE } from './repeats';

/** n8n looks through its whole list for each value: 1,000 of 100,000 take a third of a second, in which n8n does nothing else. */
const FREED_AT_ONCE = 1_000;

/**
 * Admits what was not sent in earlier runs of this node, by Skip Repeats By. n8n's own store of its Remove Duplicates node knows: it holds
 * the values, without dates.
 */
export class Admission {
	private readonly options: ICheckProcessedOptions;
	private readonly recorded: Set<Parcel>;
	/** Parcels that wait for the next call to the store, and that call. */
	private asking: Parcel[] = [];
	private answer?: Promise<void>;

	/**
	 * Throws a RunError where the size of the store cannot be used.
	 * @param operation so that another operation in the same node is not taken for this one
	 * @param earlier what an earlier try of this run has recorded and sent
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly operation: string,
		options: Record<string, unknown>,
		earlier: Parcel[],
	) {
		this.recorded = new Set(earlier);
		this.options = { mode: 'entries', maxEntries: sizeIn(options) };
	}

	/**
	 * Records the values of parcels that are about to be sent, and settles those that must not be.
	 * What is asked for at the same moment is recorded in one call: the store reads and writes its whole list each time.
	 */
	async admit<Payload extends object>(parcels: Array<Parcel<Payload>>): Promise<Array<Parcel<Payload>>> {
		const once = parcels.filter((parcel) => parcel.once !== undefined);
		if (once.length === 0) return parcels;
		this.asking.push(...once);
		this.answer ??= this.ask();
		await this.answer;
		return parcels.filter(({ result }) => result === undefined);
	}

	private async ask(): Promise<void> {
		// All that start together are in by then.
		await Promise.resolve();
		const parcels = this.asking;
		this.asking = [];
		this.answer = undefined;
		let before: Set<string>;
		try {
			before = await this.record(parcels);
		} catch (error) {
			// They are not freed: among them may be values that an earlier run has sent.
			const reason = storeFailed(messageOf(error));
			for (const parcel of parcels) parcel.failByStore(reason);
			return;
		}
		for (const parcel of parcels) {
			// It stays recorded whatever becomes of it now: the earlier try may have been processed.
			if (parcel.earlierTry === 'unknown') continue;
			if (!before.has(parcel.once ?? '')) this.recorded.add(parcel);
			else if (parcel.earlierTry === 'storeFailed') parcel.failByStore(SENT_OR_NOT);
			else parcel.settle(SENT_BEFORE);
		}
	}

	/** Frees what certainly was not sent: it must not count as sent in a later run. In one call, unless it is very much. */
	async free(): Promise<void> {
		const unsent = [...this.recorded].filter(({ result }) => result === undefined || isUnsent(result));
		for (const parcel of unsent) this.recorded.delete(parcel);
		const values = unsent.flatMap(({ once }) => once ?? []);
		try {
			for (let from = 0; from < values.length; from += FREED_AT_ONCE) {
				const named = this.named(values.slice(from, from + FREED_AT_ONCE));
				await inTurn(
					this.context,
					async () => await this.context.helpers.removeProcessed(named, 'node', this.options),
				);
			}
		} catch (error) {
			const reason = messageOf(error);
			this.context.logger.warn(
				`Attentive: n8n could not forget ${values.length} of the values of 'Skip Repeats By' that were not sent, so later runs will skip them: ${reason}`,
			);
		}
	}

	/** Records the values of parcels, and gives those that were recorded before. */
	private async record(parcels: Parcel[]): Promise<Set<string>> {
		const named = this.named(parcels.flatMap(({ once }) => once ?? []));
		const { processed } = await inTurn(
			this.context,
			async () => await this.context.helpers.checkProcessedAndRecord(named, 'node', this.options),
		);
		return new Set(processed.map((value) => String(value).slice(this.operation.length + 1)));
	}

	private named(values: string[]): string[] {
		return values.map((value) => `${this.operation} ${value}`);
	}
}

function isUnsent(result: NonNullable<Parcel['result']>): boolean {
	return result.status === 'failed' && result.error.status !== 'unknown';
}

function sizeIn(options: Record<string, unknown>): number {
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

/** Tells a node from all others, as n8n's store does: what one has sent, another may send. */
export function nodeKey(context: IExecuteFunctions): string {
	return `${context.getWorkflow().id} ${context.getNode().id}`;
}

/** By workflow and node: the last of the calls to n8n's store that are under way in this process. */
const lastCalls = new Map<string, Promise<unknown>>();

/**
 * Calls n8n's store when the calls before it for the same node have ended. Each reads and writes the node's whole list without a lock: at the
 * same moment, one would undo what the other has recorded, and both would find a value new. Other processes (workers) are not seen.
 */
async function inTurn<Result>(context: IExecuteFunctions, call: () => Promise<Result>): Promise<Result> {
	const node = nodeKey(context);
	const turn = (lastCalls.get(node) ?? Promise.resolve()).then(call);
	const ended = turn.then(
		() => {},
		() => {},
	);
	lastCalls.set(node, ended);
	try {
		return await turn;
	} finally {
		if (lastCalls.get(node) === ended) lastCalls.delete(node);
	}
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
