import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import {
	cell,
	contacts,
	EVERY_ID,
	LINKED_IDS,
	everyId,
	fixed,
	IF_INVALID,
	IF_SHARED,
	LIMITS,
	MAPPED,
	mappingVariants,
	MODE,
	ONCE_LIMITS,
	ONCE_LIMITS_WITHOUT_OUTPUT,
	PHONE_AND_EMAIL,
	post,
	READ_LIMITS,
	ROWS,
	rowsWith,
	users,
	WAITING,
	type Variant,
} from './values';
import { byId } from '../samples';

/** Rows for two sign-up units; the first person is asked about before, the second is not. */
async function subscribeRows({ control }: Sandbox): Promise<IDataObject[]> {
	const channels: Array<'TEXT' | 'EMAIL'> = ['TEXT', 'EMAIL'];
	await control.addSignUpUnit({
		id: '11',
		type: 'MARKETING',
		channels,
		locale: { language: 'en', country: 'US' },
	});
	await control.addSignUpUnit({
		id: '12',
		type: 'TRANSACTIONAL',
		channels,
		locale: { language: 'fr', country: 'CA' },
	});
	return rowsWith([
		{
			unit: '11',
			kind: 'MARKETING',
			language: 'en',
			nation: 'US',
			there: 'skip',
			single: true,
			agreed: 'yes',
			agreedToo: 'TRUE',
		},
		{
			unit: '12',
			kind: 'TRANSACTIONAL',
			language: 'fr',
			nation: 'CA',
			there: 'again',
			single: false,
			agreed: 'x',
			agreedToo: 1,
		},
	]);
}
const CONSENT_OF_EACH: INodeParameters = {
	consent: 'perItem',
	textConsent: cell('agreed'),
	emailConsent: cell('agreedToo'),
	consentDetails: {
		textConsentDate: cell('when'),
		emailConsentDate: cell('when'),
		consentDateFormat: fixed('M/d/yyyy'),
		maxConsentAge: fixed(36_500),
	},
};
const SUBSCRIBE: INodeParameters = {
	...MODE,
	...EVERY_ID,
	subscriptionType: cell('kind'),
	additionalFields: {
		ifSubscribed: cell('there'),
		singleOptIn: cell('single'),
		skipRepeatsBy: cell('event'),
	},
	options: { ...ONCE_LIMITS, ...IF_INVALID },
};
const subscribed = (units: object[]) =>
	contacts.map((user, index) => ({
		user,
		externalIdentifiers: everyId[index],
		...(index === 0 ? { singleOptIn: true } : {}),
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

/** Rows with the IDs of two deletion requests. */
async function deletionRows(sandbox: Sandbox): Promise<IDataObject[]> {
	const filed = users.map(async ({ email }) => {
		const { id } = await post(sandbox, '/v1/privacy/delete-request', { subjectEmail: email });
		return { request: id };
	});
	return rowsWith(await Promise.all(filed));
}

const DETAILS: INodeParameters = {
	details: [
		{ detail: cell('detail'), format: cell('detailFormat'), value: cell('told') },
		{ detail: fixed('city'), format: fixed(''), value: cell('town') },
	],
};
async function upsertRows(sandbox: Sandbox): Promise<IDataObject[]> {
	const rows = await subscribeRows(sandbox);
	const details = [
		{ detail: 'firstName', detailFormat: '', told: 'Ann', town: 'Seattle' },
		{ detail: 'dateOfBirth', detailFormat: 'M/d/yyyy', told: '3/4/1990', town: 'London' },
	];
	return rows.map((row, index) => ({
		...row,
		...details[index],
		unit: '11',
		kind: 'MARKETING',
		there: 'again',
	}));
}
const upserted = (customs: object[]): object[] =>
	users.map(({ phone, email, externalIdentifiers: { clientUserId, customIdentifiers } }, index) => ({
		identifiers: {
			phone,
			email,
			clientUserId,
			shopifyId: ROWS[index]?.shop,
			klaviyoId: ROWS[index]?.klaviyo,
			customIdentifiers: customIdentifiers.map(({ name, value }) => ({ key: name, value })),
		},
		attributes: {
			...[
				{ firstName: 'Ann', location: { city: 'Seattle' } },
				{ demographic: { dateOfBirth: '1990-03-04' }, location: { city: 'London' } },
			][index],
			custom: customs[index],
		},
		subscriptions: ['TEXT', 'EMAIL'].map((channel) => ({
			signUpSourceId: '11',
			channel,
			subscriptionType: 'MARKETING',
			...(index === 0 ? { singleOptIn: true } : {}),
		})),
	}));
const upsertVariants = (options: INodeParameters, arrive: (all: object[]) => unknown[]): Variant[] =>
	mappingVariants(
		(way, { inSight, fieldTypes }) => ({
			parameters: {
				...SUBSCRIBE,
				...inSight,
				profile: DETAILS,
				subscribeToo: true,
				signUpSourceId: cell('unit'),
				...(way === 'json' ? CONSENT_OF_EACH : { consent: 'confirmed' }),
				additionalFields: { ...Object(SUBSCRIBE.additionalFields), ...fieldTypes },
				options,
			},
			rows: upsertRows,
			expected: arrive(upserted(MAPPED[way])),
		}),
		'attributes',
	);

/** Rows with the IDs of two segments. */
export async function segmentRows(sandbox: Sandbox): Promise<IDataObject[]> {
	for (const [index, name] of ['Gold', 'Silver'].entries()) {
		await post(sandbox, '/v2/segments', { name, externalId: `seg-${index}` });
	}
	return rowsWith([
		{
			segment: 'seg-0',
			title: 'Gold 2',
			words: 'The best',
			own: 'new-0',
			most: 1,
			since: '1/1/2026',
			all: false,
		},
		{
			segment: 'seg-1',
			title: 'Silver 2',
			words: 'The next',
			own: 'new-1',
			most: 2,
			since: '1/2/2026',
			all: false,
		},
	]);
}
/** Both rows name a segment of their own, so each is a request. */
const MEMBERS: Variant = {
	parameters: {
		...MODE,
		...PHONE_AND_EMAIL,
		externalId: byId(cell('segment')),
		otherIdentifiers: { clientUserId: cell('id') },
		options: { ...LIMITS, ...IF_INVALID, ...WAITING },
	},
	rows: segmentRows,
	expected: users.map(({ phone, email, externalIdentifiers: { clientUserId } }, index) => ({
		externalId: `seg-${index}`,
		members: [{ phone, email, clientUserId }],
	})),
};

export const PEOPLE: Record<string, Variant[]> = {
	'identity addIdentifiers': [
		{
			parameters: { ...MODE, ...LINKED_IDS, options: { ...LIMITS, ...IF_SHARED } },
			expected: everyId.map((identifiers, index) => ({ ...contacts[index], ...identifiers })),
		},
	],
	'subscriber subscribe': [
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
	'subscriber unsubscribe': [
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
				{ user: contacts[1], notification: { language: 'en-US' } },
			],
		},
	],
	'subscriber getEligibility': [
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
	'privacyRequest create': [
		{
			parameters: {
				...MODE,
				...PHONE_AND_EMAIL,
				otherIdentifiers: { clientUserId: cell('id') },
				additionalFields: { requestMsg: cell('property'), skipRepeatsBy: cell('event') },
				options: { ...ONCE_LIMITS_WITHOUT_OUTPUT, ...IF_INVALID },
			},
			expected: users.map(({ phone, email, externalIdentifiers }, index) => ({
				subjectEmail: email,
				subjectPhone: phone,
				clientUserId: externalIdentifiers.clientUserId,
				requestMsg: ROWS[index]?.property,
			})),
		},
	],
	'privacyRequest get': [
		{
			parameters: { requestId: cell('request'), options: READ_LIMITS },
			rows: deletionRows,
			expected: [
				expect.objectContaining({ processed: false, subjectEmail: 'a***@example.com' }),
				expect.objectContaining({ processed: false, subjectEmail: 'b***@example.com' }),
			],
			read: true,
		},
	],
	'segment addMembers': [MEMBERS],
	'segment removeMembers': [MEMBERS],
	'user upsert': upsertVariants({ ...ONCE_LIMITS, ...IF_SHARED }, (all) => all),
	'user upsertMany': upsertVariants({ ...ONCE_LIMITS, ...IF_SHARED, ...WAITING }, (all) => [{ users: all }]),
};
