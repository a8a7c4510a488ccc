import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, results, useBench } from './setup';

const ADD = 'POST /v1/identity-resolution/user-identifiers';
const PHONE = '+12065551000';
const EMAIL = 'ann@example.com';

const bench = useBench();

/** Identifiers of a row in columns of these names; what a row does not have is empty. */
const linking = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'identity',
	operation: 'addIdentifiers',
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	defaultCountry: 'US',
	clientUserId: '={{ $json.member }}',
	otherIdentifiers: {
		shopifyId: '={{ $json.shop }}',
		klaviyoId: '={{ $json.klaviyo }}',
		customIdentifiers: {
			identifiers: [
				{ name: 'card', value: '={{ $json.card }}' },
				{ name: 'account', value: '={{ $json.account }}' },
			],
		},
	},
	...more,
});
const EMPTY = { phone: '', email: '', member: '', shop: '', klaviyo: '', card: '', account: '' };
const row = (cells: IDataObject): IDataObject => ({ ...EMPTY, ...cells });

describe('identity.addIdentifiers', () => {
	test.each<[string, IDataObject, object]>([
		['a phone', { phone: '(206) 555-1000', member: 7 }, { phone: PHONE, clientUserId: '7' }],
		['an email', { email: EMAIL, member: 'A1' }, { email: EMAIL, clientUserId: 'A1' }],
		['a Shopify ID', { shop: 207119551, member: 'A1' }, { shopifyId: '207119551', clientUserId: 'A1' }],
		['a Klaviyo ID', { klaviyo: 'K1', member: 'A1' }, { klaviyoId: 'K1', clientUserId: 'A1' }],
		[
			'a custom identifier, without a client user ID',
			{ phone: PHONE, card: '0042' },
			{ phone: PHONE, customIdentifiers: [{ name: 'card', value: '0042' }] },
		],
		[
			'two custom identifiers alone',
			{ card: 'C1', account: 'D1' },
			{
				customIdentifiers: [
					{ name: 'card', value: 'C1' },
					{ name: 'account', value: 'D1' },
				],
			},
		],
	])('links your own ID with %s', async (_what, cells, body) => {
		const run = await bench.run(linking(), [row(cells)]);
		expect(run.json('Attentive')).toEqual([{ ...row(cells), attentive: { status: 'accepted' } }]);
		expect(await bench.bodies(ADD)).toEqual([body]);
	});

	test('by values', async () => {
		await bench.run(
			{
				resource: 'identity',
				operation: 'addIdentifiers',
				email: '={{ $json.mail }}',
				otherIdentifiers: {
					shopifyId: '={{ $json.shop }}',
					customIdentifiers: { identifiers: [{ name: 'card', value: '={{ $json.card }}' }] },
				},
			},
			[{ mail: EMAIL, shop: 'S1', card: 'C1' }],
		);
		expect(await bench.bodies(ADD)).toEqual([
			{ email: EMAIL, shopifyId: 'S1', customIdentifiers: [{ name: 'card', value: 'C1' }] },
		]);
	});

	test('two users of whom one request tells that they are one are joined', async () => {
		await bench.sandbox.control.seedUsers([
			{ phone: PHONE, attributes: { Tier: 'Gold' } },
			{ email: EMAIL, attributes: { Points: 7 } },
		]);
		await bench.run(linking(), [
			row({ phone: PHONE, email: EMAIL, member: 'A1', shop: 'S1', klaviyo: 'K1', card: 'C1' }),
		]);
		expect(await bench.sandbox.control.users()).toEqual([
			expect.objectContaining({
				linked: true,
				phones: [PHONE],
				emails: [EMAIL],
				clientUserIds: ['A1'],
				shopifyIds: ['S1'],
				klaviyoIds: ['K1'],
				customIdentifiers: [{ name: 'card', value: 'C1' }],
				attributes: { Tier: 'Gold', Points: '7' },
			}),
		]);
	});

	test('what is linked is enough for an event from then on', async () => {
		await bench.sandbox.control.seedUsers([{ phone: PHONE }]);
		await bench.run(linking(), [row({ phone: PHONE, member: 'A1' })]);
		await bench.run({
			resource: 'customAttribute',
			operation: 'set',
			otherIdentifiers: { clientUserId: 'A1' },
			mapping: 'json',
			attributesJson: '{"Tier": "Gold"}',
		});
		expect(await bench.sandbox.control.users()).toEqual([
			expect.objectContaining({ phones: [PHONE], attributes: { Tier: 'Gold' } }),
		]);
	});

	test.each<[string, IDataObject, string]>([
		['only your own ID', { member: 'A1' }, 'tooFewIdentifiers'],
		['only one custom identifier', { card: 'C1' }, 'tooFewIdentifiers'],
		['no ID of your own', { phone: PHONE, email: EMAIL }, 'tooFewIdentifiers'],
		['only IDs of shops', { shop: 'S1', klaviyo: 'K1' }, 'tooFewIdentifiers'],
		['only a phone', { phone: PHONE }, 'tooFewIdentifiers'],
		['nothing', {}, 'noIdentifier'],
		['an ID of 0, which would join many people', { phone: PHONE, member: '0' }, 'placeholderIdentifier'],
		['an ID that the spreadsheet destroyed', { phone: PHONE, member: '1.9148E+10' }, 'shortenedNumber'],
		['an ID of more than 100 characters', { phone: PHONE, card: 'C'.repeat(101) }, 'identifierTooLong'],
	])('%s is an error of its row, and the others are sent', async (_what, cells, reasonCode) => {
		const run = await bench.run(
			linking(),
			[row(cells), row({ email: 'bob@example.com', member: 'B2' })],
			CONTINUE,
		);
		expect(results(run)).toEqual([
			expect.objectContaining({ status: 'rejected', reasonCode }),
			{ status: 'accepted' },
		]);
		expect(await bench.requests(ADD)).toBe(1);
	});

	test('what to do is said in words', async () => {
		const single = await bench.run(linking(), [row({ member: 'A1' })]);
		expect(single.error?.message).toContain('Only one identifier. Add another one to link it to');
		const foreign = await bench.run(linking(), [row({ phone: PHONE, email: EMAIL })]);
		expect(foreign.error?.message).toContain('No client user ID and no custom identifier');
		expect(await bench.requests(ADD)).toBe(0);
	});

	test('after a server error it is sent again: linking twice is linking once', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD, kind: '500after' });
		const run = await bench.run(linking(), [row({ phone: PHONE, member: 'A1' })]);
		expect(results(run)).toEqual([{ status: 'accepted' }]);
		expect(await bench.requests(ADD)).toBe(2);
		expect(await bench.sandbox.control.users()).toHaveLength(1);
	});

	test('rows of one person go in their order', async () => {
		const rows = ['A1', 'A2', 'A3'].map((member) => row({ phone: PHONE, member }));
		await bench.run(linking(), rows);
		expect(await bench.bodies(ADD)).toEqual(
			['A1', 'A2', 'A3'].map((clientUserId) => ({ phone: PHONE, clientUserId })),
		);
	});

	test('Test Recipients Only: whom no listed phone or email names is skipped', async () => {
		const run = await bench.run(linking({ mode: 'testRecipients', testRecipients: EMAIL }), [
			row({ email: EMAIL, member: 'A1' }),
			row({ phone: PHONE, email: EMAIL, member: 'A2' }),
			row({ member: 'A3', shop: 'S1' }),
		]);
		const skipped = expect.objectContaining({ status: 'skipped', reasonCode: 'notATestRecipient' });
		expect(results(run)).toEqual([{ status: 'accepted' }, skipped, skipped]);
	});

	test('the missing permission is named', async () => {
		await bench.sandbox.control.addFault({ endpoint: ADD, kind: '403' });
		const run = await bench.run(linking(), [row({ phone: PHONE, member: 'A1' })]);
		expect(run.error?.message).toContain('"Identity"');
	});
});

test('each request field of the API is offered', async () => {
	await bench.run(linking(), [
		{ phone: PHONE, email: EMAIL, member: 'A1', shop: 'S1', klaviyo: 'K1', card: 'C1', account: 'D1' },
	]);
	expect(await bench.bodies(ADD)).toEqual([
		{
			phone: PHONE,
			email: EMAIL,
			clientUserId: 'A1',
			shopifyId: 'S1',
			klaviyoId: 'K1',
			customIdentifiers: [
				{ name: 'card', value: 'C1' },
				{ name: 'account', value: 'D1' },
			],
		},
	]);
});
