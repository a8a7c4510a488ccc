import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import type { IDataObject } from 'n8n-workflow';
import { parsePath, readPath } from '../../../nodes/parameters/path';
import { byN8n } from './n8nEngine';

const COMMON = ['a', 'b', 'phone', 'Mobile Phone', 'list', 'größe'];
const ODD = [
	...[
		'',
		'0',
		'1',
		' a ',
		'a.b',
		'$',
		'$json',
		'_',
		'x$',
		"it's",
		'"',
		'{',
		'}',
		'}}',
		'{{',
		'[0]',
		'a{{b}}',
	],
	...[
		'length',
		'toString',
		'valueOf',
		'hasOwnProperty',
		'map',
		'first',
		'isEmpty',
		'year',
		'toISO',
		'getTime',
	],
	...['__proto__', 'prototype', 'constructor', 'caller', 'arguments', 'binding', 'mainModule', 'globalThis'],
	...[
		'.constructor',
		'a. constructor',
		'constructors',
		'__sanitize',
		'___n8n_data',
		'this',
		'undefined',
		'null',
	],
	...[
		'new',
		'class',
		'process',
		'require',
		'.first(',
		'$if(',
		'/*',
		'//',
		'<!--',
		'`',
		'${1}',
		'\\',
		'\\"',
		'\u2028',
		'\n',
	],
];
const name = fc.oneof(
	{ weight: 4, arbitrary: fc.constantFrom(...COMMON) },
	{ weight: 2, arbitrary: fc.constantFrom(...ODD) },
	{ weight: 1, arbitrary: fc.string({ maxLength: 4, unit: 'binary-ascii' }) },
);

class Custom {
	a = 1;
}

const leaf = fc.oneof(
	{
		weight: 4,
		arbitrary: fc.constantFrom<unknown>(null, undefined, '', 'text', '+15551234567', 0, -1.5, NaN),
	},
	{
		weight: 1,
		arbitrary: fc.constantFrom<unknown>(true, false, BigInt(7), Symbol.iterator, () => 1, /a/, new Map()),
	},
	{ weight: 1, arbitrary: fc.constant(undefined).map(() => new Date('2026-03-04T05:06:07Z')) },
	{ weight: 1, arbitrary: fc.constant(undefined).map(() => DateTime.fromISO('2026-03-04T05:06:07Z')) },
	{ weight: 1, arbitrary: fc.constantFrom<unknown>(new Date(NaN), DateTime.invalid('odd'), new Custom()) },
);

/** Own keys whatever they are called, also `__proto__`. */
const objectOf = (members: Array<[string, unknown]>, bare = false) =>
	Object.defineProperties(
		bare ? Object.create(null) : {},
		Object.fromEntries(
			members.map(([key, value]) => [key, { value, enumerable: true, configurable: true, writable: true }]),
		),
	) as IDataObject;

const { value } = fc.letrec<{ value: unknown; object: unknown }>((tie) => ({
	value: fc.oneof({ maxDepth: 4 }, leaf, tie('object'), fc.array(tie('value'), { maxLength: 3 })),
	object: fc
		.tuple(fc.array(fc.tuple(name, tie('value')), { maxLength: 5 }), fc.nat(9))
		.map(([members, odd]) => objectOf(members, odd === 0)),
}));
const item = fc.array(fc.tuple(name, value), { maxLength: 8 }).map((members) => objectOf(members));

const space = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom('', ' ') },
	{ weight: 1, arbitrary: fc.constantFrom('\n', '\t', '\r\n', '\u00a0', '\u2028', '\ufeff') },
);

/** A step in the grammar, or outside it where the name is odd: no name is escaped. */
function stepTo(key: string | number): fc.Arbitrary<string> {
	const simple = typeof key === 'number' || /^\d+$/.test(key);
	const form = simple
		? fc.constantFrom(`[${key}]`, `["${key}"]`)
		: fc.constantFrom(...(/^[A-Za-z_$][\w$]*$/.test(key) ? [`.${key}`] : []), `["${key}"]`, `['${key}']`);
	const near = fc.constantFrom(
		`?.${key}`,
		`[\`${key}\`]`,
		`.${key}()`,
		'[01]',
		'[-1]',
		'[1.0]',
		'[1e0]',
		'[0, 1]',
		'',
	);
	return fc
		.tuple(space, fc.oneof({ weight: 24, arbitrary: form }, { weight: 1, arbitrary: near }))
		.map(([before, step]) => before + step);
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Mostly steps that lead somewhere in the item, sometimes one too many or any other. */
function stepsInto(json: unknown): fc.Arbitrary<string> {
	const inherited = fc.constantFrom<string | number>('length', 'toString', 'year', 0);
	const anyKey = fc.oneof<Array<fc.Arbitrary<string | number>>>(name, inherited);
	const keys = isObject(json) ? Object.keys(json) : [];
	const ownKey = keys.length > 0 ? fc.constantFrom(...keys) : anyKey;
	return fc.oneof({ weight: 8, arbitrary: ownKey }, { weight: 1, arbitrary: anyKey }).chain((key) => {
		const next: unknown = isObject(json) && Object.hasOwn(json, key) ? Reflect.get(json, key) : undefined;
		const more = isObject(next) ? [0, 1, 1, 1] : [0, 0, 0, 1];
		return fc
			.tuple(stepTo(key), fc.constantFrom(...more))
			.chain(([step, goOn]) => (goOn ? stepsInto(next).map((rest) => step + rest) : fc.constant(step)));
	});
}

const around = fc.oneof(
	{ weight: 20, arbitrary: fc.constant<[string, string]>(['={{', '}}']) },
	{
		weight: 1,
		arbitrary: fc.constantFrom<[string, string]>(
			['= {{', '}}'],
			['={{', '}} '],
			['={{', '}}\n'],
			['={{{', '}}}'],
			['={{ (', ') }}'],
			['={{', ';}}'],
			['={{', '}}{{ 1 }}'],
			['=', ''],
			['={{', ''],
			['={{ !', '}}'],
			['={{', '+ 1 }}'],
			['={{ [', '] }}'],
		),
	},
);

/** One character in, out or changed. */
const slip = fc.tuple(fc.nat(60), fc.constantFrom(0, 1), fc.constantFrom('', ...' .[]{}"\'`\\$?0a()!,\n'));
const slipIn = (raw: string, [position, removed, added]: [number, number, string]) =>
	raw.slice(0, position) + added + raw.slice(position + removed);

const reading = item.chain((json) =>
	fc
		.tuple(
			around,
			space,
			stepsInto(json),
			space,
			fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: slip }),
		)
		.map(([[open, close], before, steps, after, change]) => {
			const raw = `${open}${before}$json${steps}${after}${close}`;
			return { json, raw: change ? slipIn(raw, change) : raw };
		}),
);

/** A few thousand readings, the same ones each time. */
const RUNS = { seed: 20260304, numRuns: 3_500 };

test('what is read directly is what n8n gives, and what n8n refuses is left to it', () => {
	let direct = 0;
	let asked = 0;
	fc.assert(
		fc.property(reading, ({ json, raw }) => {
			const path = parsePath(raw);
			const read = path ? readPath(path, json) : 'askN8n';
			if (read === 'askN8n') {
				asked++;
				return;
			}
			direct++;
			// The very same value: byN8n throws where n8n refuses.
			expect(byN8n(raw, json)).toBe(read.value);
		}),
		RUNS,
	);
	// Neither side is an empty promise.
	expect(direct).toBeGreaterThan(1_000);
	expect(asked).toBeGreaterThan(500);
});
