import { ValueError } from './valueError';

/** Most levels of lists and objects in a value that is sent. JSON.stringify fails at some thousands, sooner where less of the stack is left. */
export const DEEPEST = 100;

/** Whether a value has more levels of lists and objects than that. It looks at one level after the other, without recursion. */
export function isDeeperThan(most: number, value: unknown): boolean {
	let level = new Set(isNested(value) ? [value] : []);
	for (let depth = 1; level.size > 0; depth++) {
		if (depth > most) return true;
		const below = new Set<object>();
		for (const one of level) for (const inner of Object.values(one)) if (isNested(inner)) below.add(inner);
		level = below;
	}
	return false;
}

/** Throws a ValueError for a value that is nested too deeply to be sent. */
export function checkDepth(value: unknown): void {
	if (!isDeeperThan(DEEPEST, value)) return;
	throw new ValueError({
		reasonCode: 'nestedTooDeep',
		value,
		reason: `has lists or objects nested more than ${DEEPEST} levels deep`,
		wayOut: 'Send only the parts that you need',
	});
}

/** Whether a value is a list or an object; a date is none, since it is written to JSON as text. */
export function isNested(value: unknown): value is object {
	if (typeof value !== 'object' || value === null) return false;
	return !('toJSON' in value && typeof value.toJSON === 'function');
}
