import { eligibilityAnswerSchema } from '../../schemas/subscriptions';
import type { Person } from '../fields/person';
import type { Check, Skip } from '../operation';

/** A phone or an email, and the channel that it decides. */
export interface Contact {
	channel: 'TEXT' | 'EMAIL';
	name: 'phone' | 'email';
	contact: string;
}

/** The contacts of a person: texts go to the phone, emails to the email. */
export function contactsOf({ phone, email }: Person): Contact[] {
	return [
		...(phone ? [{ channel: 'TEXT', name: 'phone', contact: phone } as const] : []),
		...(email ? [{ channel: 'EMAIL', name: 'email', contact: email } as const] : []),
	];
}

/**
 * Asks before it is sent which contacts of a person have a subscription; the result of an item says which.
 * @param settle gets the contacts that have none yet, and says what is to be sent
 */
export function askWhoIsSubscribed<Payload>(
	person: Person,
	type: string,
	settle: (left: Contact[]) => { payload: Payload } | { skip: Skip },
): Check<Payload> {
	const contacts = contactsOf(person).map((one) => ({
		...one,
		claim: `${type} ${one.channel} ${one.contact.toLowerCase()}`,
	}));
	return {
		queries: contacts.map(({ name, contact }) => ({ [name]: contact })),
		claims: contacts.map(({ claim }) => claim),
		settle(answers, claimed) {
			const left = contacts.filter(
				({ channel, claim }, index) => !isEligible(answers[index], type, channel) && !claimed.has(claim),
			);
			const settled = settle(left);
			if ('skip' in settled) return settled;
			const alreadySubscribed = contacts
				.filter((contact) => !left.includes(contact))
				.map(({ channel }) => channel);
			return {
				...settled,
				claims: left.map(({ claim }) => claim),
				...(alreadySubscribed.length > 0 ? { told: { alreadySubscribed } } : {}),
			};
		},
	};
}

function isEligible(answer: unknown, type: string, channel: string): boolean {
	return eligibilityAnswerSchema
		.parse(answer)
		.subscriptionEligibilities.some(
			({ subscription, eligibility }) =>
				subscription.type === type && subscription.channel === channel && eligibility.isEligible,
		);
}
