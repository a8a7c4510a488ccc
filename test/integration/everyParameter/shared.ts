import type { IDataObject, INodeParameters } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';

/** One way to fill in an operation's parameters, each as an expression, and what must come of it. */
export interface Variant {
	parameters: INodeParameters;
	/** What must have arrived, or come out, for both rows. */
	expected: unknown[];
	read?: boolean;
	/** The rows, once Attentive knows what they name. Left out: ROWS. */
	rows?: (sandbox: Sandbox) => Promise<IDataObject[]>;
	/** For rows that need not arrive in their order. */
	anyOrder?: boolean;
	/** What the file of each row holds, in the field "doc". */
	files?: string[];
	/** For what an agent cannot use: Map Automatically, and what reads whole items or files. */
	notForAgents?: boolean;
}

/** The variants of a resource's operations, by the name of the operation. */
export type Operations = Record<string, Variant[]>;

/** The same value for all items, as an expression. */
export const fixed = (value: string | number) => `={{ ${JSON.stringify(value)} }}`;
/** A field of the item. */
export const cell = (field: string) => `={{ $json[${JSON.stringify(field)}] }}`;

export const ROWS: IDataObject[] = [
	{
		type: 'Points Awarded',
		phone: '(206) 555-1000',
		mail: 'ann@example.com',
		country: 'US',
		id: 'A1',
		idName: 'loyaltyId',
		idValue: 'L1',
		property: 'Points',
		value: 10,
		event: 'e-1',
		picture: 'https://cdn.example.com/1.jpg',
		when: '3/4/2026',
		json: { Level: 1 },
		inner: { Text: 10, secret: 's1' },
		shop: 'S1',
		klaviyo: 'K1',
	},
	{
		type: 'Reward Redeemed',
		phone: '020 7183 8750',
		mail: 'bob@example.com',
		country: 'GB',
		id: 'B2',
		idName: 'cardId',
		idValue: 'C2',
		property: 'Reward',
		value: 20,
		event: 'e-2',
		picture: 'https://cdn.example.com/2.jpg',
		when: '5/6/2026',
		json: { Level: 2 },
		inner: { Text: 20, secret: 's2' },
		shop: 'S2',
		klaviyo: 'K2',
	},
];

/** The rows above, with more fields. */
export const rowsWith = (more: IDataObject[]): IDataObject[] =>
	ROWS.map((row, index) => ({ ...row, ...more[index] }));

export const PHONE_AND_EMAIL: INodeParameters = {
	phone: cell('phone'),
	email: cell('mail'),
	defaultCountry: cell('country'),
};
const CUSTOM_IDENTIFIERS: INodeParameters = {
	customIdentifiers: { identifiers: [{ name: cell('idName'), value: cell('idValue') }] },
};
export const USER: INodeParameters = {
	...PHONE_AND_EMAIL,
	otherIdentifiers: { clientUserId: cell('id'), ...CUSTOM_IDENTIFIERS },
};
/** As Identity shows them: the client user ID in sight. */
export const LINKED_IDS: INodeParameters = {
	...PHONE_AND_EMAIL,
	clientUserId: cell('id'),
	otherIdentifiers: { shopifyId: cell('shop'), klaviyoId: cell('klaviyo'), ...CUSTOM_IDENTIFIERS },
};
export const EVERY_ID: INodeParameters = {
	...PHONE_AND_EMAIL,
	otherIdentifiers: {
		clientUserId: cell('id'),
		shopifyId: cell('shop'),
		klaviyoId: cell('klaviyo'),
		...CUSTOM_IDENTIFIERS,
	},
};

/** The people of the rows, as Attentive gets them. */
export const users = [
	{
		phone: '+12065551000',
		email: 'ann@example.com',
		externalIdentifiers: { clientUserId: 'A1', customIdentifiers: [{ name: 'loyaltyId', value: 'L1' }] },
	},
	{
		phone: '+442071838750',
		email: 'bob@example.com',
		externalIdentifiers: { clientUserId: 'B2', customIdentifiers: [{ name: 'cardId', value: 'C2' }] },
	},
];
export const contacts = users.map(({ phone, email }) => ({ phone, email }));
export const everyId = users.map(({ externalIdentifiers }, index) => ({
	...externalIdentifiers,
	shopifyId: ROWS[index]?.shop,
	klaviyoId: ROWS[index]?.klaviyo,
}));

