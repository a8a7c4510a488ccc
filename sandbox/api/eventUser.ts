import { z } from 'zod';
import type { Identifiers } from '../attentive/users';
import { atMost, e164, emailAddress, fields, follow, notEmpty, phoneLength, text, type Rule } from './rules';

/** Characters of an identifier (notes, and OpenAPI's Identity schema); of an email, only where OpenAPI says so. */
export const identifierLimit = atMost(100, 'notes');

export const phone = text(notEmpty, e164, phoneLength);
export const email = text(notEmpty, emailAddress);
export const identifier = text(notEmpty, identifierLimit);

const atLeastOneItem: Rule<unknown[]> = {
	expected: 'at least one custom identifier (or leave the field out)',
	source: 'assumed',
	holds: (items) => items.length > 0,
};

export const atLeastOneIdentifier: Rule<object> = {
	expected: 'at least one identifier',
	source: 'OpenAPI',
	holds: (identifiers) => Object.keys(identifiers).length > 0,
};

/** OpenAPI requires name and value in the Identity schema only: an identifier without one is none. */
export const customIdentifiers = z
	.array(fields({ name: identifier, value: identifier }, 'notes'))
	.superRefine(follow(atLeastOneItem));

const externalIdentifiers = fields(
	{ clientUserId: identifier.optional(), customIdentifiers: customIdentifiers.optional() },
	'notes',
).superRefine(follow<object>(atLeastOneIdentifier));

/** OpenAPI's EventUser: whom an event or an attribute is about. */
export const eventUser = fields(
	{ phone: phone.optional(), email: email.optional(), externalIdentifiers: externalIdentifiers.optional() },
	'OpenAPI',
).superRefine(follow<object>(atLeastOneIdentifier));

export function identifiersOf(user: z.infer<typeof eventUser>): Identifiers {
	return {
		phone: user.phone,
		email: user.email,
		clientUserId: user.externalIdentifiers?.clientUserId,
		customIdentifiers: user.externalIdentifiers?.customIdentifiers,
	};
}
