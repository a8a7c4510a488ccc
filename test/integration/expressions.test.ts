import type { IDataObject, INodeParameters, INodeProperties, INodePropertyCollection } from 'n8n-workflow';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { operations } from '../../nodes/Attentive/operations';
import { fieldsOf, REQUEST_FIELDS, shapeOf } from './requestFields';
import { startBench, type Bench, eachField } from './setup';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => {
	await bench.sandbox.control.reset();
	bench.n8n.clearDeduplication();
});
afterAll(async () => await bench.close());

const fixed = (value: string | number) => `={{ ${JSON.stringify(value)} }}`;
const cell = (column: string) => `={{ $json[${JSON.stringify(column)}] }}`;

const ROWS: IDataObject[] = [
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
		by: 'phone',
		secret: 's1',
		json: { Level: 1 },
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
		by: 'email',
		secret: 's2',
		json: { Level: 2 },
	},
];

const BY_VALUES: INodeParameters = {
	userFrom: fixed('values'),
	phone: cell('phone'),
	email: cell('mail'),
	defaultCountry: cell('country'),
	otherIdentifiers: {
		clientUserId: cell('id'),
		customIdentifiers: { identifiers: [{ name: cell('idName'), value: cell('idValue') }] },
	},
};

const BY_COLUMNS: INodeParameters = {
	userFrom: fixed('columns'),
	phoneColumn: fixed('phone'),
	emailColumn: fixed('mail'),
	defaultCountry: fixed('FR'),
	countryColumn: fixed('country'),
	otherIdentifiers: {
		clientUserIdColumn: fixed('id'),
		customIdentifiers: { identifiers: [{ name: fixed('loyaltyId'), column: fixed('idValue') }] },
	},
};

const mapped = (
	name: string,
): Record<'columns' | 'allColumns' | 'assignments' | 'json', INodeParameters> => ({
	columns: {
		[`${name}From`]: fixed('columns'),
		[`${name}Columns`]: {
			columns: [
				{ column: fixed('when'), type: fixed('date'), format: fixed('M/d/yyyy'), sendAs: fixed('Day') },
			],
		},
	},
	allColumns: {
		[`${name}From`]: fixed('allColumns'),
		[`${name}Except`]: fixed('secret, json, type, property, event, picture, by, idName, when'),
		[`${name}Columns`]: {
			columns: [{ column: fixed('value'), type: fixed('text'), format: fixed(''), sendAs: fixed('Text') }],
		},
	},
	assignments: {
		[`${name}From`]: fixed('assignments'),
		[name]: { assignments: [{ id: '1', name: cell('property'), value: cell('value'), type: 'number' }] },
	},
	json: { [`${name}From`]: fixed('json'), [`${name}Json`]: cell('json') },
});

const LIMITS: INodeParameters = {
	retryMinutes: fixed(5),
	requestTimeoutSeconds: fixed(30),
	output: fixed('resultOnly'),
	stopAboveItems: fixed(2),
	stopAfterFailures: fixed(9),
};
const ONCE_LIMITS: INodeParameters = { ...LIMITS, skipRepeatsLimit: fixed(500) };
const MODE: INodeParameters = {
	mode: fixed('testRecipients'),
	testRecipients: fixed('+12065551000, +442071838750, ann@example.com, bob@example.com'),
};
const EVENT_FIELDS: INodeParameters = {
	externalEventId: cell('event'),
	mediaUrl: cell('picture'),
	occurredAt: cell('when'),
	occurredAtFormat: fixed('M/d/yyyy'),
	skipRepeatsBy: cell('event'),
};
const EVENT_COLUMNS: INodeParameters = {
	externalEventIdColumn: fixed('event'),
	mediaUrlColumn: fixed('picture'),
	occurredAtColumn: fixed('when'),
	occurredAtFormat: fixed('M/d/yyyy'),
	sendOncePerColumn: fixed('event'),
};

interface Variant {
	parameters: INodeParameters;
	/** What must have arrived, or come out, for both rows. */
	expected: unknown[];
	read?: boolean;
	/** The rows, once Attentive knows what they name. Left out: the ones above. */
	rows?: () => Promise<IDataObject[]>;
	/** For rows that need not arrive in their order. */
	anyOrder?: boolean;
	/** What the file of each row holds, in the field "doc". */
	files?: string[];
}

const event = (
	from: INodeParameters,
	properties: INodeParameters,
	additionalFields: INodeParameters,
): INodeParameters => ({
	...from,
	...properties,
	...MODE,
	type: cell('type'),
	additionalFields,
	options: { ...ONCE_LIMITS, ifOutcomeUnknown: fixed('sendAgain') },
});
const attributes = (from: INodeParameters, values: INodeParameters): INodeParameters => ({
	...from,
	...values,
	...MODE,
	options: LIMITS,
});

