import * as fc from 'fast-check';
import { looksLikeNumber, parseNumber } from '../../../nodes/values/number';
import { codeOf, EMPTY_CELLS, problemOf } from './problem';

test.each<[unknown, number]>([
	[0, 0],
	['0', 0],
	[-3.5, -3.5],
	[1e-7, 1e-7],
	['1250', 1250],
	[' 1250 ', 1250],
	['+5', 5],
	['-5', -5],
	['007', 7],
	['19.99', 19.99],
	['.5', 0.5],
	['1,250', 1250],
	['-1,250', -1250],
	['1,250.50', 1250.5],
	['1,250,000', 1250000],
	['1.250,50', 1250.5],
	['1.250.000', 1250000],
	['1.250.000,5', 1250000.5],
	['12,5', 12.5],
	['12,50', 12.5],
	['0,99', 0.99],
	['1 250', 1250],
	['1\u00a0250', 1250],
	['1\u202f250,50', 1250.5],
	['1\u2009250', 1250],
	["1'250", 1250],
	['1’250.50', 1250.5],
	['$9.90', 9.9],
	['$ 9.90', 9.9],
	['9,90 €', 9.9],
	['£1,250.00', 1250],
	['-$5', -5],
	[9007199254740991, 9007199254740991],
	['9007199254740991', 9007199254740991],
	[BigInt(12), 12],
])('%p is %p', (written, expected) => {
	expect(parseNumber(written)).toBe(expected);
});

test.each<[unknown, string]>([
	['12O0', 'notANumber'],
	['twelve', 'notANumber'],
	['12 points', 'notANumber'],
	['12%', 'notANumber'],
	['1,2500', 'notANumber'],
	['1.250.5', 'notANumber'],
	['1,25,0', 'notANumber'],
	['1,23,45', 'notANumber'],
	['123,45,678', 'notANumber'],
	['12,345,67,890', 'notANumber'],
	['1,250.5.5', 'notANumber'],
	['1,250.000,5', 'notANumber'],
	['--5', 'notANumber'],
	['12-5', 'notANumber'],
	['0x10', 'notANumber'],
	['Infinity', 'notANumber'],
	['10 20', 'notANumber'],
	['1 2 3', 'notANumber'],
	// Two lines of a cell are two numbers.
	['1\n250', 'notANumber'],
	['1\t250', 'notANumber'],
	['188825_x000D_10', 'notANumber'],
	['206 399 6576', 'notANumber'],
	['-', 'notANumber'],
	['.', 'notANumber'],
	['$', 'notANumber'],
	[true, 'notANumber'],
	[new Date(0), 'notANumber'],
	[['1'], 'notText'],
	[{ value: 1 }, 'notText'],
	['1.9148E+10', 'shortenedNumber'],
	['1,9148E+10', 'shortenedNumber'],
	['1E+10', 'shortenedNumber'],
	['9007199254740993', 'numberTooLarge'],
	[9007199254740993, 'numberTooLarge'],
	['12345678901234567890', 'numberTooLarge'],
	[1e300, 'numberTooLarge'],
	[Number.POSITIVE_INFINITY, 'numberTooLarge'],
	['9'.repeat(90), 'numberTooLarge'],
	['9'.repeat(400), 'numberTooLong'],
])('%p is refused: %s', (written, code) => {
	expect(codeOf(() => parseNumber(written))).toBe(code);
});

test.each(EMPTY_CELLS)('%j is no number and no error: never 0', (cell) => {
	expect(parseNumber(cell)).toBeUndefined();
});

test('what people of several countries write comes back as what they mean', () => {
	const cents = fc.integer({ min: -999_999_999, max: 999_999_999 });
	fc.assert(
		fc.property(cents, fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'sv-SE'), (amount, locale) => {
			const written = (amount / 100).toLocaleString(locale, { minimumFractionDigits: 2 }).replace('−', '-');
			expect(parseNumber(written)).toBe(amount / 100 + 0);
		}),
		{ examples: [[123_456, 'de-DE']] },
	);
});

test('numbers stay what they are', () => {
	fc.assert(
		fc.property(fc.double({ noNaN: true, min: -9e15, max: 9e15 }), (number) => {
			expect(parseNumber(number)).toBe(number);
		}),
	);
});

test.each([
	['24', true],
	['00123', true],
	['02139', true],
	['-1.5', true],
	[' 7 ', true],
	['Gold', false],
	['12 Main St', false],
	['1-2', false],
	['', false],
])('%j looks like a number: %p', (text, expected) => {
	expect(looksLikeNumber(text)).toBe(expected);
});

describe('three digits behind a dot may be thousands or decimals', () => {
	test.each<[string, string, string]>([
		['1.250', '1250', '1.25'],
		['€1.250', '1250', '1.25'],
		['1.250 €', '1250', '1.25'],
		['-3.000', '-3000', '-3'],
		['+12.500', '12500', '12.5'],
		['1.000', '1000', '1'], // actualbudget/actual#2143
		['100.000', '100000', '100'],
		["'1.250", '1250', '1.25'],
		['１．２５０', '1250', '1.25'],
		['-$2.590', '-2590', '-2.59'],
	])('%s: %s or %s', (written, thousands, decimals) => {
		const problem = problemOf(() => parseNumber(written));
		expect(problem?.reasonCode).toBe('numberAmbiguous');
		expect(problem?.reason).toBe(`can be read as ${thousands} or as ${decimals}`);
	});

	test('what the error proposes is read as it says', () => {
		const { wayOut } = problemOf(() => parseNumber('-12.345')) ?? {};
		expect(wayOut).toBe('Write it as -12345 or as -12.3450');
		expect(parseNumber('-12345')).toBe(-12345);
		expect(parseNumber('-12.3450')).toBe(-12.345);
	});

	test.each<[string, number, number]>([
		['1.250', 1250, 1.25],
		['1,250', 1.25, 1250],
		['-3.000', -3000, -3],
		['€1.250', 1250, 1.25],
		['15.000,96', 15000.96, 15000.96], // Aam-Digital/ndb-core#3453
		['15,000.96', 15000.96, 15000.96],
		['1.355,90€', 1355.9, 1355.9], // deadlocker8/BudgetMaster#731
		['-2,40', -2.4, -2.4], // aniav/ynab-csv#2
		['1.25', 1.25, 1.25],
		['1250', 1250, 1250],
	])('%s with a decimal comma is %p, with a decimal point %p', (written, withComma, withPoint) => {
		expect(parseNumber(written, { decimals: 'comma' })).toBe(withComma);
		expect(parseNumber(written, { decimals: 'point' })).toBe(withPoint);
	});

	test('more digits behind a comma than thousands have are decimals where it is said so', () => {
		expect(parseNumber('1,2500', { decimals: 'comma' })).toBe(1.25);
		expect(codeOf(() => parseNumber('1,2500', { decimals: 'point' }))).toBe('notANumber');
	});

	test.each<[unknown, number]>([
		[1.25, 1.25],
		[1250.125, 1250.125],
		['0.125', 0.125],
		['.125', 0.125],
		['-0.500', -0.5],
		['1.2500', 1.25],
		['1250.125', 1250.125],
		['47.6062095', 47.6062095],
		['-122.3320708', -122.3320708],
		['1.250,00', 1250],
		['1.250.000', 1250000],
		['1,250', 1250],
	])('%p leaves no doubt: %p', (written, expected) => {
		expect(parseNumber(written)).toBe(expected);
	});
});
