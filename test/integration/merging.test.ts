import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, DAY, eachField, results, statuses, UPSERT_MANY, useBench } from './setup';

/** Rows of one person that travel as one record. */
const bench = useBench();

const upsertMany = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation: 'upsertMany',
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	otherIdentifiers: {
		clientUserId: '={{ $json.member }}',
		shopifyId: '={{ $json.shop }}',
		klaviyoId: '={{ $json.klaviyo }}',
		customIdentifiers: {
			identifiers: [
				{ name: 'cardId', value: '={{ $json.card }}' },
				{ name: 'cardId', value: '={{ $json.oldCard }}' },
				{ name: 'storeId', value: '={{ $json.store }}' },
			],
		},
	},
	profile: {
		details: [
			{ detail: 'firstName', value: '={{ $json.first }}' },
			{ detail: 'age', value: '={{ $json.age }}' },
			{ detail: 'title', value: '={{ $json.title }}' },
			{ detail: 'city', value: '={{ $json.city }}' },
			{ detail: 'zip', value: '={{ $json.zip }}' },
			{ detail: 'localeLanguage', value: '={{ $json.language }}' },
			{ detail: 'localeCountry', value: '={{ $json.country }}' },
		],
	},
	attributes: eachField([
		{ column: 'tier', type: 'text' },
		{ column: 'points', type: 'number' },
	]),
	...more,
});

const COLUMNS = [
	'phone',
	'email',
	'member',
	'shop',
	'klaviyo',
	'card',
	'oldCard',
	'store',
	'first',
	'age',
	'title',
];
const MORE_COLUMNS = ['city', 'zip', 'language', 'country', 'tier', 'points'];
const EMPTY = Object.fromEntries([...COLUMNS, ...MORE_COLUMNS].map((column) => [column, '']));

/** Rows that have all columns, most of them empty. */
const filledUp = (rows: IDataObject[]): IDataObject[] => rows.map((row) => ({ ...EMPTY, ...row }));

interface Validated {
	status: string;
	request?: { body: { users: unknown[] } };
	sentWithItem?: number;
}

/** What would be sent for rows: the record, or the item with which it goes. */
async function records(rows: IDataObject[], more: INodeParameters = {}): Promise<unknown[]> {
	const run = await bench.run(upsertMany({ mode: 'validateOnly', ...more }), filledUp(rows), CONTINUE);
	return results<Validated>(run).map(({ status, request, sentWithItem }) => {
		if (status !== 'validated') return status;
		return request ? request.body.users[0] : sentWithItem;
	});
}

const PHONE = '+12065550001';
const OTHER = '+12065550002';

describe('one record of all rows', () => {
	test('has the identifiers of all, and of each value the last that is not empty', async () => {
		expect(
			await records([
				{
					phone: PHONE,
					member: 'M1',
					card: 'C1',
					first: 'Ann',
					age: 30,
					city: 'Seattle',
					language: 'en',
					tier: 'Silver',
					points: 1,
				},
				{
					phone: PHONE,
					email: 'ANN@example.com',
					shop: 'S1',
					store: '7',
					first: '',
					title: 'Dr',
					zip: '98101',
					country: 'US',
					tier: 'Gold',
				},
				{
					email: 'ann@example.com',
					klaviyo: 'K1',
					oldCard: 'C0',
					first: 'Anna',
					age: '',
					city: 'Tacoma',
					points: 2,
				},
			]),
		).toEqual([
			{
				identifiers: {
					phone: PHONE,
					email: 'ANN@example.com',
					clientUserId: 'M1',
					shopifyId: 'S1',
					customIdentifiers: [
						{ key: 'cardId', value: 'C1' },
						{ key: 'storeId', value: '7' },
					],
				},
				attributes: {
					firstName: 'Ann',
					demographic: { age: 30, title: 'Dr' },
					location: { city: 'Seattle', zip: '98101' },
					locale: { language: 'en', country: 'US' },
					custom: { tier: 'Gold', points: 1 },
				},
			},
			0,
			{
				identifiers: {
					email: 'ann@example.com',
					klaviyoId: 'K1',
					customIdentifiers: [{ key: 'cardId', value: 'C0' }],
				},
				attributes: {
					firstName: 'Anna',
					location: { city: 'Tacoma' },
					custom: { points: 2 },
				},
			},
		]);
	});

	test('both values of a custom identifier that one row has twice stay', async () => {
		const [record, second] = await records([
			{ phone: PHONE, card: 'C1', oldCard: 'C0' },
			{ phone: PHONE, card: 'C1', tier: 'Gold' },
		]);
		const identifiers = {
			phone: PHONE,
			customIdentifiers: [
				{ key: 'cardId', value: 'C1' },
				{ key: 'cardId', value: 'C0' },
			],
		};
		expect(record).toEqual(expect.objectContaining({ identifiers }));
		expect(second).toBe(0);
	});

	test.each([
		['member', 'Ab', 'aB'],
		['shop', 'Ab', 'aB'],
		['klaviyo', 'Ab', 'aB'],
		['store', 'Ab', 'aB'],
		['email', 'a@example.com', 'b@example.com'],
	])('not where the %s differs: such an ID would be lost', async (column, first, second) => {
		const rows = [
			{ phone: PHONE, [column]: first },
			{ phone: PHONE, [column]: second },
		];
		expect((await records(rows)).map((one) => typeof one)).toEqual(['object', 'object']);
	});

	test('nor where together they have more than Attentive takes', async () => {
		const many = (from: number) =>
			JSON.stringify(
				Object.fromEntries(Array.from({ length: 60 }, (_one, index) => [`a${from + index}`, 1])),
			);
		const rows = [
			{ phone: PHONE, all: many(0) },
			{ phone: PHONE, all: many(60) },
			{ phone: OTHER, first: 'x'.repeat(600_000) },
			{ phone: OTHER, city: 'x'.repeat(600_000) },
		];
		const json = { mapping: 'json', attributesJson: '={{ $json.all ?? "{}" }}' };
		expect((await records(rows, json)).map((one) => typeof one)).toEqual(Array(4).fill('object'));
	});

	test('also where emails differ by their case alone', async () => {
		const rows = [
			{ email: 'ann@example.com', tier: 'Silver' },
			{ email: 'ANN@Example.com', tier: 'Gold' },
		];
		expect((await records(rows))[1]).toBe(0);
	});

	test('not where people are subscribed: each row keeps its attributes and its subscription', async () => {
		const subscribing: INodeParameters = {
			subscribeToo: true,
			consent: 'confirmed',
			signUpSourceId: '11',
			subscriptionType: 'MARKETING',
		};
		const rows = [
			{ phone: PHONE, tier: 'Silver' },
			{ phone: PHONE, tier: 'Gold' },
		];
		for (const record of await records(rows, subscribing)) expect(record).toHaveProperty('subscriptions');
	});

	test('a bad row between takes nothing from the others', async () => {
		expect(
			await records([
				{ phone: PHONE, tier: 'Silver' },
				{ phone: PHONE, age: 'old' },
				{ phone: PHONE, tier: 'Gold' },
			]),
		).toEqual([{ identifiers: { phone: PHONE }, attributes: { custom: { tier: 'Gold' } } }, 'rejected', 0]);
	});

	test('rows that only a third joins', async () => {
		expect(
			await records([
				{ phone: PHONE, tier: 'Silver' },
				{ email: 'ann@example.com', tier: 'Gold' },
				{ phone: PHONE, email: 'ann@example.com' },
			]),
		).toEqual([
			{ identifiers: { phone: PHONE, email: 'ann@example.com' }, attributes: { custom: { tier: 'Gold' } } },
			0,
			0,
		]);
	});
});