const valueUsers = [
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
const columnUsers = valueUsers.map(({ externalIdentifiers, ...contact }) => ({
	...contact,
	externalIdentifiers: {
		...externalIdentifiers,
		customIdentifiers: externalIdentifiers.customIdentifiers.map((one) => ({ ...one, name: 'loyaltyId' })),
	},
}));

const assigned = [{ Points: 10 }, { Reward: 20 }];
const days = [{ Day: '2026-03-04' }, { Day: '2026-05-06' }];
const levels = [{ Level: 1 }, { Level: 2 }];
const everything = [{ Text: '10' }, { Text: '20' }];

const bodies = (users: unknown[], properties: object[]) =>
	users.map((user, index) => ({ user, properties: properties[index] }));
const eventBodies = (users: unknown[], properties: object[]) =>
	bodies(users, properties).map((body, index) => ({
		...body,
		properties: { ...body.properties, mediaUrl: ROWS[index]?.picture },
		type: ROWS[index]?.type,
		externalEventId: ROWS[index]?.event,
		occurredAt: ['2026-03-04T00:00:00.000-05:00', '2026-05-06T00:00:00.000-04:00'][index],
	}));

/** The rows above, with more columns. */
const rowsWith = (more: IDataObject[]): IDataObject[] =>
	ROWS.map((row, index) => ({ ...row, ...more[index] }));

async function subscribeRows(): Promise<IDataObject[]> {
	const { control } = bench.sandbox;
	await control.addSignUpUnit({
		id: '11',
		type: 'MARKETING',
		channels: ['TEXT', 'EMAIL'],
		locale: { language: 'en', country: 'US' },
	});
	await control.addSignUpUnit({
		id: '12',
		type: 'TRANSACTIONAL',
		channels: ['TEXT', 'EMAIL'],
		locale: { language: 'fr', country: 'CA' },
	});
	return rowsWith([
		{ unitBy: 'signUpSource', unit: '11', kind: 'MARKETING', there: 'skip', single: true, ...languages[0] },
		{ unitBy: 'locale', unit: '12', kind: 'TRANSACTIONAL', there: 'again', single: false, ...languages[1] },
	]);
}
const languages = [
	{ language: 'en', nation: 'US', shop: 'S1', klaviyo: 'K1', agreed: 'yes' },
	{ language: 'fr', nation: 'CA', shop: 'S2', klaviyo: 'K2', agreed: 'x' },
];
const SIGN_UP: INodeParameters = {
	...MODE,
	signUpBy: cell('unitBy'),
	signUpSourceId: cell('unit'),
	language: cell('language'),
	country: cell('nation'),
	subscriptionType: cell('kind'),
	ifSubscribed: cell('there'),
	options: ONCE_LIMITS,
};
const EVERY_ID_BY_VALUES: INodeParameters = {
	...BY_VALUES,
	otherIdentifiers: {
		clientUserId: cell('id'),
		shopifyId: cell('shop'),
		klaviyoId: cell('klaviyo'),
		customIdentifiers: { identifiers: [{ name: cell('idName'), value: cell('idValue') }] },
	},
};
const EVERY_ID_BY_COLUMNS: INodeParameters = {
	...BY_COLUMNS,
	otherIdentifiers: {
		clientUserIdColumn: fixed('id'),
		shopifyIdColumn: fixed('shop'),
		klaviyoIdColumn: fixed('klaviyo'),
		customIdentifiers: { identifiers: [{ name: fixed('loyaltyId'), column: fixed('idValue') }] },
	},
};
const contacts = valueUsers.map(({ phone, email }) => ({ phone, email }));
const everyId = (users: typeof valueUsers) =>
	users.map(({ externalIdentifiers }, index) => ({
		...externalIdentifiers,
		shopifyId: languages[index]?.shop,
		klaviyoId: languages[index]?.klaviyo,
	}));
const subscribeBodies = (users: typeof valueUsers) => [
	{
		user: contacts[0],
		signUpSourceId: '11',
		externalIdentifiers: everyId(users)[0],
		singleOptIn: true,
	},
	{
		user: contacts[1],
		locale: { language: 'fr', country: 'CA' },
		subscriptionType: 'TRANSACTIONAL',
		externalIdentifiers: everyId(users)[1],
	},
];

const PHONE_AND_EMAIL: Record<'values' | 'columns', INodeParameters> = {
	values: {
		userFrom: fixed('values'),
		phone: cell('phone'),
		email: cell('mail'),
		defaultCountry: cell('country'),
	},
	columns: {
		userFrom: fixed('columns'),
		phoneColumn: fixed('phone'),
		emailColumn: fixed('mail'),
		defaultCountry: fixed('FR'),
		countryColumn: fixed('country'),
	},
};
const LEAVING: INodeParameters = {
	...MODE,
	from: cell('from'),
	subscriptions: cell('leaving'),
	options: ONCE_LIMITS,
};
const leavingFields = { confirmation: cell('confirm'), language: cell('tongue') };
const leavingRows = async () =>
	rowsWith([
		{
			from: 'chosen',
			leaving: ['MARKETING TEXT', 'CHECKOUT_ABANDONED EMAIL'],
			confirm: 'none',
			tongue: 'fr-CA',
		},
		{ from: 'all', leaving: [], confirm: 'send', tongue: 'en-US' },
	]);
const leavingBodies = [
	{
		user: contacts[0],
		subscriptions: [
			{ type: 'MARKETING', channel: 'TEXT' },
			{ type: 'CHECKOUT_ABANDONED', channel: 'EMAIL' },
		],
		notification: { disabled: true, language: 'fr-CA' },
	},
	{ user: contacts[1], notification: { language: 'en-US' } },
];
const READ_LIMITS: INodeParameters = { retryMinutes: fixed(5), requestTimeoutSeconds: fixed(30) };
const nothing = (channel: 'text' | 'email') => ({
	marketing: { [channel]: false },
	transactional: { [channel]: false },
	checkoutAbandoned: { [channel]: false },
});

const codeRows = async () => {
	await bench.sandbox.control.addOffer({ id: 71, window: 'custom' });
	await bench.sandbox.control.addOffer({ id: 72, window: 'custom' });
	return rowsWith([
		{ offer: 71, codes: ['A-1', 'A-2'], code: 'A-0', until: '3/5/2026' },
		{ offer: 72, codes: 'B-1, B-2', code: 'B-0', until: '5/7/2026' },
	]);
};
const CODES: INodeParameters = {
	mode: fixed('live'),
	offerId: cell('offer'),
	options: ONCE_LIMITS,
};
const codeDates: INodeParameters = {
	distributionStart: cell('when'),
	distributionStartFormat: fixed('M/d/yyyy'),
	distributionStop: cell('until'),
	distributionStopFormat: fixed('M/d/yyyy'),
};
const codeBodies = (codes: string[][]) => [
	{
		codes: codes[0],
		distributionStart: '2026-03-04T05:00:00Z',
		distributionStop: '2026-03-05T05:00:00Z',
	},
	{
		codes: codes[1],
		distributionStart: '2026-05-06T04:00:00Z',
		distributionStop: '2026-05-07T04:00:00Z',
	},
];

const DELETION: INodeParameters = {
	...MODE,
	options: Object.fromEntries(Object.entries(ONCE_LIMITS).filter(([name]) => name !== 'output')),
};
const deletionBodies = valueUsers.map(({ phone, email, externalIdentifiers }, index) => ({
	subjectEmail: email,
	subjectPhone: phone,
	clientUserId: externalIdentifiers.clientUserId,
	requestMsg: ROWS[index]?.property,
}));

/** Rows with the IDs of two deletion requests. */
async function deletionRows(): Promise<IDataObject[]> {
	const filed = valueUsers.map(async ({ email }) => {
		const answer = await fetch(`${bench.sandbox.url}/v1/privacy/delete-request`, {
			method: 'POST',
			headers: {
				authorization: `Bearer ${bench.sandbox.apiKey}`,
				'content-type': 'application/json',
			},
			body: JSON.stringify({ subjectEmail: email }),
		});
		const { id }: { id: string } = JSON.parse(await answer.text());
		return { request: id };
	});
	return rowsWith(await Promise.all(filed));
}

const idRows = async () => rowsWith(languages);
const linked = (users: typeof valueUsers) =>
	everyId(users).map((identifiers, index) => ({ ...contacts[index], ...identifiers }));

const cartRows = async () =>
	rowsWith([
		{
			cart: [
				{
					sku: 'P1',
					kind: 'V1',
					title: 'Shirt',
					cost: 1999,
					pieces: 2,
					pic: 'https://c.example.com/1',
					page: 'https://s.example.com/1',
				},
			],
			sku: 'P1',
			kind: 'V1',
			title: 'Shirt',
			cost: '19.99',
			pieces: 2,
			pic: 'https://c.example.com/1',
			page: 'https://s.example.com/1',
			money: 'usd',
			minor: true,
			no: false,
			order: 'O-1',
			channel: 'WEB',
		},
		{
			cart: [
				{
					sku: 'P2',
					kind: 'V2',
					title: 'Hat',
					cost: 5,
					pieces: 1,
					pic: 'https://c.example.com/2',
					page: 'https://s.example.com/2',
				},
			],
			sku: 'P2',
			kind: 'V2',
			title: 'Hat',
			cost: 5,
			pieces: 1,
			pic: 'https://c.example.com/2',
			page: 'https://s.example.com/2',
			money: 'EUR',
			minor: false,
			no: false,
			order: 'O-2',
			channel: 'IN_STORE',
		},
	]);
const PARTS: INodeParameters = {
	productIdField: fixed('sku'),
	variantIdField: fixed('kind'),
	nameField: fixed('title'),
	priceField: fixed('cost'),
	quantityField: fixed('pieces'),
	imageField: fixed('pic'),
	urlField: fixed('page'),
};
const ROW_PARTS: INodeParameters = {
	productId: cell('sku'),
	variantId: cell('kind'),
	name: cell('title'),
	price: cell('cost'),
	quantity: cell('pieces'),
	image: cell('pic'),
	url: cell('page'),
};
const CART_TIMES: INodeParameters = { occurredAt: cell('when'), occurredAtFormat: fixed('M/d/yyyy') };
const cartProducts = [
	{
		productId: 'P1',
		productVariantId: 'V1',
		name: 'Shirt',
		price: [{ value: 19.99, currency: 'USD' }],
		quantity: 2,
		productImage: 'https://c.example.com/1',
		productUrl: 'https://s.example.com/1',
	},
	{
		productId: 'P2',
		productVariantId: 'V2',
		name: 'Hat',
		price: [{ value: 5, currency: 'EUR' }],
		quantity: 1,
		productImage: 'https://c.example.com/2',
		productUrl: 'https://s.example.com/2',
	},
];
const cartBodies = (users: unknown[], more: object[] = [{}, {}]) =>
	users.map((user, index) => ({
		user,
		items: [cartProducts[index]],
		occurredAt: ['2026-03-04T00:00:00.000-05:00', '2026-05-06T00:00:00.000-04:00'][index],
		...more[index],
	}));
const cartVariants = (more: INodeParameters, bodiesMore?: object[]): Variant[] => [
	{
		parameters: {
			...MODE,
			...BY_VALUES,
			...PARTS,
			...more,
			products: 'list',
			listFormat: 'custom',
			productList: cell('cart'),
			currency: cell('money'),
			additionalFields: {
				...CART_TIMES,
				...(more.additionalFields as INodeParameters | undefined),
				pricesInMinorUnits: cell('minor'),
				useSkuAsId: cell('no'),
				skipRepeatsBy: cell('event'),
			},
			options: ONCE_LIMITS,
		},
		rows: cartRows,
		expected: cartBodies(valueUsers, bodiesMore),
	},
	{
		parameters: {
			...MODE,
			...BY_VALUES,
			...more,
			products: 'oneByOne',
			productRows: {
				products: [ROW_PARTS],
			},
			currency: cell('money'),
			additionalFields: {
				...CART_TIMES,
				...(more.additionalFields as INodeParameters | undefined),
				combineItemsBy: cell('order'),
				pricesInMinorUnits: cell('no'),
				...(more.orderId === undefined
					? { sendOncePerColumn: fixed('event') }
					: { sendOncePerOwn: fixed('true') }),
			},
			options: ONCE_LIMITS,
		},
		rows: cartRows,
		expected: cartBodies(valueUsers, bodiesMore),
	},
	{
		parameters: {
			...MODE,
			...BY_COLUMNS,
			...more,
			products: 'oneByOne',
			productRows: { products: [ROW_PARTS] },
			currency: cell('money'),
			additionalFields: {
				occurredAtColumn: fixed('when'),
				occurredAtFormat: fixed('M/d/yyyy'),
				...(more.additionalFields as INodeParameters | undefined),
				sendOncePerColumn: fixed('event'),
			},
			options: ONCE_LIMITS,
		},
		rows: cartRows,
		expected: cartBodies(columnUsers, bodiesMore),
	},
];

const WEBHOOK_OPTIONS: INodeParameters = { mode: fixed('live'), options: LIMITS };
/** Rows with the IDs of two webhooks. */
async function webhookRows(): Promise<IDataObject[]> {
	for (const url of ['https://example.com/1', 'https://example.com/2']) {
		await fetch(`${bench.sandbox.url}/v1/webhooks`, {
			method: 'POST',
			headers: { authorization: `Bearer ${bench.sandbox.apiKey}`, 'content-type': 'application/json' },
			body: JSON.stringify({ url, events: ['sms.sent'] }),
		});
	}
	const { webhooks } = await bench.sandbox.control.dashboard();
	return rowsWith([
		{ hook: webhooks[0]?.id, to: 'https://example.com/3', on: 'disabled', what: ['email.opened'] },
		{ hook: webhooks[1]?.id, to: 'https://example.com/4', on: 'enabled', what: 'sms.sent, sms.subscribed' },
	]);
}

const byId = (column: string): INodeParameters =>
	({ __rl: true, mode: 'id', value: cell(column) }) as unknown as INodeParameters;
const JOB_LIMITS: INodeParameters = { ...LIMITS, waitForResults: fixed('false'), waitMinutes: fixed(5) };

/** Rows with the IDs of two segments. */
async function segmentRows(): Promise<IDataObject[]> {
	for (const [index, name] of ['Gold', 'Silver'].entries()) {
		await post('/v2/segments', { name, externalId: `seg-${index}` });
	}
	return rowsWith([
		{ segment: 'seg-0', title: 'Gold 2', words: 'The best', own: 'new-0', most: 1, since: '1/1/2026' },
		{ segment: 'seg-1', title: 'Silver 2', words: 'The next', own: 'new-1', most: 2, since: '1/2/2026' },
	]);
}
async function post(path: string, body: object): Promise<unknown> {
	const answer = await fetch(`${bench.sandbox.url}${path}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${bench.sandbox.apiKey}`, 'content-type': 'application/json' },
		body: JSON.stringify(body),
	});
	return JSON.parse(await answer.text());
}
/** Both rows name a segment of their own, so each is a request. */
const memberVariants: Variant[] = [
	{
		parameters: {
			...MODE,
			externalId: byId('segment'),
			...BY_VALUES,
			otherIdentifiers: { clientUserId: cell('id') },
			options: JOB_LIMITS,
		},
		rows: segmentRows,
		expected: memberBodies(),
	},
	{
		parameters: {
			...MODE,
			externalId: byId('segment'),
			...BY_COLUMNS,
			otherIdentifiers: { clientUserIdColumn: fixed('id') },
			options: JOB_LIMITS,
		},
		rows: segmentRows,
		expected: memberBodies(),
	},
];
function memberBodies(): unknown[] {
	return valueUsers.map(({ phone, email, externalIdentifiers: { clientUserId } }, index) => ({
		externalId: `seg-${index}`,
		members: [{ phone, email, clientUserId }],
	}));
}

