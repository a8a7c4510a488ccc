import { refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const url = 'https://example.com/webhooks';
const events = ['sms.sent'];
const create = (body: unknown) => api().http.post('/v1/webhooks', body);
const list = async () => (await api().http.get('/v1/webhooks')).data.webhooks;
const made = async (): Promise<string> => (await create({ url, events })).data.id;
const update = (id: string, body: unknown) => api().http.put(`/v1/webhooks/${id}`, body);
const remove = (id: string) => api().http.delete(`/v1/webhooks/${id}`);

const apiEvents = [
	'sms.subscribed',
	'sms.sent',
	'sms.message_link_click',
	'email.subscribed',
	'email.unsubscribed',
	'email.message_link_click',
	'email.opened',
	'custom_attribute.set',
];

describe('POST /v1/webhooks', () => {
	it('201 with the published fields, and no signing key anywhere but in the dashboard', async () => {
		const answer = await create({ url, events: apiEvents });
		expect(answer.status).toBe(201);
		expect(answer.data).toEqual({
			id: expect.stringMatching(/^MjU6Q29tcGFueUFwcGxpY2F0aW9uV2ViaG9va[A-Za-z0-9_-]+$/),
			url,
			events: apiEvents,
			type: 'INSTALLED',
		});
		const { webhooks } = await control().dashboard();
		expect(webhooks).toEqual([
			{
				id: answer.data.id,
				app: 'sandbox',
				url,
				events: apiEvents,
				byHand: false,
				signingKey: expect.any(String),
				disabledAt: null,
			},
		]);
		const key = webhooks[0]?.signingKey ?? '';
		const changed = await update(answer.data.id, { url, events: apiEvents, disabled: true });
		expect(changed.status).toBe(200);
		expect(JSON.stringify([answer.data, await list(), changed.data])).not.toContain(key);
		expect(JSON.stringify(await control().ledger())).not.toContain(key);
	});

	it.each(['http://127.0.0.1:8080/a', 'http://localhost/a', 'http://[::1]:80/a'])('takes %s', async (url) => {
		expect((await create({ url, events })).status).toBe(201);
	});

	it.each<[string, object]>([
		['no url', { url: undefined }],
		['null', { url: null }],
		['an empty url', { url: '' }],
		['a url that is none', { url: 'example.com' }],
		['http elsewhere', { url: 'http://example.com/webhooks' }],
		['http that looks like loopback', { url: 'http://127.0.0.1.example.com/' }],
		['another scheme', { url: 'ftp://127.0.0.1/' }],
		['no events', { events: undefined }],
		['an empty list', { events: [] }],
		['one twice', { events: ['sms.sent', 'sms.sent'] }],
		['null among them', { events: [null] }],
		['text', { events: 'sms.sent' }],
		['capitals', { events: ['SMS.sent'] }],
		['the event of the published example', { events: ['phone.subscribed'] }],
		['an opt-out of texts', { events: ['sms.sent', 'sms.unsubscribed'] }],
		['an inbound text', { events: ['sms.inbound_message'] }],
		['an email sent', { events: ['email.sent'] }],
		['an unknown field', { name: 'Mine' }],
		['disabled', { disabled: false }],
	])('400 for %s', async (_what, rest) => {
		const { status, message } = refusal(await create({ url, events, ...rest }));
		expect([status, message]).toEqual([400, expect.stringContaining('expected')]);
		expect(await list()).toEqual([]);
		expect(await control().ledger()).toEqual([]);
	});

	it('takes events that Attentive has added', async () => {
		await control().setSettings({ moreWebhookEvents: ['sms.delivered'] });
		const { status, data } = await create({ url, events: ['sms.delivered', 'sms.sent'] });
		expect([status, data.events]).toEqual([201, ['sms.delivered', 'sms.sent']]);
		expect((await update(data.id, { url, events: ['sms.delivered'] })).status).toBe(200);
		const sample = await control().sendSampleEvent({ webhookId: data.id, type: 'sms.delivered' });
		expect(JSON.parse(sample.body)).toMatchObject({ type: 'sms.delivered', company: expect.any(Object) });
		expect((await update(data.id, { url, events: ['sms.other'] })).status).toBe(400);
		await expect(control().sendSampleEvent({ webhookId: data.id, type: 'sms.other' })).rejects.toThrow();
	});

	it('says where an opt-out of texts can be had', async () => {
		const { message } = refusal(await create({ url, events: ['sms.unsubscribed'] }));
		expect(message).toContain('made by hand');
	});
});

describe('GET /v1/webhooks', () => {
	it('shows other words than creating, and the company; those made by hand too', async () => {
		const id = await made();
		const byHand = await control().addWebhook({ url, events: ['sms.unsubscribed', 'email.sent'] });
		const common = { url, companyId: expect.any(String) };
		expect(await list()).toEqual([
			{ ...common, id, type: 'SUBSCRIPTION', events },
			{ ...common, id: byHand.id, type: 'STATIC', events: ['sms.unsubscribed', 'email.sent'] },
		]);
	});

	it('not those of other apps, which cannot be changed either', async () => {
		const id = await made();
		const token = await control().createToken({ label: 'other', scopes: ['webhooks:write'] });
		await control().addWebhook({ url, events: ['sms.sent'], app: 'other' });
		const headers = { Authorization: `Bearer ${token}` };
		const { data } = await api().http.get('/v1/webhooks', { headers });
		expect(data.webhooks).toMatchObject([{ type: 'STATIC' }]);
		const { status } = await api().http.delete(`/v1/webhooks/${id}`, { headers });
		expect(status).toBe(404);
		expect(await list()).toHaveLength(1);
	});
});

describe('PUT /v1/webhooks/{webhookId}', () => {
	it('needs url and events, as only disabled is called optional', async () => {
		const id = await made();
		for (const body of [{ disabled: true }, { url }, { events }, { url, disabled: true }]) {
			const { status, message } = refusal(await update(id, body));
			expect([status, message]).toEqual([400, expect.stringContaining('expected url and events')]);
		}
		expect(await list()).toEqual([{ id, url, events, type: 'SUBSCRIPTION', companyId: expect.any(String) }]);
		const { data } = await update(id, { url, events: ['email.opened'] });
		expect(data).toEqual({ id, url, events: ['email.opened'], type: 'INSTALLED' });
		expect((await update(id, { url, events, disabled: true })).data.disabledAt).toEqual(expect.any(String));
		expect((await update(id, { url, events })).data.disabledAt).toEqual(expect.any(String));
		expect((await update(id, { url, events, disabled: false })).data).not.toHaveProperty('disabledAt');
	});

	it('changes what it is given and keeps the key', async () => {
		await control().setSettings({ webhookUpdates: 'changes' });
		const id = await made();
		const key = (await control().dashboard()).webhooks[0]?.signingKey;
		await control().setClock('2026-07-01T10:00:00Z');
		expect((await update(id, { disabled: true })).data).toEqual({
			id,
			url,
			events,
			type: 'INSTALLED',
			disabledAt: '2026-07-01 10:00:00',
		});
		expect((await list())[0].disabledAt).toBe('2026-07-01 10:00:00');
		expect((await update(id, { events: ['email.opened'] })).data).toMatchObject({
			events: ['email.opened'],
			disabledAt: '2026-07-01 10:00:00',
		});
		const enabled = await update(id, { disabled: false, url: 'https://example.com/other' });
		expect([enabled.status, enabled.data]).toEqual([
			200,
			{ id, url: 'https://example.com/other', events: ['email.opened'], type: 'INSTALLED' },
		]);
		expect((await control().dashboard()).webhooks[0]?.signingKey).toBe(key);
		expect(await control().ledger('PUT /v1/webhooks/{webhookId}')).toMatchObject([
			{ params: { webhookId: id }, body: { disabled: true } },
			{ body: { events: ['email.opened'] } },
			{ body: { disabled: false } },
		]);
	});

	it.each<[string, unknown]>([
		['nothing', {}],
		['http elsewhere', { url: 'http://example.com' }],
		['an event for hands only', { events: ['sms.unsubscribed'] }],
		['no events', { events: [] }],
		['disabled as text', { disabled: 'true' }],
		['null', { disabled: null }],
		['an unknown field', { enabled: true }],
	])('400 for %s', async (_what, body) => {
		await control().setSettings({ webhookUpdates: 'changes' });
		const { status, message } = refusal(await update(await made(), body));
		expect([status, message]).toEqual([400, expect.stringContaining('expected')]);
		expect(await list()).toMatchObject([{ url, events }]);
	});

	it('404 for an unknown one, 400 for one made by hand', async () => {
		expect(refusal(await update('nothing', { disabled: true })).status).toBe(404);
		const { id } = await control().addWebhook({ url, events: ['sms.sent'] });
		expect(refusal(await update(id, { disabled: true })).message).toContain('made by hand');
		expect(refusal(await remove(id)).status).toBe(400);
	});
});

describe('DELETE /v1/webhooks/{webhookId}', () => {
	it('204 without a body, then 404', async () => {
		const id = await made();
		const { status, data } = await remove(id);
		expect([status, data]).toEqual([204, '']);
		expect(await list()).toEqual([]);
		expect((await control().dashboard()).webhooks).toEqual([]);
		expect(refusal(await remove(id)).status).toBe(404);
		expect(await control().ledger('DELETE /v1/webhooks/{webhookId}')).toMatchObject([
			{ params: { webhookId: id } },
		]);
	});
});

it('one URL may have several, each with a key of its own, and none comes back', async () => {
	const [one, two] = [await made(), await made()];
	await remove(one);
	const three = await made();
	expect(new Set([one, two, three]).size).toBe(3);
	const { webhooks } = await control().dashboard();
	expect(webhooks.map(({ id }) => id)).toEqual([two, three]);
	expect(new Set(webhooks.map(({ signingKey }) => signingKey)).size).toBe(2);
});

it('a deleted one is 404 to every call, also where the list still shows it', async () => {
	const [id, other] = [await made(), await made()];
	await control().setClock('2026-07-01T10:00:00Z');
	await remove(id);
	expect(await list()).toMatchObject([{ id: other }]);
	await control().setSettings({ deletedWebhooks: 'listed' });
	expect(await list()).toMatchObject([{ id: other }, { id, disabledAt: '2026-07-01 10:00:00' }]);
	expect(refusal(await update(id, { disabled: false })).status).toBe(404);
	expect(refusal(await update(id, { url })).status).toBe(404);
	expect(refusal(await remove(id)).status).toBe(404);
});

it('403 without webhooks:write, also to list', async () => {
	const id = await made();
	const token = await control().createToken({ label: 'other', scopes: ['events:write'] });
	const headers = { Authorization: `Bearer ${token}` };
	for (const [method, path] of [
		['GET', ''],
		['POST', ''],
		['PUT', `/${id}`],
		['DELETE', `/${id}`],
	] as const) {
		const { status } = await api().http.request({ method, url: `/v1/webhooks${path}`, headers });
		expect(status).toBe(403);
	}
});

it('there is no reading of a single one', async () => {
	const { status, data } = await api().http.get(`/v1/webhooks/${await made()}`);
	expect([status, data.error.message]).toEqual([404, expect.stringContaining('not part of the sandbox')]);
});

it('control refuses an unknown event, http elsewhere and an unknown app', async () => {
	const bad = { url, events: ['phone.subscribed'] };
	await expect(control().addWebhook(bad as never)).rejects.toThrow('sms.inbound_message');
	await expect(control().addWebhook({ url: 'http://example.com', events: ['sms.sent'] })).rejects.toThrow(
		'https',
	);
	await expect(control().addWebhook({ url, events: ['sms.sent'], app: 'nobody' })).rejects.toThrow('nobody');
});
