import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { StormOperation } from './operations';

/** One item that came out. */
export interface End {
	/** The input item that it is linked to; undefined if to none or several. */
	item: number | undefined;
	/** As in 'accepted'; 'read' for what was read. */
	status: string;
	/** What n8n's user reads of it, where it failed. */
	words?: string;
	/** Of what was read, the mark that it has. */
	read?: unknown;
}

export function endOf(
	{ json, pairedItem }: INodeExecutionData,
	{ processed, readMark }: StormOperation,
): End {
	const item = typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : pairedItem;
	const link = typeof item === 'number' ? item : undefined;
	const failed = objectAt(json, 'error');
	if (failed) return { item: link, status: String(failed.status), words: String(failed.message) };
	if (!processed) return { item: link, status: 'read', read: readMark?.(json) };
	return { item: link, status: String((objectAt(json, 'attentive') ?? json).status) };
}

function objectAt(json: IDataObject, key: string): IDataObject | undefined {
	const value = json[key];
	return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is IDataObject {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
