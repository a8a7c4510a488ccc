import type { ItemResult } from '../errors/itemResult';
import { itemError } from '../errors/itemError';
import type { Repeats } from './preparedItem';

/** Code of what was sent before, in this run or an earlier one. */
export const ALREADY_SENT = 'alreadySent';

export const SENT_BEFORE = {
	status: 'skipped',
	reasonCode: ALREADY_SENT,
	reason: 'Already sent (or possibly sent) in an earlier run',
} as const satisfies ItemResult;

/** Of executions on several workers that claim a value at the same moment, one sends it. */
export const SENT_ELSEWHERE = {
	status: 'skipped',
	reasonCode: ALREADY_SENT,
	reason: 'Left to another execution, which claimed the same value at the same moment',
} as const satisfies ItemResult;

/** The result of an item that repeats others, once it is known what became of those: where one was not sent, neither was this one. */
export function afterFirst(
	index: number,
	own: ItemResult,
	{ what, items }: Repeats,
	results: Array<ItemResult | undefined>,
): ItemResult {
	const unsent = items.find((item) => wasNotSent(results[item]));
	if (unsent === undefined) return own;
	const first = results[unsent];
	const has = `item ${unsent} has the same ${what === 'value' ? "value of 'Skip Repeats By'" : 'content'}`;
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
	return (
		result?.status === 'skipped' &&
		result.reason !== SENT_BEFORE.reason &&
		result.reason !== SENT_ELSEWHERE.reason
	);
}
