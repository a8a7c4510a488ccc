import type { Operation } from '../operation/operation';
import type { PreparedItem } from '../delivery/preparedItem';
import type { ItemResult } from '../engine/types';
import type { Warning } from '../operation/warnings';

/** How many items are in each state, in words, such as "480 accepted, 20 rejected". */
export function counts(results: ItemResult[]): string {
	const numbers = new Map<string, number>();
	for (const result of results) {
		const state = result.status === 'failed' ? result.error.status : result.status;
		numbers.set(state, (numbers.get(state) ?? 0) + 1);
	}
	return ORDER.flatMap(([state, words]) =>
		numbers.has(state) ? [`${numbers.get(state)} ${words}`] : [],
	).join(', ');
}

const ORDER = [
	['accepted', 'accepted'],
	['pending', 'pending'],
	['validated', 'would be sent'],
	['read', 'read'],
	['skipped', 'skipped'],
	['rejected', 'rejected'],
	['refused', 'refused by Attentive'],
	['unknown', 'with an unknown outcome'],
	['notTried', 'not tried'],
] as const;

/** All warnings of a run as one text with counts, or undefined where there are none. */
export function warningsHint(warnings: Warning[][]): string | undefined {
	const counted = new Map<string, { count: number; message: string }>();
	for (const { code, message } of warnings.flat()) {
		const known = counted.get(code);
		if (known) known.count++;
		else counted.set(code, { count: 1, message });
	}
	if (counted.size === 0) return undefined;
	return [...counted.values()].map(({ count, message }) => `${items(count)}: ${message}`).join('. ');
}

function items(count: number): string {
	return count === 1 ? '1 item' : `${count} items`;
}

/** How many requests, of how many a second, and what would be sent: what Validate Only sums up. */
export function validationHint(
	results: ItemResult[],
	requests: number,
	requestsPerSecond: number,
	types: Map<string, Set<string>>,
): string {
	const seconds = Math.ceil(requests / requestsPerSecond);
	const time = seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
	const reasons = new Map<string, number>();
	for (const result of results) {
		const reason = reasonOf(result);
		if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
	}
	const sorted = [...reasons].sort(([, one], [, other]) => other - one);
	const rarer = sorted.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
	const sentences = [`Nothing was sent. ${counts(results)}`, `It would take about ${time}`];
	if (sorted.length > 0) {
		const told = sorted.slice(0, MOST_REASONS).map(([reason, count]) => `${items(count)}: ${reason}`);
		const others = rarer > 0 ? [`${items(rarer)} for other reasons`] : [];
		sentences.push(`Not sent: ${[...told, ...others].join('; ')}`);
	}
	if (types.size > 0) {
		sentences.push(
			`Names and types: ${[...types].map(([name, kinds]) => `${name} (${[...kinds].join(' or ')})`).join(', ')}`,
		);
	}
	return sentences.join('. ');
}

/** Most reasons that a hint tells of, the commonest first. */
const MOST_REASONS = 5;

/** Why an item would not be sent: with the field, since a reason alone does not say where to look. */
function reasonOf(result: ItemResult): string | undefined {
	if (result.status === 'skipped') return result.reason;
	if (result.status !== 'failed') return undefined;
	const { field, reason } = result.error;
	return field === undefined ? reason : `${field} ${reason}`;
}

/** The type of a value in words. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'list';
	switch (typeof value) {
		case 'string':
			return 'text';
		case 'boolean':
			return 'yes or no';
		case 'object':
			return 'object';
		default:
			return typeof value;
	}
}

/** The names that would be sent, each with the types of its values. */
export function summarised(operation: Operation, prepared: PreparedItem[]): Map<string, Set<string>> {
	const types = new Map<string, Set<string>>();
	for (const item of prepared) {
		if (item.kind !== 'toSend') continue;
		for (const [name, value] of Object.entries(operation.mapped(item.payload))) {
			const kinds = types.get(name);
			if (kinds) kinds.add(kindOf(value));
			else types.set(name, new Set([kindOf(value)]));
		}
	}
	return types;
}
