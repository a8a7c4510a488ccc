import { DateTime, Duration } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { compile, type Compiled } from '../../../nodes/parameters/compile';

const itemsOf = (...rows: object[]) => rows.map((json) => ({ json: json as IDataObject }));

/** Compiles with an n8n that answers with the expression itself, and keeps what it was asked. */
function compiled(raw: unknown, rows: object[], direct = true) {
	const asked: unknown[][] = [];
	const evaluate = (...question: unknown[]) => {
		asked.push(question);
		return `n8n: ${String(question[0])}`;
	};
	const parameter = compile(raw, evaluate, itemsOf(...rows), { direct });
	return { ...parameter, asked, values: rows.map((_row, item) => parameter.value(item)) };
}

const answering = (raw: unknown, answer: unknown): Compiled =>
	compile(raw, () => answer, itemsOf({}), { direct: true });

test.each([
	['text', 'text'],
	['an empty text', ''],
	['a number', 5],
	['a boolean', false],
	['null', null],
	['nothing', undefined],
	['a list', ['a', 1, null]],
	['a collection', { a: 1, b: { c: ['d', ' ={{ $json.a }}'] } }],
	['a locator', { __rl: true, mode: 'id', value: '5' }],
])('%s is fixed and given as it is', (_name, raw) => {
	const { isFixed, values, paths, asked } = compiled(raw, [{}, {}]);
	expect(isFixed).toBe(true);
	expect(values[0]).toBe(raw);
	expect(values[1]).toBe(raw);
	expect(paths).toEqual([]);
	expect(asked).toEqual([]);
});

test('a path is read from each item without n8n', () => {
	const { isFixed, values, asked, paths } = compiled('={{ $json.a.b }}', [{ a: { b: 1 } }, { a: null }, {}]);
	expect(values).toEqual([1, undefined, undefined]);
	expect(isFixed).toBe(false);
	expect(asked).toEqual([]);
	expect(paths).toEqual([{ path: ['a', 'b'], place: [] }]);
});

test('for agents n8n is always asked', () => {
	const { values, asked, paths } = compiled('={{ $json.a }}', [{ a: 1 }], false);
	expect(values).toEqual(['n8n: {{ $json.a }}']);
	expect(asked).toEqual([['{{ $json.a }}', 0, []]]);
	expect(paths).toEqual([]);
});

test('what is no path is evaluated by n8n, for each item', () => {
	const { values, asked, paths } = compiled('=Hello {{ $json.a }}', [{}, {}]);
	expect(values).toEqual(['n8n: Hello {{ $json.a }}', 'n8n: Hello {{ $json.a }}']);
	expect(asked.map(([, item]) => item)).toEqual([0, 1]);
	expect(paths).toEqual([]);
});

test('n8n is asked for those items alone whose value has a meaning of its own', () => {
	const { values, asked, paths } = compiled('={{ $json.a.length }}', [{ a: [1, 2] }, { a: 'abc' }, {}]);
	expect(values).toEqual([2, 'n8n: {{ $json.a.length }}', undefined]);
	expect(asked).toEqual([['{{ $json.a.length }}', 1, []]]);
	expect(paths).toHaveLength(1);
});

test('rows are made anew for each item, and only their expressions are evaluated', () => {
	const raw = {
		assignments: [
			{ id: '1', name: 'tier', type: 'string', value: '={{ $json.tier }}' },
			{ id: '2', name: '={{ $json.name }}', type: 'number', value: '={{ 1 + 1 }}' },
			{ id: '3', name: 'fixed', type: 'string', value: 'x' },
		],
		more: { a: 1 },
	};
	const { values, asked, paths, isFixed } = compiled(raw, [{ tier: 'Gold' }, { name: 'points' }]);
	expect(isFixed).toBe(false);
	expect(values).toEqual([
		{
			assignments: [
				{ id: '1', name: 'tier', type: 'string', value: 'Gold' },
				{ id: '2', name: undefined, type: 'number', value: 'n8n: {{ 1 + 1 }}' },
				{ id: '3', name: 'fixed', type: 'string', value: 'x' },
			],
			more: { a: 1 },
		},
		{
			assignments: [
				{ id: '1', name: 'tier', type: 'string', value: undefined },
				{ id: '2', name: 'points', type: 'number', value: 'n8n: {{ 1 + 1 }}' },
				{ id: '3', name: 'fixed', type: 'string', value: 'x' },
			],
			more: { a: 1 },
		},
	]);
	expect(asked).toEqual([
		['{{ 1 + 1 }}', 0, ['assignments', 1, 'value']],
		['{{ 1 + 1 }}', 1, ['assignments', 1, 'value']],
	]);
	expect(paths).toEqual([
		{ path: ['tier'], place: ['assignments', 0, 'value'] },
		{ path: ['name'], place: ['assignments', 1, 'name'] },
	]);
});

test('what evaluation throws is thrown, for that item', () => {
	const parameter = compile(
		{ a: '={{ fail() }}' },
		(_expression, item) => {
			throw new Error(`item ${item}`);
		},
		itemsOf({}, {}),
		{ direct: true },
	);
	expect(() => parameter.value(1)).toThrow('item 1');
});

/** As another copy of Luxon would make it: no instance of ours. */
const foreign = {
	isLuxonDateTime: true,
	toISO: () => '2026-03-04T00:00:00.000Z',
	toString: () => '2026-03-04T00:00:00.000Z',
};
const MOMENT = DateTime.fromISO('2026-03-04T05:06:07.000+01:00', { setZone: true });
const ISO = '2026-03-04T05:06:07.000+01:00';

test.each<[string, unknown, unknown, unknown]>([
	['the whole value stays', '={{ $now }}', MOMENT, MOMENT],
	['a member becomes text', { a: '={{ $now }}' }, MOMENT, { a: ISO }],
	['a member of a row becomes text', { a: [{ b: '={{ $now }}' }] }, MOMENT, { a: [{ b: ISO }] }],
	['an entry of a list stays', ['={{ $now }}'], MOMENT, [MOMENT]],
	['within a value becomes text', '={{ $x }}', { a: [{ b: MOMENT }] }, { a: [{ b: ISO }] }],
	['an entry of a list within stays', { a: '={{ $x }}' }, [MOMENT], { a: [MOMENT] }],
	['of another copy of Luxon becomes text', { a: '={{ $now }}' }, foreign, { a: '2026-03-04T00:00:00.000Z' }],
	['that is invalid says so', { a: '={{ $now }}' }, DateTime.invalid('odd'), { a: 'Invalid DateTime' }],
])('a DateTime as n8n gives it: %s', (_name, raw, answer, expected) => {
	expect(answering(raw, answer).value(0)).toEqual(expected);
});

test('only DateTimes become text', () => {
	const date = new Date(0);
	const duration = Duration.fromMillis(5);
	expect(answering({ a: '={{ $x }}' }, date).value(0)).toEqual({ a: date });
	expect(answering({ a: '={{ $x }}' }, duration).value(0)).toEqual({ a: duration });
});

test('a DateTime of an item becomes text in the value alone', () => {
	const json = { order: { at: MOMENT, lines: [] } };
	const parameter = compile('={{ $json.order }}', () => undefined, itemsOf(json), { direct: true });
	expect(parameter.value(0)).toEqual({ at: ISO, lines: [] });
	expect(json.order.at).toBe(MOMENT);
});
