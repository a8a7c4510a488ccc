import type { PreparedItem, Repeats } from '../delivery/preparedItem';
import { ALREADY_SENT } from '../delivery/repeats';
import type { ItemResult } from '../errors/itemResult';

/**
 * Of items with the same value of Skip Repeats By, only the first is sent: n8n's store would call them all new if it were asked for
 * them together.
 */
export function withoutEqualValues(prepared: PreparedItem[]): PreparedItem[] {
	const first = new Map<string, number>();
	// What an earlier try of this run has sent goes before all others.
	for (const [index, item] of prepared.entries()) {
		if (item.kind === 'settled' && item.once !== undefined && !first.has(item.once))
			first.set(item.once, index);
	}
	const skipped = new Map<number, PreparedItem>();
	for (const [index, item] of prepared.entries()) {
		if (item.kind !== 'toSend' || item.once === undefined) continue;
		const before = first.get(item.once);
		if (before === undefined) {
			first.set(item.once, index);
			continue;
		}
		for (const place of [index, ...item.parts.map((part) => part.index)]) {
			const repeats: Repeats = { what: 'value', items: [before] };
			skipped.set(place, { kind: 'settled', result: skippedFor(before), warnings: [], repeats });
		}
	}
	return skipped.size === 0 ? prepared : prepared.map((item, index) => skipped.get(index) ?? item);
}

function skippedFor(before: number): ItemResult {
	const reason = `Item ${before} has the same value of 'Skip Repeats By'`;
	return { status: 'skipped', reasonCode: ALREADY_SENT, reason };
}
