import type { CustomIdentifier } from './customIdentifiers';
import { ValueError } from '../values/valueError';
import type { EventUser } from '../schemas/identifiers';

/** Who an item is about, by the identifiers that it carries. */
export interface Person {
	phone?: string;
	email?: string;
	clientUserId?: string;
	shopifyId?: string;
	klaviyoId?: string;
	customIdentifiers?: CustomIdentifier[];
}

/** All identifiers of a person as comparable texts: two items that share one are about the same person. */
export function identifiersOf(person: Person): string[] {
	return [
		...(person.phone ? [`phone ${person.phone}`] : []),
		...(person.email ? [`email ${person.email.toLowerCase()}`] : []),
		...(person.clientUserId ? [`client user ID ${person.clientUserId}`] : []),
		...(person.shopifyId ? [`Shopify ID ${person.shopifyId}`] : []),
		...(person.klaviyoId ? [`Klaviyo ID ${person.klaviyoId}`] : []),
		...(person.customIdentifiers ?? []).map(({ name, value }) => `custom ${JSON.stringify([name, value])}`),
	];
}

/** A person as the user of custom and eCommerce events and of customAttribute.set. */
export function eventUser(person: Person): EventUser {
	const { phone, email, clientUserId, customIdentifiers } = person;
	return {
		...(phone ? { phone } : {}),
		...(email ? { email } : {}),
		...(clientUserId || customIdentifiers
			? {
					externalIdentifiers: {
						...(clientUserId ? { clientUserId } : {}),
						...(customIdentifiers ? { customIdentifiers } : {}),
					},
				}
			: {}),
	};
}

/** Throws a ValueError for a row that names nobody. */
export function nobody(fields: string): ValueError {
	return new ValueError({
		reasonCode: 'noIdentifier',
		field: fields,
		reason: fields.includes(',') ? 'are all empty: nobody is named' : 'is empty: nobody is named',
		wayOut: fields.includes(',') ? 'Fill in at least one of them' : 'Fill it in',
	});
}
