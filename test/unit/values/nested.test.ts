import { DateTime } from 'luxon';
import { checkDepth, DEEPEST, isDeeperThan } from '../../../nodes/values/nested';
import { stableJson } from '../../../nodes/values/stableJson';
import { parseText } from '../../../nodes/values/text';
import { excerpt } from '../../../nodes/values/valueError';
import { codeOf, problemOf } from './problem';

/** A value within so many lists or objects. */
function nested(levels: number, inner: unknown = 1, wrap: (value: unknown) => unknown = (a) => ({ a })) {
	let value = inner;
	for (let level = 0; level < levels; level++) value = wrap(value);
	return value;
}
const inList = (value: unknown) => [value];

/** Holds itself. */
function endless(): object {
	const cell: { name: string; self?: unknown } = { name: 'x' };
	cell.self = [cell];
	return cell;
}

describe('the depth of a value', () => {
	test.each([
		['text', 0, 'text'],
		['a number', 0, 1],
		['null', 0, null],
		['an empty list', 1, []],
		['a date', 0, new Date(0)],
		['a moment', 0, DateTime.utc()],
		['objects', 3, nested(3)],
		['lists', 7, nested(7, 'x', inList)],
		['a list beside a deep one', 4, [1, nested(3), [2]]],
	])('of %s is %d', (_what, depth, value) => {
		expect(isDeeperThan(depth, value)).toBe(false);
		if (depth > 0) expect(isDeeperThan(depth - 1, value)).toBe(true);
	});

	test('is limited, also where the stack would not do', () => {
		expect(codeOf(() => checkDepth(nested(DEEPEST)))).toBeUndefined();
		expect(codeOf(() => checkDepth(nested(DEEPEST + 1)))).toBe('nestedTooDeep');
		expect(codeOf(() => checkDepth(nested(100_000, 1, inList)))).toBe('nestedTooDeep');
		expect(codeOf(() => checkDepth(endless()))).toBe('nestedTooDeep');
	});

	test('is looked at once for a part that comes often', () => {
		const parts = nested(60, 1, (value) => [value, value]);
		expect(isDeeperThan(60, parts)).toBe(false);
		expect(isDeeperThan(59, parts)).toBe(true);
	});
});

describe('a value as an error shows it', () => {
	test.each([
		['deep objects', nested(3_000)],
		['very deep lists', nested(100_000, 1, inList)],
		['something that holds itself', endless()],
		['a long list', Array.from({ length: 100_000 }, (_one, index) => index)],
		['parts that come often', nested(60, 1, (value) => [value, value])],
		['long text', 'x'.repeat(100_000)],
		['long text in an object', { note: 'x'.repeat(100_000) }],
		['blanks between', `a${' '.repeat(100_000)}b`],
	])('is short: %s', (_what, value) => {
		expect(excerpt(value).length).toBeLessThanOrEqual(60);
		expect(excerpt(value)).toMatch(/…$/);
	});

	test.each([
		['a  b\n c', 'a b c'],
		[` ${'x'.repeat(60)} `, 'x'.repeat(60)],
		[{ a: [1, 'b', null] }, '{"a":[1,"b",null]}'],
		[[new Date(0)], '["1970-01-01T00:00:00.000Z"]'],
		[12n, '"12"'],
		[undefined, 'undefined'],
	])('%p is shown as %s', (value, text) => {
		expect(excerpt(value)).toBe(text);
	});
});

test('a deep cell is no text, and the error can be shown', () => {
	const problem = problemOf(() => parseText(nested(3_000)));
	expect(problem?.reasonCode).toBe('notText');
	expect(excerpt(problem?.value)).toMatch(/^\{"a":\{"a":.*…$/);
});

describe('JSON for hashes', () => {
	const value = {
		b: [1, { d: undefined, c: 'x', e: () => 1 }, undefined, []],
		a: { z: null, y: Number.NaN },
	};

	test('has its keys in order, and is JSON all the same', () => {
		expect(stableJson(value)).toBe('{"a":{"y":null,"z":null},"b":[1,{"c":"x"},null,[]]}');
		expect(JSON.parse(stableJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
	});

	test('has dates as n8n stores them', () => {
		const date = new Date(0);
		expect(stableJson({ date, moment: DateTime.fromMillis(0, { zone: 'utc' }) })).toBe(
			'{"date":"1970-01-01T00:00:00.000Z","moment":"1970-01-01T00:00:00.000Z"}',
		);
	});

	test('is written of any depth, and differs where the deepest part does', () => {
		const [one, other] = [1, 2].map((inner) => stableJson(nested(100_000, inner)));
		expect(one).toHaveLength(600_001);
		expect(one).not.toBe(other);
	});

	test('is written of what holds itself, and of parts that come twice', () => {
		expect(stableJson(endless())).toBe('{"name":"x","self":["…"]}');
		const part = { a: 1 };
		expect(stableJson([part, part])).toBe('[{"a":1},{"a":1}]');
	});
});
