import { toggle } from './choice';

/** The fields of a subscription, as Subscribe and the upserts of users ask for them. */

export const SUBSCRIPTION_TYPES = [
	{ name: 'Choose…', value: '' as const },
	{ name: 'Marketing', value: 'MARKETING' as const },
	{ name: 'Transactional', value: 'TRANSACTIONAL' as const },
];

export const signUpSource = {
	displayName: 'Sign-Up Source ID',
	placeholder: 'e.g. 123456',
	description: 'In Attentive, on the Sign-Up Units tab, in the column ID',
};

export const ASKS_FIRST =
	'Asks Attentive first. Somebody whose "Reply Y" is still open counts as not subscribed and may be asked again.';

/**
 * @param name what is done with a contact that is subscribed already
 * @param description what is to be known of that
 */
export function ifSubscribedAlready(name: string, description = ASKS_FIRST) {
	return {
		displayName: 'If Subscribed Already',
		options: [
			{
				name,
				value: 'skip' as const,
				description,
			},
			{
				name: 'Subscribe Again',
				value: 'again' as const,
				description: 'Attentive then texts the user that they are subscribed already',
			},
		],
		default: 'skip' as const,
		description: 'What to do with a phone or an email that has this subscription',
	};
}

export const singleOptIn = toggle({
	displayName: 'Single Opt-In',
	description:
		'Whether to leave out the "Reply Y" text. Talk to Attentive before you turn it on: the reply is proof of consent.',
});
