import type { z } from 'zod';
import type { Channel } from '../attentive/users';
import { email, phone } from './eventUser';
import { fields, follow, type Rule } from './rules';

const phoneOrEmail: Rule<object> = {
	expected: 'a phone, an email or both',
	source: 'OpenAPI',
	holds: (user) => Object.keys(user).length > 0,
};

/** OpenAPI's user of the subscription endpoints: external identifiers stand beside it, or nowhere. */
export const subscriber = fields({ phone: phone.optional(), email: email.optional() }, 'OpenAPI').superRefine(
	follow<object>(phoneOrEmail),
);

/** The phone decides on texts, the email on emails (OpenAPI). Emails are kept in lower case (assumed). */
export function addressesOf(user: z.infer<typeof subscriber>): { channel: Channel; address: string }[] {
	return [
		...(user.phone === undefined ? [] : [{ channel: 'TEXT', address: user.phone } as const]),
		...(user.email === undefined ? [] : [{ channel: 'EMAIL', address: user.email.toLowerCase() } as const]),
	];
}
