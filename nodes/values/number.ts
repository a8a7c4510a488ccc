import { isAbsent, isShortenedNumber, parseShortText, withoutTextMark, type ShortKind } from './text';
import { ValueError } from './valueError';

const NUMBER: ShortKind = {
	name: 'a number',
	longest: 100,
	reasonCode: 'numberTooLong',
	wayOut: 'Write digits only, such as 1250 or 19.99',
};

/** A currency sign may stand beside a number. */
const SIGN_BEFORE = /^([+-]?)\s*[$€£¥]\s*/;
const SIGN_BEHIND = /[$€£¥]$/;
/** Spaces, or the apostrophe of Switzerland, between thousands; between anything else they part two numbers. */
const SPACED_THOUSANDS = /^[+-]?\d{1,3}([\s'’]\d{3})+([.,]\d+)?$/;
const PLAIN = /^[+-]?(\d+(\.\d+)?|\.\d+)$/;
const COMMA_THOUSANDS = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
const DOT_THOUSANDS = /^[+-]?\d{1,3}(\.\d{3})+,\d+$|^[+-]?\d{1,3}(\.\d{3}){2,}$/;
/** One or two digits behind a comma, or any behind a zero, cannot be thousands. */
const DECIMAL_COMMA = /^[+-]?(\d+,\d{1,2}|0,\d+)$/;

/**
 * A number as people write it ("1,250", "1.250,50", "12,5", "$ 9.90"), or undefined where the cell is empty.
 * Throws a ValueError for what is no number or was shortened by a spreadsheet.
 */
export function parseNumber(value: unknown): number | undefined {
	if (typeof value === 'number' && !Number.isNaN(value)) return exact(value, value);
	if (isAbsent(value)) return undefined;
	const text = typeof value === 'boolean' ? undefined : parseShortText(value, NUMBER);
	const written = text === undefined ? undefined : withoutTextMark(text);
	if (written !== undefined && isShortenedNumber(written)) {
		throw new ValueError({
			reasonCode: 'shortenedNumber',
			value,
			reason: 'was shortened by a spreadsheet, so its last digits are lost',
			wayOut: 'Format the column as a plain number in the spreadsheet and enter it again',
		});
	}
	const amount = withoutSigns(written ?? '');
	const bare = SPACED_THOUSANDS.test(amount) ? amount.replace(/[\s'’]/g, '') : amount;
	if (PLAIN.test(bare)) return exact(Number(bare), value);
	if (COMMA_THOUSANDS.test(bare)) return exact(Number(bare.replaceAll(',', '')), value);
	if (DOT_THOUSANDS.test(bare)) return exact(Number(bare.replaceAll('.', '').replace(',', '.')), value);
	if (DECIMAL_COMMA.test(bare)) return exact(Number(bare.replace(',', '.')), value);
	throw new ValueError({
		reasonCode: 'notANumber',
		value,
		reason: 'is not a number',
		wayOut: NUMBER.wayOut,
	});
}

function withoutSigns(written: string): string {
	const rest = written.replace(SIGN_BEFORE, '$1');
	return SIGN_BEHIND.test(rest) ? rest.slice(0, -1).trimEnd() : rest;
}

/** Whether text would be taken for a number by a service that looks into text. */
export function looksLikeNumber(text: string): boolean {
	const trimmed = text.trim();
	return trimmed.length <= NUMBER.longest && PLAIN.test(trimmed);
}

function exact(number: number, written: unknown): number {
	if (Number.isFinite(number) && Math.abs(number) <= Number.MAX_SAFE_INTEGER) return number;
	throw new ValueError({
		reasonCode: 'numberTooLarge',
		value: written,
		reason: 'has more digits than a number can keep exactly',
		wayOut: 'If it is an ID, send it as text',
	});
}
