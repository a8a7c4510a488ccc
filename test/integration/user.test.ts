import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	CONTINUE,
	counted,
	DAY,
	eachField,
	errors,
	outcomes,
	results,
	SIGN_UP_UNIT,
	statuses,
	UPSERT,
	UPSERT_MANY,
	useBench,
} from './setup';

const bench = useBench();

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
		await bench.run(
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
		if (operation === 'upsert') expect(await bench.bodies(UPSERT)).toEqual([user]);
		else {
			await bench.sandbox.control.advanceClock(DAY);
			expect(await bench.sandbox.control.recordCounts()).toEqual([
				expect.objectContaining({ accepted: 1, done: 1, refused: 0 }),
			]);
		}
	});

	test('empty values are left out', async () => {
		const run = await bench.run(upsert(operation, { mode: 'validateOnly' }), [
			person(0, { first: '', birthday: null, city: ' ', tier: '' }),
			person(1),
		]);
		const [result] = results<{ request: { body: { users?: unknown[] } } }>(run);
		const body = result?.request.body;
		expect(body?.users?.[0] ?? body).toEqual({ identifiers: { phone: '+12065551000' } });
	});

	test.each<[string, IDataObject, string]>([
		['a birthday that is none', { birthday: '13/45/1990' }, 'Date of Birth'],
		['a phone that is none', { phone: '12' }, 'Phone'],
		['nobody', { phone: '' }, 'Phone, Email, Other Identifiers'],
		['a list as an attribute', { tier: ['Gold'] }, 'tier'],
	])('%s is rejected, and the others go', async (_what, change, field) => {
		const run = await bench.run(upsert(operation), [person(0), person(1, change), person(2)], CONTINUE);
		expect(errors(run).map((error) => error?.field)).toEqual([undefined, field, undefined]);
		expect(statuses(run)[0]).toBe(operation === 'upsert' ? 'accepted' : 'pending');
	});

	test('more than 100 custom attributes are rejected', async () => {
		const many = Object.fromEntries(Array.from({ length: 101 }, (_one, index) => [`a${index}`, 1]));
		const run = await bench.run(
			upsert(operation, { mapping: 'json', attributesJson: JSON.stringify(many) }),
			[person(0)],
			CONTINUE,
		);
		expect(errors(run)[0]?.message).toContain('are more than 100 custom attributes');
	});
});

test('each personal detail of the API is offered, in Attentive’s form', async () => {
	const given: Record<string, string> = {
		address1: '456 Elm Avenue',
		address2: 'Suite 300',
		age: '29',
		city: 'Brooklyn',
		country: 'United States',
		dateOfBirth: '1990-03-04',
		firstName: 'Ann',
		language: 'English',
		latitude: '40.730610',
		lastName: 'Smith',
		localeCountry: 'ca',
		localeLanguage: 'FR',
		longitude: '-73,935242',
		organization: 'Acme',
		region: 'us-ny',
		state: 'NY',
		timezone: 'EST',
		title: 'Dr',
		website: 'example.com',
		zip: '02139',
	};
	const details = Object.entries(given).map(([detail, value]) => ({ detail, value }));
	await bench.run({
		resource: 'user',
		operation: 'upsert',
		email: 'ann@example.com',
		profile: { details },
		mapping: 'json',
	});
	expect((await bench.bodies(UPSERT))[0]?.attributes).toEqual({
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
			latitude: '40.73061',
			longitude: '-73.935242',
			country: 'US',
			region: 'US-NY',
			timezone: 'EST',
		},
		locale: { language: 'fr', country: 'CA' },
	});
});

