import type { PreparedItem, ToSend } from '../delivery/preparedItem';
import { rejected } from '../errors/rejected';
import { idsOf, refusesSharedIds } from '../fields/sharedIds';
import type { Operation } from '../operation/operation';
import { ValueError } from '../values/valueError';

/** The items that have one ID, and the phones and emails that come with it. */
interface Shared {
	label: string;
	value: string;
	items: number[];
	phones: Set<string>;
	emails: Set<string>;
}

/** Most items that a text names. */
const MOST_NAMED = 5;

/**
 * Finds IDs that come with two phones or emails, in operations that would join them into one person for good: each of their items has a
 * warning, or none is sent.
 * @param options of the run
 */
export function withSharedIds(
	{ joinsPeople }: Operation,
	options: Record<string, unknown>,
	prepared: PreparedItem[],
): PreparedItem[] {
	if (!joinsPeople) return prepared;
	const refuses = refusesSharedIds(options);
	const found = sharedIds(prepared);
	const changed = [...prepared];
	for (const shared of found) {
		for (const index of shared.items) {
			const item = changed[index];
			if (item?.kind !== 'toSend') continue;
			changed[index] = refuses
				? settled(index, item, shared)
				: { ...item, warnings: [...item.warnings, warningOf(shared)] };
		}
	}
	return changed;
}

function settled(index: number, { key, partOf }: ToSend, shared: Shared): PreparedItem {
	const error = rejected(index, refused(shared));
	return { kind: 'settled', result: { status: 'failed', error }, warnings: [], key, partOf };
}

function sharedIds(prepared: PreparedItem[]): Shared[] {
	const byId = new Map<string, Shared>();
	for (const [index, item] of prepared.entries()) {
		if (item.kind !== 'toSend' || !item.person) continue;
		const { phone, email } = item.person;
		for (const { label, value } of idsOf(item.person)) {
			const key = JSON.stringify([label, value]);
			const known = byId.get(key) ?? { label, value, items: [], phones: new Set(), emails: new Set() };
			byId.set(key, known);
			known.items.push(index);
			if (phone) known.phones.add(phone);
			if (email) known.emails.add(email.toLowerCase());
		}
	}
	return [...byId.values()].filter(({ phones, emails }) => phones.size > 1 || emails.size > 1);
}

function contacts({ phones, emails }: Shared): string {
	return [
		...(phones.size > 1 ? [`${phones.size} different phones`] : []),
		...(emails.size > 1 ? [`${emails.size} different emails`] : []),
	].join(' and ');
}

function places({ items }: Shared): string {
	const more = items.length > MOST_NAMED ? ` and ${items.length - MOST_NAMED} more` : '';
	return `items ${items.slice(0, MOST_NAMED).join(', ')}${more}`;
}

function warningOf(shared: Shared) {
	return {
		// One line in the hint for all IDs of a kind.
		code: `sharedId ${shared.label}`,
		message: `has ${shared.label} '${shared.value}', which comes with ${contacts(shared)} in this run (${places(shared)}). Attentive makes one person of all of them`,
	};
}

function refused(shared: Shared): ValueError {
	return new ValueError({
		reasonCode: 'sharedIdentifier',
		field: shared.label,
		value: shared.value,
		reason: `comes with ${contacts(shared)} in this run (${places(shared)})`,
		wayOut: 'Give each person their own ID, or leave it empty',
	});
}
