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
	action: 'Unsubscribe a user',
	description: 'Takes a user out of all or of chosen subscriptions',
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
					description: 'Everything of the phone and of the email that the item has',
				},
				{ name: 'Chosen Subscriptions', value: 'chosen' },
			],
			default: 'all',
			description:
				'A phone leaves texts only, an email leaves emails only. Leaving transactional texts leaves marketing texts too.',
		}),
		subscriptions: choices({
			displayName: 'Subscriptions',
			options: SUBSCRIPTIONS.map(({ type, channel }) => ({
				name: `${TYPE_NAMES[type]} ${CHANNEL_NAMES[channel]}s`,
				value: `${type} ${channel}`,
			})),
			description:
				'Which to leave. Attentive takes somebody who leaves transactional texts out of marketing texts too.',
			shownFor: { from: ['chosen'] },
		}),
	},
	additionalFields: {
		confirmation: choice({
			displayName: 'Confirmation',
			options: [
				{ name: 'Send', value: 'send', description: 'Attentive tells the user by text' },
				{ name: 'Do Not Send', value: 'none' },
			],
			default: 'send',
			description:
				'Whether the user gets a text that confirms it; also somebody who had left before gets one',
		}),
		language: choice({
			displayName: 'Language of the Confirmation',
			options: [
				{ name: 'English (US)', value: 'en-US' },
				{ name: 'French (Canada)', value: 'fr-CA' },
			],
			default: 'en-US',
			description: 'The language of that text. Attentive has no others.',
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
	once: { example: 'phone' },
	warnings: ({ subscriptions, user }, _facts, { from, subscriptions: wanted }) => {
		const chosen = (type: string) =>
			subscriptions?.some((one) => one.type === type && one.channel === 'TEXT') === true;
		const isLeft = (channel: string) => from === 'chosen' && wanted.some((one) => one.endsWith(channel));
		return [
			...(chosen('TRANSACTIONAL') && !chosen('MARKETING')
				? [
						{
							code: 'leavesMarketingToo',
							message: 'leaves transactional texts, and so leaves marketing texts too',
						},
					]
				: []),
			...(isLeft('EMAIL') && !user.email
				? [{ code: 'noEmail', message: 'has no email, so the chosen emails are not left' }]
				: []),
			...(isLeft('TEXT') && !user.phone
				? [{ code: 'noPhone', message: 'has no phone, so the chosen texts are not left' }]
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
			wayOut: 'Choose at least one, or choose All Subscriptions',
		});
	}
	const wanted = SUBSCRIPTIONS.filter(({ type, channel }) => chosen.includes(`${type} ${channel}`));
	const own = wanted.filter(({ channel }) => (channel === 'TEXT' ? user.phone : user.email) !== undefined);
	if (own.length > 0) return own;
	throw new ValueError({
		reasonCode: 'noChannel',
		field: 'Subscriptions',
		value: chosen.join(', '),
		reason: 'cannot be left by this user: texts need a phone, emails an email',
		wayOut: 'Give the phone or the email, or choose other subscriptions',
	});
}
