import type { INodeProperties } from 'n8n-workflow';
import type { Skip } from '../engine/types';
import type { ItemSource } from '../parameters/itemSource';
import { requiredChoice, toggle } from './choice';
import { consent } from './consent';
import { shownFor, type Field } from './field';
import { optInNotice } from './notices';
import { requiredText } from './simple';
import {
	ASKS_FIRST,
	ifSubscribedAlready,
	signUpSource,
	singleOptIn,
	SUBSCRIPTION_TYPES,
} from './subscription';

const SWITCH = 'subscribeToo';
const IF_ON = { [SWITCH]: [true] };

const isOn = toggle({
	displayName: 'Subscribe Too',
	description:
		'Whether to opt the user in as well, to texts by the phone and to emails by the email. A row without consent is then skipped whole: its details and attributes are not sent either.',
});

const PARTS = {
	signUpSourceId: requiredText(signUpSource),
	subscriptionType: requiredChoice({
		displayName: 'Subscription Type',
		options: SUBSCRIPTION_TYPES,
		default: '',
		description: 'What the user is subscribed to: the type of the sign-up unit',
	}),
	ifSubscribed: requiredChoice(
		ifSubscribedAlready(
			'Leave the Subscription Out',
			`${ASKS_FIRST} A job of an earlier run that still waits is not seen: use Send Once Per against that.`,
		),
	),
	singleOptIn,
};

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
			optInNotice,
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
