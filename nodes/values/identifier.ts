import {
	isAbsent,
	isShortenedNumber,
	parseShortText,
	withoutInvisible,
	withoutTextMark,
	type ShortKind,
} from './text';
import { ValueError } from './valueError';

/** What shops and sheets write where they have no ID. Sent as one, it would join all these people into one person. */
const PLACEHOLDERS = new Set([
	'0',
	'-',
	'--',
	'null',
	'undefined',
	'nan',
	'none',
	'nil',
	'tbd',
	'(blank)',
	'x',
	'-1',
	'[object object]',
	'n/a',
	'#n/a',
	'na',
	'unknown',
	'guest',
	'anonymous',
	'true',
	'false',
]);

/** Longer than any ID that Attentive takes (100 characters for a person's, 256 for a product's). */
const ID: ShortKind = {
	name: 'an ID',
	longest: 500,
	reasonCode: 'identifierTooLong',
	wayOut: 'Check that it contains only an ID',
};

/** Zeros in any form, no letter or digit at all, or a spreadsheet's error such as #REF! */
const STANDS_FOR_NOTHING = /^[0.\-]+$|^[^\p{L}\p{N}]+$|^#[A-Z/0]+[!?]?$/u;

/**
 * An ID that a shop or a loyalty programme gave a person; undefined where the cell is empty.
 * Throws a ValueError for values that would join strangers into one person, and for numbers that a spreadsheet has shortened.
 */
export function parseIdentifier(value: unknown): string | undefined {
	if (isAbsent(value)) return undefined;
	const written = withoutTextMark(withoutInvisible(parseShortText(value, ID) ?? ''));
	if (written === '') return undefined;
	if (PLACEHOLDERS.has(written.toLowerCase()) || STANDS_FOR_NOTHING.test(written)) {
		throw new ValueError({
			reasonCode: 'placeholderIdentifier',
			value,
			reason: 'is not an ID: Attentive would merge everyone who has it into one person',
			wayOut: 'Leave it empty',
		});
	}
	checkWhole(written, value);
	return written;
}

/**
 * The ID of a product or a variant; undefined where the cell is empty or holds the 0 that shops write for "none".
 * Throws a ValueError for a number that a spreadsheet has shortened.
 */
export function parseProductId(value: unknown): string | undefined {
	const written = withoutTextMark(withoutInvisible(parseShortText(value, ID) ?? ''));
	if (written === '' || written === '0') return undefined;
	checkWhole(written, value);
	return written;
}

function checkWhole(written: string, value: unknown): void {
	const inexact = typeof value === 'number' && Math.abs(value) > Number.MAX_SAFE_INTEGER;
	if (inexact) {
		throw new ValueError({
			reasonCode: 'shortenedNumber',
			value,
			reason: 'is a number with more digits than n8n can keep, so its last digits are lost',
			wayOut: 'Send it as text where it comes from',
		});
	}
	if (!isShortenedNumber(written)) return;
	throw new ValueError({
		reasonCode: 'shortenedNumber',
		value,
		reason: 'was shortened by a spreadsheet, so its last digits are lost',
		wayOut: 'Format the column as text in the spreadsheet and enter the ID again',
	});
}
