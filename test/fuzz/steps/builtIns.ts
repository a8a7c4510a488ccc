import { searched } from './search';

declare global {
	/** Of the code that is counted. */
	var stepCounter: { steps: number; most: number };
}

type Method = (this: unknown, ...values: never[]) => unknown;

let isCounting = false;

/** From now on, methods of strings, lists and objects count as many steps as what they look at has parts, and patterns those of their search. */
export function countBuiltIns(): void {
	const length = (whole: unknown) => (typeof whole === 'string' || Array.isArray(whole) ? whole.length : 0);
	for (const name of TEXT_METHODS) replace(String.prototype, name, (whole) => length(whole));
	for (const name of LIST_METHODS) replace(Array.prototype, name, (whole) => length(whole));
	const members = (value: unknown) => (typeof value === 'object' && value !== null ? keys(value).length : 0);
	for (const name of ['keys', 'entries', 'values', 'assign', 'fromEntries'])
		replace(Object, name, (_, values) => values.reduce<number>((sum, value) => sum + members(value), 0));
	replace(JSON, 'parse', (_, [text]) => length(text));
	replace(JSON, 'stringify', (_w, _values, json) => length(json));
	for (const list of [[], new Set(), new Map()])
		replace(Object.getPrototypeOf(list[Symbol.iterator]()), 'next', () => 1);
	const { exec } = RegExp.prototype;
	RegExp.prototype.exec = function (text) {
		if (isCounting) {
			const left = stepCounter.most - stepCounter.steps;
			count(uncounted(() => searched(this, String(text), left).steps));
		}
		return exec.call(this, text);
	};
}

const { keys } = Object;

// Neither slice nor substring: V8 copies nothing there.
const TEXT_METHODS =
	'includes indexOf lastIndexOf match matchAll normalize padEnd replace replaceAll search split toLowerCase toUpperCase trim trimEnd trimStart localeCompare'.split(
		' ',
	);
const LIST_METHODS =
	'concat every filter find findIndex flat flatMap forEach includes indexOf join map reduce reverse shift slice some sort splice unshift'.split(
		' ',
	);

function replace(
	owner: object,
	name: string,
	size: (whole: unknown, values: unknown[], result: unknown) => number,
): void {
	const method: Method = Reflect.get(owner, name);
	Reflect.defineProperty(owner, name, {
		configurable: true,
		writable: true,
		value(this: unknown, ...values: never[]): unknown {
			if (!isCounting) return method.apply(this, values);
			const result = method.apply(this, values);
			count(uncounted(() => size(this, values, result)));
			return result;
		},
	});
}

function count(steps: number): void {
	stepCounter.steps += steps;
	if (stepCounter.steps > stepCounter.most) throw new Error(TOO_MANY);
}

const TOO_MANY = 'too many steps';

function uncounted<Result>(act: () => Result): Result {
	isCounting = false;
	try {
		return act();
	} finally {
		isCounting = true;
	}
}

/** How many steps something takes; it is given up after the most. */
export function begin(most: number): void {
	stepCounter.steps = 0;
	stepCounter.most = most;
	isCounting = true;
}

export function end(): number {
	isCounting = false;
	stepCounter.most = Infinity;
	return stepCounter.steps;
}
