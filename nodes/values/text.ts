import { inAscii, trimmed, withoutInvisible } from './characters';
import { withoutCodeMarks, withoutExportMarks } from './exportMarks';
import { ValueError } from './valueError';

export { withoutInvisible };

/** An empty cell is an absent value: it is never sent. */
export function isAbsent(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'number') return Number.isNaN(value);
	// ="" is Excel's empty text.
	return typeof value === 'string' && ['', '=""'].includes(trimmed(value));
}

/**
 * A cell as text, trimmed also of invisible characters and without the marks of exports, or undefined where it is empty.
 * Throws a ValueError for lists and objects.
 */
export function parseText(value: unknown): string | undefined {
	const text = textOf(value);
	return text === undefined ? undefined : withoutExportMarks(text) || undefined;
}

function textOf(value: unknown): string | undefined {
	if (isAbsent(value)) return undefined;
	if (typeof value === 'string') return trimmed(value);
	if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint')
		return String(value);
	const date = dateText(value);
	if (date !== undefined) return date;
	throw new ValueError({
		reasonCode: 'notText',
		value,
		reason: Array.isArray(value) ? 'is a list, not text' : 'is an object, not text',
		wayOut: 'Choose the part that you need, for example with an expression',
	});
}

/** A kind of value that is never long. */
export interface ShortKind {
	/** As an error calls it: a phone number. */
	name: string;
	/** Most characters that people need to write it. */
	longest: number;
	/** The code of the error for what is longer. */
	reasonCode: string;
	wayOut: string;
}

/**
 * A cell as text like `parseText`, for parsers that look at each character: patterns would take seconds for a very long text.
 * Throws a ValueError for text that is longer than its kind can be.
 */
export function parseShortText(value: unknown, kind: ShortKind): string | undefined {
	const text = textOf(value);
	if (text === undefined) return undefined;
	if (text.length <= kind.longest) return withoutExportMarks(text) || undefined;
	throw new ValueError({
		reasonCode: kind.reasonCode,
		value,
		reason: `has ${text.length} characters, more than ${kind.name} can have`,
		wayOut: kind.wayOut,
	});
}

/**
 * Text without the apostrophe by which Excel marks a cell as text, or the two by which databases do: they are no part of a number,
 * a date, a phone or an ID.
 */
export function withoutTextMark(text: string): string {
	const [mark] = /^['’‘`]+\s*(?=\S)/.exec(text) ?? [];
	return mark === undefined ? text : text.slice(mark.length).replace(/['’`]+$/, '');
}

/** ISO text of a date object: a JavaScript Date, or the DateTime that n8n's expressions give. */
export function dateText(value: unknown): string | undefined {
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? undefined : value.toISOString();
	if (typeof value !== 'object' || value === null || !('toISO' in value)) return undefined;
	const iso: unknown = typeof value.toISO === 'function' ? value.toISO() : undefined;
	return typeof iso === 'string' ? iso : undefined;
}

/** Text such as 1.9148E+10: what is left of a long number that a spreadsheet has shortened. */
export function isShortenedNumber(text: string): boolean {
	// With a sign, or in the form that spreadsheets give: an ID such as 12345e67 is none.
	return /^[+-]?\d+([.,]\d+)?e\+\d+$|^[+-]?\d[.,]\d+e\d+$/i.test(text.trim());
}

const TICKED = new Set(['yes', 'y', 'true', 't', 'x', '1', 'on', 'ticked', 'checked', '✓', '✔', '☑']);
const UNTICKED = new Set(['no', 'n', 'false', 'f', '0', 'off', 'unticked', 'unchecked', '✗', '☐']);

/** No word for yes or no is longer, also with marks beside it. */
const LONGEST_YES_NO = 20;

/** What people type for yes and no, or undefined where the cell is empty. Throws a ValueError for anything else. */
export function parseYesNo(value: unknown): boolean | undefined {
	if (typeof value === 'boolean') return value;
	const written = parseText(value);
	if (written === undefined) return undefined;
	const text =
		written.length > LONGEST_YES_NO
			? ''
			: withoutCodeMarks(withoutTextMark(inAscii(withoutInvisible(written)))).toLowerCase();
	if (TICKED.has(text)) return true;
	if (UNTICKED.has(text)) return false;
	throw new ValueError({
		reasonCode: 'notYesOrNo',
		value,
		reason: 'is neither yes nor no',
		wayOut: 'Write yes or no, true or false, or 1 or 0',
	});
}
