import { z } from 'zod';
import { currencies } from '../api/currencies';

/** Attentive does not publish its names of errors: these are the sandbox's own. */
export type CatalogErrorType =
	| 'INVALID_ENCODING'
	| 'INVALID_JSON'
	| 'LINE_TOO_LARGE'
	| 'TOO_MANY_LINES'
	| 'FILE_TOO_LARGE'
	| 'MISSING_FIELD'
	| 'INVALID_TYPE'
	| 'UNKNOWN_FIELD'
	| 'EMPTY_VALUE'
	| 'TOO_LONG'
	| 'TOO_MANY_ITEMS'
	| 'TOO_FEW_ITEMS'
	| 'OUT_OF_RANGE'
	| 'INVALID_URL'
	| 'INVALID_TIMESTAMP'
	| 'INVALID_PRICE'
	| 'INVALID_CURRENCY'
	| 'UNKNOWN_VARIANT'
	| 'UNKNOWN_OPTION'
	| 'DUPLICATE_ID';

export interface LineRule<Value> {
	errorType: CatalogErrorType;
	expected: string;
	holds(value: Value): boolean;
}

const notEmpty: LineRule<string> = {
	errorType: 'EMPTY_VALUE',
	expected: 'a text that is not empty',
	holds: (value) => value.trim() !== '',
};

const httpUrl: LineRule<string> = {
	errorType: 'INVALID_URL',
	expected: 'a URL that begins with http:// or https://',
	holds: (value) => /^https?:\/\/\S+$/i.test(value) && URL.canParse(value),
};

const offsetTime: LineRule<string> = {
	errorType: 'INVALID_TIMESTAMP',
	expected: 'a time with its offset from UTC, as in 2021-10-05T18:08:28+00:00',
	// Without a library: this is asked twice a line or more.
	holds: (value) =>
		/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)$/.test(value) &&
		isDayWithTime(value),
};

function isDayWithTime(text: string): boolean {
	const day = Number(text.slice(8, 10));
	const last = new Date(Date.UTC(Number(text.slice(0, 4)), Number(text.slice(5, 7)), 0)).getUTCDate();
	const month = Number(text.slice(5, 7));
	const seconds = text[16] === ':' ? Number(text.slice(17, 19)) : 0;
	return (
		month >= 1 &&
		month <= 12 &&
		day >= 1 &&
		day <= last &&
		Number(text.slice(11, 13)) <= 23 &&
		Number(text.slice(14, 16)) <= 59 &&
		seconds <= 59
	);
}

const amount: LineRule<string> = {
	errorType: 'INVALID_PRICE',
	expected: 'an amount as text, as in "10.00"',
	holds: (value) => /^\d+(\.\d+)?$/.test(value),
};

const currency: LineRule<string> = {
	errorType: 'INVALID_CURRENCY',
	expected: 'the code of a currency as ISO 4217 has it, as in USD',
	holds: (value) => currencies.has(value),
};

const notNegative: LineRule<number> = {
	errorType: 'OUT_OF_RANGE',
	expected: '0 or more',
	holds: (value) => value >= 0,
};

function atMost(characters: number): LineRule<string> {
	return {
		errorType: 'TOO_LONG',
		expected: `at most ${characters} characters`,
		holds: (value) => value.length <= characters || [...value].length <= characters,
	};
}

/** Only the first rule that is broken is reported. */
export function followLineRules<Value>(...rules: LineRule<Value>[]) {
	return (value: Value, context: z.RefinementCtx): void => {
		const broken = rules.find((rule) => !rule.holds(value));
		if (broken !== undefined) reportLine(context, [], broken);
	};
}

export function reportLine<Value>(
	context: z.RefinementCtx,
	path: (string | number)[],
	{ errorType, expected }: LineRule<Value>,
): void {
	context.addIssue({ code: 'custom', path, message: `expected ${expected}`, params: { errorType } });
}

/** A text that is there for something: an empty one is none (assumed). */
export function textOf(characters?: number) {
	return z
		.string()
		.superRefine(
			characters === undefined ? followLineRules(notEmpty) : followLineRules(notEmpty, atMost(characters)),
		);
}

export const link = z.string().superRefine(followLineRules(httpUrl, atMost(2048)));
export const imageUrl = z.string().superRefine(followLineRules(httpUrl));
export const timestamp = z.string().superRefine(followLineRules(offsetTime));
export const price = z.string().superRefine(followLineRules(amount));
export const currencyCode = z.string().superRefine(followLineRules(currency));
export const whole = z.number().int();
export const position = whole.superRefine(followLineRules(notNegative));

/** From `fewest` to `most` of them. */
export function listOf<Item extends z.ZodTypeAny>(item: Item, most: number, fewest = 0) {
	const tooFew: LineRule<unknown[]> = {
		errorType: 'TOO_FEW_ITEMS',
		expected: `at least ${fewest}`,
		holds: (items) => items.length >= fewest,
	};
	const tooMany: LineRule<unknown[]> = {
		errorType: 'TOO_MANY_ITEMS',
		expected: `at most ${most}`,
		holds: (items) => items.length <= most,
	};
	return z.array(item).superRefine(followLineRules(tooFew, tooMany));
}
