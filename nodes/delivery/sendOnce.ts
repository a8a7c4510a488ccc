import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import type { ItemResult } from '../engine/types';
import { itemError } from '../errors/itemError';
import type { Reason } from '../errors/reasons';
import { RunError } from '../errors/runError';
import { MOST_REMEMBERED, REMEMBERED } from '../fields/skipRepeats';
import type { Operation } from '../operation/operation';
import type { Settings } from '../operation/settings';
import type { EarlierTry, SameAs } from './preparedItem';

/** The result of a repeated item, once it is known what became of the items that it repeats: where one was not sent, neither was this one. */
export function afterFirst(
	index: number,
	own: ItemResult,
	{ why, items }: SameAs,
	results: Array<ItemResult | undefined>,
): ItemResult {
	const unsent = items.find((item) => wasNotSent(results[item]));
	if (unsent === undefined) return own;
	const first = results[unsent];
	const has = `item ${unsent} has the same ${why === 'value' ? "value of 'Skip Repeats By'" : 'content'}`;
	if (first?.status === 'skipped') {
		const reason = `Not sent: ${has} and was skipped (${first.reason}). Send this item in a run without item ${unsent}`;
		return { status: 'skipped', reasonCode: 'firstLeftOut', reason };
	}
	const error = itemError(index, {
		status: 'notTried',
		reasonCode: 'firstFailed',
		reason: `Not sent: ${has} and failed`,
		wayOut: `Fix item ${unsent}, then send one of them`,
	});
	return { status: 'failed', error };
}

/** Whether nothing was sent for an item, in this run or an earlier one. */
function wasNotSent(result: ItemResult | undefined): boolean {
	if (result?.status === 'failed') return result.error.status !== 'unknown';
	return result?.status === 'skipped' && result !== SENT_BEFORE;
}

/** Code of what was sent before, in this run or an earlier one. */
export const ALREADY_SENT = 'alreadySent';

/** n8n looks through its whole list for each value: 1,000 of 100,000 take a third of a second, in which n8n does nothing else. */
const FREED_AT_ONCE = 1_000;

/** By workflow and node: the last of the calls to n8n's store that are under way in this process. */
const lastCalls = new Map<string, Promise<unknown>>();

/**
 * Calls n8n's store when the calls before it for the same node have ended. Each reads and writes the node's whole list without a lock: at the
 * same moment, one would undo what the other has recorded, and both be told that a key is new. Other processes (workers) are not seen.
 */
async function inTurn<Result>(context: IExecuteFunctions, call: () => Promise<Result>): Promise<Result> {
	const place = `${context.getWorkflow().id} ${context.getNode().id}`;
	const turn = (lastCalls.get(place) ?? Promise.resolve()).then(call);
	const ended = turn.then(
		() => {},
		() => {},
	);
	lastCalls.set(place, ended);
	try {
		return await turn;
	} finally {
		if (lastCalls.get(place) === ended) lastCalls.delete(place);
	}
}

/** What this node has sent in earlier runs, in n8n's own store of its Remove Duplicates node: hashes, without dates. */
export class SentBefore {
	private readonly options: ICheckProcessedOptions;
	private readonly prefix: string;
	/** By the place of the item: what was recorded as sent before it went. */
	private readonly recorded = new Map<number, string>();
	private readonly unsent = new Set<number>();

	/** Throws a RunError where the size of the store cannot be used. */
	constructor(
		private readonly context: IExecuteFunctions,
		{ resource, operation }: Operation,
		{ options }: Settings,
	) {
		const size = z.coerce
			.number()
			.int()
			.min(1)
			.max(MOST_REMEMBERED)
			.safeParse(options[REMEMBERED.name] ?? REMEMBERED.default);
		if (!size.success) {
			throw new RunError({
				reasonCode: 'unknownChoice',
				field: REMEMBERED.displayName,
				value: options[REMEMBERED.name],
				reason: `is not a whole number from 1 to ${MOST_REMEMBERED}`,
				wayOut: 'Correct it, or remove the option',
			});
		}
		this.options = { mode: 'entries', maxEntries: size.data };
		this.prefix = `${resource} ${operation} `;
	}

