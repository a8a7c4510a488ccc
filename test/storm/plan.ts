import { chance, pick } from './chance';
import type { Force } from './exchange';
import type { Kind } from './kinds';
import { markOf } from './marks';
import { OPERATIONS, type StormOperation } from './operations';
import type { Weather } from './proxy';

/** How a course goes on, and what is done afterwards, in calm weather. */
export const MANNERS = ['continue', 'errorOutput', 'stopAndRetry', 'retryOnFail', 'skipRepeats'] as const;
export type Manner = (typeof MANNERS)[number];

/** One run of the node in the storm, drawn from the seed. */
export interface Plan {
	seed: number;
	isLong: boolean;
	/** From 0. */
	course: number;
	/** The faults that strike, one of them at a time. */
	kinds: readonly Kind[];
	operation: StormOperation;
	manner: Manner;
	items: number;
	/** Of how many requests a fault strikes, from 0 to 1. */
	share: number;
	/** How many different people the items are about, where several may be about one. */
	people: number;
	force: Force;
}

/** How many items a course has, and of how many requests a fault strikes. */
const QUICK = { items: [3, 8, 12], shares: [0.5, 1] };
const LONG = { items: [1, 5, 20, 40, 90, 300], shares: [0.2, 0.5, 0.5, 1] };

/** Where the rest must not be sent again, the quick form strikes one item only: the first, at which n8n looks, or the last. */
const STRUCK: Partial<Record<Manner, 'first' | 'last'>> = { retryOnFail: 'first', stopAndRetry: 'last' };

export function planOf(seed: number, course: number, kinds: readonly Kind[], isLong: boolean): Plan {
	const draw = <One>(list: readonly One[], what: string) => pick(list, seed, course, what);
	const struck = OPERATIONS.filter((one) => kinds.some((kind) => canStrike(kind, one)));
	// Most easily believed where nothing is known of the answer: the quick form has each kind but once.
	const gullible = isLong ? [] : struck.filter((one) => kinds.every((kind) => mayDeceive(kind, one)));
	const operation = draw(gullible.length > 0 ? gullible : struck, 'operation');
	const manners = MANNERS.filter((one) => one !== 'skipRepeats' || operation.takesSkipRepeats);
	const manner = draw(manners, 'manner');
	const size = isLong ? LONG : QUICK;
	const { mostItems = 90 } = operation;
	const items = draw(
		size.items.filter((count) => count <= mostItems),
		'items',
	);
	return {
		seed,
		isLong,
		course,
		kinds: kinds.filter((kind) => canStrike(kind, operation)),
		operation,
		manner,
		items,
		share: !isLong && manner in STRUCK ? 0 : draw(size.shares, 'share'),
		people: draw([1, 3, items], 'people'),
		force: { mostBytes: isLong ? 32_000_000 : 4_000_000 },
	};
}

/** Some lies nobody can tell from the truth. */
function canStrike(kind: Kind, operation: StormOperation): boolean {
	if (kind.passesForSuccess) return operation.hasDocumentedAnswer === true;
	return !(kind.saysGone && operation.deletes);
}

/** Whether something that is said though nothing was written could pass for an answer. */
function mayDeceive({ arrives }: Kind, { processed, hasDocumentedAnswer }: StormOperation): boolean {
	return arrives === 'never' && processed !== undefined && hasDocumentedAnswer !== true;
}

const FIRST_TRY = / 1$/;
/** What names no item: a connection, headers before their body, the request for the URL of an upload. */
const BESIDE = /^(connection|headers|POST \/v1\/product-catalog\/uploads) /;
const OF_STORAGE = /\/(catalog-uploads|bulk-results)\//;

export function weatherOf({ seed, course, kinds, share, isLong, items, manner }: Plan): Weather {
	// In the quick form each kind strikes: the first try of one of the items, and what is sent beside them.
	const drawn = Math.floor(chance(seed, course, 'surely') * items);
	const place = STRUCK[manner] === 'first' ? 0 : STRUCK[manner] === 'last' ? items - 1 : drawn;
	const surely = markOf(course, place);
	const isSure = (what: string) =>
		!isLong && FIRST_TRY.test(what) && (what.includes(surely) || BESIDE.test(what));
	return (what) => {
		if (!isSure(what) && chance(seed, course, what) >= share) return undefined;
		const kind = pick(kinds, seed, course, what, 'kind');
		return (kind.passesForSuccess || kind.passesAtStorage) && OF_STORAGE.test(what) ? undefined : kind;
	};
}
