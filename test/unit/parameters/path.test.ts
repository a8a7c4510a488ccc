import type { IDataObject } from 'n8n-workflow';
import { DateTime, Duration } from 'luxon';
import { parsePath, pathText, readPath } from '../../../nodes/parameters/path';
import { byN8n } from './n8nEngine';

test.each<[string, Array<string | number>]>([
	['={{ $json.phone }}', ['phone']],
	['={{$json.phone}}', ['phone']],
	['={{ $json.billing.phone }}', ['billing', 'phone']],
	['={{ $json["Mobile Phone"] }}', ['Mobile Phone']],
	["={{ $json['Mobile Phone'] }}", ['Mobile Phone']],
	["={{ $json['a'].b }}", ['a', 'b']],
	['={{ $json.line_items[0].sku }}', ['line_items', 0, 'sku']],
	['={{\n\t$json\n\t.a [ "b" ]\n[ 0 ] . c\n}}', ['a', 'b', 0, 'c']],
	['={{ $json["it\'s"]["a.b"] }}', ["it's", 'a.b']],
	['={{ $json["{a}"] }}', ['{a}']],
	['={{ $json.$a._b.C9 }}', ['$a', '_b', 'C9']],
	['={{ $json[""] }}', ['']],
	['={{ $json[999999999] }}', [999_999_999]],
])('%j is a path', (raw, path) => {
	expect(parsePath(raw)).toEqual(path);
});

test.each<[string, string]>([
	['fixed text', '$json.phone'],
	['no equals sign', '{{ $json.phone }}'],
	['the whole item', '={{ $json }}'],
	['text before', '= {{ $json.phone }}'],
	['text after', '={{ $json.phone }} '],
	['a line break after', '={{ $json.phone }}\n'],
	['two expressions', '={{ $json.phone }}{{ $json.phone }}'],
	['a sum', '={{ $json.a + 1 }}'],
	['a call', '={{ $json.a.trim() }}'],
	['an optional step', '={{ $json?.a }}'],
	['a template', '={{ $json[`a`] }}'],
	['a computed step', '={{ $json[$json.a] }}'],
	['another root', '={{ $jsonx.a }}'],
	['another node', "={{ $('Node').item.json.a }}"],
	['a comment', '={{ $json.a /* phone */ }}'],
	['letters beyond ASCII', '={{ $json.größe }}'],
	...['\\"', '\\', '\n', '\r', '\u2028', '\u2029'].flatMap((odd): Array<[string, string]> => [
		[`${JSON.stringify(odd)} in a name in double quotes`, `={{ $json["a${odd}b"] }}`],
		[`${JSON.stringify(odd)} in a name in single quotes`, `={{ $json['a${odd}b'] }}`],
	]),
	['an index with a leading zero', '={{ $json[01] }}'],
	['a negative index', '={{ $json[-1] }}'],
	['an index of ten digits', '={{ $json[1234567890] }}'],
	['opening braces in a name', '={{ $json["a{{b"] }}'],
	['closing braces in a name', '={{ $json["a}}b"] }}'],
	['an expression within a name', '={{ $json["{{ 1 }}"] }}'],
	['constructor after a dot in a name', '={{ $json["a.constructor"] }}'],
	['constructor after a dot and a space in a name', '={{ $json["a. constructorOf"] }}'],
	['the dollar sign', '={{ $json.$ }}'],
	['the dollar sign in brackets', '={{ $json["$"] }}'],
	['globalThis', '={{ $json.globalThis }}'],
	['too long', `={{ $json.${'a'.repeat(1_000)} }}`],
	['syntax that n8n\'s "Add All" writes', '={{ $json.Mobile Phone }}'],
])('no path: %s', (_name, raw) => {
	expect(parsePath(raw)).toBeUndefined();
});