/** When an event happened: the field `when`. */
export const TIME: INodeParameters = { occurredAt: cell('when'), occurredAtFormat: fixed('M/d/yyyy') };
export const moments = ['2026-03-04T00:00:00.000-05:00', '2026-05-06T00:00:00.000-04:00'];

export const READ_LIMITS: INodeParameters = { retryMinutes: fixed(5), requestTimeoutSeconds: fixed(30) };
const SENDING_LIMITS: INodeParameters = {
	...READ_LIMITS,
	skippedItems: fixed('leaveOut'),
	stopAboveItems: fixed(2),
	stopAboveInvalidPercent: fixed(50),
	stopAfterFailures: fixed(9),
};
/** Options of writes whose output never holds the item's own fields. */
export const ONCE_LIMITS_WITHOUT_OUTPUT: INodeParameters = {
	...SENDING_LIMITS,
	skipRepeatsLimit: fixed(500),
};
export const LIMITS: INodeParameters = { ...SENDING_LIMITS, output: fixed('resultOnly') };
export const ONCE_LIMITS: INodeParameters = { ...LIMITS, skipRepeatsLimit: fixed(500) };
export const LIVE: INodeParameters = { mode: 'live', options: LIMITS };
/** Options of calls that take several identifiers, and of those that link them. */
export const IF_INVALID: INodeParameters = { ifOneIdentifierIsInvalid: fixed('useOthers') };
export const IF_SHARED: INodeParameters = { ...IF_INVALID, sharedIds: fixed('refuse') };
export const WAITING: INodeParameters = { waitForResults: fixed('false'), waitMinutes: fixed(5) };
export const MODE: INodeParameters = {
	mode: 'testRecipients',
	testRecipients: fixed('+12065551000, +442071838750, ann@example.com, bob@example.com'),
};

/** What the ways of mapping send of both rows. */
export const MAPPED = {
	eachField: [
		{ Points: 10, Day: '2026-03-04' },
		{ Reward: 20, Day: '2026-05-06' },
	],
	automatically: [{ Text: '10' }, { Text: '20' }],
	json: [{ Level: 1 }, { Level: 2 }],
};

type Way = keyof typeof MAPPED;

/** The parameters of a mapping; the types of fields stand among the Additional Fields. */
export function mappedBy(way: Way, name: string): { inSight: INodeParameters; fieldTypes: INodeParameters } {
	const typed = (field: string, type: string, format: string): INodeParameters => ({
		fieldTypes: { types: [{ field: fixed(field), type: fixed(type), format: fixed(format) }] },
	});
	switch (way) {
		case 'eachField':
			return {
				inSight: {
					mapping: way,
					[name]: {
						assignments: [
							{ id: '1', name: cell('property'), value: cell('value'), type: 'number' },
							{ id: '2', name: fixed('Day'), value: cell('when'), type: 'string' },
						],
					},
				},
				fieldTypes: typed('Day', 'date', 'M/d/yyyy'),
			};
		case 'automatically':
			return {
				inSight: { mapping: way, fieldsOf: fixed('inner'), fieldsToLeaveOut: fixed('secret') },
				fieldTypes: typed('Text', 'text', ''),
			};
		case 'json':
			return { inSight: { mapping: way, [`${name}Json`]: cell('json') }, fieldTypes: {} };
	}
}

/** One variant for each way of mapping. */
export function mappingVariants(
	variant: (way: Way, mapped: ReturnType<typeof mappedBy>) => Variant,
	name: string,
): Variant[] {
	return (['eachField', 'automatically', 'json'] as const).map((way) => ({
		...variant(way, mappedBy(way, name)),
		notForAgents: way === 'automatically',
	}));
}

/** Asks the sandbox for something that the rows are to name. */
export async function post(sandbox: Sandbox, path: string, body: object): Promise<IDataObject> {
	const answer = await fetch(`${sandbox.url}${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${sandbox.apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	const found: IDataObject = JSON.parse(await answer.text());
	return found;
}

/** Rows for two sign-up units; the first person is asked about before, the second is not. */
export async function subscribeRows({ control }: Sandbox): Promise<IDataObject[]> {
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

/** Consent by two fields of each item. */
export const CONSENT_OF_EACH: INodeParameters = {
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

/** What Subscribe, and Create or Update with Subscribe Too, have in common. */
export const SUBSCRIBE: INodeParameters = {
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