/** Rows with the ID of a job, and of a record of it each. */
async function jobRows(): Promise<IDataObject[]> {
	const users = valueUsers.map(({ email }) => ({ identifiers: { email } }));
	const { batchJobId } = (await post('/v2/bulk/user/attributes', { users })) as { batchJobId: string };
	return rowsWith([
		{ job: batchJobId, record: '0-0000000000000000' },
		{ job: batchJobId, record: '1-0000000000000000' },
	]);
}

const upsertRows = async () => {
	await subscribeRows();
	return rowsWith([
		{
			...languages[0],
			detail: 'firstName',
			told: 'Ann',
			unit: '11',
			kind: 'MARKETING',
			there: 'again',
			single: true,
		},
		{
			...languages[1],
			detail: 'city',
			told: 'London',
			unit: '11',
			kind: 'MARKETING',
			there: 'again',
			single: false,
		},
	]);
};
const UPSERT: INodeParameters = {
	...MODE,
	...mapped('attributes').assignments,
	subscribeToo: fixed('true'),
	signUpSourceId: cell('unit'),
	subscriptionType: cell('kind'),
	ifSubscribed: cell('there'),
	singleOptIn: cell('single'),
};
const upsertIds = (users: typeof valueUsers) =>
	users.map(({ phone, email, externalIdentifiers: { clientUserId, customIdentifiers } }, index) => ({
		phone,
		email,
		clientUserId,
		shopifyId: languages[index]?.shop,
		klaviyoId: languages[index]?.klaviyo,
		customIdentifiers: customIdentifiers.map(({ name, value }) => ({ key: name, value })),
	}));
