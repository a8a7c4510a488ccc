import type { INodeProperties } from 'n8n-workflow';
import type { Skip } from '../operation';
import type { ItemSource } from '../parameters/itemSource';
import { requiredChoice, toggle } from './choice';
import { consent } from './consent';
import { shownFor, type Field } from './field';
import { requiredText } from './simple';

const SWITCH = 'subscribeToo';
const IF_ON = { [SWITCH]: [true] };

const isOn = toggle({
	displayName: 'Subscribe Too',
	description: 'Whether to opt the user in as well, to texts by the phone and to emails by the email',
});

const PARTS = {
	signUpSourceId: requiredText({
		displayName: 'Sign-Up Source ID',
		placeholder: 'e.g. 123456',
		description: 'In Attentive, on the Sign-Up Units tab, in the column ID',
	}),
	subscriptionType: requiredChoice({
		displayName: 'Subscription Type',
		options: [
			{ name: 'Choose…', value: '' },
			{ name: 'Marketing', value: 'MARKETING' },
			{ name: 'Transactional', value: 'TRANSACTIONAL' },
		],
		default: '',
		description: 'What the user is subscribed to: the type of the sign-up unit',
	}),
	ifSubscribed: requiredChoice({
		displayName: 'If Subscribed Already',
		options: [
			{
				name: 'Leave the Subscription Out',
				value: 'skip',
				description:
					'Asks Attentive first. Somebody whose "Reply Y" is still open counts as not subscribed and may be asked again.',
			},
			{
				name: 'Subscribe Again',
				value: 'again',
				description: 'Attentive then texts the user that they are subscribed already',
			},
		],
		default: 'skip',
		description: 'What to do with a phone or an email that has this subscription',
	}),
	singleOptIn: toggle({
		displayName: 'Single Opt-In',
		description:
			'Whether to leave out the "Reply Y" text. Talk to Attentive before you turn it on: the reply is proof of consent.',
	}),
} as const;

export interface SubscribeToo {
	signUpSourceId: string;
	subscriptionType: 'MARKETING' | 'TRANSACTIONAL';
	ifSubscribed: 'skip' | 'again';
	singleOptIn: boolean;
}

/** Whether and how a user is subscribed by the same call; undefined where that is off. Consent is asked for by `noConsent`. */
export const subscribeToo: Field<SubscribeToo | undefined> = {
	properties: () => [
		...isOn.properties(SWITCH),
		...[
			...consent.properties('consent'),
			...Object.entries(PARTS).flatMap(([name, part]): INodeProperties[] => part.properties(name)),
		].map((property) => shownFor(IF_ON, property)),
	],
	parse(source) {
		if (!subscribes(source)) return undefined;
		return {
			signUpSourceId: PARTS.signUpSourceId.parse(source, 'signUpSourceId'),
			subscriptionType: PARTS.subscriptionType.parse(source, 'subscriptionType'),
			ifSubscribed: PARTS.ifSubscribed.parse(source, 'ifSubscribed'),
			singleOptIn: PARTS.singleOptIn.parse(source, 'singleOptIn'),
		};
	},
};

/** Whether the run subscribes people: the same for all items, since it decides what may be repeated. */
export function subscribes(source: Pick<ItemSource, 'runWide'>): boolean {
	return String(source.runWide(SWITCH) ?? false) === 'true';
}

/** Why an item is left out although the run subscribes people. */
export function noConsent(source: ItemSource): Skip | undefined {
	return subscribes(source) ? consent.parse(source, 'consent') : undefined;
}
