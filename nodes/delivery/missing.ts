import type { ItemResult } from '../errors/itemResult';
import type { Warning } from '../values/warning';
import type { Delivery } from './delivery';

/** What Attentive has accepted without answering what is needed later, such as the ID of a new webhook; or a read that found nothing. */
export function missingIn(
	{ needed, foundNothing }: Pick<Delivery, 'needed' | 'foundNothing'>,
	result: ItemResult,
): readonly Warning[] {
	if (foundNothing !== undefined && result.status === 'read' && result.records.length === 0)
		return [{ code: 'foundNothing', message: foundNothing }];
	if (!needed || (result.status !== 'accepted' && result.status !== 'pending')) return NOTHING;
	const names = Object.keys(needed).filter((name) => result.details[name] === undefined);
	if (names.length === 0) return NOTHING;
	return names.map((name) => ({ code: `missing ${name}`, message: needed[name] ?? '' }));
}

const NOTHING: readonly Warning[] = Object.freeze([]);
