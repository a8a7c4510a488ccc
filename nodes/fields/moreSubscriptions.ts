import type { INodeProperties } from 'n8n-workflow';
import type { ItemSource } from '../parameters/itemSource';
import { member } from '../values/member';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { notAChoice } from './choice';
import { consentOfRow, whyNotInRow } from './consent';
import { parseField, rowsIn, withoutFormulaError, type Field } from './field';
import { CHANNEL_CHOICES, SUBSCRIPTION_TYPE_CHOICES, signUpSource, subscriptionName } from './subscription';

/** A subscription that a user is to get. */
export interface WantedSubscription {
	signUpSourceId: string;
	channel: 'TEXT' | 'EMAIL';
	subscriptionType: 'MARKETING' | 'TRANSACTIONAL';
	/** Why it may not be made. */
	noConsent?: string;
}

const LABEL = 'More Subscriptions';
const NAME = 'moreSubscriptions';
const SECTION = 'subscriptions';

const properties: INodeProperties[] = [
	{
		displayName: 'Channel',
		name: 'channel',
		type: 'options',
		options: CHANNEL_CHOICES,
		default: 'TEXT',
		description: 'Texts go to the phone, emails to the email',
	},
	...consentOfRow,
	{
		...signUpSource,
		name: 'signUpSourceId',
		type: 'string',
		default: '',
		description: `${signUpSource.description}. If empty, this subscription is left out.`,
	},
	{
		displayName: 'Subscription Type',
		name: 'subscriptionType',
		type: 'options',
		options: SUBSCRIPTION_TYPE_CHOICES,
		default: 'TRANSACTIONAL',
		description: 'Type of the sign-up unit',
	},
];

/** Rows of subscriptions beside the first. What they give is read by `moreSubscriptionsOf`, together with the consent. */
export const moreSubscriptions: Field<undefined> = {
	properties: (name) => [
		{
			displayName: LABEL,
			name,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Subscription',
			default: {},
			options: [{ displayName: 'Subscription', name: SECTION, values: properties }],
			description:
				'Other subscriptions of the user in the same request, such as texts about orders, or emails with another sign-up source',
		},
	],
	parse: () => undefined,
};

/** The subscriptions of an item beside the first, without those that have no sign-up source in this item. */
export function moreSubscriptionsOf(source: ItemSource): WantedSubscription[] {
	const details = source.within('additionalFields');
	const rows = rowsIn(details.parameter(NAME), SECTION, LABEL);
	const raw = member(details.raw(NAME), SECTION);
	return rows.flatMap((row, index) => {
		const label = `${LABEL}: ${signUpSource.displayName}`;
		const written = withoutFormulaError(source, label, row.signUpSourceId);
		const signUpSourceId = parseField(label, written, parseText);
		if (signUpSourceId === undefined) return [];
		const channel = chosen('Channel', row.channel, CHANNEL_CHOICES);
		const subscriptionType = chosen('Subscription Type', row.subscriptionType, SUBSCRIPTION_TYPE_CHOICES);
		const noConsent = whyNotInRow(
			source,
			row,
			Array.isArray(raw) ? raw[index] : row,
			subscriptionName({ type: subscriptionType, channel }),
		);
		return [{ signUpSourceId, channel, subscriptionType, ...(noConsent ? { noConsent } : {}) }];
	});
}

function chosen<Value extends string>(
	label: string,
	value: unknown,
	choices: Array<{ value: Value }>,
): Value {
	const written = parseField(label, value, parseText);
	const found = choices.find((choice) => choice.value === written);
	if (found) return found.value;
	const values = choices.map((choice) => choice.value);
	throw new ValueError(notAChoice(`${LABEL}: ${label}`, written, values));
}
