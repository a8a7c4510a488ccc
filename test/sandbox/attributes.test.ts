import { otherPhone, phone, useSandbox } from './client';

const api = useSandbox();
const user = { phone };

const set = async (properties: object) => (await api().setAttributes({ properties, user })).status;
const get = async (query = `phone=${encodeURIComponent(phone)}`) => {
	const { status, data } = await api().http.get(`/v1/attributes/custom?${query}`);
	return status === 200 ? data : status;
};

describe('POST /v1/attributes/custom', () => {
	it.each<[string, object]>([
		['text', { a: 'b' }],
		['a number', { a: 1 }],
		['a boolean', { a: false }],
		['an object', { a: { b: 'c' } }],
		['a name of 200 characters', { ['x'.repeat(200)]: 'a' }],
		['many', Object.fromEntries([...Array(300).keys()].map((n) => [`a${n}`, n]))],
	])('takes %s', async (_what, properties) => {
		expect(await set(properties)).toBe(200);
	});

	it.each<[string, unknown]>([
		['no properties', undefined],
		['null', null],
		['a list', [{ a: 'b' }]],
		['a list as a value', { a: ['b'] }],
		['a list in a value', { a: { b: ['c'] } }],
		['null as a value', { a: null }],
		['an empty value', { a: '' }],
		['an empty name', { '': 'a' }],
		['a name of 201 characters', { ['x'.repeat(201)]: 'a' }],
		['one bad value among good ones', { a: 'b', c: null }],
	])('400 for %s, and nothing is written', async (_what, properties) => {
		const answer = await api().setAttributes({ properties, user });
		expect(answer.status).toBe(400);
		expect(answer.data.error.message).toContain('body.properties');
		expect(await api().sandbox.control.users()).toEqual([]);
		expect(await api().sandbox.control.attributeTypes()).toEqual([]);
	});

	it('400 for an unknown field beside', async () => {
		const answer = await api().setAttributes({ properties: { a: 'b' }, user, phone });
		expect(answer.status).toBe(400);
	});
});

describe('GET /v1/attributes/custom', () => {
	it('gives values as text, by phone or by email', async () => {
		await api().setAttributes({
			properties: { tier: 'Gold', points: 12.5, vip: true },
			user: { phone, email: 'Ann@example.com' },
		});
		const expected = [
			{ name: 'tier', value: 'Gold' },
			{ name: 'points', value: '12.5' },
			{ name: 'vip', value: 'true' },
		];
		expect(await get()).toEqual(expected);
		expect(await get('email=ann%40example.com')).toEqual(expected);
	});

	it('gives the newest value, and an empty list for somebody unknown', async () => {
		await set({ tier: 'Gold' });
		await set({ tier: 'Silver' });
		expect(await get()).toEqual([{ name: 'tier', value: 'Silver' }]);
		expect(await get(`phone=${encodeURIComponent(otherPhone)}`)).toEqual([]);
	});

	it.each([
		['neither', ''],
		['both', `phone=${encodeURIComponent(phone)}&email=a%40b.co`],
		['two phones', `phone=${encodeURIComponent(phone)}&phone=${encodeURIComponent(otherPhone)}`],
		['an empty phone', 'phone='],
		['another parameter', 'email=a%40b.co&limit=1'],
		['clientUserId', 'clientUserId=7'],
		['a bad email', 'email=ann'],
		['a + that was not encoded', `phone=${phone}`],
	])('400 for %s', async (_what, query) => {
		expect(await get(query)).toBe(400);
	});

	it('says what became of a + that was not encoded', async () => {
		const { data } = await api().http.get(`/v1/attributes/custom?phone=${phone}`);
		expect(data.error.message).toContain('%2B');
	});
});

describe('types', () => {
	const types = async () =>
		Object.fromEntries((await api().sandbox.control.attributeTypes()).map(({ name, type }) => [name, type]));
	const first = {
		age: '24',
		birthday: '1986-11-16',
		'sign up': '2021-04-23T16:04:33Z',
		team: 'Minnesota Vikings',
		VIP: 'TRUE',
		points: 3,
		member: true,
	};

	it('json: the JSON type of the first value', async () => {
		await set(first);
		expect(await types()).toEqual({
			age: 'String',
			birthday: 'String',
			'sign up': 'String',
			team: 'String',
			VIP: 'String',
			points: 'Number',
			member: 'Boolean',
		});
		expect(await set({ age: '25' })).toBe(200);
		expect(await set({ age: 'old' })).toBe(200);
		expect(await set({ age: 24 })).toBe(400);
		expect(await set({ points: '3' })).toBe(400);
		expect(await set({ member: 'true' })).toBe(400);
	});

	it('json: text keeps its zeros', async () => {
		await set({ zip: '02139' });
		expect(await get()).toEqual([{ name: 'zip', value: '02139' }]);
	});

	it('content: text is looked into', async () => {
		await api().sandbox.control.setSettings({ attributeTypes: 'content' });
		await set(first);
		expect(await types()).toEqual({
			age: 'Number',
			birthday: 'Date',
			'sign up': 'Date',
			team: 'String',
			VIP: 'Boolean',
			points: 'Number',
			member: 'Boolean',
		});
		expect(await set({ age: 25 })).toBe(200);
		expect(await set({ age: 'old' })).toBe(400);
		expect(await set({ points: '4' })).toBe(200);
		expect(await set({ VIP: 'maybe' })).toBe(400);
		expect(await set({ birthday: 'soon' })).toBe(400);
		expect(await set({ team: '49' })).toBe(200);
	});

	it('content: text that looks like a number loses its zeros for good', async () => {
		await api().sandbox.control.setSettings({ attributeTypes: 'content' });
		await set({ zip: '02139' });
		expect(await get()).toEqual([{ name: 'zip', value: '2139' }]);
		expect(await set({ zip: 'K1A 0B1' })).toBe(400);
	});

	it('a value of another type keeps the others of its request out', async () => {
		await set({ points: 3 });
		const { status, data } = await api().setAttributes({ properties: { tier: 'Gold', points: 'x' }, user });
		expect(status).toBe(400);
		expect(data.error.message).toContain('expected a Number');
		expect(await get()).toEqual([{ name: 'points', value: '3' }]);
		expect(await types()).toEqual({ points: 'Number' });
	});

	it('predefined attributes take their values only', async () => {
		const { control } = api().sandbox;
		await control.addPredefinedAttribute({ name: 'tier', values: ['Gold', 'Silver'] });
		expect(await set({ tier: 'Gold' })).toBe(200);
		expect(await set({ tier: 'gold ' })).toBe(400);
		expect(await control.attributeTypes()).toEqual([
			{ name: 'tier', type: 'String', predefinedValues: ['Gold', 'Silver'] },
		]);
	});
});
