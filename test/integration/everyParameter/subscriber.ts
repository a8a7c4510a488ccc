import type { IDataObject } from 'n8n-workflow';
import {
	cell,
	CONSENT_OF_EACH,
	contacts,
	everyId,
	MODE,
	ONCE_LIMITS,
	PHONE_AND_EMAIL,
	READ_LIMITS,
	rowsWith,
	SUBSCRIBE,
	subscribeRows,
	users,
	type Operations,
	IF_INVALID,
} from './shared';

const subscribed = (units: object[]) =>
	contacts.map((user, index) => ({
		user,
		externalIdentifiers: everyId[index],
		singleOptIn: index === 0,
		...units[index],
	}));

async function leavingRows(): Promise<IDataObject[]> {
	return rowsWith([
		{
			from: 'chosen',
			leaving: ['MARKETING TEXT', 'CHECKOUT_ABANDONED EMAIL'],
			confirm: 'none',
			tongue: 'fr-CA',
		},
		{ from: 'all', leaving: '', confirm: 'send', tongue: 'en-US' },
	]);
}

const NOTHING = { TEXT: { text: false }, EMAIL: { email: false } };

const eligibility = (channel: keyof typeof NOTHING) => ({
	marketing: NOTHING[channel],
	transactional: NOTHING[channel],
	checkoutAbandoned: NOTHING[channel],
});

export const subscriber: Operations = {
	subscribe: [
		{
			parameters: {
				...SUBSCRIBE,
				signUpBy: 'signUpSource',
				signUpSourceId: cell('unit'),
				consent: 'confirmed',
			},
			rows: subscribeRows,
			expected: subscribed([{ signUpSourceId: '11' }, { signUpSourceId: '12' }]),
			// Only one of them is asked about first.
			anyOrder: true,
		},
		{
			parameters: {
				...SUBSCRIBE,
				...CONSENT_OF_EACH,
				signUpBy: 'locale',
				language: cell('language'),
				country: cell('nation'),
			},
			rows: subscribeRows,
			expected: subscribed([
				{ locale: { language: 'en', country: 'US' }, subscriptionType: 'MARKETING' },
				{ locale: { language: 'fr', country: 'CA' }, subscriptionType: 'TRANSACTIONAL' },
			]),
			anyOrder: true,
		},
	],
	unsubscribe: [
		{
			parameters: {
				...MODE,
				...PHONE_AND_EMAIL,
				from: cell('from'),
				subscriptions: cell('leaving'),
				additionalFields: {
					confirmation: cell('confirm'),
					language: cell('tongue'),
					skipRepeatsBy: cell('event'),
				},
				options: { ...ONCE_LIMITS, ...IF_INVALID },
			},
			rows: leavingRows,
			expected: [
				{
					user: contacts[0],
					subscriptions: [
						{ type: 'MARKETING', channel: 'TEXT' },
						{ type: 'CHECKOUT_ABANDONED', channel: 'EMAIL' },
					],
					notification: { disabled: true, language: 'fr-CA' },
				},
				{ user: contacts[1], notification: { disabled: false, language: 'en-US' } },
			],
		},
	],
	getEligibility: [
		{
			parameters: { lookUpBy: 'phone', ...PHONE_AND_EMAIL, options: READ_LIMITS },
			expected: users.map(({ phone }) => ({ phone, ...eligibility('TEXT') })),
			read: true,
		},
		{
			parameters: { lookUpBy: 'email', ...PHONE_AND_EMAIL, options: READ_LIMITS },
			expected: users.map(({ email }) => ({ email, ...eligibility('EMAIL') })),
			read: true,
		},
	],
};
