import type { EventUser } from '../schemas/identifiers';

export interface CustomIdentifier {
	name: string;
	value: string;
}

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
