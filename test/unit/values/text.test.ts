import { DateTime } from 'luxon';
import { isAbsent, parseText, parseYesNo } from '../../../nodes/values/text';
import { excerpt } from '../../../nodes/values/valueError';
import { codeOf, EMPTY_CELLS } from './problem';

describe('text', () => {
	test.each<[unknown, string]>([
		[' Gold ', 'Gold'],
		['0', '0'],
		[0, '0'],
		[false, 'false'],
		[12.5, '12.5'],
		[new Date('2026-03-04T09:30:00Z'), '2026-03-04T09:30:00.000Z'],
		[DateTime.utc(2026, 3, 4), '2026-03-04T00:00:00.000Z'],
		['a\nb', 'a\nb'],
	])('%p is %j', (value, expected) => {
		expect(parseText(value)).toBe(expected);
	});

	test.each<[unknown]>([[[1]], [{ a: 1 }], [[]], [{}]])('%p is no text', (value) => {
		expect(codeOf(() => parseText(value))).toBe('notText');
	});

	test.each(EMPTY_CELLS)('%j is absent', (cell) => {
		expect(isAbsent(cell)).toBe(true);
		expect(parseText(cell)).toBeUndefined();
	});

	test.each<[unknown]>([[0], [false], ['0'], ['null'], [[]], [{}]])('%p is not absent', (value) => {
		expect(isAbsent(value)).toBe(false);
	});
});

describe('yes or no', () => {
	test.each<unknown>([
		true,
		1,
		'yes',
		'Yes',
		' YES ',
		'TRUE',
		'true',
		'x',
		'X',
		'1',
		'y',
		't',
		'on',
		'✓',
		'✔',
		'✔️',
		'☑',
	])('%p is yes', (value) => {
		expect(parseYesNo(value)).toBe(true);
	});

	test.each<unknown>([false, 0, 'no', 'No', 'FALSE', '0', 'n', 'f', 'off'])('%p is no', (value) => {
		expect(parseYesNo(value)).toBe(false);
	});

	test.each<unknown>(['maybe', 'yes please', '2', 2, -1, 'null', 'ja', '?', new Date(0)])(
		'%p is neither',
		(value) => {
			expect(codeOf(() => parseYesNo(value))).toBe('notYesOrNo');
		},
	);

	test.each(EMPTY_CELLS)('%j is neither yes nor no, and no error', (cell) => {
		expect(parseYesNo(cell)).toBeUndefined();
	});
});

test('a value in an error is short and on one line', () => {
	expect(excerpt('a\n b\t c')).toBe('a b c');
	expect(excerpt('x'.repeat(500)).length).toBeLessThanOrEqual(60);
	expect(excerpt({ a: [1] })).toBe('{"a":[1]}');
	expect(excerpt(undefined)).toBe('undefined');
});
