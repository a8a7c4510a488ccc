import type { INodeProperties } from 'n8n-workflow';
import type { ItemSource } from '../parameters/itemSource';
import { parseForRun } from '../errors/runError';
import { isOn, toggle } from './choice';
import { consent, type Consent } from './consent';
import { shownFor, type Field } from './field';
import { optInNotice } from './notices';
import { requiredText } from './simple';
import { ifSubscribed, signUpSource, singleOptIn, subscriptionType } from './subscription';

const SWITCH = 'subscribeToo';
const IF_ON = { [SWITCH]: [true] };

const LABEL = 'Subscribe Too';
const subscribeSwitch = toggle({
	displayName: LABEL,
	noDataExpression: true,
	description:
		'Whether to subscribe the user as well: the phone to texts, the email to emails. Items without consent are skipped entirely, so the user is not updated either.',
});

const PARTS = { signUpSourceId: requiredText(signUpSource), subscriptionType };

export interface SubscribeToo {
	consent: Consent;
	signUpSourceId: string;
	subscriptionType: 'MARKETING' | 'TRANSACTIONAL';
}

/** Whether and how a user is subscribed by the same call; undefined where that is off. */
export const subscribeToo: Field<SubscribeToo | undefined> = {
	properties: () => [
		...subscribeSwitch.properties(SWITCH),
		...[
			optInNotice,
			...consent.properties('consent'),
			...Object.entries(PARTS).flatMap(([name, part]): INodeProperties[] => part.properties(name)),
		].map((property) => shownFor(IF_ON, property)),
	],
	parse(source) {
		if (!subscribes(source)) return undefined;
		return {
			consent: consent.parse(source, 'consent'),
			signUpSourceId: PARTS.signUpSourceId.parse(source, 'signUpSourceId'),
			subscriptionType: PARTS.subscriptionType.parse(source, 'subscriptionType'),
		};
	},
	leavesOut: (source) => (subscribes(source) ? consent.leavesOut?.(source, 'consent') : undefined),
};

/** Fields of the subscription that stand among the Additional Fields. */
export const subscribeTooDetails = {
	ifSubscribed: shownIfOn(ifSubscribed('Leave the Subscription Out')),
	singleOptIn: shownIfOn(singleOptIn),
};

function shownIfOn<Value>(field: Field<Value>): Field<Value> {
	return {
		...field,
		properties: (name) =>
			field.properties(name).map((property) => shownFor({ [`/${SWITCH}`]: [true] }, property)),
	};
}

/**
 * Whether the run subscribes people: the same for all items, since it decides what may be repeated.
 * Throws a RunError for what is neither on nor off, such as an expression that n8n has made a text of: people would be left out silently.
 */
export function subscribes(source: Pick<ItemSource, 'runWide'>): boolean {
	return parseForRun(LABEL, source.runWide(SWITCH), (value) => isOn(LABEL, value));
}