	/** How many items are recorded and have not gone yet: what a kill would leave in doubt. */
	get inDoubt(): number {
		return this.unsent.size;
	}

	/** An item leaves: its value stays recorded, unless it is refused. */
	goes(index: number): void {
		this.unsent.delete(index);
	}

	/** Records the values of items that are about to go. Gives each that must not go its result, and undefined for those that go. */
	async record(items: OnceItem[]): Promise<Array<[index: number, result: ItemResult | undefined]>> {
		let before: Set<string>;
		try {
			before = await this.claim(items.map(({ once }) => once));
		} catch (error) {
			// They are not freed: among them may be values that an earlier run has sent.
			const reason = storeFailed(error instanceof Error ? error.message : String(error));
			return items.map(({ index }) => [index, { status: 'failed', error: itemError(index, reason) }]);
		}
		return items.map(({ index, once, earlierTry }) => {
			// It stays recorded whatever becomes of it now: the earlier try may have been processed.
			if (earlierTry === 'unknown') return [index, undefined];
			if (before.has(once)) return [index, earlierTry === 'storeFailed' ? sentOrNot(index) : SENT_BEFORE];
			this.recorded.set(index, once);
			this.unsent.add(index);
			return [index, undefined];
		});
	}

	/** What certainly was not sent must not count as sent in a later run: it is freed, in one call where it is not very much. */
	async freeUnsent(results: Array<ItemResult | undefined>): Promise<void> {
		const unsent = [...this.recorded].flatMap(([index, key]) => {
			const result = results[index];
			return result?.status === 'failed' && result.error.status !== 'unknown' ? [key] : [];
		});
		if (unsent.length === 0) return;
		try {
			for (let from = 0; from < unsent.length; from += FREED_AT_ONCE) {
				const named = this.named(unsent.slice(from, from + FREED_AT_ONCE));
				await inTurn(
					this.context,
					async () => await this.context.helpers.removeProcessed(named, 'node', this.options),
				);
			}
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			this.context.logger.warn(
				`Attentive: n8n could not forget ${unsent.length} of the values of 'Skip Repeats By' that were not sent, so later runs will skip them: ${reason}`,
			);
		}
	}

	/** Records keys and says which of them were recorded before. */
	private async claim(keys: string[]): Promise<Set<string>> {
		const named = this.named(keys);
		const { processed } = await inTurn(
			this.context,
			async () => await this.context.helpers.checkProcessedAndRecord(named, 'node', this.options),
		);
		return new Set(processed.map((key) => String(key).slice(this.prefix.length)));
	}

	private named(keys: string[]): string[] {
		return keys.map((key) => this.prefix + key);
	}
}

export interface OnceItem {
	index: number;
	once: string;
	earlierTry?: EarlierTry;
}

const SENT_BEFORE: ItemResult = {
	status: 'skipped',
	reasonCode: ALREADY_SENT,
	reason: 'Already sent (or possibly sent) in an earlier run',
};

/** Of a value that the store has now: by an earlier run, or by an earlier try of this one, in which the store failed. */
function sentOrNot(index: number): ItemResult {
	const error = itemError(index, {
		status: 'unknown',
		reasonCode: STORE_FAILED,
		reason: 'Not sent in this run, but possibly in an earlier one: n8n could not tell',
		wayOut: "Look it up in Attentive. To send it, run it without 'Skip Repeats By'",
	});
	return { status: 'failed', error };
}

export function isStoreFailure(result: ItemResult): boolean {
	return result.status === 'failed' && result.error.reasonCode === STORE_FAILED;
}

const STORE_FAILED = 'storeFailed';

function storeFailed(words: string): Reason {
	return {
		status: 'notTried',
		reasonCode: STORE_FAILED,
		reason: `Not sent: n8n could not say whether it was sent in an earlier run (${words})`,
		wayOut:
			'Run the item again when n8n and its database work. If it is then skipped as already sent, look it up in Attentive',
	};
}
