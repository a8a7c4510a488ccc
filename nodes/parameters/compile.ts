import type { INodeExecutionData } from 'n8n-workflow';
import { DEEPEST } from '../values/nested';
import { isContainer, parsePath, readPath, type Path } from './path';

/** Evaluates an expression (without its leading "=") for an item. `place` says where in the raw value it stands. */
export type Evaluate = (expression: string, item: number, place: Path) => unknown;

/** A path that is read from the items, and where in the raw value it stands: `['assignments', 0, 'value']`. */
export interface PathInUse {
	path: Path;
	place: Path;
}

/** A raw parameter value, made ready to be read for many items. */
export interface Compiled {
	/** Whether the value is the same for all items because there is no expression in it. */
	isFixed: boolean;
	/** The value for an item. Throws what `evaluate` throws. */
	value(item: number): unknown;
	/** All paths in it; none where nothing is read directly. */
	paths: PathInUse[];
}

interface Setting {
	evaluate: Evaluate;
	items: INodeExecutionData[];
	direct: boolean;
}

/**
 * Makes a parameter value ready, as `getNode().parameters` holds it: text, number, collection, rows, resource locator.
 * A fixed value is given as it is. An expression that is only a path is read from the item itself, any other one is
 * evaluated by n8n. Values are what n8n's getNodeParameter gives: a DateTime that is the whole value stays one, as does
 * an entry of a list; one that is a member of an object becomes ISO text.
 */
export function compile(
	raw: unknown,
	evaluate: Evaluate,
	items: INodeExecutionData[],
	options: { direct: boolean },
): Compiled {
	return compilePart(raw, [], { evaluate, items, direct: options.direct });
}

function compilePart(raw: unknown, place: Path, setting: Setting): Compiled {
	if (typeof raw === 'string') return raw.startsWith('=') ? expression(raw, place, setting) : fixed(raw);
	if (Array.isArray(raw)) {
		const entries = raw.map((entry: unknown, index) => compilePart(entry, [...place, index], setting));
		if (entries.every(({ isFixed }) => isFixed)) return fixed(raw);
		return { ...changing(entries), value: (item) => entries.map((entry) => entry.value(item)) };
	}
	if (!isContainer(raw)) return fixed(raw);
	const members = Object.entries(raw).map(([name, member]) => ({
		name,
		part: compilePart(member, [...place, name], setting),
	}));
	if (members.every(({ part }) => part.isFixed)) return fixed(raw);
	return {
		...changing(members.map(({ part }) => part)),
		value(item) {
			const built: Record<string, unknown> = {};
			for (const { name, part } of members) built[name] = memberValue(part.value(item));
			return built;
		},
	};
}

function fixed(raw: unknown): Compiled {
	return { isFixed: true, value: () => raw, paths: [] };
}

function changing(parts: Compiled[]): Pick<Compiled, 'isFixed' | 'paths'> {
	return { isFixed: false, paths: parts.flatMap(({ paths }) => paths) };
}

function expression(raw: string, place: Path, { evaluate, items, direct }: Setting): Compiled {
	const byN8n = (item: number) => withoutDateTimes(evaluate(raw.slice(1), item, place));
	const path = direct ? parsePath(raw) : undefined;
	if (!path) return { isFixed: false, value: byN8n, paths: [] };
	return {
		isFixed: false,
		value(item) {
			const reading = readPath(path, items[item]?.json);
			return reading === 'askN8n' ? byN8n(item) : withoutDateTimes(reading.value);
		},
		paths: [{ path, place }],
	};
}

/**
 * The value with each DateTime that is a member of an object as text. The item itself stays as it is.
 * @param levels that are looked into: what is nested deeper is not sent, and one cell must not end the run
 */
function withoutDateTimes(value: unknown, levels = DEEPEST): unknown {
	if (!isContainer(value) || levels === 0) return value;
	if (Array.isArray(value)) {
		const entries = value.map((entry: unknown) => withoutDateTimes(entry, levels - 1));
		return entries.some((entry, index) => entry !== value[index]) ? entries : value;
	}
	const members = Object.entries(value);
	const changed = members.map(
		([name, member]) => [name, memberValue(withoutDateTimes(member, levels - 1))] as const,
	);
	return changed.some(([, member], index) => member !== members[index]?.[1])
		? Object.fromEntries(changed)
		: value;
}

/** A DateTime as ISO text (an invalid one as "Invalid DateTime"), whichever copy of Luxon made it; anything else as it is. */
function memberValue(value: unknown): unknown {
	return isDateTime(value) ? String(value) : value;
}

function isDateTime(value: unknown): value is object {
	return (
		typeof value === 'object' &&
		value !== null &&
		'isLuxonDateTime' in value &&
		'toISO' in value &&
		typeof value.toISO === 'function'
	);
}
