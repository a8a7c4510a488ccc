import axios from 'axios';
import { startSandbox } from '../../sandbox/start';
import { attributes, client, events, otherPhone, phone, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const user = { phone };

describe('rate limits', () => {
	// With a limit of 0 no test depends on where a second begins.
	it('429 without a body above the limit, with both headers, and nothing is written', async () => {
		await control().setLimit({ endpoint: events, perSecond: 0 });
		const { status, data, headers } = await api().sendEvent({ type: 'A', user });
		expect({ status, data }).toEqual({ status: 429, data: '' });
		expect(headers).toMatchObject({ 'x-ratelimit-limit': '0', 'x-ratelimit-remaining': '0' });
		expect(await control().ledger()).toEqual([]);
		expect((await api().setAttributes({ properties: { a: 'b' }, user })).status).toBe(200);
	});

	it('150 a second by default, and many at once go above it', async () => {
		const sent = await Promise.all(
			[...Array(700).keys()].map((n) => api().sendEvent({ type: 'A', externalEventId: String(n), user })),
		);
		const accepted = sent.filter(({ status }) => status === 200).length;
		const refused = sent.filter(({ status }) => status === 429).length;
		expect(accepted + refused).toBe(700);
		expect(accepted).toBeGreaterThanOrEqual(150);
		expect(sent.every(({ headers }) => headers['x-ratelimit-limit'] === '150')).toBe(true);
		const count = (await control().requests()).find(({ endpoint }) => endpoint === events);
		expect(count?.total).toBe(700);
		expect((count?.statuses['200'] ?? 0) + (count?.statuses['429'] ?? 0)).toBe(700);
		expect(count?.peakInAnySecond).toBeGreaterThanOrEqual(count?.peakPerSecond ?? Infinity);
		expect(await control().ledger()).toHaveLength(accepted);
	});

	it('each token has its own, also under a frozen clock', async () => {
		await control().setClock('2026-07-01T12:00:00Z');
		const apiKey = await control().createToken({ label: 'other', scopes: [] });
		await control().setLimit({ perSecond: 1000 });
		const other = client({ url: api().sandbox.url, apiKey });
		const first = await other.get('/v1/me');
		expect(first.headers['x-ratelimit-remaining']).toBe('999');
		expect((await api().http.get('/v1/me')).headers['x-ratelimit-remaining']).toBe('999');
	});

	it('stand on every answer', async () => {
		const answers = [
			await api().http.get('/v1/me'),
			await api().sendEvent({}),
			await api().http.get('/v1/nowhere'),
			await axios.get(`${api().sandbox.url}/v1/me`, { proxy: false, validateStatus: () => true }),
		];
		expect(answers.map(({ status }) => status)).toEqual([200, 400, 404, 401]);
		for (const { headers } of answers) {
			expect(headers).toMatchObject({
				'x-ratelimit-limit': '150',
				'x-ratelimit-remaining': expect.stringMatching(/^\d+$/),
			});
		}
	});
});

describe('ledger', () => {
	it('holds every accepted write in order, as it was sent', async () => {
		await control().setClock('2026-07-01T12:00:00+02:00');
		const event = { type: 'A', properties: { a: [1, { b: null }] }, user };
		const attribute = { properties: { a: 'b' }, user: { phone: otherPhone } };
		await api().sendEvent(event);
		await api().sendEvent({ type: '' });
		await api().setAttributes(attribute);
		const at = '2026-07-01T10:00:00.000Z';
		const receivedAt = expect.any(Number);
		const token = 'sandbox';
		const expected = [
			{ sequence: 1, at, receivedAt, endpoint: events, token, body: event, userId: 'user-1' },
			{ sequence: 2, at, receivedAt, endpoint: attributes, token, body: attribute, userId: 'user-2' },
		];
		expect(await control().ledger()).toEqual(expected);
		expect(await control().ledger(attributes)).toEqual(expected.slice(1));
		await expect(control().ledger('POST /v1/nowhere')).rejects.toThrow('endpoint');
	});

	it('never holds a secret', async () => {
		await api().sendEvent({ type: 'A', user });
		expect(JSON.stringify(await control().ledger())).not.toContain(api().sandbox.apiKey);
	});
});

describe('requests', () => {
	it('counts all that came, for every endpoint', async () => {
		await api().sendEvent({ type: 'A', user });
		await api().sendEvent({ type: '', user });
		const requests = await control().requests();
		expect(requests.map(({ endpoint }) => endpoint)).toEqual([
			'GET /v1/me',
			'GET /v2/me',
			'POST /v1/authorization-codes/tokens',
			'GET /v1/attributes/custom',
			'POST /v1/attributes/custom',
			'POST /v1/events/custom',
			'POST /v1/events/ecommerce/product-view',
			'POST /v1/events/ecommerce/add-to-cart',
			'POST /v1/events/ecommerce/purchase',
			'GET /v1/subscriptions',
			'POST /v1/subscriptions',
			'POST /v1/subscriptions/unsubscribe',
			'POST /v1/identity-resolution/user-identifiers',
			'POST /v1/coupons/coupon-pool/{id}/create',
			'POST /v1/privacy/delete-request',
			'GET /v1/privacy/delete-request/{id}',
			'GET /v1/webhooks',
			'POST /v1/webhooks',
			'PUT /v1/webhooks/{webhookId}',
			'DELETE /v1/webhooks/{webhookId}',
			'GET /v2/segments',
			'POST /v2/segments',
			'GET /v2/segments/external/{externalId}',
			'PATCH /v2/segments/external/{externalId}',
			'DELETE /v2/segments/external/{externalId}',
			'POST /v2/user/attributes',
			'POST /v2/bulk/user/attributes',
			'POST /v2/bulk/segments/members',
			'DELETE /v2/bulk/segments/members',
			'GET /v2/bulk/job/{bulkJobId}',
			'GET /v1/product-catalog/uploads',
			'POST /v1/product-catalog/uploads',
			'GET /v1/product-catalog/uploads/{uploadId}',
			'GET /bulk-results/{bulkJobId}.jsonl',
			'PUT /catalog-uploads/{uploadId}',
		]);
		for (const request of requests) {
			expect(request).toMatchObject(
				request.endpoint === events
					? { total: 2, statuses: { '200': 1, '400': 1 } }
					: { total: 0, statuses: {}, firstAt: null },
			);
		}
	});
});

describe('unknown paths', () => {
	it.each([
		['GET', '/v1/events/custom?a=b', undefined],
		['POST', '/v2/users', {}],
		['POST', '/v1/me/', 'plain'],
		['GET', '/_sandbox/nothing', undefined],
	])('%s %s is a loud 404', async (method, url, data) => {
		const answer = await api().http.request({ method, url, data });
		expect(answer.status).toBe(404);
		const message = `${method} ${url.split('?')[0]} is not part of the sandbox; /_sandbox/requests lists what is`;
		expect(answer.data.error.message).toBe(message);
		expect(api().log.at(-1)).toBe(`sandbox: ${message}`);
		expect(await control().unknownRequests()).toEqual([{ method, path: url, at: expect.any(String) }]);
	});

	it('a long one is cut in the message', async () => {
		const path = `/v1/${'a'.repeat(1_000)}`;
		const { data } = await api().http.get(path);
		expect(data.error.message).toContain(`GET ${path.slice(0, 100)} is not`);
	});
});

describe('control', () => {
	it('a reset empties everything but the API key', async () => {
		await control().setClock('2020-01-01T00:00:00Z');
		await control().setLimit({ perSecond: 0 });
		await control().addFault({ kind: '503' });
		await control().setSettings({ attributeTypes: 'content' });
		await control().reset();
		expect((await api().setAttributes({ properties: { a: '1' }, user })).status).toBe(200);
		expect(await control().attributeTypes()).toEqual([{ name: 'a', type: 'String' }]);
		const [entry] = await control().ledger();
		expect(entry?.sequence).toBe(1);
		expect(Date.parse(entry?.at ?? '')).toBeGreaterThan(Date.parse('2025-01-01T00:00:00Z'));
	});

	it('a frozen clock is released, a running one advanced', async () => {
		await control().setClock('2020-01-01T00:00:00Z');
		await control().setClock(null);
		await control().advanceClock(1000 * 24 * 60 * 60 * 1000);
		await api().sendEvent({ type: 'A', user });
		const [entry] = await control().ledger();
		expect(Date.parse(entry?.at ?? '')).toBeGreaterThan((entry?.receivedAt ?? 0) + 999 * 24 * 60 * 60 * 1000);
	});

	it('with latency the answers still come', async () => {
		await control().setLatency({ ms: 1, jitterMs: 5 });
		await control().setLatency({ endpoint: events, ms: 2 });
		expect((await api().sendEvent({ type: 'A', user })).status).toBe(200);
		expect((await api().http.get('/v1/me')).status).toBe(200);
	});

	it('refuses what it does not understand, in words', async () => {
		await expect(control().setClock('yesterday')).rejects.toThrow('ISO time');
		await expect(control().setLimit({ endpoint: 'GET /v1/you', perSecond: 1 })).rejects.toThrow('GET /v1/me');
		await expect(control().createToken({ label: 'sandbox', scopes: [] })).rejects.toThrow('already');
		await expect(
			control().addJourney({
				name: 'A',
				event: 'A',
				subscriptionType: 'MARKETING',
				quietHours: { start: '8 PM', end: '12:00', timeZone: 'Nowhere' },
			}),
		).rejects.toThrow('time zone');
	});
});

it('several sandboxes know nothing of each other', async () => {
	const other = await startSandbox({ apiKey: 'my-key' });
	expect(other.apiKey).toBe('my-key');
	expect(other.url).not.toBe(api().sandbox.url);
	const http = client(other);
	expect((await http.post('/v1/events/custom', { type: 'A', user })).status).toBe(200);
	expect(await other.control.ledger()).toHaveLength(1);
	expect(await control().ledger()).toEqual([]);
	const stranger = client({ url: api().sandbox.url, apiKey: 'my-key' });
	expect((await stranger.get('/v1/me')).status).toBe(401);
	await other.close();
});
