import type { ItemError } from '../engine/types';

/** An item's error, with a sentence that names item, field and value, what is wrong and what to do. */
export function itemError(index: number, error: Omit<ItemError, 'message'>): ItemError {
	return { message: `Item ${index}: ${sentence(error)}`, ...error };
}

/** What is wrong, with which value of which field, and what to do. */
export function sentence({ field, value, reason, wayOut }: Omit<ItemError, 'message'>): string {
	const what = field === undefined ? '' : `${field}${value === undefined ? '' : ` "${value}"`} `;
	return `${what}${reason}${wayOut === undefined ? '' : `. ${wayOut}`}`;
}