const upsertBodies = (users: typeof valueUsers, details: object[], customs: object[] = assigned): object[] =>
	upsertIds(users).map((identifiers, index) => ({
		identifiers,
		attributes: { ...details[index], custom: customs[index] },
		subscriptions: ['TEXT', 'EMAIL'].map((channel) => ({
			signUpSourceId: '11',
			channel,
			subscriptionType: 'MARKETING',
			...(index === 0 ? { singleOptIn: true } : {}),
		})),
	}));
const upsertVariants = (options: INodeParameters, arrive: (users: object[]) => unknown[]): Variant[] => {
	const ways: Array<[keyof ReturnType<typeof mapped>, object[]]> = [
		['assignments', assigned],
		['json', levels],
	];
	return [
		...ways.map(([way, customs]): Variant => ({
			parameters: {
				...UPSERT,
				...EVERY_ID_BY_VALUES,
				...mapped('attributes')[way],
				consent: fixed('confirmed'),
				profile: { details: [{ detail: cell('detail'), format: cell('format'), value: cell('told') }] },
				additionalFields: { skipRepeatsBy: cell('event') },
				options,
			},
			rows: upsertRows,
			expected: arrive(
				upsertBodies(valueUsers, [{ firstName: 'Ann' }, { location: { city: 'London' } }], customs),
			),
		})),
		...(
			[
				['columns', days],
				['allColumns', everything],
			] as const
		).map(([way, customs]): Variant => ({
			parameters: {
				...UPSERT,
				...EVERY_ID_BY_COLUMNS,
				...mapped('attributes')[way],
				...(way === 'allColumns'
					? {
							fieldsToLeaveOut: fixed(
								'secret, json, type, property, event, picture, by, idName, when, detail, told, unit, kind, there, single, language, nation, agreed, birthday',
							),
						}
					: {}),
				consent: fixed('column'),
				consentColumn: fixed('agreed'),
				consentDateColumn: fixed('when'),
				consentDateFormat: fixed('M/d/yyyy'),
				consentMaxDays: fixed(36_500),
				profile: {
					details: [{ column: fixed('birthday'), detail: fixed('dateOfBirth'), format: fixed('M/d/yyyy') }],
				},
				additionalFields: { sendOncePerColumn: fixed('event') },
				options,
			},
			rows: async () =>
				(await upsertRows()).map((row, index) => ({
					...row,
					birthday: ['3/4/1990', '5/6/1991'][index] ?? '',
				})),
			expected: arrive(
				upsertBodies(
					columnUsers,
					[{ demographic: { dateOfBirth: '1990-03-04' } }, { demographic: { dateOfBirth: '1991-05-06' } }],
					customs,
				),
			),
		})),
	];
};

