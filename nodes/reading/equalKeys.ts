import { ALREADY_SENT } from '../delivery/sendOnce';
import type { PreparedItem, SameAs } from '../delivery/preparedItem';
import type { ItemResult } from '../engine/types';

/** Of items with equal keys, only the first is sent: n8n's store would call them all new if it were asked for them together. */
export function withoutEqualKeys(prepared: PreparedItem[]): PreparedItem[] {
	const seen = new Map<string, number>();
	// What an earlier try of this run has sent goes before all others.
	for (const [index, item] of prepared.entries()) {
		if (item.kind === 'settled' && item.once !== undefined && !seen.has(item.once))
			seen.set(item.once, index);
	}
	const left = new Map<number, PreparedItem>();
	for (const [index, item] of prepared.entries()) {
		if (item.kind !== 'toSend' || item.once === undefined) continue;
		const before = seen.get(item.once);
		if (before === undefined) {
			seen.set(item.once, index);
			continue;
		}
		for (const place of [index, ...item.parts.map((part) => part.index)]) {
			const sameAs: SameAs = { why: 'value', items: [before] };
			left.set(place, { kind: 'settled', result: skippedFor(before), warnings: [], sameAs });
		}
	}
	return left.size === 0 ? prepared : prepared.map((item, index) => left.get(index) ?? item);
}

function skippedFor(before: number): ItemResult {
	const reason = `Item ${before} has the same value of 'Skip Repeats By'`;
	return { status: 'skipped', reasonCode: ALREADY_SENT, reason };
}
