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
	const identifiers: string[] = [];
	if (person.phone) identifiers.push(`phone ${person.phone}`);
	if (person.email) identifiers.push(`email ${person.email.toLowerCase()}`);
	if (person.clientUserId) identifiers.push(`client user ID ${person.clientUserId}`);
	if (person.shopifyId) identifiers.push(`Shopify ID ${person.shopifyId}`);
	if (person.klaviyoId) identifiers.push(`Klaviyo ID ${person.klaviyoId}`);
	for (const { name, value } of person.customIdentifiers ?? [])
		identifiers.push(`custom ${JSON.stringify([name, value])}`);
	return identifiers;
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
