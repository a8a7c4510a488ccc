import { choice, requiredChoice, toggleIfAdded } from './choice';

/** The fields of a subscription, as Subscribe and the upserts of users ask for them. */

export const subscriptionType = requiredChoice({
	displayName: 'Subscription Type',
	options: [
		{ name: 'Marketing', value: 'MARKETING' as const },
		{ name: 'Transactional', value: 'TRANSACTIONAL' as const },
	],
	default: '',
	required: true,
	description: 'Type of the sign-up unit',
});

export const signUpSource = {
	displayName: 'Sign-Up Source ID',
	placeholder: 'e.g. 123456',
	description: 'In Attentive, see the ID column of the Sign-Up Units tab',
};

/** @param name what is done with a contact that is already subscribed */
export function ifSubscribed(name: string) {
	return choice({
		displayName: 'If Already Subscribed',
		options: [
			{
				name,
				value: 'skip' as const,
				description:
					'Asks Attentive first. Someone who has not yet replied "Y" counts as not subscribed and can get the text again.',
			},
			{
				name: 'Subscribe Again',
				value: 'again' as const,
				description: 'Attentive sends them a text that they are already subscribed',
			},
		],
		default: 'skip' as const,
		description: 'What to do with a phone or an email that already has this subscription',
	});
}

export const singleOptIn = toggleIfAdded({
	displayName: 'Single Opt-In',
	description:
		'Whether to skip the "Reply Y" text. Talk to Attentive before you turn it on: the reply is proof of consent. Without this field, nothing is sent; if it is off, false is sent.',
});