/** Rows with the ID of an upload each. */
async function uploadRows(): Promise<IDataObject[]> {
	await bench.sandbox.control.setLimit({ perSecond: 100 });
	const ids: IDataObject[] = [];
	for (const validateOnly of [true, false]) {
		const { uploadId } = (await post('/v1/product-catalog/uploads', { validateOnly })) as IDataObject;
		ids.push({ upload: uploadId });
	}
	return rowsWith(ids);
}

/** Rows of a catalog under headers of their own, and products as JSON. */
async function productRows(): Promise<IDataObject[]> {
	const at = { link: 'https://shop.example.com/x', lastUpdated: '2026-03-04T09:30:00Z' };
	const facts = {
		prices: [{ currencyCode: 'USD', amount: '5' }],
		availableForPurchase: true,
		inventoryQuantity: 1,
	};
	return rowsWith(
		['A', 'B'].map((own, index) => ({
			own,
			label: `Product ${own}`,
			page: 'https://shop.example.com/x',
			sku: `${own}-1`,
			cost: 19.99,
			sold: 'yes',
			stock: 3,
			dry: index === 0,
			doc: { id: own, name: own, ...at, variants: [{ id: `${own}-1`, name: own, ...at, ...facts }] },
		})),
	);
}

const docOf = (text = '') => ({
	doc: { data: Buffer.from(text).toString('base64'), mimeType: 'text/csv', fileName: 'catalog.csv' },
});

const CATALOG_COLUMNS: INodeParameters = {
	productIdColumn: fixed('own'),
	productNameColumn: fixed('label'),
	productLinkColumn: fixed('page'),
	variantIdColumn: fixed('sku'),
	priceColumn: fixed('cost'),
	availableColumn: fixed('sold'),
	quantityColumn: fixed('stock'),
	currency: fixed('usd'),
};
const CATALOG_OPTIONS: INodeParameters = {
	mode: fixed('live'),
	validateOnly: cell('dry'),
	options: { ...LIMITS, waitForResults: fixed('false'), waitMinutes: fixed(5) },
};
const TWO_UPLOADS = [{ validateOnly: true }, { validateOnly: false }];

