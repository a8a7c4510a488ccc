import { isOwn } from '../parameters/ownKeys';
import { pathText } from '../values/dataPath';

/** How far an item is searched for a list. */
const MOST_OBJECTS = 500;
const DEEPEST = 6;

/** The path of the list of objects that is likely meant: rather one of the typed name, or of a usual one, and rather further up. */
export function likelyList(item: object, typed: string): string | undefined {
	return listsIn(item).sort((one, other) => rank(one, typed) - rank(other, typed))[0]?.path;
}

interface FoundList {
	path: string;
	name: string;
	depth: number;
}

function rank({ name, depth }: FoundList, typed: string): number {
	const isTyped = typed.toLowerCase().endsWith(name.toLowerCase());
	return depth - (isTyped ? 100 : 0) - (/items|lines|products/i.test(name) ? 50 : 0);
}

function listsIn(item: object): FoundList[] {
	const lists: FoundList[] = [];
	const waiting: Array<{ value: unknown; keys: Array<string | number> }> = [{ value: item, keys: [] }];
	for (let looked = 0; looked < MOST_OBJECTS && looked < waiting.length; looked++) {
		const { value, keys } = waiting[looked] ?? { value: undefined, keys: [] };
		if (typeof value !== 'object' || value === null || keys.length > DEEPEST) continue;
		if (Array.isArray(value)) {
			const [first]: unknown[] = value;
			if (typeof first !== 'object' || first === null) continue;
			lists.push({ path: pathText(keys), name: String(keys.at(-1) ?? ''), depth: keys.length });
			// The list itself is meant, not what its lines hold.
			continue;
		}
		for (const [key, inner] of Object.entries(value))
			if (!isOwn(key, inner)) waiting.push({ value: inner, keys: [...keys, key] });
	}
	return lists;
}
