import type { ItemResult } from '../../engine/types';
import type { Operation } from '../operation';
import { rejected, type Part, type PreparedItem } from './prepare';
import { itemError } from './results';

type ToSend = Extract<PreparedItem, { kind: 'toSend' }>;

/**
 * Makes one thing of the items that are parts of it, such as the lines of an order: its first item stands for all.
 * Where one part cannot be sent now, none is: half an order would be wrong, and sent again when the rest is mended.
 */
export function joinItems(operation: Operation, prepared: PreparedItem[]): PreparedItem[] {
	const groups = new Map<string, number[]>();
	for (const [index, item] of prepared.entries()) {
		if (item.kind === 'joined' || item.joinBy === undefined) continue;
		const group = groups.get(item.joinBy);
		if (group) group.push(index);
		else groups.set(item.joinBy, [index]);
	}
	const joined = [...prepared];
	for (const group of groups.values()) {
		if (group.length === 1) continue;
		for (const [index, item] of joinGroup(operation, prepared, group)) joined[index] = item;
	}
	return joined;
}

function joinGroup(
	operation: Operation,
	prepared: PreparedItem[],
	group: number[],
): Array<[index: number, item: PreparedItem]> {
	const toSend = group.flatMap((index) => {
		const item = prepared[index];
		return item?.kind === 'toSend' ? [{ index, item }] : [];
	});
	const [first, ...others] = toSend;
	if (!first) return [];
	const left = group.find((index) => prepared[index]?.kind === 'settled');
	if (left !== undefined) return toSend.map(({ index }) => [index, withoutItem(index, left)]);
	try {
		const payload = operation.join(toSend.map(({ item }) => item.payload));
		const parts = others.map(({ index, item }): Part => ({ index, key: item.key }));
		const whole: ToSend = { ...first.item, payload, details: operation.details(payload), parts };
		return [
			[first.index, whole],
			...others.map(({ index, item }): [number, PreparedItem] => [
				index,
				{ kind: 'joined', into: first.index, warnings: item.warnings },
			]),
		];
	} catch (error) {
		return toSend.map(({ index }) => [index, settled({ status: 'failed', error: rejected(index, error) })]);
	}
}

function withoutItem(index: number, left: number): PreparedItem {
	const error = itemError(index, {
		status: 'rejected',
		reasonCode: 'partMissing',
		reason: `belongs together with item ${left}, which is not sent now`,
		wayOut: `See to item ${left}, then send all of them in one run`,
	});
	return settled({ status: 'failed', error });
}

function settled(result: ItemResult): PreparedItem {
	return { kind: 'settled', result, warnings: [] };
}
