import type { IDataObject, INodeParameters } from 'n8n-workflow';
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

type Settings = Parameters<Bench['run']>[2];
const CONTINUE: Settings = { onError: 'continueRegularOutput' };
const ONE = 'POST /v2/user/attributes';
const MANY = 'POST /v2/bulk/user/attributes';
const DAY = 24 * 3_600_000;

async function outcome(
	parameters: INodeParameters,
	rows: IDataObject[],
	settings?: Settings,
): Promise<IDataObject[]> {
	return (await bench.run(parameters, rows, settings)).json('Attentive');
}
const states = (items: IDataObject[]) =>
	items.map(({ attentive, error }) => ((attentive ?? error) as IDataObject).status);

async function bodies(endpoint: string): Promise<Array<Record<string, unknown>>> {
	return (await bench.sandbox.control.ledger(endpoint)).map(({ body }) => body as Record<string, unknown>);
}
async function requests(endpoint: string): Promise<number> {
	return (await bench.sandbox.control.requests()).find((one) => one.endpoint === endpoint)?.total ?? 0;
}

/** Users by fields: phone and email, first name, birthday, and the custom attribute tier. */
const upsert = (operation: 'upsert' | 'upsertMany', more: INodeParameters = {}): INodeParameters => ({
	resource: 'user',
	operation,
	phone: '={{ $json.phone }}',
	email: '={{ $json.email }}',
	defaultCountry: 'US',
	profile: {
		details: [
			{ detail: 'firstName', value: '={{ $json.first }}' },
			{ detail: 'dateOfBirth', value: '={{ $json.birthday }}', format: 'M/d/yyyy' },
			{ detail: 'city', value: '={{ $json.city }}' },
		],
	},
	attributes: eachField([{ column: 'tier', type: 'text' }]),
	...more,
});
const person = (index: number, more: IDataObject = {}): IDataObject => ({
	phone: `(206) 555-${String(1000 + index)}`,
	email: '',
	first: `Ann${index}`,
	birthday: '3/4/1990',
	city: 'Seattle',
	tier: 'Gold',
	...more,
});

describe.each(['upsert', 'upsertMany'] as const)('user %s', (operation) => {
	test('sends what a row holds, in the form of v2', async () => {
		await outcome(
			upsert(operation, {
				otherIdentifiers: {
					clientUserId: '={{ $json.member }}',
					shopifyId: '={{ $json.shop }}',
					customIdentifiers: { identifiers: [{ name: 'cardId', value: '={{ $json.card }}' }] },
				},
			}),
			[person(0, { email: 'ann@example.com', member: 'M1', shop: 'S1', card: 'C1' })],
		);
		const user = {
			identifiers: {
				phone: '+12065551000',
				email: 'ann@example.com',
				clientUserId: 'M1',
				shopifyId: 'S1',
				customIdentifiers: [{ key: 'cardId', value: 'C1' }],
			},
			attributes: {
				firstName: 'Ann0',
				demographic: { dateOfBirth: '1990-03-04' },
				location: { city: 'Seattle' },
				custom: { tier: 'Gold' },
			},
		};
		if (operation === 'upsert') expect(await bodies(ONE)).toEqual([user]);
		else {
			await bench.sandbox.control.advanceClock(DAY);
			expect(await bench.sandbox.control.recordCounts()).toEqual([
				expect.objectContaining({ accepted: 1, done: 1, refused: 0 }),
			]);
		}
	});

	test('empty values are left out', async () => {
		const [row] = await outcome(upsert(operation, { mode: 'validateOnly' }), [
			person(0, { first: '', birthday: null, city: ' ', tier: '' }),
			person(1),
		]);
		const { body } = (row?.attentive as { request: { body: { users?: unknown[] } } }).request;
		expect(body.users?.[0] ?? body).toEqual({ identifiers: { phone: '+12065551000' } });
	});

	test.each<[string, IDataObject, string]>([
		['a birthday that is none', { birthday: '13/45/1990' }, 'Date of Birth'],
		['a phone that is none', { phone: '12' }, 'Phone'],
		['nobody', { phone: '' }, 'Phone, Email, Other Identifiers'],
		['a list as an attribute', { tier: ['Gold'] }, 'tier'],
	])('%s is rejected, and the others go', async (_what, change, field) => {
		const items = await outcome(upsert(operation), [person(0), person(1, change), person(2)], CONTINUE);
		expect(items.map(({ error }) => (error as IDataObject | undefined)?.field)).toEqual([
			undefined,
			field,
			undefined,
		]);
		expect(states(items)[0]).toBe(operation === 'upsert' ? 'accepted' : 'pending');
	});

	test('more than 100 custom attributes are rejected', async () => {
		const many = Object.fromEntries(Array.from({ length: 101 }, (_one, index) => [`a${index}`, 1]));
		const [item] = await outcome(
			upsert(operation, { mapping: 'json', attributesJson: JSON.stringify(many) }),
			[person(0)],
			CONTINUE,
		);
		expect((item?.error as IDataObject).message).toContain('are more than 100 custom attributes');
	});
});

