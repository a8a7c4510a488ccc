/**
 * - rejected: by us, before sending.
 * - refused: by the service.
 * - unknown: sent, and nobody can say whether it was processed.
 * - notTried: certainly not processed.
 */
export type ErrorStatus = 'rejected' | 'refused' | 'unknown' | 'notTried';

/** One thing that is wrong with an item. */
export type ItemProblem = {
	/** Short and stable, for filters. */
	reasonCode: string;
	field?: string;
	value?: string;
	reason: string;
	wayOut?: string;
};

/** What a user reads about an item that failed; the first of its problems stands in the error itself. */
export interface ItemError extends ItemProblem {
	message: string;
	status: ErrorStatus;
	/** All that is wrong with the item, where that is more than one thing. */
	problems?: ItemProblem[];
	attentiveErrorId?: string;
}

/** Most problems that an error names, and most characters of a field and of a sentence, which may hold names of the item. */
const MOST_PROBLEMS = 10;
const LONGEST_NAME = 200;
const LONGEST_SENTENCE = 3_000;

/** An item's error. Its message says everything that is wrong, what to do, and at its end which item it is, as n8n counts them. */
export function itemError(index: number, error: Omit<ItemError, 'message'>): ItemError {
	const { problems = [] } = error;
	const named = problems.slice(0, MOST_PROBLEMS).map(bounded);
	const also = named.length > 1 ? ` Also: ${named.slice(1).map(sentence).join(' ')}` : '';
	const rest = problems.length - named.length;
	const others = rest > 0 ? ` More problems: ${rest}.` : '';
	const first = bounded(error);
	const message = `${sentence(first)}${also}${others} [item ${index}]`;
	return { message, ...first, ...(named.length > 0 ? { problems: named } : {}) };
}

/** A million items may have the same error: none repeats what is without end. */
function bounded<Said extends Told>(said: Said): Said {
	const { field, reason, wayOut } = said;
	return {
		...said,
		...(field === undefined ? {} : { field: field.slice(0, LONGEST_NAME) }),
		reason: reason.slice(0, LONGEST_SENTENCE),
		...(wayOut === undefined ? {} : { wayOut: wayOut.slice(0, LONGEST_SENTENCE) }),
	};
}

type Told = Omit<ItemProblem, 'reasonCode'> & { status?: ItemError['status'] };

/** What is wrong, with which value of which field, and what to do: "Phone '555' has too few digits. Add the area code." */
export function sentence(told: Told): string {
	const parts = [whatIsWrong(told), ...(told.wayOut === undefined ? [] : [told.wayOut])];
	return parts.map((part) => (/[.!?…]$/.test(part) ? part : `${part}.`)).join(' ');
}

/** What is wrong, with which value of which field, as a sentence without its period. A field such as "The file" is no label of the panel. */
export function whatIsWrong({ field, value, reason }: Pick<Told, 'field' | 'value' | 'reason'>): string {
	if (field === undefined) return reason.charAt(0).toUpperCase() + reason.slice(1);
	if (value !== undefined) return `${field} '${value}' ${reason}`;
	return `${field.startsWith('The ') ? field : quoted(field)} ${reason}`;
}

/** One label, or several: "Phone, Email" becomes "'Phone', 'Email'". What no label names, such as "The file", has no quotes. */
function quoted(field: string): string {
	if (field.startsWith('The ')) return field;
	return field
		.split(', ')
		.map((label) => `'${label}'`)
		.join(', ');
}