test('in Test Recipients mode a record holds nobody who is not listed', async () => {
	const run = await bench.run(
		upsertMany({ mode: 'testRecipients', testRecipients: `${PHONE}, ann@example.com` }),
		filledUp([
			{ phone: PHONE, member: 'M1' },
			{ phone: OTHER, member: 'M1' },
			{ member: 'M1' },
			{ email: 'ANN@example.com', member: 'M1' },
			{ email: 'bob@example.com', phone: PHONE, member: 'M1' },
		]),
	);
	expect(statuses(run)).toEqual(['pending', 'skipped', 'skipped', 'pending', 'skipped']);
	await bench.sandbox.control.advanceClock(DAY);
	expect(await bench.jobSizes()).toEqual([1]);
	const users = JSON.stringify(await bench.sandbox.control.users());
	expect(users).not.toContain(OTHER);
	expect(users).not.toContain('bob@');
});

test('Stop if More Than (Items) counts rows', async () => {
	const rows = filledUp([{ phone: PHONE }, { phone: PHONE }, { phone: PHONE }]);
	const above = await bench.run(upsertMany({ options: { stopAboveItems: 2 } }), rows, CONTINUE);
	expect(statuses(above)).toEqual(['notTried', 'notTried', 'notTried']);
	const within = await bench.run(upsertMany({ options: { stopAboveItems: 3 } }), rows);
	expect(statuses(within)).toEqual(['pending', 'pending', 'pending']);
});

describe('Skip Repeats By', () => {
	const once = upsertMany({ additionalFields: { skipRepeatsBy: '={{ $json.change }}' } });

	test('rows with values of their own are not made one: one that was sent would take the other with it', async () => {
		const first = { phone: PHONE, tier: 'Silver', change: '1' };
		const second = { phone: PHONE, tier: 'Gold', change: '2' };
		expect(statuses(await bench.run(once, filledUp([first])))).toEqual(['pending']);
		expect(statuses(await bench.run(once, filledUp([first, second])))).toEqual(['skipped', 'pending']);
		expect(statuses(await bench.run(once, filledUp([second])))).toEqual(['skipped']);
	});
});

test('who cannot be made one goes in order, also over several requests', async () => {
	const others = Array.from({ length: 256 }, (_one, index) => ({ email: `p${index}@example.com` }));
	const rows = [
		{ phone: PHONE, tier: '1' },
		{ phone: PHONE, email: 'ann@example.com', tier: '2' },
		...others,
		{ phone: OTHER, email: 'ann@example.com', tier: '3' },
	];
	await bench.sandbox.control.addFault({ endpoint: UPSERT_MANY, kind: '503', match: PHONE });
	await bench.run(upsertMany(), filledUp(rows));
	expect(await bench.jobSizes()).toEqual([256, 2]);
});

describe('what n8n runs again', () => {
	test('rows of one record that was taken in come out so again, and are not sent', async () => {
		await bench.sandbox.control.addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
		await bench.sandbox.control.setSettings({ bulkUserRefusals: 'request' });
		const rows = [
			{ phone: PHONE, tier: 'Gold' },
			{ phone: PHONE, first: 'Ann' },
			{ phone: OTHER, tier: 'Bronze' },
			{ phone: OTHER, first: 'Bob' },
		];
		const { error } = await bench.run(upsertMany(), filledUp(rows), { retryOnFail: true, maxTries: 3 });
		expect(error?.message).toContain('[item 2]');
		expect(await bench.jobSizes()).toEqual([1]);
		// Both, each alone, and the bad one twice more.
		expect(await bench.requests(UPSERT_MANY)).toBe(5);
	});
});