describe.each([
	['upsert', UPSERT],
	['upsertMany', UPSERT_MANY],
] as const)('the location of a user: %s', (operation, endpoint) => {
	const located = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'user',
		operation,
		email: '={{ $json.email }}',
		profile: {
			details: [
				{ detail: 'latitude', value: '={{ $json.lat }}' },
				{ detail: 'longitude', value: '={{ $json.lng }}' },
			],
		},
		mapping: 'json',
		...more,
	});
	const at = (lat: unknown, lng: unknown): IDataObject =>
		({ email: 'ann@example.com', lat, lng }) as IDataObject;
	const sent = async () => JSON.stringify(await bench.bodies(endpoint));

	// accius/openhamclock 729 and 843, MushroomObserver/mushroom-observer 5014, obsidianmd/obsidian-maps 65, datacommonsorg/mixer 734.
	test.each<[unknown, unknown, object]>([
		[0, 32.5, { latitude: '0', longitude: '32.5' }],
		['51.4779', '0', { latitude: '51.4779', longitude: '0' }],
		['-33,8688', '151,2093', { latitude: '-33.8688', longitude: '151.2093' }],
		['52.520', '13.405', { latitude: '52.52', longitude: '13.405' }],
	])('%j, %j', async (lat, lng, location) => {
		expect(errors(await bench.run(located(), [at(lat, lng)], CONTINUE))).toEqual([undefined]);
		expect(await sent()).toContain(`"location":${JSON.stringify(location)}`);
	});

	test('is left out where both are empty', async () => {
		await bench.run(located(), [at('', null)], CONTINUE);
		expect(await sent()).toContain('ann@example.com');
		expect(await sent()).not.toContain('location');
	});

	test('0, 0 is sent with a warning', async () => {
		const [result] = results<{ warnings: string[] }>(await bench.run(located(), [at(0, '0')], CONTINUE));
		expect(result?.warnings.join()).toContain('has 0 as latitude and longitude');
		expect(await sent()).toContain('"location":{"latitude":"0","longitude":"0"}');
	});

	test.each<[unknown, unknown, object]>([
		[
			'52.52',
			'',
			{ field: 'Longitude', reasonCode: 'halfLocation', reason: "is empty, but 'Latitude' is not" },
		],
		[null, 0, { field: 'Latitude', reasonCode: 'halfLocation', reason: "is empty, but 'Longitude' is not" }],
		[0, '#N/A', { field: 'Longitude', reasonCode: 'halfLocation' }],
		['139.69', '35.68', { field: 'Latitude', reasonCode: 'notACoordinate' }],
		['35.68', '1.396.917', { field: 'Longitude', reasonCode: 'notACoordinate' }],
	])('%j, %j is rejected', async (lat, lng, error) => {
		const run = await bench.run(located(), [at(lat, lng)], CONTINUE);
		expect(errors(run)[0]).toMatchObject({ status: 'rejected', ...error });
		expect(await bench.requests(endpoint)).toBe(0);
	});

	test('half of it whose field no item has says so', async () => {
		const [error] = errors(
			await bench.run(located(), [{ email: 'ann@example.com', lat: 1, long: 2 }], CONTINUE),
		);
		expect(error).toMatchObject({ reasonCode: 'noSuchField' });
		expect(error?.message).toContain("reads the field 'lng', which no item has");
	});

	test('only latitude in the panel is half of it', async () => {
		const profile = { details: [{ detail: 'latitude', value: 5 }] };
		expect(outcomes(await bench.run(located({ profile }), [at(1, 2)], CONTINUE))).toEqual([
			'rejected halfLocation',
		]);
	});
});

// The forms are those of test/unit/values/language.test.ts. Attentive documents ISO 639-1 for the locale, and text for the other.
test.each([
	['French', 'fr'],
	['fr-CA', 'fr'],
	['fr_CA', 'fr'],
	['iw', 'he'],
])('the language of the locale: %s is sent as %s', async (value, language) => {
	await bench.run({
		resource: 'user',
		operation: 'upsert',
		email: 'ann@example.com',
		profile: {
			details: [
				{ detail: 'localeLanguage', value },
				{ detail: 'language', value },
			],
		},
		mapping: 'json',
	});
	expect((await bench.bodies(UPSERT))[0]?.attributes).toEqual({
		locale: { language },
		demographic: { language: value },
	});
});

describe('many users', () => {
	test('go 256 to a request', async () => {
		const rows = Array.from({ length: 600 }, (_one, index) => person(index));
		const run = await bench.run(upsert('upsertMany'), rows);
		expect(counted(statuses(run))).toEqual({ pending: 600 });
		expect(await bench.jobSizes()).toEqual([256, 256, 88]);
	});

	test('rows of one person are one record: later values win, and all rows get its outcome', async () => {
		const rows = [
			person(0, { email: 'ann@example.com', tier: 'Silver' }),
			person(1),
			person(0, { first: 'Anna', tier: '', city: '' }),
			{ ...person(9), phone: '', email: 'ANN@example.com', tier: 'Gold', first: '', city: 'Tacoma' },
		];
		const ids = results(await bench.run(upsert('upsertMany'), rows)).map(({ recordId }) => recordId);
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
		await bench.run(upsert('upsertMany'), rows);
		expect(await bench.recordsSent()).toBe(2);
	});

	test('one bad user among 256 does not sink the others', async () => {
		await bench.sandbox.control.addPredefinedAttribute({ name: 'tier', values: ['Gold', 'Silver'] });
		await bench.sandbox.control.setSettings({ bulkUserRefusals: 'request' });
		const rows = Array.from({ length: 256 }, (_one, index) => person(index));
		rows[100] = person(100, { tier: 'gold ' + 'x' });
		const run = await bench.run(upsert('upsertMany'), rows, CONTINUE);
		expect(statuses(run)).toEqual(rows.map((_row, index) => (index === 100 ? 'refused' : 'pending')));
		expect(await bench.recordsSent()).toBe(255);
	});

	test('a request that is too large for Attentive goes in parts', async () => {
		await bench.sandbox.control.setSettings({ bulkBodyLimit: 10_000 });
		const rows = Array.from({ length: 256 }, (_one, index) => person(index));
		const run = await bench.run(upsert('upsertMany'), rows);
		expect(counted(statuses(run))).toEqual({ pending: 256 });
		expect(await bench.recordsSent()).toBe(256);
		expect((await bench.jobSizes()).length).toBeGreaterThan(1);
	});

	test('a record over 1 MiB is rejected alone', async () => {
		const rows = [person(0), person(1, { first: 'x'.repeat(1_100_000) })];
		const run = await bench.run(upsert('upsertMany'), rows, CONTINUE);
		expect(outcomes(run)).toEqual(['pending', 'rejected recordTooLarge']);
	});
});

