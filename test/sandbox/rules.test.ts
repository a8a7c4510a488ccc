import axios from 'axios';
import { events, phone, useSandbox } from './client';

const api = useSandbox();
const user = { phone };
const long = (length: number) => 'x'.repeat(length);

describe('tokens', () => {
	it.each([
		['none', undefined],
		['an unknown one', 'Bearer nobody'],
		['another scheme', 'Basic abc'],
	])('401 without a body for %s', async (_which, authorization) => {
		const { status, data, headers } = await axios.post(
			`${api().sandbox.url}/v1/events/custom`,
			{ type: 'A', user },
			{ proxy: false, validateStatus: () => true, headers: authorization ? { authorization } : {} },
		);
		expect({ status, data }).toEqual({ status: 401, data: '' });
		expect(headers['x-ratelimit-limit']).toBe('150');
	});

	it('403 without a body where the permission is missing; /v1/me needs none', async () => {
		const { control, url } = api().sandbox;
		const token = await control.createToken({ label: 'reader', scopes: ['attributes:write'] });
		const headers = { Authorization: `Bearer ${token}` };
		const { http } = api();
		expect(url).toContain('127.0.0.1');
		const refused = await http.post('/v1/events/custom', { type: 'A', user }, { headers });
		expect([refused.status, refused.data]).toEqual([403, '']);
		const set = await http.post('/v1/attributes/custom', { properties: { a: 'b' }, user }, { headers });
		expect(set.status).toBe(200);
		const me = await http.get('/v1/me', { headers });
		expect(me.data).toEqual({
			applicationName: 'reader',
			attentiveDomainName: expect.any(String),
			companyName: expect.any(String),
			contactEmail: expect.any(String),
			companyId: expect.any(String),
		});
		expect((await control.ledger()).map((entry) => entry.token)).toEqual(['reader']);
	});

	it('403 for attributes without attributes:write, also to read them', async () => {
		const token = await api().sandbox.control.createToken({ label: 'sender', scopes: ['events:write'] });
		const headers = { Authorization: `Bearer ${token}` };
		const get = await api().http.get('/v1/attributes/custom', { headers, params: { email: 'a@b.co' } });
		const set = await api().http.post('/v1/attributes/custom', {}, { headers });
		expect([get.status, set.status]).toEqual([403, 403]);
	});
});

describe('bodies', () => {
	it.each([
		['another content type', { 'Content-Type': 'text/plain' }, '{}', 'Content-Type'],
		['what is not JSON', { 'Content-Type': 'application/json' }, '{"type":', 'expected JSON'],
		['nothing', { 'Content-Type': 'application/json' }, '', 'expected JSON'],
		['a list', { 'Content-Type': 'application/json' }, '[]', 'received array'],
	])('400 for %s', async (_what, headers, body, message) => {
		const answer = await api().http.post('/v1/events/custom', body, {
			headers,
			transformRequest: (data: unknown) => data,
		});
		expect(answer.status).toBe(400);
		expect(answer.data).toEqual({
			error: { id: expect.any(Number), message: expect.stringContaining(message) },
		});
	});

	it('413 for a body of more than 10 MiB, counted as one request', async () => {
		const body = { type: 'A', properties: { a: long(10 * 1024 * 1024) }, user };
		const { status, headers } = await api().sendEvent(body);
		expect([status, headers['x-ratelimit-limit']]).toEqual([413, '150']);
		const counts = await api().sandbox.control.requests();
		expect(counts.find(({ endpoint }) => endpoint === events)).toMatchObject({ total: 1 });
	});

	it('takes a charset beside the content type', async () => {
		const headers = { 'Content-Type': 'application/json; charset=utf-8' };
		const answer = await api().http.post('/v1/events/custom', { type: 'A', user }, { headers });
		expect(answer.status).toBe(200);
	});

	it('names everything wrong at once, with expected, received and source', async () => {
		const { data } = await api().sendEvent({ type: 'a(b', user: { phone: '2063996576' }, extra: 1 });
		expect(data.error.message).toContain('body.type: expected none of the characters');
		expect(data.error.message).toContain('received "2063996576" [OpenAPI]');
		expect(data.error.message).toContain('received the unknown "extra"');
	});

	it('refuses a query where none is known', async () => {
		expect((await api().http.get('/v1/me', { params: { verbose: 1 } })).status).toBe(400);
		const event = await api().http.post('/v1/events/custom', { type: 'A', user }, { params: { a: 1 } });
		expect(event.status).toBe(400);
	});
});

const goodUsers: [string, unknown][] = [
	['a phone', { phone }],
	['an email', { email: 'ann@example.com' }],
	['an email of more than 100 characters', { email: `${long(100)}@example.com` }],
	['the phone of the published example', { phone: '+13115552368' }],
	['a phone of another country', { phone: '+4915112345678' }],
	['a clientUserId', { externalIdentifiers: { clientUserId: '7' } }],
	['a custom identifier', { externalIdentifiers: { customIdentifiers: [{ name: 'loyalty', value: '7' }] } }],
	['100 characters', { externalIdentifiers: { clientUserId: long(100) } }],
	['everything', { phone, email: 'ann@example.com', externalIdentifiers: { clientUserId: '7' } }],
];

