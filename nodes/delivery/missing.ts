import type { ItemResult } from '../errors/itemResult';
import type { Warning } from '../values/warning';
import type { Delivery } from './delivery';

/** What Attentive has accepted without answering what is needed later, such as the ID of a new webhook. */
export function missingIn({ needed }: Pick<Delivery, 'needed'>, result: ItemResult): Warning[] {
	if (!needed || (result.status !== 'accepted' && result.status !== 'pending')) return [];
	return Object.entries(needed)
		.filter(([name]) => result.details[name] === undefined)
		.map(([name, message]) => ({ code: `missing ${name}`, message }));
}
