import { writes } from '../../../delivery/writes';
import { askFirst } from '../../../delivery/askFirst';
import {
	subscribeSchema,
	subscriptionAnswerSchema,
	type SubscribeRequest,
} from '../../../schemas/subscriptions';
import { requiredChoice } from '../../../fields/choice';
import { consent, noConsent } from '../../../fields/consent';
import { contactBy } from '../../../fields/contact';
import type { Person } from '../../../fields/person';
import { requiredTextIf } from '../../../fields/simple';
import { ifSubscribed, signUpSource, singleOptIn, subscriptionType } from '../../../fields/subscription';
import { optInNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/defineOperation';
import { eligibilityEndpoint, NO_SUBSCRIPTIONS } from './getEligibility';
import { parseCountry } from '../../../values/country';
import { parseLanguage } from '../../../values/language';
import { askWhoIsSubscribed, consented, contactsOf, type Contact } from './whoIsSubscribed';

const BY_SOURCE = { signUpBy: ['signUpSource'] };
const BY_LOCALE = { signUpBy: ['locale'] };

const SUBSCRIBED = { reasonCode: 'alreadySubscribed', reason: 'is already subscribed' };

export const subscribe = defineOperation({
	resource: 'subscriber',
	operation: 'subscribe',
	name: 'Subscribe',
	action: 'Subscribe user',
	description: 'Subscribe a user to texts, emails or both',
	kind: 'write',
	permission: { name: 'Subscribers', level: 'All' },
	isIdempotent: false,
	textsPeople: () => true,
	guard: { deed: 'Subscribe People' },
	notices: [optInNotice],
	fields: {
		consent,
		user: contactBy({ others: ['clientUserId', 'shopifyId', 'klaviyoId'], customIdentifiers: true }),
		signUpBy: requiredChoice({
			displayName: 'Find the Sign-Up Unit By',
			options: [
				{ name: 'Sign-Up Source ID', value: 'signUpSource', description: 'The ID of the sign-up unit' },
				{
					name: 'Locale and Subscription Type',
					value: 'locale',
					description: 'Uses the API sign-up unit that matches both',
				},
			],
			default: 'signUpSource',
			noDataExpression: true,
			description: 'How to find the sign-up unit in Attentive',
		}),
		signUpSourceId: requiredTextIf('signUpBy', 'signUpSource', {
			...signUpSource,
			shownFor: BY_SOURCE,
		}),
		language: requiredTextIf(
			'signUpBy',
			'locale',
			{
				displayName: 'Language',
				placeholder: 'e.g. en',
				description: 'Code or English name, such as en, en-US or English. Attentive gets the two letters.',
				shownFor: BY_LOCALE,
			},
			parseLanguage,
		),
		country: requiredTextIf(
			'signUpBy',
			'locale',
			{
				displayName: 'Country',
				placeholder: 'e.g. US',
				description:
					'Code or English name, such as US, USA or United States. Attentive gets the two letters.',
				shownFor: BY_LOCALE,
			},
			parseCountry,
		),
		subscriptionType,
	},
	additionalFields: { ifSubscribed: ifSubscribed('Skip'), singleOptIn },
	schema: subscribeSchema,
	read({ user, consent: given, ifSubscribed: choice, subscriptionType: type, ...values }) {
		const reasons = contactsOf(user).map(({ channel }) => given[channel]);
		if (reasons.every((reason) => reason !== undefined)) return { skip: noConsent(reasons) };
		const contacts = consented(user, given);
		const { language, country } = values;
		return {
			payload: {
				user: userOf(contacts),
				...(values.signUpBy === 'locale'
					? { locale: { language, country }, subscriptionType: type }
					: { signUpSourceId: values.signUpSourceId }),
				...externalIdentifiers(user),
				...(values.singleOptIn === undefined ? {} : { singleOptIn: values.singleOptIn }),
			},
			question: (payload: SubscribeRequest) =>
				choice === 'again'
					? undefined
					: askWhoIsSubscribed<SubscribeRequest>(
							contacts.map((one) => ({ ...one, type, label: one.channel })),
							(left, inDoubt) =>
								left.length > 0
									? { payload: { ...payload, user: userOf(left) } }
									: { skip: inDoubt.length > 0 ? MAYBE_SUBSCRIBED : SUBSCRIBED },
						),
		};
	},
	skipRepeats: { example: 'phone' },
	delivery: askFirst(
		{ endpoint: eligibilityEndpoint, notFoundAnswer: NO_SUBSCRIPTIONS },
		writes<SubscribeRequest>({
			endpoint: { method: 'POST', path: '/v1/subscriptions', requestsPerSecond: 10 },
			answer: (body) => ({
				subscriptions: (subscriptionAnswerSchema.parse(body).subscriptionResponses ?? []).map(
					({ subscription, subscriptionCreationStatus }) => ({
						...subscription,
						...(subscriptionCreationStatus === undefined ? {} : { status: subscriptionCreationStatus }),
					}),
				),
			}),
			already: { status: 409, skip: SUBSCRIBED },
		}),
	),
});

const MAYBE_SUBSCRIBED = {
	reasonCode: 'subscriptionInDoubt',
	reason: 'may have been subscribed by an earlier item whose outcome is unknown',
};

/** They stand beside the user in this call, not within. */
function externalIdentifiers({ clientUserId, shopifyId, klaviyoId, customIdentifiers }: Person) {
	const given = Object.entries({ clientUserId, shopifyId, klaviyoId, customIdentifiers }).filter(
		([, value]) => value !== undefined,
	);
	return given.length > 0 ? { externalIdentifiers: Object.fromEntries(given) } : {};
}

function userOf(contacts: Contact[]): { phone?: string; email?: string } {
	return Object.fromEntries(contacts.map(({ name, contact }) => [name, contact]));
}
