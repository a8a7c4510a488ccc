import type { Skip } from '../../../errors/itemResult';
import { eligibilityAnswerSchema } from '../../../schemas/subscriptions';
import type { Consent } from '../../../fields/consent';
import type { Person } from '../../../fields/person';
import type { Claim, Question } from '../../../delivery/question';

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

/** The contacts of a person that may be subscribed. */
export function consented(person: Person, consent: Consent): Contact[] {
	return contactsOf(person).filter(({ channel }) => consent[channel] === undefined);
}

/**
 * Asks before it is sent which contacts of a person have a subscription; the result of an item says which.
 * @param settle gets the contacts that have none yet, and those whose subscription by an earlier item is in doubt; says what is to be sent
 */
export function askWhoIsSubscribed<Payload>(
	asked: Contact[],
	type: string,
	settle: (left: Contact[], inDoubt: Contact[]) => { payload: Payload } | { skip: Skip },
): Question<Payload> {
	const contacts = asked.map((one) => ({
		...one,
		claim: `${type} ${one.channel} ${one.contact.toLowerCase()}`,
	}));
	return {
		queries: contacts.map(({ name, contact }) => ({ [name]: contact })),
		claims: contacts.map(({ claim }) => claim),
		settle(answers, claimed) {
			const states = contacts.map(({ channel, claim }, index) =>
				isEligible(answers[index], type, channel) ? 'taken' : claimed.get(claim),
			);
			const inState = (state: Claim | undefined) =>
				contacts.filter((_contact, index) => states[index] === state);
			const left = inState(undefined);
			const inDoubt = inState('inDoubt');
			const settled = settle(left, inDoubt);
			if ('skip' in settled) return settled;
			const alreadySubscribed = inState('taken').map(({ channel }) => channel);
			return {
				...settled,
				claims: left.map(({ claim }) => claim),
				asked: {
					...(alreadySubscribed.length > 0 ? { alreadySubscribed } : {}),
					...(inDoubt.length > 0 ? { subscriptionInDoubt: inDoubt.map(({ channel }) => channel) } : {}),
				},
			};
		},
	};
}

/** Throws where the answer does not say it: somebody who is subscribed would be texted again. */
function isEligible(answer: unknown, type: string, channel: string): boolean {
	const { subscriptionEligibilities: all } = eligibilityAnswerSchema.parse(answer);
	if (!all) throw new Error('Attentive did not say who is subscribed');
	const isOrMayBe = (told: string | undefined, wanted: string) =>
		told === undefined || told.toUpperCase() === wanted;
	const own = all.filter(
		({ subscription }) => isOrMayBe(subscription.type, type) && isOrMayBe(subscription.channel, channel),
	);
	const isSaid = ({ subscription, eligibility }: (typeof all)[number]) =>
		subscription.type !== undefined &&
		subscription.channel !== undefined &&
		eligibility.isEligible !== undefined;
	if (own.some((one) => isSaid(one) && one.eligibility.isEligible)) return true;
	if (own.some((one) => !isSaid(one) && one.eligibility.isEligible !== false))
		throw new Error('Attentive did not say whether one of the subscriptions exists');
	return false;
}
