import { findAt, pathAfterIndex, pathsBeforeIndex, pathText, valueAt } from '../../../nodes/values/dataPath';
import { codeOf } from './problem';

const ITEM = {
	a: 1,
	'a.b': 2,
	'line items': [{ sku: 'x' }],
	body: { line_items: [{ sku: 'y', images: [{ src: 'z' }] }], 'deep.key': { c: 3 }, 'odd[1]': 4 },
	tags: ['t0', 't1'],
	'it’s "odd"': 5,
	'*': 6,
	'': 7,
};

describe('a path leads to what it names', () => {
	test.each<[string, unknown]>([
		['a', 1],
		['a.b', 2],
		[' a ', 1],
		['body.line_items[0].sku', 'y'],
		['body.line_items.0.sku', 'y'],
		["body['line_items'][0]['images'][0].src", 'z'],
		["['line items'][0].sku", 'x'],
		['["line items"][0]["sku"]', 'x'],
		['line items[0].sku', 'x'],
		['body.deep.key.c', 3],
		["body['deep.key'].c", 3],
		['tags[1]', 't1'],
		['$json.body.line_items[0].sku', 'y'],
		["$json['line items'][0].sku", 'x'],
		['{{ $json.body.line_items[0].sku }}', 'y'],
		['[\'it’s "odd"\']', 5],
		['*', 6],
	])('%s', (path, expected) => {
		expect(valueAt(ITEM, path)).toEqual(expected);
	});

	test.each([
		'b',
		'a.c',
		'body.line_items[9].sku',
		'tags[0].x',
		'constructor',
		'body.constructor.name',
		'__proto__.polluted',
		'tags.map',
	])('%s leads nowhere', (path) => {
		expect(findAt(ITEM, path)).toBeUndefined();
	});

	test('with the objects around it, the nearest first', () => {
		expect(findAt(ITEM, 'body.line_items')?.around).toEqual([ITEM.body, ITEM]);
	});

	test('null is a value, and nothing lies in it', () => {
		expect(findAt({ a: null }, 'a')).toEqual({ value: null, around: [{ a: null }] });
		expect(findAt({ a: null }, 'a.b')).toBeUndefined();
	});
});

test.each([
	"'Billing Address'].phone",
	'a..b',
	'.a',
	'a.',
	'a[b]',
	'a[',
	'a]',
	'a[0',
	"a['b]",
	'a[-1]',
	'[]',
])('%s is no path', (path) => {
	expect(codeOf(() => findAt({}, path))).toBe('brokenPath');
});

test('a key that looks like a broken path is a key', () => {
	expect(valueAt({ 'a[': 1 }, 'a[')).toBe(1);
});

test.each<[string, string[]]>([
	['line_items', []],
	['line_items[0]', ['line_items']],
	["body['my lines'][0].sku", ["body['my lines']"]],
	['carts[1].items[0].sku', ['carts[1].items', 'carts']],
])('before the indexes of %s: %j', (path, expected) => {
	expect(pathsBeforeIndex(path)).toEqual(expected);
});

test.each<[string, string | undefined, string | undefined]>([
	['line_items[0].sku', 'body.line_items', 'sku'],
	['body.line_items[0].image.src', 'body.line_items', 'image.src'],
	['line_items[0].images[0].src', 'line_items', 'images[0].src'],
	['images[0].src', 'line_items', undefined],
	['line_items[0].sku', undefined, 'sku'],
	['line_items[0]', 'line_items', undefined],
	['sku', 'line_items', undefined],
])('%s under %s is %s', (path, list, expected) => {
	expect(pathAfterIndex(path, list)).toBe(expected);
});

test.each<[Array<string | number>, string]>([
	[['body', 'line_items'], 'body.line_items'],
	[['body', 'line items', 0, 'a-b'], "body['line items'][0].a-b"],
	[["it's"], '["it\'s"]'],
	[['a.b', '1st'], "['a.b']['1st']"],
])('%j is written %s', (keys, expected) => {
	expect(pathText(keys)).toBe(expected);
});
