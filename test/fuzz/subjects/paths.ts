import { Columns, fold } from '../../../nodes/parameters/columns';
import { didYouMean } from '../../../nodes/parameters/didYouMean';
import { firstSteps } from '../../../nodes/parameters/firstSteps';
import { parsePath, pathText as expressionText, readPath } from '../../../nodes/parameters/path';
import { dataPathSteps, findAt, pathText, spelledPath } from '../../../nodes/values/dataPath';
import { parseJson } from '../../../nodes/values/json';
import { isDeeperThan } from '../../../nodes/values/nested';
import { largeValues, longTexts, object, SAMPLES, text, value } from '../hostile';
import type { Random } from '../../random';
import { differs, subject, type Subject } from './subject';

const rowOf = (random: Random) => object(random, () => value(random));
const isRow = (one: unknown): one is Record<string, unknown> =>
	typeof one === 'object' && one !== null && !Array.isArray(one);
const largeRows = (size: number) => largeValues(size).filter(isRow);

interface Named {
	name: string;
	rows: Array<Record<string, unknown>>;
}

const named = {
	make: (random: Random): Named => ({
		name: text(random, SAMPLES.paths),
		rows: Array.from({ length: 1 + random.below(3) }, () => rowOf(random)),
	}),
	large: (size: number): Named[] => [
		...longTexts(size).map((name) => ({ name, rows: [{ a: { b: 'x' }, 'Mobile Phone': '1' }] })),
		...longTexts(size).map((name) => ({ name: 'a', rows: [{ [name]: 'x' }] })),
		...largeRows(size).map((row) => ({ name: 'a.b', rows: [row] })),
		...largeRows(size).map((row) => ({ name: 'some_long_nam', rows: [row, row] })),
	],
};
const itemsOf = (rows: Named['rows']) => rows.map((json) => ({ json }) as never);
const throwsNothing = () => false;

export const paths: Subject[] = [
	subject({
		name: 'path to a field',
		make: (random) => text(random, SAMPLES.paths),
		large: longTexts,
		parse: dataPathSteps,
		isDeclared: throwsNothing,
		wrong(path, steps) {
			// Brackets and quotes make it longer, perhaps too long for a path.
			if (!Array.isArray(steps) || steps.length === 0 || path.length > 500) return undefined;
			const keys = steps.map(String);
			// A key with both quotes cannot be written, nor one that is trimmed.
			if (keys.some((key) => /["'\\\]]|^\s|\s$/.test(key)) || path.includes('$json')) return undefined;
			return differs('written and read again', dataPathSteps(pathText(keys)), keys);
		},
	}),
	subject({
		name: 'field at a path',
		...named,
		parse: ({ name, rows }) => rows.map((row) => [findAt(row, name), spelledPath(row, name)]),
	}),
	subject({
		name: 'expression that is only a path',
		make: (random) => text(random, SAMPLES.paths),
		large: longTexts,
		parse(expression) {
			const path = parsePath(expression);
			return path && [readPath(path, { a: { b: 1 }, billing: { phone: 'x' } }), expressionText(path)];
		},
		isDeclared: throwsNothing,
	}),
	subject({
		name: 'fields used in expressions',
		make: (random) => [text(random, SAMPLES.paths), { inner: text(random, SAMPLES.paths) }],
		large: (size) => longTexts(size).map((one) => [one, `=${one}`]),
		parse: (raw) => [...firstSteps(raw), ...firstSteps(raw, ['body'])],
		isDeclared: throwsNothing,
	}),
	subject({
		name: 'suggestion for a misspelled field',
		...named,
		parse: ({ name, rows }) => didYouMean([name], itemsOf(rows)),
		isDeclared: throwsNothing,
	}),
	subject({
		name: 'cell under a column header',
		...named,
		parse({ name, rows }) {
			const columns = new Columns(itemsOf(rows));
			return [columns.has(name), columns.cell(0, name)];
		},
	}),
	subject({
		name: 'column header',
		make: (random) => text(random),
		large: longTexts,
		parse: fold,
		isDeclared: throwsNothing,
		wrong: (_header, folded) => differs('folded again', fold(String(folded)), folded),
	}),
	subject({
		name: 'JSON',
		make: (random) => text(random, SAMPLES.json),
		large: (size) => [...longTexts(size), ...largeValues(size / 2).flatMap(jsonOf)],
		parse: parseJson,
		isDeclared: (error) => error instanceof SyntaxError,
		wrong(json, parsed) {
			if (/\d{16}|proto|\\u/i.test(json))
				return isPolluted(parsed) ? 'has a prototype of its own' : undefined;
			return differs('as JavaScript reads it', parsed, JSON.parse(json));
		},
	}),
	subject({
		name: 'nesting depth',
		make: (random) => value(random),
		large: largeValues,
		parse: (one) => isDeeperThan(100, one),
		isDeclared: throwsNothing,
	}),
];

export function isPolluted(one: unknown): boolean {
	if (typeof one !== 'object' || one === null) return false;
	const prototype: unknown = Object.getPrototypeOf(one);
	if (prototype !== Object.prototype && prototype !== Array.prototype) return true;
	return Object.hasOwn(one, '__proto__') || Object.values(one).some(isPolluted);
}

/** None for what is too deep for JSON.stringify. */
export function jsonOf(one: unknown): string[] {
	try {
		return [JSON.stringify(one)];
	} catch {
		return [];
	}
}
