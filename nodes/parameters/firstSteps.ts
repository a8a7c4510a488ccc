import { isContainer, type Path } from './path';

/** `$json` or `$input.item.json`, not as the end of another name. A longer name such as `$jsonx` is followed by no step. */
const ITEM = /(?<![\p{ID_Continue}$.])(?:\$json|\$input\.item\.json)/gu;
/** `.name`, `?.name`, `["name"]`, `?.['name']`, `[0]`; from where the last step ended. */
const STEP =
	/\s*(?:(?:\?\s*)?\.\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)|(?:\?\s*\.\s*)?\[\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|`((?:[^`\\]|\\.)*)`|(\d+))\s*\])/suy;

/**
 * Names of all fields that expressions anywhere in a raw parameter value use: the first step after `$json`, as in
 * `={{ $json.a + $json['b c'].d }}`. With `below` (such as `['body']`) the steps after `$json.body` instead.
 */
export function firstSteps(raw: unknown, below: Path = []): Set<string> {
	const names = new Set<string>();
	addFirstSteps(raw, below, names);
	return names;
}

function addFirstSteps(raw: unknown, below: Path, names: Set<string>): void {
	if (isContainer(raw)) {
		for (const part of Object.values(raw)) addFirstSteps(part, below, names);
		return;
	}
	if (typeof raw !== 'string' || !raw.startsWith('=')) return;
	for (const { 0: item, index } of raw.matchAll(ITEM)) {
		const name = stepBelow(raw, index + item.length, below);
		if (name !== undefined) names.add(name);
	}
}

function stepBelow(text: string, from: number, below: Path): string | undefined {
	STEP.lastIndex = from;
	for (const key of below) {
		if (nextStep(text) !== String(key)) return undefined;
	}
	return nextStep(text);
}

function nextStep(text: string): string | undefined {
	const step = STEP.exec(text);
	if (!step) return undefined;
	const [, name, ...inBrackets] = step;
	return name ?? inBrackets.find((each) => each !== undefined)?.replace(/\\(.)/gsu, '$1');
}
