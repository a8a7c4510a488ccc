import type { Subscription } from '../schemas/subscriptions';
import { choice, requiredChoice, toggleIfAdded } from './choice';

/** The fields of a subscription, as Subscribe and the upserts of users ask for them. */

export const SUBSCRIPTION_TYPE_CHOICES = [
	{ name: 'Marketing', value: 'MARKETING' as const },
	{ name: 'Transactional', value: 'TRANSACTIONAL' as const },
];

export const CHANNEL_CHOICES = [
	{ name: 'Texts', value: 'TEXT' as const },
	{ name: 'Emails', value: 'EMAIL' as const },
];

const TYPE_NAMES: Record<Subscription['type'], string> = {
	MARKETING: 'Marketing',
	TRANSACTIONAL: 'Transactional',
	CHECKOUT_ABANDONED: 'Checkout Abandoned',
};

/** A subscription as people read it: Marketing Texts. */
export function subscriptionName({ type, channel }: Subscription): string {
	return `${TYPE_NAMES[type]} ${channel === 'TEXT' ? 'Texts' : 'Emails'}`;
}

export const subscriptionType = requiredChoice({
	displayName: 'Subscription Type',
	options: SUBSCRIPTION_TYPE_CHOICES,
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
