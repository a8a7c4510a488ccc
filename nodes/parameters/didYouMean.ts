import type { INodeExecutionData } from 'n8n-workflow';
import { withoutInvisible } from '../values/characters';
import { isContainer, type Path } from './path';

/** What is looked at: enough for any real item, little enough for a huge one. */
const MOST_ITEMS = 100;
const MOST_DEPTH = 4;
const MOST_CANDIDATES = 1_000;
/** Longer names are not compared letter by letter. */
const MOST_LETTERS = 100;

/**
 * The path in the items that was probably meant by one that no item has: the same but for case, spaces and underscores,
 * one or two letters off, the same name in another object (`phone` for `billing.phone`), or a name that ends with it
 * (`phone` for `Mobile Phone`); undefined where nothing is close. The closest wins, then the one with fewer steps, then the first.
 */
export function didYouMean(path: Path, items: INodeExecutionData[]): Path | undefined {
	let best: { candidate: Path; distance: number } | undefined;
	const written = path.map(folded);
	for (const candidate of pathsOf(items)) {
		const distance =
			distanceBetween(written, candidate.map(folded)) ?? endsWith(candidate.at(-1), path.at(-1));
		if (distance === undefined) continue;
		if (!best || distance < best.distance) best = { candidate, distance };
	}
	return best?.candidate;
}

/** Paths of the first items, those with fewer steps first; the first entry of a list stands for all. */
function pathsOf(items: INodeExecutionData[]): Path[] {
	const paths = new Map<string, Path>();
	let objects: Array<{ path: Path; value: object }> = [];
	for (const { json } of items.slice(0, MOST_ITEMS)) objects.push({ path: [], value: json });
	// Level by level: fields near the top come first, and are what is left where there are too many.
	for (let depth = 0; depth < MOST_DEPTH; depth++) {
		const inner: typeof objects = [];
		for (const { path, value } of objects) {
			for (const key of keysOf(value)) {
				if (paths.size >= MOST_CANDIDATES) return [...paths.values()];
				const next = [...path, key];
				paths.set(JSON.stringify(next), next);
				const member: unknown = Reflect.get(value, key);
				if (isContainer(member)) inner.push({ path: next, value: member });
			}
		}
		objects = inner;
	}
	return [...paths.values()];
}

function keysOf(value: object): Array<string | number> {
	if (Array.isArray(value)) return value.length > 0 ? [0] : [];
	return Object.keys(value).slice(0, MOST_CANDIDATES);
}

/** How far a candidate is from what was written: 0 differs in spelling only, undefined is another field altogether. */
function distanceBetween(written: string[], candidate: string[]): number | undefined {
	// Joined without dots: a key may hold one itself, such as "billing.phone".
	const letters = lettersBetween(written.join(''), candidate.join(''));
	if (letters === 0) return 0;
	const name = written.at(-1) ?? '';
	if (letters === 1 && name.length > 2) return 1;
	if (/\D/.test(name) && name === candidate.at(-1)) return 2;
	return letters === 2 && name.length > 5 ? 3 : undefined;
}

/** Further off than all else: a name whose last words are the other name. Undefined where they are not. */
function endsWith(name: string | number | undefined, last: string | number | undefined): number | undefined {
	const words = wordsOf(name);
	const sought = wordsOf(last);
	const isEnd = sought.length > 0 && sought.every((word, index) => word === words.at(index - sought.length));
	return isEnd && sought.join('').length > 2 ? 4 : undefined;
}

/** The words of `Mobile Phone`, `mobile_phone` and `mobilePhone`. */
function wordsOf(name: string | number | undefined): string[] {
	const text = String(name ?? '').slice(0, MOST_LETTERS);
	return (
		text
			.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
			.toLowerCase()
			.match(/[\p{L}\p{N}]+/gu) ?? []
	);
}

/** Names that differ in case, spaces, underscores and the like only are the same. */
function folded(key: string | number): string {
	const name = withoutInvisible(String(key)).normalize('NFC').toLowerCase();
	const letters = name.replace(/[\s_.-]+/g, '');
	return letters === '' ? name : letters;
}

/** Letters to add, remove, replace or swap with their neighbour; undefined where there are more than two. */
function lettersBetween(one: string, other: string): number | undefined {
	if (one === other) return 0;
	if (one.length > MOST_LETTERS || Math.abs(one.length - other.length) > 2) return undefined;
	let beforeLast: number[] = [];
	let last = Array.from({ length: other.length + 1 }, (_, column) => column);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let column = 1; column <= other.length; column++) {
			const replaced = at(last, column - 1) + (one[row - 1] === other[column - 1] ? 0 : 1);
			const swapped =
				row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
					? at(beforeLast, column - 2) + 1
					: Infinity;
			current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, replaced, swapped));
		}
		if (Math.min(...current) > 2) return undefined;
		beforeLast = last;
		last = current;
	}
	const letters = at(last, other.length);
	return letters <= 2 ? letters : undefined;
}

function at(row: number[], column: number): number {
	return row[column] ?? Infinity;
}