const VARIANTS: Record<string, Variant[]> = {
	'productCatalog get': [
		{
			parameters: { uploadId: cell('upload'), options: READ_LIMITS },
			rows: uploadRows,
			read: true,
			expected: TWO_UPLOADS.map((upload) =>
				expect.objectContaining({ ...upload, uploadStatus: 'initialized', errors: [] }),
			),
		},
	],
	'productCatalog getAll': [
		{
			parameters: { options: READ_LIMITS },
			rows: uploadRows,
			read: true,
			expected: [...TWO_UPLOADS, ...TWO_UPLOADS].map((upload) => expect.objectContaining(upload)),
		},
	],
	'productCatalog upload': [
		{
			parameters: {
				...CATALOG_OPTIONS,
				...CATALOG_COLUMNS,
				catalogFrom: fixed('items'),
				moreColumns: {
					brandColumn: fixed('type'),
					categoriesColumn: fixed('property'),
					collectionsColumn: fixed('type'),
					compareAtPriceColumn: fixed('value'),
					currencyColumn: fixed('money'),
					descriptionColumn: fixed('event'),
					imagesColumn: fixed('picture'),
					lastUpdatedColumn: fixed('when'),
					lastUpdatedFormat: fixed('M/d/yyyy'),
					tagsColumn: fixed('type'),
					variantLinkColumn: fixed('page'),
					variantNameColumn: fixed('label'),
					optionColumns: fixed('id'),
					productAttributeColumns: fixed('idName'),
					variantAttributeColumns: fixed('idValue'),
				},
			},
			rows: async () => (await productRows()).map((row) => ({ ...row, money: 'USD' })),
			expected: TWO_UPLOADS,
		},
		{
			parameters: { ...CATALOG_OPTIONS, catalogFrom: fixed('json'), product: cell('doc') },
			rows: productRows,
			expected: TWO_UPLOADS,
		},
		{
			parameters: {
				...CATALOG_OPTIONS,
				...CATALOG_COLUMNS,
				catalogFrom: fixed('file'),
				binaryField: fixed('doc'),
			},
			rows: productRows,
			files: ['C', 'D'].map(
				(own) =>
					`own,label,page,sku,cost,sold,stock\n${own},Shirt,https://shop.example.com/x,${own}-1,9.99,no,0\n`,
			),
			expected: TWO_UPLOADS,
		},
	],
	'bulkJob get': [
		{
			parameters: {
				jobId: cell('job'),
				recordId: cell('record'),
				options: { ...READ_LIMITS, waitForResults: fixed('false'), waitMinutes: fixed(5) },
			},
			rows: jobRows,
			read: true,
			expected: ['0', '1'].map((place) =>
				expect.objectContaining({ recordId: `${place}-0000000000000000`, status: 'pending' }),
			),
		},
	],
	'segment create': [
		{
			parameters: {
				...WEBHOOK_OPTIONS,
				name: cell('title'),
				additionalFields: { description: cell('words'), externalId: cell('own') },
			},
			rows: segmentRows,
			expected: [
				{ name: 'Gold 2', description: 'The best', externalId: 'new-0' },
				{ name: 'Silver 2', description: 'The next', externalId: 'new-1' },
			],
		},
	],
	'segment update': [
		{
			parameters: {
				...WEBHOOK_OPTIONS,
				externalId: byId('segment'),
				name: cell('title'),
				description: cell('words'),
			},
			rows: segmentRows,
			expected: [
				{ name: 'Gold 2', description: 'The best' },
				{ name: 'Silver 2', description: 'The next' },
			],
		},
	],
	'segment delete': [
		{
			parameters: { ...WEBHOOK_OPTIONS, externalId: byId('segment') },
			rows: segmentRows,
			expected: [undefined, undefined],
		},
	],
	'segment get': [
		{
			parameters: { externalId: byId('segment'), options: READ_LIMITS },
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
	],
	'segment getAll': [
		{
			parameters: {
				returnAll: fixed('false'),
				limit: cell('most'),
				additionalFields: {
					name: fixed('l'),
					updatedSince: cell('since'),
					updatedSinceFormat: fixed('M/d/yyyy'),
				},
				options: READ_LIMITS,
			},
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
		{
			parameters: {
				returnAll: fixed('true'),
				additionalFields: { externalId: cell('segment') },
				options: READ_LIMITS,
			},
			rows: segmentRows,
			read: true,
			expected: ['Gold', 'Silver'].map((name) => expect.objectContaining({ name })),
		},
	],
	'segment addMembers': memberVariants,
	'segment removeMembers': memberVariants,
	'user upsert': upsertVariants(ONCE_LIMITS, (users) => users),
	'user upsertMany': upsertVariants({ ...ONCE_LIMITS, ...JOB_LIMITS }, (users) => [{ users }]),
	'webhook create': [
		{
			parameters: { ...WEBHOOK_OPTIONS, url: cell('to'), events: cell('what') },
			rows: webhookRows,
			expected: [
				{ url: 'https://example.com/3', events: ['email.opened'] },
				{ url: 'https://example.com/4', events: ['sms.sent', 'sms.subscribed'] },
			],
		},
	],
	'webhook update': [
		{
			parameters: {
				...WEBHOOK_OPTIONS,
				webhookId: { __rl: true, mode: 'id', value: cell('hook') } as unknown as INodeParameters,
				state: cell('on'),
				additionalFields: { url: cell('to'), events: cell('what') },
			},
			rows: webhookRows,
			expected: [
				{ url: 'https://example.com/3', events: ['email.opened'], disabled: true },
				{ url: 'https://example.com/4', events: ['sms.sent', 'sms.subscribed'], disabled: false },
			],
		},
	],
	'webhook delete': [
		{
			parameters: { ...WEBHOOK_OPTIONS, webhookId: cell('hook') },
			rows: webhookRows,
			expected: [undefined, undefined],
		},
	],
	'webhook getAll': [
		{
			parameters: { options: READ_LIMITS },
			rows: webhookRows,
			read: true,
			expected: [1, 2, 1, 2].map((index) =>
				expect.objectContaining({ url: `https://example.com/${index}`, enabled: true }),
			),
		},
	],
	'ecommerceEvent productView': cartVariants({}),
	'ecommerceEvent addToCart': cartVariants({}),
	'ecommerceEvent purchase': cartVariants(
		{ orderId: cell('order'), additionalFields: { salesChannel: cell('channel') } },
		[
			{ orderId: 'O-1', salesChannel: { channelType: 'WEB' } },
			{ orderId: 'O-2', salesChannel: { channelType: 'IN_STORE' } },
		],
	),
	'subscriber subscribe': [
		{
			parameters: {
				...SIGN_UP,
				...EVERY_ID_BY_VALUES,
				consent: fixed('confirmed'),
				additionalFields: { singleOptIn: cell('single'), skipRepeatsBy: cell('event') },
			},
			rows: subscribeRows,
			expected: subscribeBodies(valueUsers),
			// Only one of them is asked about first.
			anyOrder: true,
		},
		{
			parameters: {
				...SIGN_UP,
				...EVERY_ID_BY_COLUMNS,
				additionalFields: { singleOptIn: cell('single'), sendOncePerColumn: fixed('event') },
				consent: fixed('column'),
				consentColumn: fixed('agreed'),
				consentDateColumn: fixed('when'),
				consentDateFormat: fixed('M/d/yyyy'),
				consentMaxDays: fixed(36_500),
			},
			rows: subscribeRows,
			expected: subscribeBodies(columnUsers),
			anyOrder: true,
		},
	],
	'subscriber unsubscribe': [
		{
			parameters: {
				...LEAVING,
				...PHONE_AND_EMAIL.values,
				additionalFields: { ...leavingFields, skipRepeatsBy: cell('event') },
			},
			rows: leavingRows,
			expected: leavingBodies,
		},
		{
			parameters: {
				...LEAVING,
				...PHONE_AND_EMAIL.columns,
				additionalFields: { ...leavingFields, sendOncePerColumn: fixed('event') },
			},
			rows: leavingRows,
			expected: leavingBodies,
		},
	],
	'subscriber getEligibility': [
		{
			parameters: { lookUpBy: cell('by'), ...PHONE_AND_EMAIL.values, options: READ_LIMITS },
			expected: [
				{ phone: '+12065551000', ...nothing('text') },
				{ email: 'bob@example.com', ...nothing('email') },
			],
			read: true,
		},
		{
			parameters: { lookUpBy: cell('by'), ...PHONE_AND_EMAIL.columns, options: READ_LIMITS },
			expected: [
				{ phone: '+12065551000', ...nothing('text') },
				{ email: 'bob@example.com', ...nothing('email') },
			],
			read: true,
		},
	],
	'offer addCodes': [
		{
			parameters: {
				...CODES,
				codesFrom: fixed('values'),
				codes: cell('codes'),
				additionalFields: { ...codeDates, skipRepeatsBy: cell('event') },
			},
			rows: codeRows,
			expected: codeBodies([
				['A-1', 'A-2'],
				['B-1', 'B-2'],
			]),
		},
		{
			parameters: {
				...CODES,
				codesFrom: fixed('column'),
				codesColumn: fixed('code'),
				additionalFields: { ...codeDates, sendOncePerColumn: fixed('code') },
			},
			rows: codeRows,
			expected: codeBodies([['A-0'], ['B-0']]),
		},
	],
	'privacyRequest create': [
		{
			parameters: {
				...DELETION,
				...PHONE_AND_EMAIL.values,
				otherIdentifiers: { clientUserId: cell('id') },
				additionalFields: { requestMsg: cell('property'), skipRepeatsBy: cell('event') },
			},
			expected: deletionBodies,
		},
		{
			parameters: {
				...DELETION,
				...PHONE_AND_EMAIL.columns,
				otherIdentifiers: { clientUserIdColumn: fixed('id') },
				additionalFields: { requestMsg: cell('property'), sendOncePerColumn: fixed('event') },
			},
			expected: deletionBodies,
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
	'identity addIdentifiers': [
		{
			parameters: { ...MODE, ...EVERY_ID_BY_VALUES, options: LIMITS },
			rows: idRows,
			expected: linked(valueUsers),
		},
		{
			parameters: { ...MODE, ...EVERY_ID_BY_COLUMNS, options: LIMITS },
			rows: idRows,
			expected: linked(columnUsers),
		},
	],
	'customEvent send': [
		{
			parameters: event(BY_VALUES, mapped('properties').assignments, EVENT_FIELDS),
			expected: eventBodies(valueUsers, assigned),
		},
		{
			parameters: event(BY_COLUMNS, mapped('properties').columns, EVENT_COLUMNS),
			expected: eventBodies(columnUsers, days),
		},
		{
			parameters: event(BY_COLUMNS, mapped('properties').allColumns, EVENT_COLUMNS),
			expected: eventBodies(columnUsers, everything),
		},
		{
			parameters: event(BY_VALUES, mapped('properties').json, EVENT_FIELDS),
			expected: eventBodies(valueUsers, levels),
		},
	],
	'customAttribute set': [
		{
			parameters: attributes(BY_VALUES, mapped('attributes').assignments),
			expected: bodies(valueUsers, assigned),
		},
		{ parameters: attributes(BY_COLUMNS, mapped('attributes').columns), expected: bodies(columnUsers, days) },
		{
			parameters: attributes(BY_COLUMNS, mapped('attributes').allColumns),
			expected: bodies(columnUsers, everything),
		},
		{ parameters: attributes(BY_VALUES, mapped('attributes').json), expected: bodies(valueUsers, levels) },
	],
	'customAttribute get': [
		{
			parameters: {
				lookUpBy: cell('by'),
				userFrom: fixed('values'),
				phone: cell('phone'),
				email: cell('mail'),
				defaultCountry: cell('country'),
				options: { retryMinutes: fixed(5), requestTimeoutSeconds: fixed(30) },
			},
			expected: [
				{ phone: '+12065551000', attributes: {} },
				{ email: 'bob@example.com', attributes: {} },
			],
			read: true,
		},
		{
			parameters: {
				lookUpBy: cell('by'),
				userFrom: fixed('columns'),
				phoneColumn: fixed('phone'),
				emailColumn: fixed('mail'),
				countryColumn: fixed('country'),
				options: { retryMinutes: fixed(5), requestTimeoutSeconds: fixed(30) },
			},
			expected: [
				{ phone: '+12065551000', attributes: {} },
				{ email: 'bob@example.com', attributes: {} },
			],
			read: true,
		},
	],
	'account get': [
		{
			parameters: { options: { retryMinutes: fixed(5), requestTimeoutSeconds: fixed(30) } },
			expected: [
				expect.objectContaining({ companyName: expect.any(String) }),
				expect.objectContaining({ companyName: expect.any(String) }),
			],
			read: true,
		},
	],
};

/** Values of parameters that take no expression. */
const CHOSEN = ['list', 'custom', 'oneByOne'];

const CASES = Object.entries(VARIANTS).flatMap(([name, variants]) =>
	variants.map((variant, index) => ({ name, index, ...variant })),
);

/** What arrived and what came out of the variants, for the tests that look at all of it together. */
const arrivedOf: Record<string, unknown[]> = {};
const outputOf: Record<string, IDataObject | undefined> = {};

describe('a parameter that is an expression is evaluated for each item', () => {
	test.each(CASES)(
		'$name, with expressions in every parameter ($index)',
		async ({ name, parameters, expected, read, rows, anyOrder, files }) => {
			const [resource, operation] = name.split(' ');
			const input = rows ? await rows() : ROWS;
			const prepared = (await bench.sandbox.control.ledger()).length;
			const run = await bench.run(
				{ resource, operation, ...parameters },
				input,
				files ? { input: input.map((json, index) => ({ json, binary: docOf(files[index]) })) } : {},
			);
			expect(run.error?.message).toBeUndefined();
			// What the storage got is no body of a request to the API.
			const requests = (await bench.sandbox.control.ledger()).filter(({ token }) => token !== 'none');
			const arrived = read ? run.json('Attentive') : requests.slice(prepared).map(({ body }) => body);
			const seen = (arrivedOf[name] ??= []);
			if (!read) seen.push(...arrived);
			outputOf[name] ??= run.json('Attentive')[0];
			const inOrder = (list: unknown[]) => (anyOrder ? [...list].sort(byUser) : list);
			expect(inOrder(arrived)).toEqual(inOrder(expected));
		},
	);

	test('no parameter of any operation is missing above', () => {
		for (const [name, variants] of Object.entries(VARIANTS)) {
			const used = new Set(variants.flatMap(({ parameters }) => leavesOfParameters(parameters)));
			expect({ name, unused: leavesOfDescription(name).filter((leaf) => !used.has(leaf)) }).toEqual({
				name,
				unused: [],
			});
		}
		expect(Object.keys(VARIANTS).sort()).toEqual(operationNames().sort());
	});

	test('each request field of the API is offered, or deliberately not', () => {
		for (const [name, { fields, deliberatelyNot = {}, elsewhere = [] }] of Object.entries(REQUEST_FIELDS)) {
			const sent = [...new Set((arrivedOf[name] ?? []).flatMap((body) => fieldsOf(body)))];
			const offered = fields.filter((field) => !(field in deliberatelyNot) && !elsewhere.includes(field));
			expect({ name, sent: sent.sort() }).toEqual({ name, sent: [...offered].sort() });
			for (const reason of Object.values(deliberatelyNot)) expect(reason).not.toBe('');
		}
		const writes = operations.filter(
			({ kind, endpoint }) => kind === 'write' && endpoint.method !== 'DELETE',
		);
		const named = writes.map(({ resource, operation }) => `${resource} ${operation}`);
		expect(Object.keys(REQUEST_FIELDS).sort()).toEqual([...named, 'segment removeMembers'].sort());
	});

	test('the docs show what comes out of each operation', () => {
		const file = resolve(__dirname, '../../docs/output-examples.json');
		const examples = JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
		for (const name of operationNames())
			expect({ name, shape: shapeOf(examples[name]) }).toEqual({ name, shape: shapeOf(outputOf[name]) });
	});

	test('every option above is an expression', () => {
		const raw = CASES.flatMap(({ parameters }) => strings(parameters));
		expect(
			raw.filter((value) => !value.startsWith('=') && ![...CHOSEN, '1', 'number', 'id'].includes(value)),
		).toEqual([]);
	});
});

describe('what holds for the whole run must be the same for all items', () => {
	const byPhone = {
		resource: 'customEvent',
		operation: 'send',
		type: 'X',
		phone: '={{ $json.phone }}',
		defaultCountry: 'US',
	};
	test.each<[string, INodeParameters]>([
		['Mode', { ...byPhone, mode: '={{ $itemIndex ? "live" : "validateOnly" }}' }],
		['Phone Column', { ...byPhone, phone: '={{ $json["={{ $itemIndex ? "phone" : "mail" }}"] }}' }],
		['Options', { ...byPhone, options: { stopAboveItems: '={{ $itemIndex + 1 }}' } }],
		[
			'Column',
			{
				...byPhone,
				properties: eachField([{ column: '={{ $itemIndex ? "id" : "value" }}', type: 'text' }]),
			},
		],
		[
			'Occurred At Column',
			{
				...byPhone,
				additionalFields: { occurredAt: '={{ $json["={{ $itemIndex ? "when" : "event" }}"] }}' },
			},
		],
		['User From', { ...byPhone, userFrom: '={{ $itemIndex ? "values" : "columns" }}' }],
	])('%s', async (name, parameters) => {
		const run = await bench.run(parameters, ROWS);
		expect(run.status).toBe('error');
		expect(run.error?.message).toContain(`${name} `);
		expect(run.error?.message).toContain('must be the same for all items');
		expect(await bench.sandbox.control.ledger()).toEqual([]);
	});

	test('a field dragged into a field for a header is told as that', async () => {
		const run = await bench.run({ ...byPhone, phone: '={{ $json["={{ $json.phone }}"] }}' }, ROWS);
		expect(run.error?.message).toContain('It wants the header of the column, not the values in it');
	});

	test('an expression that fails for one row is that row’s error', async () => {
		const parameters = {
			resource: 'customEvent',
			operation: 'send',
			type: '={{ $json.type.toUpperCase() }}',
			phone: '+12065551000',
			mapping: 'json',
		};
		const run = await bench.run(parameters, [{ type: 'a' }, {}, { type: 'c' }], {
			onError: 'continueRegularOutput',
		});
		const outcomes = run.json('Attentive').map(({ attentive, error }) => (attentive ? 'accepted' : error));
		expect([outcomes[0], outcomes[2]]).toEqual(['accepted', 'accepted']);
		expect(outcomes[1]).toEqual(expect.objectContaining({ status: 'rejected' }));
	});
});

function byUser(one: unknown, other: unknown): number {
	return JSON.stringify(one).localeCompare(JSON.stringify(other));
}

/** It takes no expression, so that no AI agent can reach it: as a tool its saved value alone counts. */
const GUARD = 'allowAgent';

test('the switch that guards an operation from AI agents takes no expression', () => {
	const { properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentive').description;
	const guards = properties.filter(({ name }) => name === GUARD);
	expect(guards.map(({ noDataExpression }) => noDataExpression)).toEqual(guards.map(() => true));
	expect(guards.length).toBeGreaterThan(0);
});

function propertiesOf(name: string): INodeProperties[] {
	const [resource, operation] = name.split(' ');
	return bench.n8n
		.nodeType('n8n-nodes-attentive.attentive')
		.description.properties.filter(({ name: parameter, displayOptions, type }) => {
			const { show } = displayOptions ?? {};
			return (
				type !== 'notice' &&
				parameter !== GUARD &&
				show?.resource?.includes(resource ?? '') === true &&
				show.operation?.includes(operation ?? '') === true
			);
		});
}

function operationNames(): string[] {
	const { properties } = bench.n8n.nodeType('n8n-nodes-attentive.attentive').description;
	return properties
		.filter(({ name }) => name === 'operation')
		.flatMap(({ displayOptions, options }) =>
			(options ?? []).flatMap((option) =>
				'value' in option ? [`${String(displayOptions?.show?.resource?.[0])} ${String(option.value)}`] : [],
			),
		);
}

function isSection(option: object): option is INodePropertyCollection {
	return 'values' in option;
}

/** Names of all parameters that hold a value, with the path of the collections around them. */
function leavesOfDescription(name: string): string[] {
	const leaves = (properties: INodeProperties[], path: string): string[] =>
		properties.flatMap((property) => {
			const own = `${path}${property.name}`;
			if (property.type === 'notice') return [];
			if (property.type === 'fixedCollection' || property.type === 'collection') {
				return (property.options ?? []).flatMap((option) =>
					isSection(option)
						? leaves(option.values, `${own}.${option.name}.`)
						: 'type' in option
							? leaves([option], `${own}.`)
							: [],
				);
			}
			return [own];
		});
	return [...new Set(leaves(propertiesOf(name), ''))];
}

function leavesOfParameters(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => leavesOfParameters(entry, path));
	if (typeof value !== 'object' || value === null) return [path];
	if ('assignments' in value || '__rl' in value) return [path];
	return Object.entries(value).flatMap(([name, member]) =>
		leavesOfParameters(member, path === '' ? name : `${path}.${name}`),
	);
}

function strings(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}
