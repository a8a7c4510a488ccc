import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { ItemResult } from '../errors/itemResult';
import { itemError, sentence } from '../errors/itemError';
import type { Reason } from '../errors/reasons';
import { isBecauseOfStop } from '../errors/stopWords';
import { asItemProblem } from '../errors/rejected';
import type { Operation } from '../operation/operation';
import { member } from '../values/member';
import { ValueError } from '../values/valueError';
import { nodeHint, reasonLines } from './hints';
import type { Manner } from './manner';
import { outputItems } from './outputItems';

/**
 * The error that ends a run at items that failed: it names the first and counts the rest, since n8n drops the hints of a node that throws.
 * @param account what was sent
 */
export function stopError(
	context: IExecuteFunctions,
	results: Array<ItemResult | undefined>,
	account: string,
): NodeOperationError {
	const errors = results.flatMap((result, index) =>
		result?.status === 'failed' ? [{ index, ...result.error }] : [],
	);
	// What stopped the run says more than what was not tried because of it.
	const first =
		errors.find(({ status }) => status !== 'notTried') ??
		errors.find(({ reasonCode }) => !isBecauseOfStop(reasonCode)) ??
		errors[0];
	const more = errors.filter(({ status }) => status === first?.status).length - 1;
	const others = more > 0 ? [`${more} more ${more === 1 ? 'item has' : 'items have'} errors.`] : [];
	const failed = results.filter((result) => result?.status === 'failed');
	const reasons = more > 0 ? reasonLines(failed).map((line) => `${line}.`) : [];
	const way = first?.status === 'rejected' ? [SEND_THE_OTHERS] : [];
	return new NodeOperationError(context.getNode(), first?.message ?? 'An item failed', {
		itemIndex: first?.index,
		description: [...others, ...reasons, account, ...way].join(' '),
		level: 'warning',
	});
}

const SEND_THE_OTHERS =
	"To send the valid items anyway, set 'On Error' in the Settings of this node to Continue (using error output).";

/** The error that ends a run before anything was sent. */
export function nothingSent(context: IExecuteFunctions, reason: Reason): NodeOperationError {
	return new NodeOperationError(context.getNode(), sentence(reason), {
		description: 'Nothing was sent.',
		level: 'warning',
	});
}

/**
 * The results of a run that sends nothing at all, so that no item passes for one that was dealt with.
 * Invalid items keep their own error, and what an earlier try has sent stays sent.
 */
export function allNotTried(settled: Array<ItemResult | undefined>, reason: Reason): ItemResult[] {
	return settled.map((result, index) =>
		result === undefined || result.status === 'skipped' ? failed(index, reason) : result,
	);
}

function failed(index: number, reason: Reason): ItemResult {
	return { status: 'failed', error: itemError(index, reason) };
}

/** Answers every item where the run as a whole cannot go on, or throws where n8n is to stop. Nothing was sent. */
export function failedRun(
	context: IExecuteFunctions,
	list: Operation[],
	items: INodeExecutionData[],
	manner: Manner,
	error: unknown,
): INodeExecutionData[][] {
	if (error instanceof NodeOperationError && !manner.continues) throw error;
	const reason = runReason(error);
	if (!manner.continues) throw nothingSent(context, reason);
	const lines = [`Nothing was sent. ${sentence(reason)}`];
	context.addExecutionHints?.(nodeHint({ lines, type: 'danger' }));
	const wants = wantsResultOnly(context, list);
	const form = {
		resultOnly: false,
		rowWithError: !manner.hasErrorOutput && !manner.isTool && !wants.resultOnly,
		withoutRow: wants.withoutRow,
	};
	return [items.flatMap((item, index) => outputItems(index, item, failed(index, reason), [], form))];
}

/** As the saved node says it: the run has failed before its settings could be read. */
function wantsResultOnly(
	context: IExecuteFunctions,
	list: Operation[],
): { resultOnly: boolean; withoutRow: boolean } {
	const { options, resource, operation } = context.getNode().parameters;
	const chosen = list.find((one) => one.resource === resource && one.operation === operation);
	const withoutRow = chosen?.resultOnly === true;
	return { withoutRow, resultOnly: withoutRow || member(options, 'output') === 'resultOnly' };
}

function runReason(error: unknown): Reason {
	if (error instanceof ValueError) return { status: 'rejected', ...asItemProblem(error.problem) };
	return {
		status: 'rejected',
		reasonCode: 'failed',
		reason: error instanceof Error ? error.message : 'The node failed',
	};
}
