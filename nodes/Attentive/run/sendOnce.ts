import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { RunError } from '../parameters/runError';
import { MOST_REMEMBERED, REMEMBERED } from '../fields/once';
import type { ItemResult } from '../../engine/types';
import type { Operation } from '../operation';
import type { PreparedItem } from './prepare';
import type { Reason } from './refusal';
import { itemError } from './results';
import type { Settings } from './settings';

/** Of items with equal keys, only the first is sent: n8n's store would call them all new if it were asked for them together. */
export function withoutEqualKeys(prepared: PreparedItem[]): PreparedItem[] {
	const seen = new Map<string, number>();
	const left = new Map<number, PreparedItem>();
	for (const [index, item] of prepared.entries()) {
		if (item.kind !== 'toSend' || item.once === undefined) continue;
		const before = seen.get(item.once);
		if (before === undefined) {
			seen.set(item.once, index);
			continue;
		}
		for (const place of [index, ...item.parts.map((part) => part.index)]) {
			left.set(place, { kind: 'settled', result: skippedFor(before), warnings: [], sameAs: before });
		}
	}
	return left.size === 0 ? prepared : prepared.map((item, index) => left.get(index) ?? item);
}

function skippedFor(before: number): ItemResult {
	const reason = `has the value of "Send Once Per" that item ${before} has`;
	return { status: 'skipped', reasonCode: 'alreadySent', reason };
}

/** The result of an item once that of the item with its value is known: where nothing was sent for the value, it was not tried either. */
export function afterFirst(
	index: number,
	own: ItemResult,
	before: number,
	first: ItemResult | undefined,
): ItemResult {
	if (first?.status !== 'failed' || first.error.status === 'unknown') return own;
	const error = itemError(index, {
		status: 'notTried',
		reasonCode: 'firstFailed',
		reason: `was not sent, since item ${before} with the same value of "Send Once Per" failed`,
		wayOut: `See to item ${before}, then send one of them`,
	});
	return { status: 'failed', error };
}

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
				wayOut: 'Correct it, or take the option away',
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
		return items.map(({ index, once }) => {
			if (before.has(once)) return [index, SENT_BEFORE];
			this.recorded.set(index, once);
			this.unsent.add(index);
			return [index, undefined];
		});
	}

	/** What certainly was not sent must not count as sent in a later run: it is freed, in one call. */
	async freeUnsent(results: Array<ItemResult | undefined>): Promise<void> {
		const unsent = [...this.recorded].flatMap(([index, key]) => {
			const result = results[index];
			return result?.status === 'failed' && result.error.status !== 'unknown' ? [key] : [];
		});
		if (unsent.length === 0) return;
		try {
			await inTurn(
				this.context,
				async () => await this.context.helpers.removeProcessed(this.named(unsent), 'node', this.options),
			);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			this.context.logger.warn(
				`Attentive: ${unsent.length} values of "Send Once Per" could not be freed, so later runs will skip them: ${reason}`,
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

interface OnceItem {
	index: number;
	once: string;
}

const SENT_BEFORE: ItemResult = {
	status: 'skipped',
	reasonCode: 'alreadySent',
	reason: 'was sent, or begun and of unknown fate, in an earlier run',
};

function storeFailed(words: string): Reason {
	return {
		status: 'notTried',
		reasonCode: 'storeFailed',
		reason: `was not sent, for n8n could not say whether it was sent before: ${words}`,
		wayOut:
			'Run the item again when n8n and its database are well; if it is then skipped as sent, look it up in Attentive',
	};
}
