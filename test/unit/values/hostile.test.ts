import { parseCountry } from '../../../nodes/values/country';
import { parseDate, parseDateTime } from '../../../nodes/values/date';
import { parseEmail } from '../../../nodes/values/email';
import { parseIdentifier, parseProductId } from '../../../nodes/values/identifier';
import { looksLikeNumber, parseNumber } from '../../../nodes/values/number';
import { parsePhone } from '../../../nodes/values/phone';
import { parseCurrency, parseMinorUnits, parsePrice } from '../../../nodes/values/price';
import { parseYesNo } from '../../../nodes/values/text';
import { excerpt } from '../../../nodes/values/valueError';
import { looksOf } from './patterns';
import { problemOf } from './problem';

const USD = { code: 'USD', digits: 2 };
const ZONE = { timeZone: 'America/New_York' };

/** Each parser, with the most characters that its kind can have. */
const PARSERS: Array<[name: string, parse: (value: unknown) => unknown, longest: number]> = [
	['a phone', (value) => parsePhone(value, () => 'US'), 100],
	['a phone without a country', (value) => parsePhone(value), 100],
	['an email', parseEmail, 320],
	['an ID', parseIdentifier, 500],
	['the ID of a product', parseProductId, 500],
	['a number', parseNumber, 100],
	['a price', (value) => parsePrice(value, USD), 100],
	['a price in minor units', (value) => parseMinorUnits(value, USD), 100],
	['a currency', parseCurrency, 3],
	['a day', (value) => parseDate(value, ZONE), 100],
	['a moment', (value) => parseDateTime(value, ZONE), 100],
	['a moment in a stated format', (value) => parseDateTime(value, { ...ZONE, format: 'M/d/yyyy' }), 100],
	['a country', parseCountry, 100],
	['yes or no', parseYesNo, 20],
];

/** Texts that make patterns try again and again, of any length. */
const HOSTILE: Array<[what: string, text: (length: number) => string]> = [
	['digits and a letter', (length) => `${'1'.repeat(length - 1)}x`],
	['blanks between two signs', (length) => `1${' '.repeat(length - 2)}x`],
	['blanks behind tel:', (length) => `tel:${' '.repeat(length - 5)}x`],
	['words between numbers', (length) => `1${' or'.repeat(length / 3)}`],
	['digits in pairs', (length) => '1 '.repeat(length / 2 - 1) + 'x.'],
	['thousands', (length) => `1${',234'.repeat(length / 4)}x`],
	['dots', (length) => `a@${'a.'.repeat(length / 2)}!`],
	['hyphens', (length) => `a@a${'-'.repeat(length)}a.`],
	['apostrophes', (length) => `1${"'".repeat(length)}1`],
	['signs of currencies', (length) => '$'.repeat(length)],
	['zeros', (length) => '0'.repeat(length)],
	['exponents', (length) => '1e+'.repeat(length / 3)],
	['invisible characters', (length) => `1${'\u200b'.repeat(length)}1`],
	['marks of emoji', (length) => `x${'\ufe0f'.repeat(length)}x`],
];

describe.each(PARSERS)('%s', (_name, parse, longest) => {
	test.each(HOSTILE)('of %s is refused before a pattern looks at it', (_what, text) => {
		for (const length of [4_000, 40_000]) {
			const value = text(length);
			let problem: ReturnType<typeof problemOf>;
			const looks = looksOf(() => {
				problem = problemOf(() => parse(value));
			});
			expect(problem).toEqual({
				reasonCode: expect.any(String),
				value,
				reason: expect.stringMatching(/^.{5,100}$/),
				wayOut: expect.stringMatching(/^.{5,120}$/),
			});
			expect(excerpt(problem?.value).length).toBeLessThanOrEqual(60);
			expect(looks.count).toBe(0);
		}
	});

	test('of up to so many characters is looked at, one of more is not', () => {
		for (const [, text] of HOSTILE) {
			const within = text(40).slice(0, longest);
			expect(looksOf(() => problemOf(() => parse(within))).longest).toBeLessThanOrEqual(longest);
			const above = 'x'.repeat(longest + 1);
			expect(looksOf(() => problemOf(() => parse(above))).count).toBe(0);
		}
	});

	test('is empty where there are only blanks, however many', () => {
		const looks = looksOf(() => expect(parse(' \t'.repeat(50_000))).toBeUndefined());
		expect(looks.longest).toBe(0);
	});
});

test('what patterns look at is seen', () => {
	for (const act of [
		() => /b/.test('aaaa'),
		() => 'aaaa'.replace(/b/g, ''),
		() => 'aaaa'.search(/b/),
		() => 'aaaa'.match(/b/g),
		() => [...'aaaa'.matchAll(/b/g)],
		() => 'aaaa'.split(/b/),
		() => parsePhone('aaaa'),
	])
		expect(looksOf(() => problemOf(act)).longest).toBe(4);
});

test('whether a text looks like a number is not asked of a long one', () => {
	expect(looksOf(() => expect(looksLikeNumber('1'.repeat(101))).toBe(false)).count).toBe(0);
	expect(looksLikeNumber('1'.repeat(100))).toBe(true);
});

test('a value of its own length is told by its length, its beginning and a way out', () => {
	expect(problemOf(() => parsePhone(`${'1'.repeat(4_000)}x`))).toEqual({
		reasonCode: 'phoneTooLong',
		value: expect.any(String),
		reason: 'has 4001 characters, more than a phone number can have',
		wayOut: 'Write one number, such as +12063996576, or leave it empty',
	});
});

test.each([
	['Md'.repeat(10) + 'yyyy', 'same part twice'],
	[`M/d/yyyy${'/'.repeat(100)}`, 'too long'],
])('the format %s is refused before a date is read by it', (format, reason) => {
	const problem = problemOf(() => parseDateTime('11'.repeat(40) + 'x', { ...ZONE, format }));
	expect(problem).toEqual(
		expect.objectContaining({ reasonCode: 'dateFormat', reason: expect.stringContaining(reason) }),
	);
});

test('a format may hold words in quotes', () => {
	const options = { ...ZONE, format: "d 'de' MMMM 'de' yyyy" };
	expect(parseDate('4 de March de 2026', options)).toBe('2026-03-04');
});