const badUsers: [string, unknown][] = [
	['nothing', undefined],
	['null', null],
	['text', 'ann'],
	['no identifier', {}],
	['an unknown field', { phone, name: 'Ann' }],
	['an identifier in the wrong place', { clientUserId: '7' }],
	['a null beside', { phone, email: null }],
	['an empty email beside', { phone, email: '' }],
	['a blank phone', { phone: '  ' }],
	['a phone as a number', { phone: 12063996576 }],
	['a phone without +', { phone: '12063996576' }],
	['a phone with spaces', { phone: '+1 206 399 6576' }],
	['a phone that is too short', { phone: '+1206399' }],
	['a phone that is too long', { phone: '+120639965760' }],
	['a phone that begins with 0', { phone: '+02063996576' }],
	['an email without a domain', { email: 'ann@' }],
	['an email with a name', { email: 'Ann <ann@example.com>' }],
	['an email with two dots', { email: 'ann@example..com' }],
	['empty externalIdentifiers', { phone, externalIdentifiers: {} }],
	['an unknown external identifier', { phone, externalIdentifiers: { shopifyId: '7' } }],
	['an empty clientUserId', { externalIdentifiers: { clientUserId: '' } }],
	['a clientUserId as a number', { externalIdentifiers: { clientUserId: 7 } }],
	['101 characters', { externalIdentifiers: { clientUserId: long(101) } }],
	['no custom identifier', { phone, externalIdentifiers: { customIdentifiers: [] } }],
	['a custom identifier without value', { externalIdentifiers: { customIdentifiers: [{ name: 'a' }] } }],
	['an empty value', { externalIdentifiers: { customIdentifiers: [{ name: 'a', value: '' }] } }],
	['an empty name', { externalIdentifiers: { customIdentifiers: [{ name: '', value: 'a' }] } }],
	['key for name', { externalIdentifiers: { customIdentifiers: [{ key: 'a', value: 'b' }] } }],
];

describe('user', () => {
	it.each(goodUsers)('takes %s', async (_what, user) => {
		expect((await api().sendEvent({ type: 'A', user })).status).toBe(200);
		expect((await api().setAttributes({ properties: { a: 'b' }, user })).status).toBe(200);
	});

	it.each(badUsers)('400 for %s', async (_what, user) => {
		const answers = [
			await api().sendEvent({ type: 'A', user }),
			await api().setAttributes({ properties: { a: 'b' }, user }),
		];
		expect(answers.map(({ status }) => status)).toEqual([400, 400]);
		expect(answers[0]?.data.error.message).toContain('body.user');
		expect(await api().sandbox.control.ledger()).toEqual([]);
		expect(await api().sandbox.control.users()).toEqual([]);
	});
});

describe(events, () => {
	it.each<[string, object]>([
		['the least', {}],
		['any JSON as values', { properties: { a: null, b: '', c: [1, { d: 'e' }], f: { g: true } } }],
		["keys with ' ( ) and ,", { properties: { "a'(b),": 1 } }],
		['a picture', { properties: { mediaUrl: 'https://example.com/a.png' } }],
		['more than 200 keys', { properties: Object.fromEntries([...Array(201).keys()].map((n) => [n, n])) }],
		['a time in UTC', { occurredAt: '2021-03-30T14:38:29.000Z' }],
		['a time elsewhere', { occurredAt: '2021-03-30T14:38:29-07:00' }],
		['an ID', { externalEventId: '1' }],
	])('200 without a body for %s', async (_what, rest) => {
		const { status, data } = await api().sendEvent({ type: 'Order Shipped', user, ...rest });
		expect({ status, data }).toEqual({ status: 200, data: '' });
	});

	it.each<[string, object]>([
		['no type', { type: undefined }],
		['an empty type', { type: '' }],
		...[...'"\'(){}[]\\|,'].map((each): [string, object] => [`a type with ${each}`, { type: `a${each}` }]),
		...[...'"{}[]\\|'].map((each): [string, object] => [`a key with ${each}`, { properties: { [each]: 1 } }]),
		['a nested key with |', { properties: { a: [{ 'b|c': 1 }] } }],
		['an empty key', { properties: { '': 1 } }],
		['properties as a list', { properties: [] }],
		['properties as null', { properties: null }],
		['a picture as a number', { properties: { mediaUrl: 1 } }],
		['an empty ID', { externalEventId: '' }],
		['an ID as a number', { externalEventId: 1 }],
		['a time without an offset', { occurredAt: '2021-03-30T14:38:29' }],
		['a date', { occurredAt: '2021-03-30' }],
		['a time that does not exist', { occurredAt: '2021-02-30T14:38:29Z' }],
		['a Unix time', { occurredAt: 1617115109 }],
		['an unknown field', { occuredAt: '2021-03-30T14:38:29Z' }],
	])('400 for %s', async (_what, rest) => {
		expect((await api().sendEvent({ type: 'Order Shipped', user, ...rest })).status).toBe(400);
		expect(await api().sandbox.control.ledger()).toEqual([]);
	});

	it('must come from the app that created the type', async () => {
		const token = await api().sandbox.control.createToken({ label: 'other', scopes: ['events:write'] });
		const headers = { Authorization: `Bearer ${token}` };
		const send = (type: string) => api().http.post('/v1/events/custom', { type, user }, { headers });
		await api().sendEvent({ type: 'Mine', user });
		expect((await send('Mine')).status).toBe(400);
		expect((await send('mine')).status).toBe(200);
		expect((await api().sendEvent({ type: 'mine', user })).status).toBe(400);
	});

	it('drops equal externalEventIds only if told to', async () => {
		const { control } = api().sandbox;
		const event = { type: 'A', externalEventId: 'one', user };
		await api().sendEvent(event);
		await api().sendEvent(event);
		await control.setSettings({ dropEqualExternalEventIds: true });
		expect((await api().sendEvent(event)).status).toBe(200);
		await api().sendEvent({ ...event, externalEventId: 'two' });
		await api().sendEvent({ type: 'A', user });
		await api().sendEvent({ type: 'A', user });
		const dropped = (await control.ledger()).map((entry) => entry.dropped);
		expect(dropped).toEqual([undefined, undefined, true, undefined, undefined, undefined]);
	});
});
