import { parseIdentifier, parseProductId } from '../../../nodes/values/identifier';
import { codeOf, EMPTY_CELLS, problemOf } from './problem';

test.each<[unknown, string]>([
	['00123', '00123'],
	[' A-77 ', 'A-77'],
	[123, '123'],
	[1122334455, '1122334455'],
	['1122334455667788990', '1122334455667788990'],
	[9007199254740991, '9007199254740991'],
	[BigInt('9007199254740993'), '9007199254740993'],
	['gid://shopify/Customer/1', 'gid://shopify/Customer/1'],
	// Hexadecimal IDs have an e among their digits; no spreadsheet has shortened them.
	['12345e67', '12345e67'],
	['12E4', '12E4'],
])('%p is %s', (written, expected) => {
	expect(parseIdentifier(written)).toBe(expected);
});

test.each<unknown>([
	0,
	'0',
	'00',
	'000',
	'0.0',
	'0.00',
	0.0,
	-0,
	'null',
	'NULL',
	'undefined',
	'NaN',
	'N/A',
	'#N/A',
	'none',
	'-',
	'guest',
	'Guest',
	'true',
	false,
	true,
])('%p stands for nobody', (written) => {
	expect(codeOf(() => parseIdentifier(written))).toBe('placeholderIdentifier');
});

test.each<unknown>(['1.2E+10', '1,2E+10', '1.2e+10', '1.9148E10', '1E+15', 1e21, 9007199254740993, 2 ** 53])(
	'%p has lost its last digits',
	(written) => {
		expect(codeOf(() => parseIdentifier(written))).toBe('shortenedNumber');
	},
);

test('lists and objects are no IDs', () => {
	expect(codeOf(() => parseIdentifier(['7']))).toBe('notText');
	expect(codeOf(() => parseIdentifier({ id: 7 }))).toBe('notText');
});

test('the error says why a placeholder is harmful', () => {
	expect(problemOf(() => parseIdentifier(0))?.reason).toMatch(/one person/);
});

test.each(EMPTY_CELLS)('%j is no ID and no error', (cell) => {
	expect(parseIdentifier(cell)).toBeUndefined();
});

test('only text that a spreadsheet has shortened is said to come from one', () => {
	const reasonOf = (value: unknown) => problemOf(() => parseProductId(value))?.reason;
	expect(reasonOf('7.88E+17')).toContain('spreadsheet');
	expect(reasonOf(788032119674292900)).toBe(
		'is a number with more digits than n8n can keep, so its last digits are lost',
	);
});
