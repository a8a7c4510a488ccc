import { isSafeObjectProperty } from 'n8n-workflow';

/** The way to a field of an item: `['billing', 'phone']` for `{{ $json.billing.phone }}`. */
export type Path = ReadonlyArray<string | number>;

/** The value at a path, or that only n8n's expression engine can say what it is. */
export type Reading = { value: unknown } | 'askN8n';

/** Longer expressions are no path: nobody drags such a field. */
const MAX_LENGTH = 1_000;

// One step after the other, each from where the last one ended (flag y): nothing is ever read twice.
const START = /^=\{\{\s*\$json/;
const STEP =
	/\s*(?:\.\s*([A-Za-z_$][A-Za-z0-9_$]*)|\[\s*(?:"([^"\\\r\n\u2028\u2029]*)"|'([^'\\\r\n\u2028\u2029]*)'|(0|[1-9]\d{0,8}))\s*\])/y;
const END = /\s*\}\}$/y;

/** n8n refuses any expression with this in it, even within a quoted name. */
const REFUSED_TEXT = /\.\s*constructor/;
/** n8n gives these names a meaning of its own. */
const N8N_NAMES = new Set(['$', 'globalThis']);

/**
 * The path that a raw parameter value consists of, such as `={{ $json.billing.phone }}`; undefined for anything that n8n
 * has to evaluate, and for fixed values.
 */
export function parsePath(raw: string): Path | undefined {
	if (raw.length > MAX_LENGTH) return undefined;
	const start = START.exec(raw);
	if (!start || hasMoreBraces(raw) || REFUSED_TEXT.test(raw)) return undefined;
	const path: Array<string | number> = [];
	let position = start[0].length;
	for (;;) {
		STEP.lastIndex = position;
		const step = STEP.exec(raw);
		if (!step) break;
		const [text, name, inDoubleQuotes, inSingleQuotes, index] = step;
		const key = index === undefined ? (name ?? inDoubleQuotes ?? inSingleQuotes) : Number(index);
		if (key === undefined || isRefused(key)) return undefined;
		path.push(key);
		position += text.length;
	}
	END.lastIndex = position;
	return path.length > 0 && END.test(raw) ? path : undefined;
}

/** Braces within a quoted name end the expression for n8n. */
function hasMoreBraces(raw: string): boolean {
	return raw.includes('{{', 3) || raw.indexOf('}}') !== raw.length - 2;
}

function isRefused(key: string | number): boolean {
	return typeof key === 'string' && (N8N_NAMES.has(key) || !isSafeObjectProperty(key));
}

/**
 * What n8n's expression engine would give for the path in an item. Null or a missing field on the way gives undefined.
 * n8n is asked about members of texts, numbers and dates (`$json.name.length`), about inherited names, and about values
 * that are not JSON or a Date.
 */
export function readPath(path: Path, json: unknown): Reading {
	let value = json;
	for (const key of path) {
		if (value === undefined || value === null) return { value: undefined };
		if (!isContainer(value)) return 'askN8n';
		if (Object.hasOwn(value, key)) value = Reflect.get(value, key);
		else if (key in value) return 'askN8n';
		else value = undefined;
	}
	return isReadable(value) ? { value } : 'askN8n';
}

/** Whether a value is a plain object or an array, whose own keys can be read without n8n. */
export function isContainer(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	if (Array.isArray(value)) return true;
	const prototype: unknown = Object.getPrototypeOf(value);
	return prototype === Object.prototype || prototype === null;
}

function isReadable(value: unknown): boolean {
	switch (typeof value) {
		case 'undefined':
		case 'string':
		case 'number':
		case 'boolean':
			return true;
		case 'object':
			return value === null || value instanceof Date || isContainer(value);
		default:
			return false;
	}
}

/** A path as people write it: `Mobile Phone`, `billing.phone`, `line_items[0].sku`, `body["Mobile Phone"]`. */
export function pathText(path: Path): string {
	const [only] = path;
	if (path.length === 1 && typeof only === 'string') return only;
	return path.reduce<string>((text, key) => {
		if (typeof key === 'number') return `${text}[${key}]`;
		if (!/^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key)) return `${text}[${JSON.stringify(key)}]`;
		return text === '' ? key : `${text}.${key}`;
	}, '');
}
