import { subscribeSchema, subscriptionAnswerSchema } from '../../../schemas/subscriptions';
import { ValueError } from '../../../values/valueError';
import { choice, requiredChoice } from '../../../fields/choice';
import { consent } from '../../../fields/consent';
import { contactBy } from '../../../fields/contact';
import type { Person } from '../../../fields/person';
import { requiredTextIf } from '../../../fields/simple';
import {
	ifSubscribedAlready,
	signUpSource,
	singleOptIn,
	SUBSCRIPTION_TYPES,
} from '../../../fields/subscription';
import { optInNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/operation';
import { eligibilityEndpoint, NO_SUBSCRIPTIONS } from './getEligibility';
import { askWhoIsSubscribed, type Contact } from './whoIsSubscribed';

const BY_SOURCE = { signUpBy: ['signUpSource'] };
const BY_LOCALE = { signUpBy: ['locale'] };

export const subscribe = defineOperation({
	resource: 'subscriber',
	operation: 'subscribe',
	name: 'Subscribe',
	action: 'Subscribe a user',
	description: 'Opts a user in to texts or emails',
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
				{ name: 'Sign-Up Source ID', value: 'signUpSource', description: 'The ID of one sign-up unit' },
				{
					name: 'Locale and Subscription Type',
					value: 'locale',
					description: 'The one API sign-up unit that they fit',
				},
			],
			default: 'signUpSource',
			description: 'Which sign-up unit of Attentive the opt-in counts for',
		}),
		signUpSourceId: requiredTextIf('signUpBy', 'signUpSource', {
			...signUpSource,
			shownFor: BY_SOURCE,
		}),
		language: requiredTextIf('signUpBy', 'locale', {
			displayName: 'Language',
			placeholder: 'e.g. en',
			description: 'Two small letters',
			shownFor: BY_LOCALE,
		}),
		country: requiredTextIf('signUpBy', 'locale', {
			displayName: 'Country',
			placeholder: 'e.g. US',
			description: 'Two capital letters',
			shownFor: BY_LOCALE,
		}),
		subscriptionType: choice({
			displayName: 'Subscription Type',
			options: SUBSCRIPTION_TYPES,
			default: '',
			description:
				'What the user is subscribed to: the type of the sign-up unit. Needed to ask who is subscribed already, and for Locale and Subscription Type.',
		}),
		ifSubscribed: requiredChoice(ifSubscribedAlready('Skip')),
	},
	additionalFields: { singleOptIn },
	schema: subscribeSchema,
	// Whoever has not agreed has often left the phone empty as well: that is no error.
	skipFirst: (source) => consent.parse(source, 'consent'),
	payload: ({
		user,
		signUpBy,
		signUpSourceId,
		language,
		country,
		subscriptionType,
		singleOptIn: single,
	}) => ({
		user: { ...(user.phone ? { phone: user.phone } : {}), ...(user.email ? { email: user.email } : {}) },
		...(signUpBy === 'locale'
			? { locale: { language, country }, subscriptionType: requiredType(subscriptionType) }
			: { signUpSourceId }),
		...externalIdentifiers(user),
		...(single ? { singleOptIn: single } : {}),
	}),
	person: (values): Person => values.user,
	once: { example: 'phone' },
	check: {
		endpoint: eligibilityEndpoint,
		notFoundAnswer: NO_SUBSCRIPTIONS,
		of({ user, ifSubscribed, subscriptionType }, payload) {
			if (ifSubscribed !== 'skip') return undefined;
			return askWhoIsSubscribed<typeof payload>(user, requiredType(subscriptionType), (left, inDoubt) =>
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

const SUBSCRIBED = { reasonCode: 'alreadySubscribed', reason: 'is subscribed already' };
const MAYBE_SUBSCRIBED = {
	reasonCode: 'subscriptionInDoubt',
	reason: 'may have been subscribed by an item before, whose outcome is unknown: look that up first',
};

function requiredType(type: 'MARKETING' | 'TRANSACTIONAL' | undefined): 'MARKETING' | 'TRANSACTIONAL' {
	if (type !== undefined) return type;
	throw new ValueError({
		reasonCode: 'missing',
		field: 'Subscription Type',
		reason: 'is not chosen',
		wayOut: 'Choose Marketing or Transactional; it is needed to ask who is subscribed already',
	});
}

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
