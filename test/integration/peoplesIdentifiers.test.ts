import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, errors, outcomes, results, SIGN_UP_UNIT, statuses, useBench } from './setup';

const ADD = 'POST /v1/identity-resolution/user-identifiers';
const UPSERT = 'POST /v2/user/attributes';
const UPSERT_MANY = 'POST /v2/bulk/user/attributes';
const EVENT = 'POST /v1/events/custom';

const bench = useBench(async ({ control }) => await control.addSignUpUnit(SIGN_UP_UNIT));

const identifiers = (options: INodeParameters = {}): INodeParameters => ({
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	defaultCountry: 'US',
	options,
});
const warningsOf = (output: Parameters<typeof results>[0]) =>
	results<{ warnings?: string[] }>(output).map(({ warnings }) => warnings ?? []);

/** PostHog/posthog#5527 and #12008, Countly/countly-server#5009, parcelvoy/platform#398: what one ID for many people does. */
describe('one ID with two phones or emails within a run', () => {
	const rows: IDataObject[] = [
		{ email: 'ada@example.com', id: 'C-1' },
		{ email: 'bob@example.com', id: 'C-2' },
		{ email: 'eve@example.com', id: 'C-1' },
		{ email: 'ADA@example.com', id: 'C-1' },
		{ phone: '2063996576', id: 'C-2' },
	];
	const operations: Array<[string, string, INodeParameters]> = [
		[
			'identity.addIdentifiers',
			ADD,
			{ resource: 'identity', operation: 'addIdentifiers', clientUserId: '={{ $json.id }}' },
		],
		[
			'user.upsert',
			UPSERT,
			{
				resource: 'user',
				operation: 'upsert',
				mapping: 'json',
				otherIdentifiers: { shopifyId: '={{ $json.id }}' },
			},
		],
		[
			'user.upsertMany',
			UPSERT_MANY,
			{
				resource: 'user',
				operation: 'upsertMany',
				mapping: 'json',
				otherIdentifiers: {
					customIdentifiers: { identifiers: [{ name: 'loyaltyId', value: '={{ $json.id }}' }] },
				},
			},
		],
	];

	test.each(operations)(
		'%s: all go, and each of its rows has the warning',
		async (_name, request, parameters) => {
			const run = await bench.run({ ...identifiers(), ...parameters }, rows, CONTINUE);
			expect(statuses(run).every((status) => status === 'accepted' || status === 'pending')).toBe(true);
			const told = warningsOf(run).map(
				(all) => all.filter((one) => one.includes('C-1') || one.includes('C-2')).length,
			);
			expect(told).toEqual([1, 0, 1, 1, 0]);
			expect((await bench.bodies(request)).length).toBeGreaterThan(0);
			expect(warningsOf(run)[0]?.[0]).toMatch(
				/'C-1', which comes with 2 different emails in this run \(items 0, 2, 3\)/,
			);
		},
	);

	test.each(operations)('%s: with the option none of them goes', async (_name, request, parameters) => {
		const run = await bench.run({ ...identifiers({ sharedIds: 'refuse' }), ...parameters }, rows, CONTINUE);
		expect(outcomes(run).map((one) => one.includes('sharedIdentifier'))).toEqual([
			true,
			false,
			true,
			true,
			false,
		]);
		expect(JSON.stringify(await bench.bodies(request))).not.toContain('C-1');
		expect(errors(run)[0]?.message).toMatch(/'C-1' comes with 2 different emails in this run/);
	});

	test('two phones count as well, and IDs of different kinds are not the same', async () => {
		const run = await bench.run(
			{
				...identifiers({ sharedIds: 'refuse' }),
				resource: 'identity',
				operation: 'addIdentifiers',
				clientUserId: '={{ $json.id }}',
				otherIdentifiers: { shopifyId: '={{ $json.shop }}' },
			},
			[
				{ phone: '2063996576', id: '7' },
				{ phone: '2063996577', id: '7' },
				{ phone: '2063996578', id: '8', shop: '9' },
				{ phone: '2063996579', id: '9' },
			],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual([
			'rejected sharedIdentifier',
			'rejected sharedIdentifier',
			'accepted',
			'accepted',
		]);
	});

	test('the words for none are refused before', async () => {
		const run = await bench.run(
			{
				...identifiers(),
				resource: 'identity',
				operation: 'addIdentifiers',
				clientUserId: '={{ $json.id }}',
			},
			[
				{ email: 'ada@example.com', id: '(not set)' },
				{ email: 'bob@example.com', id: '(not set)' },
			],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual(['rejected placeholderIdentifier', 'rejected placeholderIdentifier']);
		expect(await bench.bodies(ADD)).toEqual([]);
	});

	test('an option that is none of the choices is an error of the run', async () => {
		const run = await bench.run(
			{
				...identifiers({ sharedIds: '={{ $json.nothing }}' }),
				resource: 'identity',
				operation: 'addIdentifiers',
				clientUserId: '={{ $json.id }}',
			},
			rows,
			CONTINUE,
		);
		expect(await bench.bodies(ADD)).toEqual([]);
		expect(new Set(outcomes(run))).toEqual(new Set(['rejected missing']));
	});
});

/** slashdevops/idp-scim-sync#483, rapidpro/mailroom#685, YetiForceCompany/YetiForceCRM#10455: a phone that costs the whole contact. */
describe('If One Identifier Is Invalid', () => {
	const event: INodeParameters = {
		resource: 'customEvent',
		operation: 'send',
		type: 'Order Shipped',
		mapping: 'json',
		otherIdentifiers: { clientUserId: '={{ $json.id }}' },
	};
	const useOthers = { ifOneIdentifierIsInvalid: 'useOthers' };
	const rows: IDataObject[] = [
		{ phone: '555-1234', email: 'ada@example.com' },
		{ phone: '2063996576', email: 'ada@' },
		{ phone: '555-1234', email: 'ada@' },
		{ phone: '2063996576', email: 'bob@example.com' },
		{ email: 'eve@example.com', id: '(not set)' },
		{ phone: '#N/A', email: 'max@example.com' },
	];

	test('refuses the item, unless asked to send it by the others', async () => {
		const run = await bench.run({ ...identifiers(), ...event }, rows, CONTINUE);
		expect(statuses(run)).toEqual(['rejected', 'rejected', 'rejected', 'accepted', 'rejected', 'accepted']);
	});

	test('sends it by the others, with a warning that says what is wrong', async () => {
		const run = await bench.run({ ...identifiers(useOthers), ...event }, rows, CONTINUE);
		expect(statuses(run)).toEqual(['accepted', 'accepted', 'rejected', 'accepted', 'accepted', 'accepted']);
		expect(warningsOf(run)).toEqual([
			["was sent by its other identifiers: Phone '555-1234' has too few digits for the United States"],
			["was sent by its other identifiers: Email 'ada@' has an invalid part after the @"],
			[],
			[],
			[expect.stringContaining("Client User ID '(not set)' is not an ID")],
			["was sent without 'Phone': #N/A is the error of a spreadsheet formula"],
		]);
		const users = (await bench.bodies(EVENT)).map(({ user }) => user);
		expect(users).toEqual(
			expect.arrayContaining([
				{ email: 'ada@example.com' },
				{ phone: '+12063996576' },
				{ phone: '+12063996576', email: 'bob@example.com' },
				{ email: 'eve@example.com' },
				{ email: 'max@example.com' },
			]),
		);
		expect(users).toHaveLength(5);
	});

	const withEmail: Array<[string, INodeParameters]> = [
		['customAttribute.set', { mapping: 'json', attributesJson: '{"tier":"Gold"}' }],
		['user.upsert', { mapping: 'json' }],
		['user.upsertMany', { mapping: 'json' }],
		['identity.addIdentifiers', { clientUserId: 'C-1' }],
		['subscriber.unsubscribe', {}],
		['privacyRequest.create', {}],
		[
			'ecommerceEvent.productView',
			{
				products: 'oneByOne',
				productRows: { products: [{ productId: 'P-1', price: '3' }] },
				currency: 'USD',
			},
		],
	];
	test.each(withEmail)('%s goes by the email', async (name, parameters) => {
		const [resource = '', operation = ''] = name.split('.');
		const run = await bench.run({ ...identifiers(useOthers), ...parameters, resource, operation }, [
			{ phone: '555-1234', email: 'ada@example.com' },
		]);
		expect(JSON.stringify(run.json('Attentive'))).toContain("Phone '555-1234' has too few digits");
		const sent = JSON.stringify(await bench.bodies());
		expect(sent).toContain('ada@example.com');
		expect(sent).not.toContain('phone');
	});

	test('never leaves less than the call needs', async () => {
		const run = await bench.run(
			{
				...identifiers(useOthers),
				resource: 'identity',
				operation: 'addIdentifiers',
				clientUserId: '={{ $json.id }}',
			},
			[
				{ phone: '555-1234', id: 'C-1' },
				{ phone: '555-1234', email: 'ada@example.com', id: 'C-1' },
				{ email: 'ada@example.com', id: 'null' },
			],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual(['rejected phoneTooShort', 'accepted', 'rejected placeholderIdentifier']);
		expect(await bench.bodies(ADD)).toEqual([{ email: 'ada@example.com', clientUserId: 'C-1' }]);
	});

	test('subscribes the one that is valid, and no one by an ID alone', async () => {
		const run = await bench.run(
			{
				...identifiers(useOthers),
				resource: 'subscriber',
				operation: 'subscribe',
				consent: 'confirmed',
				signUpBy: 'signUpSource',
				subscriptionType: 'MARKETING',
				signUpSourceId: SIGN_UP_UNIT.id,
			},
			rows.slice(0, 3),
			CONTINUE,
		);
		expect(statuses(run)).toEqual(['accepted', 'accepted', 'rejected']);
	});
});

describe('what sheets and exports hold', () => {
	test("a formula's error never becomes an attribute or a name, and marks are stripped", async () => {
		const run = await bench.run(
			{
				...identifiers(),
				resource: 'user',
				operation: 'upsert',
				otherIdentifiers: { clientUserId: '={{ $json.id }}' },
				mapping: 'automatically',
				profile: {
					details: [
						{ detail: 'firstName', value: '={{ $json.first }}' },
						{ detail: 'zip', value: '={{ $json.zip }}' },
						{ detail: 'country', value: '={{ $json.country }}' },
					],
				},
			},
			[
				{
					row_number: 2,
					phone: 'p:+12063996576',
					email: 'ada@example.com',
					id: '10234.0',
					first: '#VALUE!',
					zip: "'SW1A 1AA",
					country: 'Saint Vincent & the Grenadines',
					Tier: '#N/A',
					Points: '="250"',
				},
			],
			CONTINUE,
		);
		expect(warningsOf(run)).toEqual([
			[
				"was sent without 'First Name': #VALUE! is the error of a spreadsheet formula",
				"was sent without 'Tier': #N/A is the error of a spreadsheet formula",
			],
		]);
		expect(await bench.bodies(UPSERT)).toEqual([
			{
				identifiers: { phone: '+12063996576', email: 'ada@example.com', clientUserId: '10234' },
				attributes: { location: { zip: 'SW1A 1AA', country: 'VC' }, custom: { Points: '250' } },
			},
		]);
	});

	test('errors of formulas within objects, as objects and as names never leave', async () => {
		const run = await bench.run(
			{
				...identifiers(),
				resource: 'customEvent',
				operation: 'send',
				type: 'Order Shipped',
				mapping: 'automatically',
			},
			[
				{
					email: "'ada@example.com'",
					order: { tier: '#N/A', lines: [{ sku: 'A' }, { sku: '#UNPARSEABLE' }] },
					average: { specialValue: 'NaN' },
					'#REF!': 7,
				},
			],
		);
		expect(warningsOf(run)[0]?.filter((one) => one.includes('formula'))).toEqual([
			"was sent without 'order.tier': #N/A is the error of a spreadsheet formula",
			"was sent without 'order.lines[1].sku': #UNPARSEABLE is the error of a spreadsheet formula",
			"was sent without 'average': NaN is the error of a spreadsheet formula",
			"was sent without the field '#REF!': its name is the error of a spreadsheet formula",
		]);
		expect(await bench.bodies(EVENT)).toEqual([
			expect.objectContaining({
				user: { email: 'ada@example.com' },
				properties: { order: { lines: [{ sku: 'A' }] } },
			}),
		]);
	});

	test("items whose Skip Repeats By is a formula's error are no repeats of each other", async () => {
		const run = await bench.run(
			{
				...identifiers(),
				resource: 'customEvent',
				operation: 'send',
				type: 'Order Shipped',
				mapping: 'json',
				additionalFields: { skipRepeatsBy: '={{ $json.order }}' },
			},
			[
				{ email: 'ada@example.com', order: '#N/A' },
				{ email: 'bob@example.com', order: '#N/A' },
			],
			CONTINUE,
		);
		expect(outcomes(run)).toEqual(['rejected missing', 'rejected missing']);
	});
});
