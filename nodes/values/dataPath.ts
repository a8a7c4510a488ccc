import { visibleName } from './characters';
import { member } from './member';
import { attempted, ValueError } from './valueError';

/** One step of a path. Only plain names may be parts of a key that itself holds dots. */
interface Step {
	key: string;
	kind: 'name' | 'quoted' | 'index';
}

/** A value, and the objects that it was found in: the nearest first. */
export interface Found {
	value: unknown;
	around: unknown[];
}

const STEP = /^(?:\[\s*(?:"([^"]*)"|'([^']*)'|(\d{1,9}))\s*\]|\.?([^.[\]]+))/;

/** Finds what a path such as body.line_items, a['b c'] or list[0].sku leads to; undefined where it leads nowhere. Keys that hold dots go first. */
export function findAt(value: unknown, path: string): Found | undefined {
	const text = withoutBraces(path);
	const whole = member(value, text);
	return whole === undefined ? walk(value, stepsOf(text), []) : { value: whole, around: [value] };
}

/** What a path leads to; undefined where it leads nowhere. */
export function valueAt(value: unknown, path: string): unknown {
	return findAt(value, path)?.value;
}

/** A path as the keys of a value spell it, where those hold invisible characters, such as a byte order mark; undefined where it leads nowhere. */
export function spelledPath(value: unknown, path: string): string | undefined {
	const keys: string[] = [];
	let inner = value;
	for (const { key } of stepsOf(withoutBraces(path))) {
		if (typeof inner !== 'object' || inner === null) return undefined;
		const spelled = Object.keys(inner).find((own) => visibleName(own) === visibleName(key));
		if (spelled === undefined) return undefined;
		keys.push(spelled);
		inner = member(inner, spelled);
	}
	return pathText(keys);
}

/** The paths before each index of a path, the longest first: for a[0].b[1].c these are a[0].b and a. */
export function pathsBeforeIndex(path: string): string[] {
	const steps = stepsOf(withoutBraces(path));
	return steps
		.flatMap(({ kind }, place) => (kind === 'index' ? [joined(steps.slice(0, place))] : []))
		.reverse();
}

/** What follows an index: the part of list[0].sku that lies within an element of the list. Undefined where nothing does. */
export function pathAfterIndex(path: string, list?: string): string | undefined {
	const steps = stepsOf(withoutBraces(path));
	const index = steps.findIndex(({ kind }) => kind === 'index');
	if (index < 1 || index === steps.length - 1) return undefined;
	const name = list === undefined ? undefined : stepsOf(withoutBraces(list)).at(-1)?.key;
	return name === undefined || steps[index - 1]?.key === name ? joined(steps.slice(index + 1)) : undefined;
}

/** A path as people write it: body.line_items, ['b c'][0].sku. */
export function pathText(keys: Array<string | number>): string {
	return joined(
		keys.map((key) =>
			typeof key === 'number' ? { key: String(key), kind: 'index' } : { key, kind: quotedIfOdd(key) },
		),
	);
}

/** A dragged field may come in the braces of an expression, and begin with $json. */
function withoutBraces(path: string): string {
	if (path.length > LONGEST_PATH) return path;
	const bare = path.trim();
	const inner = bare.startsWith('{{') && bare.endsWith('}}') ? bare.slice(2, -2).trim() : bare;
	return inner.replace(/^\$json\.?(?=[^.])/, '');
}

function quotedIfOdd(key: string): 'name' | 'quoted' {
	return /^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(key) ? 'name' : 'quoted';
}

function joined(steps: Step[]): string {
	return steps.reduce((path, { key, kind }) => {
		if (kind === 'index') return `${path}[${key}]`;
		if (kind === 'quoted') return `${path}[${key.includes("'") ? `"${key}"` : `'${key}'`}]`;
		return path === '' ? key : `${path}.${key}`;
	}, '');
}

/** The steps of a path, such as body and line_items; undefined for what is none. */
export function dataPathSteps(path: string): string[] | undefined {
	const read = attempted(() => stepsOf(withoutBraces(path)));
	return 'value' in read ? read.value.map(({ key }) => key) : undefined;
}

/** Longest text that is taken for a path, in characters. */
const LONGEST_PATH = 1_000;

/** Throws a ValueError for what is no path, such as one whose beginning was lost. */
function stepsOf(path: string): Step[] {
	if (path.length > LONGEST_PATH) throw brokenPath(path);
	const steps: Step[] = [];
	let rest = path;
	while (rest !== '') {
		const [matched, double, single, index, name] = STEP.exec(rest) ?? [];
		if (matched === undefined || (name !== undefined && matched.startsWith('.') === (steps.length === 0)))
			throw brokenPath(path);
		const quoted = double ?? single;
		if (quoted !== undefined) steps.push({ key: quoted, kind: 'quoted' });
		else if (index !== undefined) steps.push({ key: index, kind: 'index' });
		else steps.push({ key: (name ?? '').trim(), kind: 'name' });
		rest = rest.slice(matched.length);
	}
	return steps;
}

function brokenPath(path: string): ValueError {
	return new ValueError({
		reasonCode: 'brokenPath',
		value: path,
		reason: 'is not a path to a field',
		wayOut: "Enter it like body.line_items or body['line items'], or drag the field in again",
	});
}

function walk(value: unknown, steps: Step[], around: unknown[]): Found | undefined {
	if (steps.length === 0) return { value, around };
	const names = steps.findIndex(({ kind }) => kind !== 'name');
	const most = names < 0 ? steps.length : Math.max(1, names);
	let key: string | undefined;
	const inside = steps.slice(0, most).map((step) => {
		key = key === undefined ? step.key : `${key}.${step.key}`;
		return member(value, key);
	});
	for (const [place, inner] of [...inside.entries()].reverse()) {
		const found = inner === undefined ? undefined : walk(inner, steps.slice(place + 1), [value, ...around]);
		if (found) return found;
	}
	return undefined;
}
