import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { z } from 'zod';
import { RunError } from '../parameters/runError';
import { MOST_REMEMBERED, REMEMBERED } from '../fields/once';
import type { ItemResult } from '../../engine/types';
import type { Operation } from '../operation';
import type { PreparedItem } from './prepare';
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

/**
 * What this node has sent in earlier runs, in n8n's own store of its Remove Duplicates node: hashes, without dates, and without a lock:
 * two executions that ask at the same moment can both be told that a key is new. Each call reads and writes the node's whole list.
 */
export class SentBefore {
	private readonly options: ICheckProcessedOptions;
	private readonly prefix: string;

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

	/** Records keys and says which of them were recorded before. */
	async claim(keys: string[]): Promise<Set<string>> {
		const { processed } = await this.context.helpers.checkProcessedAndRecord(
			this.named(keys),
			'node',
			this.options,
		);
		return new Set(processed.map((key) => String(key).slice(this.prefix.length)));
	}

	/** Takes keys out of the record. */
	async free(keys: string[]): Promise<void> {
		if (keys.length > 0) await this.context.helpers.removeProcessed(this.named(keys), 'node', this.options);
	}

	private named(keys: string[]): string[] {
		return keys.map((key) => this.prefix + key);
	}
}
