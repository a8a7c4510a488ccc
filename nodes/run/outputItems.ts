import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { ItemResult } from '../errors/itemResult';
import { ERROR_KEY, isOwn, RESULT_KEY } from '../parameters/ownKeys';
import { firstWarnings, type Warning } from '../values/warning';

/** Most warnings that an item comes out with. */
const MOST_WARNINGS = 10;

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
	warnings: readonly Warning[],
	form: OutputForm,
): INodeExecutionData[] {
	const pairedItem = { item: index };
	if (result.status === 'read') return result.records.map((json) => ({ json, pairedItem }));
	// The key `error` alone is what every n8n from 1.123 on takes to the error output and merges with the row there.
	if (result.status === 'failed') {
		const error: IDataObject = { ...result.error };
		const json = form.rowWithError ? { [ERROR_KEY]: error, ...fieldsBeside(row.json, ERROR_KEY) } : { error };
		// n8n merges a failed item with its row only where the link is an object.
		return [form.withoutRow ? { json, pairedItem: index } : itemWith(json, row.binary, pairedItem)];
	}
	const { status } = result;
	const rest =
		result.status === 'skipped' ? { reasonCode: result.reasonCode, reason: result.reason } : result.details;
	// Made in this way, objects of up to four fields are a third smaller than with { status, ...rest }.
	const answer: IDataObject = Object.assign({}, { status }, rest);
	if (warnings.length > 0)
		answer.warnings = firstWarnings(
			warnings.map(({ message }) => message),
			MOST_WARNINGS,
		);
	if (form.resultOnly) return [itemWith(answer, undefined, pairedItem)];
	const json = Object.assign({}, { [RESULT_KEY]: answer }, fieldsBeside(row.json, RESULT_KEY));
	return [itemWith(json, row.binary, pairedItem)];
}

function itemWith(
	json: IDataObject,
	binary: INodeExecutionData['binary'],
	pairedItem: INodeExecutionData['pairedItem'],
): INodeExecutionData {
	return binary === undefined ? { json, pairedItem } : { json, binary, pairedItem };
}

/**
 * The fields of a row that come out beside its outcome, which stands first: n8n's table would show it off-screen otherwise.
 * What this node has put there in an earlier run is left out, since it would contradict the new outcome.
 */
function fieldsBeside(row: IDataObject, outcome: string): IDataObject {
	// Copied like others, __proto__ would change what the copy is.
	const isInTheWay = (name: string) => name === outcome || name === '__proto__' || isOwn(name, row[name]);
	const names = Object.keys(row);
	if (!names.some(isInTheWay)) return row;
	return Object.fromEntries(names.filter((name) => !isInTheWay(name)).map((name) => [name, row[name]]));
}