test('each personal detail of the API is offered, in Attentive’s form', async () => {
	const given: Record<string, unknown> = {
		address1: '456 Elm Avenue',
		address2: 'Suite 300',
		age: '29',
		city: 'Brooklyn',
		country: 'United States',
		dateOfBirth: '1990-03-04',
		firstName: 'Ann',
		language: 'English',
		lastName: 'Smith',
		localeCountry: 'ca',
		localeLanguage: 'FR',
		organization: 'Acme',
		region: 'us-ny',
		state: 'NY',
		timezone: 'EST',
		title: 'Dr',
		website: 'example.com',
		zip: '02139',
	};
	const details = Object.entries(given).map(([detail, value]) => ({ detail, value }));
	await outcome(
		{
			resource: 'user',
			operation: 'upsert',
			email: 'ann@example.com',
			profile: { details } as INodeParameters,
			mapping: 'json',
		},
		[{}],
	);
	expect((await bodies(ONE))[0]?.attributes).toEqual({
		firstName: 'Ann',
		lastName: 'Smith',
		demographic: {
			language: 'English',
			dateOfBirth: '1990-03-04',
			age: 29,
			organization: 'Acme',
			title: 'Dr',
			website: 'https://example.com',
		},
		location: {
			address1: '456 Elm Avenue',
			address2: 'Suite 300',
			city: 'Brooklyn',
			state: 'NY',
			zip: '02139',
			country: 'US',
			region: 'US-NY',
			timezone: 'EST',
		},
		locale: { language: 'fr', country: 'CA' },
	});
});

describe('many users', () => {
	test('go 256 to a request', async () => {
		const rows = Array.from({ length: 600 }, (_one, index) => person(index));
		const items = await outcome(upsert('upsertMany'), rows);
		expect(new Set(states(items))).toEqual(new Set(['pending']));
		expect((await bench.sandbox.control.jobs()).map(({ totalRecords }) => totalRecords)).toEqual([
			256, 256, 88,
		]);
	});

	test('rows of one person are one record: later values win, and all rows get its outcome', async () => {
		const rows = [
			person(0, { email: 'ann@example.com', tier: 'Silver' }),
			person(1),
			person(0, { first: 'Anna', tier: '', city: '' }),
			{ ...person(9), phone: '', email: 'ANN@example.com', tier: 'Gold', first: '', city: 'Tacoma' },
		];
		const items = await outcome(upsert('upsertMany'), rows);
		const ids = items.map(({ attentive }) => (attentive as IDataObject).recordId);
		expect([ids[2], ids[3]]).toEqual([ids[0], ids[0]]);
		await bench.sandbox.control.advanceClock(DAY);
		const users = await bench.sandbox.control.users();
		expect(users.find(({ phones }) => phones.includes('+12065551000'))).toMatchObject({
			attributes: { tier: 'Gold' },
		});
		expect((await bench.sandbox.control.jobs())[0]).toMatchObject({ totalRecords: 2, done: 2 });
	});

	test('two people whom a third row joins are not made one record', async () => {
		const rows = [person(0, { email: 'a@example.com' }), person(1, { email: 'a@example.com' })];
		await outcome(upsert('upsertMany'), rows);
		expect(
			(await bench.sandbox.control.jobs()).reduce((sum, { totalRecords }) => sum + totalRecords, 0),
		).toBe(2);
	});

	test('one bad user among 256 does not sink the others', async () => {
		await bench.sandbox.control.addPredefinedAttribute({ name: 'tier', values: ['Gold', 'Silver'] });
		await bench.sandbox.control.setSettings({ bulkUserRefusals: 'request' });
		const rows = Array.from({ length: 256 }, (_one, index) => person(index));
		rows[100] = person(100, { tier: 'gold ' + 'x' });
		const items = await outcome(upsert('upsertMany'), rows, CONTINUE);
		const refused = items.flatMap(({ error }, index) =>
			error ? [[index, (error as IDataObject).status]] : [],
		);
		expect(refused).toEqual([[100, 'refused']]);
		expect(
			(await bench.sandbox.control.jobs()).reduce((sum, { totalRecords }) => sum + totalRecords, 0),
		).toBe(255);
	});

	test('a request that is too large for Attentive goes in parts', async () => {
		await bench.sandbox.control.setSettings({ bulkBodyLimit: 10_000 });
		const rows = Array.from({ length: 256 }, (_one, index) => person(index));
		const items = await outcome(upsert('upsertMany'), rows);
		expect(new Set(states(items))).toEqual(new Set(['pending']));
		const jobs = await bench.sandbox.control.jobs();
		expect(jobs.reduce((sum, { totalRecords }) => sum + totalRecords, 0)).toBe(256);
		expect(jobs.length).toBeGreaterThan(1);
	});

	test('a record over 1 MiB is rejected alone', async () => {
		const rows = [person(0), person(1, { first: 'x'.repeat(1_100_000) })];
		const items = await outcome(upsert('upsertMany'), rows, CONTINUE);
		expect(states(items)).toEqual(['pending', 'rejected']);
		expect((items[1]?.error as IDataObject).reasonCode).toBe('recordTooLarge');
	});
});

