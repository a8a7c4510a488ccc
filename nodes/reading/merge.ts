import type { Part, PreparedItem, ToSend } from '../delivery/preparedItem';
import { itemError } from '../errors/itemError';
import { peopleOf } from '../engine/plan';
import type { ItemResult } from '../errors/itemResult';
import { ValueError } from '../values/valueError';
import { identifiersOf } from '../fields/person';
import type { Merge, Operation } from '../operation/operation';
import { rejected } from '../errors/rejected';

type Placed = { index: number; item: ToSend };
type Changed = Array<[index: number, item: PreparedItem]>;

/** Makes one thing of the items that belong together: the first of them stands for all, and all get its outcome. */
export function mergeItems(operation: Operation, prepared: PreparedItem[]): PreparedItem[] {
	const { merge } = operation;
	if (!merge) return prepared;
	const merged = [...prepared];
	for (const group of groupsOf(merge, prepared)) {
		for (const [index, item] of mergeGroup(merge, prepared, group)) merged[index] = item;
	}
	return merged;
}

/** Places of the items that belong together. What stands alone, as nearly all do, is no group. */
function groupsOf(merge: Merge<object>, prepared: PreparedItem[]): Iterable<number[]> {
	const firstWith = new Map<string | number, number>();
	const groups = new Map<string | number, number[]>();
	const people = merge.kind === 'person' ? peopleOf(prepared.map(identifiers)) : undefined;
	for (const [index, item] of prepared.entries()) {
		const key = people ? people[index] : keyOf(merge, item);
		if (key === undefined) continue;
		const first = firstWith.get(key);
		const group = groups.get(key);
		if (first === undefined) firstWith.set(key, index);
		else if (group) group.push(index);
		else groups.set(key, [first, index]);
	}
	return groups.values();
}

function keyOf(merge: Merge<object>, item: PreparedItem): string | undefined {
	if (item.kind === 'joined') return undefined;
	if (merge.kind === 'whole') return item.partOf;
	return merge.kind === 'same' && item.kind === 'toSend' ? merge.by(item.payload) : undefined;
}

function identifiers(item: PreparedItem): string[] {
	return item.kind === 'toSend' && item.person ? identifiersOf(item.person) : [];
}

function mergeGroup(merge: Merge<object>, prepared: PreparedItem[], group: number[]): Changed {
	const toSend = group.flatMap((index): Placed[] => {
		const item = prepared[index];
		return item?.kind === 'toSend' ? [{ index, item }] : [];
	});
	if (merge.kind !== 'whole') return asUnits(merge, toSend);
	// Half an order would be wrong, and sent again when the rest is mended.
	const left = group.find((index) => prepared[index]?.kind === 'settled');
	if (left !== undefined) return toSend.map(({ index }) => [index, withoutItem(index, left)]);
	try {
		checkOnce(toSend);
		return asUnits(merge, toSend);
	} catch (error) {
		return toSend.map(({ index }) => [index, settled({ status: 'failed', error: rejected(index, error) })]);
	}
}

/** Throws a ValueError where parts of one thing have different values of Skip Repeats By: then none of them can count for it. */
function checkOnce(toSend: Placed[]): void {
	if (toSend.every(({ item }) => item.once === toSend[0]?.item.once)) return;
	throw new ValueError({
		reasonCode: 'rowsDiffer',
		field: 'Skip Repeats By',
		reason: 'is not the same in all items of the order',
		wayOut: 'Use a value that all items of one order share, such as the order number',
	});
}

/** Merges items in their order, as far as they can be one. */
function asUnits(merge: Merge<object>, toSend: Placed[]): Changed {
	const units: Array<{ first: Placed; payload: object; others: Placed[] }> = [];
	for (const placed of toSend) {
		const unit = units.at(-1);
		// Each value of Skip Repeats By stands for a thing of its own.
		const isOne = unit?.first.item.once === placed.item.once;
		const payload = unit && isOne ? mergedPayload(merge, unit.payload, placed.item.payload) : undefined;
		if (unit && payload) {
			unit.payload = payload;
			unit.others.push(placed);
		} else units.push({ first: placed, payload: placed.item.payload, others: [] });
	}
	return units
		.filter(({ others }) => others.length > 0)
		.flatMap(({ first, payload, others }): Changed => {
			const parts = others.map(({ index, item }): Part => ({ index, key: item.key, person: item.person }));
			return [
				// What a row says of itself alone is not true of all.
				[first.index, { ...first.item, payload, details: undefined, parts }],
				...others.map(({ index, item }): [number, PreparedItem] => [
					index,
					{ kind: 'joined', into: first.index, key: item.key, warnings: item.warnings },
				]),
			];
		});
}

function mergedPayload(merge: Merge<object>, first: object, next: object): object | undefined {
	return merge.kind === 'same' ? first : merge.merge(first, next);
}

function withoutItem(index: number, left: number): PreparedItem {
	const error = itemError(index, {
		status: 'rejected',
		reasonCode: 'partMissing',
		reason: `Not sent: it is combined with item ${left}, which is not sent`,
		wayOut: `Fix item ${left}, then send them together in one run`,
	});
	return settled({ status: 'failed', error });
}

function settled(result: ItemResult): PreparedItem {
	return { kind: 'settled', result, warnings: [] };
}
