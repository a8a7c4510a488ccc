import { otherPhone, phone, refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const path = '/v2/user/attributes';
const upsert = (body: unknown) => api().http.post(path, body);
const email = 'Ann@example.com';
const identifiers = { phone, email };
const everything = {
	attributes: {
		firstName: 'Ann',
		lastName: 'Smith',
		demographic: {
			language: 'English/American',
			dateOfBirth: '2022-11-08',
			age: 29,
			organization: 'Acme Sports',
			title: 'Mr',
			website: 'http://johnsmith.com',
		},
		location: {
			address1: '456 Elm Avenue',
			address2: 'Suite 300',
			city: 'Brooklyn',
			state: 'NY',
			zip: '11222',
			latitude: '40.730610',
			longitude: '-73.935242',
			country: 'US',
			region: 'AU-NSW',
			timezone: 'EST',
		},
		locale: { language: 'fr', country: 'CA' },
		custom: { 'lucky number': 6, 'favorite color': 'green', 'has pets': true },
	},
	identifiers: {
		...identifiers,
		shopifyId: '345678901',
		klaviyoId: 'a1b2',
		clientUserId: 'c-1',
		customIdentifiers: [{ key: 'loyalty_points_id', value: 'ADFK4D7D' }],
	},
};
const text = { signUpSourceId: 'sms', channel: 'TEXT' };
const units = async () => {
	const locale = { language: 'en', country: 'US' };
	await control().addSignUpUnit({ id: 'sms', type: 'MARKETING', channels: ['TEXT'], locale });
	await control().addSignUpUnit({ id: 'mail', type: 'TRANSACTIONAL', channels: ['EMAIL'], locale });
};

it('writes a user with everything there is', async () => {
	const { status, data, headers } = await upsert(everything);
	expect([status, data]).toEqual([202, { success: true, message: expect.any(String) }]);
	expect(headers['x-ratelimit-limit']).toBe('150');
	expect(await control().users()).toEqual([
		expect.objectContaining({
			phones: [phone],
			emails: ['ann@example.com'],
			shopifyIds: ['345678901'],
			klaviyoIds: ['a1b2'],
			clientUserIds: ['c-1'],
			customIdentifiers: [{ name: 'loyalty_points_id', value: 'ADFK4D7D' }],
			attributes: { 'lucky number': '6', 'favorite color': 'green', 'has pets': 'true' },
			subscriptions: [],
			profile: expect.objectContaining({
				firstName: 'Ann',
				'demographic.age': 29,
				'location.zip': '11222',
				'locale.language': 'fr',
			}),
		}),
	]);
	expect(await control().ledger(`POST ${path}`)).toMatchObject([{ body: everything }]);
});

it('changes what is given only; identifiers alone are enough', async () => {
	await upsert({ attributes: { firstName: 'Ann', location: { city: 'Boston' } }, identifiers });
	await upsert({ attributes: { location: { zip: '02139' } }, identifiers: { phone } });
	await upsert({ attributes: {}, identifiers: { clientUserId: 'c-1', email: 'ann@example.com' } });
	await upsert({ identifiers: { clientUserId: 'c-1' } });
	expect(await control().users()).toMatchObject([
		{
			clientUserIds: ['c-1'],
			profile: { firstName: 'Ann', 'location.city': 'Boston', 'location.zip': '02139' },
		},
	]);
});

it('accepts before it writes, as long as set', async () => {
	await control().setClock('2026-07-01T10:00:00Z');
	await control().setSettings({ upsertMs: 1000 });
	expect((await upsert({ attributes: { custom: { a: 'b' } }, identifiers })).status).toBe(202);
	await control().advanceClock(999);
	expect(await control().users()).toEqual([]);
	await control().advanceClock(1);
	expect(await control().users()).toMatchObject([{ attributes: { a: 'b' } }]);
	await control().advanceClock(1000);
	expect(await control().users()).toHaveLength(1);
});

const custom = (values: unknown) => ({ attributes: { custom: values }, identifiers });
const demographic = (values: object) => ({ attributes: { demographic: values }, identifiers });
const location = (values: object) => ({ attributes: { location: values }, identifiers });

it.each<[string, unknown]>([
	['no identifiers', { attributes: { firstName: 'Ann' } }],
	['empty identifiers', { identifiers: {} }],
	['an empty phone', { identifiers: { phone: '' } }],
	['null', { identifiers: { phone, email: null } }],
	['a phone that is none', { identifiers: { phone: '2063996576' } }],
	['an email that is none', { identifiers: { email: 'ann' } }],
	['a long clientUserId', { identifiers: { clientUserId: 'x'.repeat(101) } }],
	['a number as an ID', { identifiers: { shopifyId: 345 } }],
	['v1 names of custom identifiers', { identifiers: { customIdentifiers: [{ name: 'a', value: 'b' }] } }],
	['no custom identifiers', { identifiers: { phone, customIdentifiers: [] } }],
	['a custom identifier without a value', { identifiers: { customIdentifiers: [{ key: 'a' }] } }],
	['an unknown identifier', { identifiers: { phone, loyaltyId: 'a' } }],
	["v1's user", { user: { phone }, properties: { a: 'b' } }],
	['an unknown attribute', { attributes: { first_name: 'Ann' }, identifiers }],
	['null as attributes', { attributes: null, identifiers }],
	['an empty first name', { attributes: { firstName: '' }, identifiers }],
	['null as a last name', { attributes: { lastName: null }, identifiers }],
	['a number as a name', { attributes: { firstName: 7 }, identifiers }],
	['age as text', demographic({ age: '29' })],
	['half an age', demographic({ age: 29.5 })],
	['an age below 0', demographic({ age: -1 })],
	['a day of birth otherwise', demographic({ dateOfBirth: '11/08/2022' })],
	['a day of birth with a time', demographic({ dateOfBirth: '2022-11-08T00:00:00Z' })],
	['a day that does not exist', demographic({ dateOfBirth: '2022-02-30' })],
	['a website without a scheme', demographic({ website: 'johnsmith.com' })],
	['an unknown one of demographic', demographic({ gender: 'f' })],
	['a zip as a number', location({ zip: 11222 })],
	['a latitude as a number', location({ latitude: 40.7 })],
	['a latitude beyond the pole', location({ latitude: '90.5' })],
	['a longitude in words', location({ longitude: '73 W' })],
	['a country in full', location({ country: 'United States' })],
	['a country in small letters', location({ country: 'us' })],
	['a region without its country', location({ region: 'NSW' })],
	['a language in full', { attributes: { locale: { language: 'French' } }, identifiers }],
	['custom as a list', custom([{ a: 'b' }])],
	['a list as a custom value', custom({ city: ['New York City'] })],
	['an object as a custom value', custom({ city: { favorite: 'Boston' } })],
	['null as a custom value', custom({ city: null })],
	['an empty custom value', custom({ city: '' })],
	['a long custom name', custom({ ['x'.repeat(201)]: 1 })],
	['101 custom attributes', custom(Object.fromEntries([...Array(101).keys()].map((n) => [`a${n}`, n])))],
	['no subscriptions', { subscriptions: [], identifiers }],
	['a subscription without its source', { subscriptions: [{ channel: 'TEXT' }], identifiers }],
	['a subscription without its channel', { subscriptions: [{ signUpSourceId: 'sms' }], identifiers }],
	['a channel in small letters', { subscriptions: [{ ...text, channel: 'text' }], identifiers }],
	['a yes for singleOptIn', { subscriptions: [{ ...text, singleOptIn: 'yes' }], identifiers }],
	['an unknown source', { subscriptions: [{ ...text, signUpSourceId: 'other' }], identifiers }],
	['a channel that the unit has not', { subscriptions: [{ ...text, channel: 'EMAIL' }], identifiers }],
	[
		'a type that the unit has not',
		{ subscriptions: [{ ...text, subscriptionType: 'TRANSACTIONAL' }], identifiers },
	],
	['a text without a phone', { subscriptions: [text], identifiers: { email } }],
	['the same twice', { subscriptions: [text, text], identifiers }],
	[
		'a locale in place of a source',
		{
			subscriptions: [
				{ channel: 'TEXT', subscriptionType: 'MARKETING', locale: { language: 'en', country: 'US' } },
			],
			identifiers,
		},
	],
	['several users', { users: [{ identifiers }] }],
	['a list', [{ identifiers }]],
])('400 for %s, and nothing is written', async (_what, body) => {
	await units();
	expect(refusal(await upsert(body))).toMatchObject({ status: 400 });
	expect(await control().users()).toEqual([]);
	expect(await control().attributeTypes()).toEqual([]);
	expect(await control().ledger()).toEqual([]);
	expect(await control().texts()).toEqual([]);
});

it('400 for a value of another type than the first, or not among the predefined', async () => {
	await control().addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
	await upsert(custom({ age: 24 }));
	expect(refusal(await upsert(custom({ age: 'young' }))).message).toContain('custom.age');
	expect(refusal(await upsert(custom({ tier: 'gold ' }))).message).toContain('"Gold"');
	expect((await upsert(custom({ tier: 'Gold', age: 25 }))).status).toBe(202);
});

it('lets an account have 100 custom attributes; those it has may change', async () => {
	const many = (from: number, to: number) =>
		custom(Object.fromEntries([...Array(to - from).keys()].map((n) => [`a${from + n}`, 1])));
	expect((await upsert(many(0, 100))).status).toBe(202);
	expect(refusal(await upsert(many(99, 101))).message).toContain('at most 100 custom attributes');
	expect((await upsert(many(50, 100))).status).toBe(202);
	await control().setSettings({ customAttributeLimit: 101 });
	expect((await upsert(many(99, 101))).status).toBe(202);
});

it('subscribes by the sign-up unit, and an existing TEXT subscriber is texted again', async () => {
	await units();
	const body = { subscriptions: [text, { signUpSourceId: 'mail', channel: 'EMAIL' }], identifiers };
	expect((await upsert(body)).status).toBe(202);
	const state = async () =>
		(await control().users())[0]?.subscriptions.map((each) => `${each.type} ${each.channel} ${each.state}`);
	expect(await state()).toEqual(['MARKETING TEXT pending', 'TRANSACTIONAL EMAIL subscribed']);
	await control().replyYes(phone);
	expect(await state()).toContain('MARKETING TEXT subscribed');
	await upsert(body);
	expect((await control().texts()).map(({ kind }) => kind)).toEqual(['replyY', 'legal', 'alreadySubscribed']);
	await upsert({ subscriptions: [{ ...text, singleOptIn: true }], identifiers: { phone: otherPhone } });
	expect((await control().texts()).at(-1)).toMatchObject({ kind: 'legal', phone: otherPhone });
});

it.each([
	['optional', 202, 202],
	['required', 400, 202],
	['refused', 202, 400],
] as const)('subscriptionType is %s', async (userSubscriptionType, without, having) => {
	await units();
	await control().setSettings({ userSubscriptionType });
	const status = async (more: object) =>
		(await upsert({ subscriptions: [{ ...text, ...more }], identifiers })).status;
	expect([await status({}), await status({ subscriptionType: 'MARKETING' })]).toEqual([without, having]);
});

it.each([
	['asNew', 202, 'pending'],
	['ignored', 202, 'stopped'],
	['refused', 400, 'stopped'],
] as const)('somebody who texted STOP is treated %s', async (subscribeAfterStop, expected, state) => {
	await units();
	await control().setSettings({ subscribeAfterStop });
	await control().replyStop(phone);
	expect((await upsert({ subscriptions: [text], identifiers })).status).toBe(expected);
	const [user] = await control().users();
	expect(user?.subscriptions.find(({ type }) => type === 'MARKETING')?.state).toBe(state);
});

it('needs both permissions', async () => {
	for (const scopes of [['attributes:write'], ['subscriptions:write'], []] as const) {
		const token = await control().createToken({ label: `only ${scopes.join()}`, scopes: [...scopes] });
		const as = { headers: { Authorization: `Bearer ${token}` } };
		const { status, data } = await api().http.post(path, { identifiers }, as);
		expect([status, data]).toEqual([403, '']);
	}
});
