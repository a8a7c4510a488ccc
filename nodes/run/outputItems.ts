import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ItemResult } from '../engine/types';
import { ERROR_KEY, isOwn, RESULT_KEY } from '../parameters/ownKeys';
import type { Warning } from '../operation/warnings';

/** How results leave the node. */
export interface OutputForm {
	resultOnly: boolean;
	/** Set where n8n does not merge a failed item with its row by itself: everywhere but at its error output. */
	rowWithError: boolean;
	/** Set where nothing of the row may come out, also by n8n's own merging and as files. */
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
		const json = form.rowWithError ? { ...rowWithout(row.json, RESULT_KEY), error } : { error };
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
		: { ...rowWithout(row.json, ERROR_KEY), [RESULT_KEY]: { ...answer, ...told } };
	return [{ json, ...(form.resultOnly ? {} : binaryOf(row)), pairedItem }];
}

function binaryOf(row: INodeExecutionData): Pick<INodeExecutionData, 'binary'> {
	return row.binary === undefined ? {} : { binary: row.binary };
}

/** The row without what this node has put there in an earlier run: it would contradict the new result. */
function rowWithout(row: IDataObject, name: string): IDataObject {
	return isOwn(name, row[name])
		? Object.fromEntries(Object.entries(row).filter(([other]) => other !== name))
		: row;
}
