import {
	CHANNELS,
	SUBSCRIPTION_TYPES,
	subscriptionAnswerSchema,
	unsubscribeSchema,
	type Subscription,
} from '../../../schemas/subscriptions';
import { ValueError } from '../../../values/valueError';
import { contactBy } from '../../../fields/contact';
import type { Person } from '../../../fields/person';
import { choice, choices, requiredChoice } from '../../../fields/choice';
import { unsubscribeNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/operation';
import { unknownPerson } from '../../../errors/reasons';

const TYPE_NAMES: Record<Subscription['type'], string> = {
	MARKETING: 'Marketing',
	TRANSACTIONAL: 'Transactional',
	CHECKOUT_ABANDONED: 'Checkout Abandoned',
};
const CHANNEL_NAMES: Record<Subscription['channel'], string> = { TEXT: 'Text', EMAIL: 'Email' };

/** Values of the list, such as MARKETING TEXT; they stand in saved workflows. */
const SUBSCRIPTIONS = SUBSCRIPTION_TYPES.flatMap((type) => CHANNELS.map((channel) => ({ type, channel })));

export const unsubscribe = defineOperation({
	resource: 'subscriber',
	operation: 'unsubscribe',
	name: 'Unsubscribe',
	action: 'Unsubscribe user',
	description: 'Unsubscribe a user from all or from selected subscriptions',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/subscriptions/unsubscribe', requestsPerSecond: 5 },
	permission: { name: 'Subscribers', level: 'All' },
	repeat: 'unsafe',
	refusal: unknownPerson,
	guarded: 'Unsubscribe People',
	notices: [unsubscribeNotice],
	fields: {
		user: contactBy({ others: [], customIdentifiers: false }),
		from: requiredChoice({
			displayName: 'Unsubscribe From',
			options: [
				{
					name: 'All Subscriptions',
					value: 'all',
					description:
						'All subscriptions of the phone and the email in the item, including texts about orders',
				},
				{ name: 'Selected Subscriptions', value: 'chosen' },
			],
			default: 'all',
			description: 'A phone is unsubscribed from texts, an email from emails',
		}),
		subscriptions: choices({
			displayName: 'Subscriptions',
			options: SUBSCRIPTIONS.map(({ type, channel }) => ({
				name: `${TYPE_NAMES[type]} ${CHANNEL_NAMES[channel]}s`,
				value: `${type} ${channel}`,
			})),
			description: 'Subscriptions to end. Ending transactional texts ends marketing texts too.',
			shownFor: { from: ['chosen'] },
		}),
	},
	additionalFields: {
		confirmation: choice({
			displayName: 'Confirmation',
			options: [
				{ name: 'Send', value: 'send', description: 'Attentive texts the user that they are unsubscribed' },
				{ name: 'Do Not Send', value: 'none' },
			],
			default: 'send',
			description: 'Whether Attentive texts a confirmation, even to someone who had already unsubscribed',
		}),
		language: choice({
			displayName: 'Confirmation Language',
			options: [
				{ name: 'English (US)', value: 'en-US' },
				{ name: 'French (Canada)', value: 'fr-CA' },
			],
			default: 'en-US',
			description: 'Language of the confirmation text',
		}),
	},
	schema: unsubscribeSchema,
	labels: { disabled: 'Confirmation' },
	payload: ({ user, from, subscriptions, confirmation, language }) => ({
		user: { ...(user.phone ? { phone: user.phone } : {}), ...(user.email ? { email: user.email } : {}) },
		...(from === 'chosen' ? { subscriptions: reached(user, subscriptions) } : {}),
		...(confirmation !== undefined || language !== undefined
			? {
					notification: {
						...(confirmation === 'none' ? { disabled: true } : {}),
						...(language ? { language } : {}),
					},
				}
			: {}),
	}),
	person: (values): Person => values.user,
	skipRepeats: { example: 'phone' },
	warnings: ({ subscriptions, user }, _facts, { from, subscriptions: wanted }) => {
		const chosen = (type: string) =>
			subscriptions?.some((one) => one.type === type && one.channel === 'TEXT') === true;
		const isLeft = (channel: string) => from === 'chosen' && wanted.some((one) => one.endsWith(channel));
		return [
			...(chosen('TRANSACTIONAL') && !chosen('MARKETING')
				? [
						{
							code: 'leavesMarketingToo',
							message: 'ending transactional texts ends marketing texts too',
						},
					]
				: []),
			...(isLeft('EMAIL') && !user.email
				? [{ code: 'noEmail', message: 'no email, so the selected email subscriptions do not end' }]
				: []),
			...(isLeft('TEXT') && !user.phone
				? [{ code: 'noPhone', message: 'no phone, so the selected text subscriptions do not end' }]
				: []),
		];
	},
	answerDetails: (body) => ({
		subscriptions: subscriptionAnswerSchema
			.parse(body)
			.subscriptionResponses.map(({ subscription, subscriptionUnsubscribeStatus }) => ({
				...subscription,
				status: subscriptionUnsubscribeStatus,
			})),
	}),
});

/** The chosen subscriptions that this person can leave: texts need a phone, emails an email. */
function reached(user: Person, chosen: string[]): Subscription[] {
	if (chosen.length === 0) {
		throw new ValueError({
			reasonCode: 'missing',
			field: 'Subscriptions',
			reason: 'is empty',
			wayOut: "Select at least one, or 'All Subscriptions'",
		});
	}
	const wanted = SUBSCRIPTIONS.filter(({ type, channel }) => chosen.includes(`${type} ${channel}`));
	const own = wanted.filter(({ channel }) => (channel === 'TEXT' ? user.phone : user.email) !== undefined);
	if (own.length > 0) return own;
	throw new ValueError({
		reasonCode: 'noChannel',
		field: 'Subscriptions',
		value: chosen.join(', '),
		reason: 'do not fit this user: texts need a phone, emails need an email',
		wayOut: 'Add the phone or the email, or select other subscriptions',
	});
}
