import type { INodeProperties } from 'n8n-workflow';
import type { ItemSource } from '../parameters/itemSource';
import { parseForRun } from '../errors/runError';
import { choice, isOn, toggle } from './choice';
import { consent, noConsent } from './consent';
import { shownFor, type Field } from './field';
import { moreSubscriptions, moreSubscriptionsOf, type WantedSubscription } from './moreSubscriptions';
import { optInNotice } from './notices';
import { requiredText } from './simple';
import { CHANNEL_CHOICES, ifSubscribed, signUpSource, singleOptIn, subscriptionType } from './subscription';

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

const channels = choice({
	displayName: 'Channels',
	options: [{ name: 'Texts and Emails', value: 'both' as const }, ...CHANNEL_CHOICES],
	default: 'both' as const,
	description:
		"What the sign-up source above is for. If texts and emails have different sign-up sources, choose one here and add the other under 'More Subscriptions'.",
});

/** Which subscriptions a user gets by the same call; undefined where that is off. */
export const subscribeToo: Field<WantedSubscription[] | undefined> = {
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
		const first = firstOf(source);
		const unit = {
			signUpSourceId: PARTS.signUpSourceId.parse(source, 'signUpSourceId'),
			subscriptionType: PARTS.subscriptionType.parse(source, 'subscriptionType'),
		};
		return [...first.map((one) => ({ ...one, ...unit })), ...moreSubscriptionsOf(source)];
	},
	// As in `consent`.
	leavesOut(source) {
		if (!subscribes(source)) return undefined;
		const all = [...firstOf(source), ...moreSubscriptionsOf(source)];
		const reasons = all.flatMap((one) => one.noConsent ?? []);
		return reasons.length === all.length ? noConsent(reasons) : undefined;
	},
};

/** The channels of the sign-up source in sight, and whether they may be subscribed. */
function firstOf(source: ItemSource): Array<Pick<WantedSubscription, 'channel' | 'noConsent'>> {
	const reasons = consent.parse(source, 'consent');
	const chosen = channels.parse(source.within('additionalFields'), 'channels') ?? 'both';
	return CHANNEL_CHOICES.filter(({ value }) => chosen === 'both' || chosen === value).map(({ value }) => {
		const reason = reasons[value];
		return { channel: value, ...(reason === undefined ? {} : { noConsent: reason }) };
	});
}

/** Fields of the subscriptions that stand among the Additional Fields. */
export const subscribeTooDetails = {
	channels: shownIfOn(channels),
	ifSubscribed: shownIfOn(ifSubscribed('Leave the Subscription Out')),
	moreSubscriptions: shownIfOn(moreSubscriptions),
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
