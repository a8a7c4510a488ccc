import type { IDataObject } from 'n8n-workflow';
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

/** A subscription that a contact may have. */
export interface Asked extends Contact {
	type: string;
	/** How the result of an item calls it: TEXT, or MARKETING TEXT where there are several types. */
	label: string;
}

/**
 * Asks before it is sent which subscriptions a person has; the result of an item says which.
 * @param settle gets the subscriptions that do not exist yet, and those that an earlier item may have made; says what is to be sent
 */
export function askWhoIsSubscribed<Payload>(
	asked: Asked[],
	settle: (left: Asked[], inDoubt: Asked[]) => { payload: Payload; details?: IDataObject } | { skip: Skip },
): Question<Payload> {
	const all = asked.map((one) => ({
		...one,
		claim: `${one.type} ${one.channel} ${one.contact.toLowerCase()}`,
	}));
	// One answer has all types.
	const contacts = [...new Set(all.map(({ contact }) => contact))];
	return {
		queries: contacts.flatMap((contact) => {
			const one = all.find((each) => each.contact === contact);
			return one ? [{ [one.name]: contact }] : [];
		}),
		claims: all.map(({ claim }) => claim),
		settle(answers, claimed) {
			const states = all.map(({ type, channel, contact, claim }) =>
				isEligible(answers[contacts.indexOf(contact)], type, channel) ? 'taken' : claimed.get(claim),
			);
			const inState = (state: Claim | undefined) => all.filter((_one, index) => states[index] === state);
			const left = inState(undefined);
			const inDoubt = inState('inDoubt');
			const settled = settle(left, inDoubt);
			if ('skip' in settled) return settled;
			const { payload, details } = settled;
			const alreadySubscribed = inState('taken').map(({ label }) => label);
			return {
				payload,
				claims: left.map(({ claim }) => claim),
				asked: {
					...details,
					...(alreadySubscribed.length > 0 ? { alreadySubscribed } : {}),
					...(inDoubt.length > 0 ? { subscriptionInDoubt: inDoubt.map(({ label }) => label) } : {}),
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
