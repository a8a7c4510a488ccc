import { inAscii, withoutInvisible } from './characters';
import { withoutQuotes } from './exportMarks';
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
const SPACED_THOUSANDS = /^[+-]?\d{1,3}([ '’]\d{3})+([.,]\d+)?$/;
/** Three digits behind a single dot may be thousands or decimals. Behind a comma they are thousands, unless it is said otherwise. */
const THOUSANDS_OR_DECIMALS = /^([+-]?)([1-9]\d{0,2})[.,](\d{3})$/;
const PLAIN = /^[+-]?(\d+(\.\d+)?|\.\d+)$/;
const COMMA_THOUSANDS = /^[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d+)?$/;
const DOT_THOUSANDS = /^[+-]?\d{1,3}(\.\d{3})+,\d+$|^[+-]?\d{1,3}(\.\d{3}){2,}$/;
/** One or two digits behind a comma, or any behind a zero, cannot be thousands. */
const DECIMAL_COMMA = /^[+-]?(\d+,\d{1,2}|0,\d+)$/;
const ANY_DECIMAL_COMMA = /^[+-]?\d+,\d+$/;

/** What is known of the numbers of a field. */
export interface NumberOptions {
	/** What parts decimals; unless given, a number whose meaning depends on it is refused. */
	decimals?: 'point' | 'comma';
	/** Another way out for such a number, as the rest of its sentence. */
	orElse?: string;
}

/**
 * A number as people write it ("1,250", "1.250,50", "12,5", "$ 9.90"), or undefined where the cell is empty.
 * Throws a ValueError for what is no number, was shortened by a spreadsheet, or can be read in two ways ("1.250").
 */
export function parseNumber(value: unknown, options: NumberOptions = {}): number | undefined {
	if (typeof value === 'number' && !Number.isNaN(value)) return exact(value, value);
	if (isAbsent(value)) return undefined;
	const text = typeof value === 'boolean' ? undefined : parseShortText(value, NUMBER);
	const written =
		text === undefined ? undefined : withoutQuotes(withoutTextMark(inAscii(withoutInvisible(text))));
	if (written !== undefined && isShortenedNumber(written)) {
		throw new ValueError({
			reasonCode: 'shortenedNumber',
			value,
			reason: 'was shortened by a spreadsheet, so its last digits are lost',
			wayOut: 'Format the column as a plain number in the spreadsheet and enter it again',
		});
	}
	const amount = withoutSigns(written ?? '');
	const bare = SPACED_THOUSANDS.test(amount) ? amount.replace(/[ '’]/g, '') : amount;
	// Arabic has separators of its own, so there is no doubt which is meant.
	const decimals = text?.includes(ARABIC_DECIMAL_POINT) ? 'point' : options.decimals;
	const plain = plainNumber(bare, decimals, value, options);
	if (plain !== undefined) return exact(Number(plain), value);
	throw new ValueError({
		reasonCode: 'notANumber',
		value,
		reason: 'is not a number',
		wayOut: NUMBER.wayOut,
	});
}

const ARABIC_DECIMAL_POINT = '\u066b';

/** A number with a point before its decimals and nothing else between its digits; undefined for what is no number. */
function plainNumber(
	bare: string,
	decimals: NumberOptions['decimals'],
	value: unknown,
	{ orElse }: NumberOptions,
): string | undefined {
	const [doubtful, sign = '', before = '', behind = ''] = THOUSANDS_OR_DECIMALS.exec(bare) ?? [];
	if (doubtful !== undefined && decimals === undefined && bare.includes('.'))
		throw ambiguous(value, sign === '-' ? `-${before}` : before, behind, orElse);
	if (doubtful !== undefined && decimals !== undefined)
		return bare.includes('.') === (decimals === 'point') ? bare.replace(',', '.') : bare.replace(/[.,]/, '');
	if (PLAIN.test(bare)) return bare;
	if (COMMA_THOUSANDS.test(bare)) return bare.replaceAll(',', '');
	if (DOT_THOUSANDS.test(bare)) return bare.replaceAll('.', '').replace(',', '.');
	if (DECIMAL_COMMA.test(bare) || (decimals === 'comma' && ANY_DECIMAL_COMMA.test(bare)))
		return bare.replace(',', '.');
	return undefined;
}

function ambiguous(value: unknown, before: string, behind: string, orElse = ''): ValueError {
	const thousands = `${before}${behind}`;
	return new ValueError({
		reasonCode: 'numberAmbiguous',
		value,
		reason: `can be read as ${thousands} or as ${Number(`${before}.${behind}`)}`,
		// With a fourth decimal it cannot be taken for thousands.
		wayOut: `Write it as ${thousands} or as ${before}.${behind}0${orElse}`,
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
