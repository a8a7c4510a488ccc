import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ItemResult } from '../errors/itemResult';
import { ERROR_KEY, isOwn, RESULT_KEY } from '../parameters/ownKeys';
import type { Warning } from '../values/warning';

/** How results leave the node. */
export interface OutputForm {
	resultOnly: boolean;
	/** Set where n8n does not merge a failed item with its row by itself: everywhere but at its error output. */
	rowWithError: boolean;
	/** Set where nothing of the row may come out, neither by n8n's own merging nor as files. */
	withoutRow: boolean;
}

/** The output items of one input item: one, except for reads. Each is linked to its input item. */
export function outputItems(
	index: number,
	row: INodeExecutionData,
	result: ItemResult,
	warnings: Warning[],
	form: OutputForm,
): INodeExecutionData[] {
	const pairedItem = { item: index };
	if (result.status === 'read') return result.records.map((json) => ({ json, pairedItem }));
	// The key `error` alone is what every n8n from 1.123 on takes to the error output and merges with the row there.
	if (result.status === 'failed') {
		const error: IDataObject = { ...result.error };
		const json = form.rowWithError ? { [ERROR_KEY]: error, ...fieldsBeside(row.json, ERROR_KEY) } : { error };
		// n8n merges a failed item with its row only where the link is an object.
		return [form.withoutRow ? { json, pairedItem: index } : { json, ...binaryOf(row), pairedItem }];
	}
	const told = warnings.length > 0 ? { warnings: warnings.map(({ message }) => message) } : {};
	const { status } = result;
	const answer: IDataObject =
		result.status === 'skipped'
			? { status, reasonCode: result.reasonCode, reason: result.reason }
			: { status, ...result.details };
	const json = form.resultOnly
		? { ...answer, ...told }
		: { [RESULT_KEY]: { ...answer, ...told }, ...fieldsBeside(row.json, RESULT_KEY) };
	return [{ json, ...(form.resultOnly ? {} : binaryOf(row)), pairedItem }];
}

function binaryOf(row: INodeExecutionData): Pick<INodeExecutionData, 'binary'> {
	return row.binary === undefined ? {} : { binary: row.binary };
}

/**
 * The fields of a row that come out beside its outcome, which stands first: n8n's table would show it off-screen otherwise.
 * What this node has put there in an earlier run is left out, since it would contradict the new outcome.
 */
function fieldsBeside(row: IDataObject, outcome: string): IDataObject {
	const isInTheWay = ([name, value]: [string, unknown]) => name === outcome || isOwn(name, value);
	const fields = Object.entries(row);
	return fields.some(isInTheWay) ? Object.fromEntries(fields.filter((field) => !isInTheWay(field))) : row;
}