describe('subscribing by an upsert', () => {
	beforeEach(async () => {
		await bench.sandbox.control.addSignUpUnit({
			id: '11',
			type: 'MARKETING',
			channels: ['TEXT', 'EMAIL'],
			locale: { language: 'en', country: 'US' },
		});
	});
	const subscribing = (operation: 'upsert' | 'upsertMany', more: INodeParameters = {}): INodeParameters =>
		upsert(operation, {
			subscribeToo: true,
			consent: 'perItem',
			textConsent: '={{ $json.agreed }}',
			emailConsent: '={{ $json.agreed }}',
			signUpSourceId: '11',
			subscriptionType: 'MARKETING',
			...more,
		});

	test.each(['upsert', 'upsertMany'] as const)('%s: who has not agreed is skipped', async (operation) => {
		const rows = [person(0, { agreed: 'yes' }), person(1, { agreed: '' }), person(2, { agreed: 'no' })];
		const items = await outcome(subscribing(operation), rows);
		expect(states(items)).toEqual([operation === 'upsert' ? 'accepted' : 'pending', 'skipped', 'skipped']);
	});

	test('consent must be stated', async () => {
		const run = await bench.run(subscribing('upsert', { consent: '' }), [person(0, { agreed: 'yes' })]);
		expect(run.error?.message).toContain('Parameter "Consent" is required');
		expect(await requests(ONE)).toBe(0);
	});

	test('who is subscribed already keeps the attributes and gets no text', async () => {
		const { control } = bench.sandbox;
		const row = [person(0, { agreed: 'yes' })];
		await outcome(subscribing('upsert'), row);
		await control.advanceClock(DAY);
		await control.replyYes('+12065551000');
		const texts = (await control.texts()).length;
		const [again] = await outcome(subscribing('upsert'), [{ ...row[0], tier: 'Silver' }]);
		expect(again?.attentive).toMatchObject({ status: 'accepted', alreadySubscribed: ['TEXT'] });
		await control.advanceClock(DAY);
		const sent = await bodies(ONE);
		expect(sent.map(({ subscriptions }) => subscriptions !== undefined)).toEqual([true, false]);
		expect((await control.texts()).length).toBe(texts);
	});

	test('a retry still says whose subscription was left out', async () => {
		const { control } = bench.sandbox;
		const subscribed = [{ type: 'MARKETING', channel: 'TEXT' } as const];
		await control.seedUsers([{ phone: '+12065551000', email: 'ann@example.com', subscriptions: subscribed }]);
		await control.addFault({ endpoint: ONE, kind: '400', match: '+12065551001' });
		const rows = [person(0, { agreed: 'yes' }), person(1, { agreed: 'yes' })];
		const retried = await bench.n8n.retry(await bench.run(subscribing('upsert'), rows));
		expect(retried.json('Attentive').map(({ attentive }) => attentive)).toMatchObject([
			{ status: 'accepted', alreadySubscribed: ['TEXT'], sentInEarlierTry: true },
			{ status: 'accepted' },
		]);
	});

	test('two rows of one person in one request subscribe once', async () => {
		const rows = [person(0, { agreed: 'yes' }), person(0, { agreed: 'yes', tier: 'Silver' })];
		const items = await outcome(subscribing('upsertMany'), rows);
		expect(items.map(({ attentive }) => (attentive as IDataObject).subscriptionInDoubt)).toEqual([
			undefined,
			['TEXT'],
		]);
		await bench.sandbox.control.advanceClock(DAY);
		expect(
			(await bench.sandbox.control.texts()).filter(({ phone }) => phone === '+12065551000'),
		).toHaveLength(1);
	});

	test.each(['upsert', 'upsertMany'] as const)(
		'%s: an unknown outcome is not sent again, nor halved',
		async (operation) => {
			const endpoint = operation === 'upsert' ? ONE : MANY;
			await bench.sandbox.control.addFault({ endpoint, kind: '503after', count: 1 });
			const items = await outcome(subscribing(operation), [person(0, { agreed: 'yes' })], CONTINUE);
			expect(states(items)).toEqual(['unknown']);
			await bench.sandbox.control.addFault({ endpoint, kind: '400', count: 1 });
			const two = [person(1, { agreed: 'yes' }), person(2, { agreed: 'yes' })];
			const before = await requests(endpoint);
			await outcome(subscribing(operation), two, CONTINUE);
			expect(await requests(endpoint)).toBe(before + (operation === 'upsert' ? 2 : 1));
		},
	);

	test('without subscriptions an unknown outcome is sent again', async () => {
		await bench.sandbox.control.addFault({ endpoint: ONE, kind: '503after', count: 1 });
		expect(states(await outcome(upsert('upsert'), [person(0)]))).toEqual(['accepted']);
		expect(await requests(ONE)).toBe(2);
	});
});
