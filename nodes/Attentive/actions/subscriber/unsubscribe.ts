import {
	CHANNELS,
	SUBSCRIPTION_TYPES,
	subscriptionAnswerSchema,
	unsubscribeSchema,
	type Subscription,
	type UnsubscribeRequest,
} from '../../../schemas/subscriptions';
import { writes } from '../../../delivery/writes';
import type { Warning } from '../../../values/warning';
import { parseLanguageAndRegion } from '../../../values/language';
import { attempted, ValueError } from '../../../values/valueError';
import { contactBy } from '../../../fields/contact';
import type { Person } from '../../../fields/person';
import { choice, choices, requiredChoice } from '../../../fields/choice';
import { unsubscribeNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/defineOperation';
import { subscriptionName } from '../../../fields/subscription';
import { unknownPerson } from '../../../errors/reasons';

/** Values of the list, such as MARKETING TEXT; they stand in saved workflows. */
const SUBSCRIPTIONS = SUBSCRIPTION_TYPES.flatMap((type) => CHANNELS.map((channel) => ({ type, channel })));

export const unsubscribe = defineOperation({
	resource: 'subscriber',
	operation: 'unsubscribe',
	name: 'Unsubscribe',
	action: 'Unsubscribe user',
	description: 'Unsubscribe a user from all or from selected subscriptions',
	kind: 'write',
	permission: { name: 'Subscribers', level: 'All' },
	isIdempotent: false,
	guard: { deed: 'Unsubscribe People' },
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
				name: subscriptionName({ type, channel }),
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
			otherwise: confirmationLanguage,
		}),
	},
	schema: unsubscribeSchema,
	labels: { disabled: 'Confirmation' },
	read({ user, from, subscriptions: chosen, confirmation, language }) {
		const subscriptions = from === 'chosen' ? reached(user, chosen) : undefined;
		const notification = {
			...(confirmation === undefined ? {} : { disabled: confirmation === 'none' }),
			...(language ? { language } : {}),
		};
		return {
			payload: {
				user: {
					...(user.phone ? { phone: user.phone } : {}),
					...(user.email ? { email: user.email } : {}),
				},
				...(subscriptions ? { subscriptions } : {}),
				...(confirmation !== undefined || language !== undefined ? { notification } : {}),
			},
			warnings: subscriptions ? notEnded(user, chosen, subscriptions) : [],
		};
	},
	skipRepeats: { example: 'phone' },
	delivery: writes<UnsubscribeRequest>({
		endpoint: { method: 'POST', path: '/v1/subscriptions/unsubscribe', requestsPerSecond: 5 },
		answer: (body) => ({
			subscriptions: (subscriptionAnswerSchema.parse(body).subscriptionResponses ?? []).map(
				({ subscription, subscriptionUnsubscribeStatus }) => ({
					...subscription,
					...(subscriptionUnsubscribeStatus === undefined ? {} : { status: subscriptionUnsubscribeStatus }),
				}),
			),
		}),
		refusal: unknownPerson,
	}),
});

/** English and French, however they are written, unless they are those of another country. */
function confirmationLanguage(written: string): 'en-US' | 'fr-CA' | undefined {
	const read = attempted(() => parseLanguageAndRegion(written));
	if ('error' in read || !read.value) return undefined;
	const { language, region } = read.value;
	if (language === 'en' && (region === undefined || region === 'US')) return 'en-US';
	if (language === 'fr' && (region === undefined || region === 'CA')) return 'fr-CA';
	return undefined;
}

/** What a user may not expect of ending these subscriptions. */
function notEnded(user: Person, chosen: string[], ended: Subscription[]): Warning[] {
	const ends = (type: Subscription['type']) =>
		ended.some((one) => one.type === type && one.channel === 'TEXT');
	const isChosen = (channel: Subscription['channel']) => chosen.some((one) => one.endsWith(channel));
	return [
		...(ends('TRANSACTIONAL') && !ends('MARKETING')
			? [{ code: 'leavesMarketingToo', message: 'ending transactional texts ends marketing texts too' }]
			: []),
		...(isChosen('EMAIL') && !user.email
			? [{ code: 'noEmail', message: 'has no email, so the selected email subscriptions do not end' }]
			: []),
		...(isChosen('TEXT') && !user.phone
			? [{ code: 'noPhone', message: 'has no phone, so the selected text subscriptions do not end' }]
			: []),
	];
}

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