describe('subscribing by an upsert', () => {
	beforeEach(async () => await bench.sandbox.control.addSignUpUnit(SIGN_UP_UNIT));
	const subscribing = (operation: 'upsert' | 'upsertMany', more: INodeParameters = {}): INodeParameters =>
		upsert(operation, {
			subscribeToo: true,
			consent: 'perItem',
			textConsent: '={{ $json.agreed }}',
			emailConsent: '={{ $json.agreed }}',
			signUpSourceId: SIGN_UP_UNIT.id,
			subscriptionType: 'MARKETING',
			...more,
		});

	test.each(['upsert', 'upsertMany'] as const)('%s: who has not agreed is skipped', async (operation) => {
		const rows = [person(0, { agreed: 'yes' }), person(1, { agreed: '' }), person(2, { agreed: 'no' })];
		const run = await bench.run(subscribing(operation), rows);
		expect(statuses(run)).toEqual([operation === 'upsert' ? 'accepted' : 'pending', 'skipped', 'skipped']);
	});

	test('consent must be stated', async () => {
		const run = await bench.run(subscribing('upsert', { consent: '' }), [person(0, { agreed: 'yes' })]);
		expect(run.error?.message).toContain('Parameter "Consent" is required');
		expect(await bench.requests(UPSERT)).toBe(0);
	});

	test('who is subscribed already keeps the attributes and gets no text', async () => {
		const { control } = bench.sandbox;
		const row = [person(0, { agreed: 'yes' })];
		await bench.run(subscribing('upsert'), row);
		await control.advanceClock(DAY);
		await control.replyYes('+12065551000');
		const texts = (await control.texts()).length;
		const again = await bench.run(subscribing('upsert'), [{ ...row[0], tier: 'Silver' }]);
		expect(results(again)).toMatchObject([{ status: 'accepted', alreadySubscribed: ['TEXT'] }]);
		await control.advanceClock(DAY);
		const sent = await bench.bodies(UPSERT);
		expect(sent.map(({ subscriptions }) => subscriptions !== undefined)).toEqual([true, false]);
		expect((await control.texts()).length).toBe(texts);
	});

	test('a retry still says whose subscription was left out', async () => {
		const { control } = bench.sandbox;
		const subscribed = [{ type: 'MARKETING', channel: 'TEXT' } as const];
		await control.seedUsers([{ phone: '+12065551000', email: 'ann@example.com', subscriptions: subscribed }]);
		await control.addFault({ endpoint: UPSERT, kind: '400', match: '+12065551001' });
		const rows = [person(0, { agreed: 'yes' }), person(1, { agreed: 'yes' })];
		const retried = await bench.n8n.retry(await bench.run(subscribing('upsert'), rows));
		expect(results(retried)).toMatchObject([
			{ status: 'accepted', alreadySubscribed: ['TEXT'], sentInEarlierTry: true },
			{ status: 'accepted' },
		]);
	});

	test('two rows of one person in one request subscribe once', async () => {
		const rows = [person(0, { agreed: 'yes' }), person(0, { agreed: 'yes', tier: 'Silver' })];
		const run = await bench.run(subscribing('upsertMany'), rows);
		expect(results(run).map(({ subscriptionInDoubt }) => subscriptionInDoubt)).toEqual([undefined, ['TEXT']]);
		await bench.sandbox.control.advanceClock(DAY);
		expect(
			(await bench.sandbox.control.texts()).filter(({ phone }) => phone === '+12065551000'),
		).toHaveLength(1);
	});

	test.each(['upsert', 'upsertMany'] as const)(
		'%s: an unknown outcome is not sent again, nor halved',
		async (operation) => {
			const endpoint = operation === 'upsert' ? UPSERT : UPSERT_MANY;
			await bench.sandbox.control.addFault({ endpoint, kind: '503after', count: 1 });
			const run = await bench.run(subscribing(operation), [person(0, { agreed: 'yes' })], CONTINUE);
			expect(statuses(run)).toEqual(['unknown']);
			await bench.sandbox.control.addFault({ endpoint, kind: '400', count: 1 });
			const two = [person(1, { agreed: 'yes' }), person(2, { agreed: 'yes' })];
			const before = await bench.requests(endpoint);
			await bench.run(subscribing(operation), two, CONTINUE);
			expect(await bench.requests(endpoint)).toBe(before + (operation === 'upsert' ? 2 : 1));
		},
	);

	test('without subscriptions an unknown outcome is sent again', async () => {
		await bench.sandbox.control.addFault({ endpoint: UPSERT, kind: '503after', count: 1 });
		expect(statuses(await bench.run(upsert('upsert'), [person(0)]))).toEqual(['accepted']);
		expect(await bench.requests(UPSERT)).toBe(2);
	});
});