/** Names that n8n refuses in any expression: unsafeObjectProperties of n8n-workflow. */
test.each([
	...['__proto__', 'prototype', 'constructor', 'getPrototypeOf', 'setPrototypeOf'],
	...['getOwnPropertyDescriptor', 'getOwnPropertyDescriptors', 'defineProperty', 'defineProperties'],
	...['mainModule', 'binding', '_linkedBinding', '_load', 'prepareStackTrace'],
	...['__lookupGetter__', '__lookupSetter__', '__defineGetter__', '__defineSetter__'],
	...['caller', 'callee', 'arguments', 'getBuiltinModule', 'dlopen', 'execve', 'loadEnvFile'],
])('n8n refuses %s, and so it is asked', (name) => {
	for (const raw of [`={{ $json.${name} }}`, `={{ $json["${name}"] }}`, `={{ $json.a['${name}'].b }}`]) {
		expect(parsePath(raw)).toBeUndefined();
		expect(() => byN8n(raw, JSON.parse(`{"a":{"${name}":{"b":1}},"${name}":1}`) as IDataObject)).toThrow();
	}
});

test('a raw value that could make a search go back and forth takes no longer than others', () => {
	expect(parsePath(`={{ $json${' '.repeat(900)}x }}`)).toBeUndefined();
	expect(parsePath(`={{ $json${' .a'.repeat(300)} x }}`)).toBeUndefined();
	expect(parsePath(`={{ $json.${'a'.repeat(1e7)}`)).toBeUndefined();
});

class Custom {
	own = 1;
}

const DATE = new Date('2026-03-04T05:06:07Z');
const json = {
	text: 'abc',
	empty: '',
	number: 5,
	yes: true,
	nothing: null,
	absent: undefined,
	list: [{ sku: 'A' }, null],
	object: { a: { 'b c': 1 } },
	date: DATE,
	moment: DateTime.fromISO('2026-03-04T05:06:07Z'),
	duration: Duration.fromMillis(5),
	custom: new Custom(),
	bare: Object.assign(Object.create(null), { a: 1 }),
	hasOwnProperty: 'own',
	big: BigInt(1),
	act: () => 1,
	sign: Symbol('sign'),
	'a.b': 'dotted',
	5: 'five',
};

test.each<[string, Array<string | number>, unknown]>([
	['a text', ['text'], 'abc'],
	['an empty text', ['empty'], ''],
	['a number', ['number'], 5],
	['a boolean', ['yes'], true],
	['null', ['nothing'], null],
	['undefined', ['absent'], undefined],
	['a missing field', ['missing'], undefined],
	['a field of null', ['nothing', 'a', 'b'], undefined],
	['a field of a missing field', ['missing', 'a', 'b'], undefined],
	['a list', ['list'], json.list],
	['the length of a list', ['list', 'length'], 2],
	['an entry of a list', ['list', 0, 'sku'], 'A'],
	['a missing entry of a list', ['list', 7, 'sku'], undefined],
	['an object', ['object'], json.object],
	['a nested field', ['object', 'a', 'b c'], 1],
	['a date', ['date'], DATE],
	['a field of an object without a prototype', ['bare', 'a'], 1],
	['an own field with an inherited name', ['hasOwnProperty'], 'own'],
	['a name with a dot', ['a.b'], 'dotted'],
	['a number as a name', [5], 'five'],
])('read directly: %s', (_name, path, value) => {
	expect(readPath(path, json)).toEqual({ value });
});

test.each<[string, Array<string | number>]>([
	['a step on a text', ['text', 'length']],
	['a step on an empty text', ['empty', 'a']],
	['an index on a text', ['text', 0]],
	['a step on a number', ['number', 'toFixed']],
	['a step on a boolean', ['yes', 'a']],
	['a step on a Date', ['date', 'a']],
	['a step on a DateTime', ['moment', 'year']],
	['a step on an object of a class', ['custom', 'own']],
	['an inherited name', ['toString']],
	['an inherited name within', ['object', 'valueOf', 'a']],
	['a method of lists', ['list', 'map']],
	['a DateTime', ['moment']],
	['a Duration', ['duration']],
	['an object of a class', ['custom']],
	['a bigint', ['big']],
	['a function', ['act']],
	['a symbol', ['sign']],
])('n8n is asked about %s', (_name, path) => {
	expect(readPath(path, json)).toBe('askN8n');
});

test.each<[string, Array<string | number>]>([
	['phone', ['phone']],
	['Mobile Phone', ['Mobile Phone']],
	['billing.phone', ['billing', 'phone']],
	['body["Mobile Phone"]', ['body', 'Mobile Phone']],
	['line_items[0].sku', ['line_items', 0, 'sku']],
	['["a b"].c', ['a b', 'c']],
	['[0]', [0]],
])('written as %s', (text, path) => {
	expect(pathText(path)).toBe(text);
});
