import { subscribeSchema, subscriptionAnswerSchema } from '../../../schemas/subscriptions';
import { requiredChoice } from '../../../fields/choice';
import { consent, noConsent, withoutConsent } from '../../../fields/consent';
import { contactBy } from '../../../fields/contact';
import type { Person } from '../../../fields/person';
import { requiredTextIf } from '../../../fields/simple';
import { ifSubscribed, signUpSource, singleOptIn, subscriptionType } from '../../../fields/subscription';
import { optInNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/operation';
import { eligibilityEndpoint, NO_SUBSCRIPTIONS } from './getEligibility';
import { askWhoIsSubscribed, consented, contactsOf, type Contact } from './whoIsSubscribed';

const BY_SOURCE = { signUpBy: ['signUpSource'] };
const BY_LOCALE = { signUpBy: ['locale'] };

export const subscribe = defineOperation({
	resource: 'subscriber',
	operation: 'subscribe',
	name: 'Subscribe',
	action: 'Subscribe user',
	description: 'Subscribe a user to texts, emails or both',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/subscriptions', requestsPerSecond: 10 },
	permission: { name: 'Subscribers', level: 'All' },
	repeat: 'unsafe',
	textsPeople: () => true,
	guarded: 'Subscribe People',
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
		language: requiredTextIf('signUpBy', 'locale', {
			displayName: 'Language',
			placeholder: 'e.g. en',
			description: 'Two lowercase letters',
			shownFor: BY_LOCALE,
		}),
		country: requiredTextIf('signUpBy', 'locale', {
			displayName: 'Country',
			placeholder: 'e.g. US',
			description: 'Two uppercase letters',
			shownFor: BY_LOCALE,
		}),
		subscriptionType,
	},
	additionalFields: { ifSubscribed: ifSubscribed('Skip'), singleOptIn },
	schema: subscribeSchema,
	// Whoever has not agreed has often left the phone empty as well: that is no error.
	skipFirst: (source) => withoutConsent(consent.parse(source, 'consent')),
	skip: ({ user, consent: given }) => {
		const reasons = contactsOf(user).map(({ channel }) => given[channel]);
		return reasons.every((reason) => reason !== undefined) ? noConsent(reasons) : undefined;
	},
	payload: ({ user, consent: given, signUpBy, signUpSourceId, language, country, ...values }) => ({
		user: userOf(consented(user, given)),
		...(signUpBy === 'locale'
			? { locale: { language, country }, subscriptionType: values.subscriptionType }
			: { signUpSourceId }),
		...externalIdentifiers(user),
		...(values.singleOptIn ? { singleOptIn: true } : {}),
	}),
	person: (values): Person => values.user,
	skipRepeats: { example: 'phone' },
	check: {
		endpoint: eligibilityEndpoint,
		notFoundAnswer: NO_SUBSCRIPTIONS,
		of(values, payload) {
			if (values.ifSubscribed === 'again') return undefined;
			const type = values.subscriptionType;
			return askWhoIsSubscribed<typeof payload>(
				consented(values.user, values.consent),
				type,
				(left, inDoubt) =>
					left.length > 0
						? { payload: { ...payload, user: userOf(left) } }
						: { skip: inDoubt.length > 0 ? MAYBE_SUBSCRIBED : SUBSCRIBED },
			);
		},
	},
	answerDetails: (body) => ({
		subscriptions: subscriptionAnswerSchema
			.parse(body)
			.subscriptionResponses.map(({ subscription, subscriptionCreationStatus }) => ({
				...subscription,
				status: subscriptionCreationStatus,
			})),
	}),
});

const SUBSCRIBED = { reasonCode: 'alreadySubscribed', reason: 'is already subscribed' };
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
