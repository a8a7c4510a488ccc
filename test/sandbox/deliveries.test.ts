import { createHmac } from 'node:crypto';
import { Account } from '../../sandbox/attentive/account';
import { simultaneous } from '../../sandbox/attentive/deliveries';
import { startSandbox } from '../../sandbox/start';
import type { EventName, WebhookRecord } from '../../sandbox/control';
import { client, phone, useSandbox } from './client';
import { startReceiver, type Receiver } from './receiver';

const api = useSandbox();
const control = () => api().sandbox.control;
const email = 'ann@example.com';
const every: EventName[] = [
	'sms.subscribed',
	'sms.unsubscribed',
	'sms.sent',
	'sms.message_link_click',
	'sms.inbound_message',
	'email.subscribed',
	'email.unsubscribed',
	'email.sent',
	'email.opened',
	'email.message_link_click',
	'custom_attribute.set',
];

let receiver: Receiver;
beforeEach(async () => {
	receiver = await startReceiver();
	await control().setClock('2026-07-01T10:00:00Z');
	await control().setSettings({ retryDelaysMs: [1, 2, 4], webhookUpdates: 'changes' });
});
afterEach(() => receiver.close());

const hook = (events: EventName[] = every): Promise<WebhookRecord> =>
	control().addWebhook({ url: receiver.url, events });
const hmac = ({ signingKey }: WebhookRecord, body: string, form: 'hex' | 'base64') =>
	createHmac('sha256', signingKey).update(body).digest(form);
const types = () => receiver.received.map(({ event }) => event.type);

const common = {
	timestamp: Date.parse('2026-07-01T10:00:00Z'),
	company: { display_name: 'Sandbox Company', company_id: 'c2FuZGJveA' },
};

describe('events', () => {
	const unit = {
		id: '101',
		type: 'MARKETING',
		channels: ['TEXT', 'EMAIL'],
		locale: { language: 'en', country: 'US' },
		name: 'Loyalty form',
	} as const;
	const subscription = { type: 'MARKETING' };
	const creative = { name: 'Loyalty form', type: expect.any(String), subtype: expect.any(String) };
	const subscriber = {
		external_id: 'user-1',
		phone,
		email,
		external_identifiers: {
			client_user_id: ['7'],
			custom_identifiers: { loyalty: '00123' },
			shopify_id: '8',
			klaviyo_id: '9',
		},
	};

	beforeEach(async () => {
		await control().addSignUpUnit({ ...unit, channels: [...unit.channels] });
		await control().seedUsers([
			{
				phone,
				email,
				clientUserId: '7',
				shopifyId: '8',
				klaviyoId: '9',
				customIdentifiers: [{ name: 'loyalty', value: '00123' }],
			},
		]);
	});
	const subscribe = (rest: object) =>
		api().http.post('/v1/subscriptions', { signUpSourceId: '101', ...rest });
	/** What came, whatever its order. */
	const events = async () => {
		await control().whenDelivered();
		return receiver.received
			.map(({ event }) => event)
			.sort((a, b) => String(a.type).localeCompare(String(b.type)));
	};

	it('a subscription and its legal text', async () => {
		await hook();
		await subscribe({ user: { phone }, singleOptIn: true });
		expect(await events()).toEqual([
			{
				type: 'sms.sent',
				...common,
				subscriber,
				message: {
					id: 'message-1',
					type: 'MARKETING',
					name: 'legal',
					text: expect.any(String),
					channel: 'TEXT',
				},
			},
			{ type: 'sms.subscribed', ...common, subscriber, subscription, creative },
		]);
	});

	it('a subscription only once it is confirmed, with the Y that did it', async () => {
		await hook(['sms.subscribed', 'sms.inbound_message']);
		await subscribe({ user: { phone } });
		expect(await events()).toEqual([]);
		await control().replyYes(phone);
		expect(await events()).toEqual([
			{
				type: 'sms.inbound_message',
				...common,
				subscriber,
				message: { type: expect.any(String), text: 'Y', to_phone: expect.stringMatching(/^\+1\d{10}$/) },
			},
			{ type: 'sms.subscribed', ...common, subscriber, subscription, creative },
		]);
	});

	it('STOP: an opt-out for each type that was subscribed', async () => {
		await subscribe({ user: { phone }, singleOptIn: true });
		await hook(['sms.unsubscribed', 'sms.inbound_message']);
		await control().replyStop(phone);
		expect(await events()).toMatchObject([
			{ type: 'sms.inbound_message', message: { text: 'STOP' } },
			{ type: 'sms.unsubscribed', subscriber, subscription },
		]);
		await control().receiveText({ phone, text: 'Hello' });
		expect((await events()).map(({ type }) => type)).toEqual([
			'sms.inbound_message',
			'sms.inbound_message',
			'sms.unsubscribed',
		]);
	});

	it('emails, and unsubscribing by the API; nothing where nothing changes', async () => {
		await subscribe({ user: { phone, email }, singleOptIn: true });
		await hook(['sms.subscribed', 'sms.unsubscribed', 'email.subscribed', 'email.unsubscribed']);
		const unsubscribe = () => api().http.post('/v1/subscriptions/unsubscribe', { user: { phone, email } });
		await unsubscribe();
		await unsubscribe();
		await subscribe({ user: { email } });
		await subscribe({ user: { email } });
		expect(await events()).toEqual([
			{ type: 'email.subscribed', ...common, subscriber, subscription, creative },
			{ type: 'email.unsubscribed', ...common, subscriber, subscription },
			{ type: 'sms.unsubscribed', ...common, subscriber, subscription },
		]);
	});

	it('each text of a journey', async () => {
		await subscribe({ user: { phone }, singleOptIn: true });
		await control().addJourney({
			name: 'Shipping',
			event: 'A',
			subscriptionType: 'MARKETING',
			quietHours: null,
		});
		await hook(['sms.sent']);
		await api().sendEvent({ type: 'A', user: { email } });
		await api().sendEvent({ type: 'B', user: { email } });
		expect(await events()).toMatchObject([
			{ type: 'sms.sent', message: { id: 'message-2', type: 'MARKETING', name: 'Shipping' } },
		]);
	});

	it('each attribute, but not of somebody whom nobody can reach', async () => {
		await hook(['custom_attribute.set']);
		await api().setAttributes({ properties: { tier: 'Gold', points: 3 }, user: { email } });
		await api().setAttributes({
			properties: { tier: 'Gold' },
			user: { externalIdentifiers: { clientUserId: 'unknown' } },
		});
		const came = (await events()).map(({ user_property }) => user_property);
		expect(came).toHaveLength(2);
		expect(came).toEqual(
			expect.arrayContaining([
				{ id: 'attribute-1', name: 'tier', value: 'Gold' },
				{ id: 'attribute-2', name: 'points', value: '3' },
			]),
		);
	});

	it('the address that it is about, where a user has several', async () => {
		const other = '+12063996577';
		await api().sendEvent({ type: 'A', user: { phone: other, email } });
		await hook(['sms.subscribed']);
		await subscribe({ user: { phone: other }, singleOptIn: true });
		expect(await events()).toMatchObject([{ subscriber: { phone: other, email } }]);
	});

	it('go to every webhook that listens, and to no other', async () => {
		await hook(['email.opened']);
		const [first, second] = [await hook(['sms.sent']), await hook(['sms.sent', 'email.sent'])];
		await subscribe({ user: { phone } });
		const deliveries = await control().whenDelivered();
		expect(deliveries.map(({ webhookId }) => webhookId)).toEqual([first.id, second.id]);
		expect(await control().deliveries({ webhookId: second.id })).toHaveLength(1);
		expect(await control().deliveries({ type: 'email.opened' })).toEqual([]);
	});

	it('reach a webhook that the API made', async () => {
		await api().http.post('/v1/webhooks', { url: receiver.url, events: ['custom_attribute.set'] });
		await api().setAttributes({ properties: { a: 'b' }, user: { email } });
		await control().whenDelivered();
		const [webhook] = (await control().dashboard()).webhooks;
		const [received] = receiver.received;
		if (webhook === undefined || received === undefined) throw new Error('Nothing came.');
		expect(received.headers['x-attentive-hmac-sha256']).toBe(hmac(webhook, received.body, 'hex'));
	});
});

describe('samples', () => {
	it.each(every)('%s', async (type) => {
		const { id } = await hook(['email.opened']);
		const delivery = await control().sendSampleEvent({ webhookId: id, type });
		expect(delivery).toMatchObject({ webhookId: id, type, attempts: [] });
		await control().whenDelivered();
		const [received] = receiver.received;
		expect(received?.body).toBe(delivery.body);
		const detail = /subscribed$/.test(type)
			? 'subscription'
			: type === 'custom_attribute.set'
				? 'user_property'
				: 'message';
		expect(received?.event).toMatchObject({ type, ...common, subscriber: {}, [detail]: {} });
		expect('link' in (received?.event ?? {})).toBe(type.endsWith('link_click'));
		expect('creative' in (received?.event ?? {})).toBe(type.endsWith('.subscribed'));
	});

	it('with fields of the test, each in place of the sample’s own', async () => {
		const { id } = await hook();
		const payload = { subscriber: { external_id: 'x' }, extra: 'ü' };
		await control().sendSampleEvent({ webhookId: id, type: 'sms.unsubscribed', payload });
		await control().whenDelivered();
		expect(receiver.received[0]?.event).toEqual({
			type: 'sms.unsubscribed',
			...common,
			subscription: { type: 'MARKETING' },
			...payload,
		});
	});

	it('not of an unknown type, nor to an unknown webhook', async () => {
		const { id } = await hook();
		const sample = { webhookId: id, type: 'sms.received' };
		await expect(control().sendSampleEvent(sample as never)).rejects.toThrow('type');
		await expect(control().sendSampleEvent({ webhookId: 'x', type: 'sms.sent' })).rejects.toThrow('x');
	});
});

describe('delivery', () => {
	const sample = async (webhook: WebhookRecord, type: EventName = 'sms.sent') =>
		control().sendSampleEvent({ webhookId: webhook.id, type });

	it('signs the raw body, in hexadecimal or in base64, each webhook with its own key', async () => {
		const [first, second] = [await hook(), await hook()];
		expect(first.signingKey).not.toBe(second.signingKey);
		for (const [webhook, signature] of [
			[first, 'hex'],
			[second, 'base64'],
		] as const) {
			await control().setSettings({ signature });
			await sample(webhook);
			await control().whenDelivered();
			const received = receiver.received.at(-1);
			if (received === undefined) throw new Error('Nothing came.');
			const { headers, body } = received;
			expect(headers['x-attentive-hmac-sha256']).toBe(hmac(webhook, body, signature));
			expect(headers['content-type']).toBe('application/json');
		}
	});

	it('is tried again after anything but 2xx, with the same body', async () => {
		const webhook = await hook();
		receiver.answers.push(500, 302, 404, 204);
		const { id } = await sample(webhook);
		const [delivery] = await control().whenDelivered();
		expect(delivery).toMatchObject({ id, state: 'delivered' });
		expect(delivery?.attempts).toEqual(
			[500, 302, 404, 204].map((status) => ({
				at: '2026-07-01T10:00:00.000Z',
				url: receiver.url,
				status,
			})),
		);
		expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
		expect((await control().dashboard()).webhooks[0]?.disabledAt).toBeNull();
	});

	it('is given up in the end, and the webhook disabled with it', async () => {
		const webhook = await hook();
		receiver.answers.push(500, 500, 500, 500);
		await sample(webhook);
		const [delivery] = await control().whenDelivered();
		expect(delivery?.state).toBe('failed');
		expect(delivery?.attempts).toHaveLength(4);
		expect((await control().dashboard()).webhooks[0]?.disabledAt).toBe('2026-07-01T10:00:00.000Z');
		expect((await api().http.get('/v1/webhooks')).data.webhooks[0].disabledAt).toBe('2026-07-01 10:00:00');
		await sample(webhook);
		expect(await control().whenDelivered()).toMatchObject([{}, { state: 'dropped', attempts: [] }]);
		expect(receiver.received).toHaveLength(4);
	});

	it('records what gave no answer', async () => {
		await control().setSettings({ retryDelaysMs: [], deliveryTimeoutMs: 100 });
		receiver.answers.push('hang');
		await sample(await hook());
		await control().whenDelivered();
		await control().setSettings({ deliveryTimeoutMs: 30_000 });
		const elsewhere = { url: 'https://example.com/hook', events: every };
		await sample(await control().addWebhook(elsewhere));
		const closed = await startReceiver();
		await closed.close();
		await sample(await control().addWebhook({ url: closed.url, events: every }));
		const attempts = (await control().whenDelivered()).flatMap((delivery) => delivery.attempts);
		expect(attempts).toMatchObject([
			{ status: null, error: expect.stringContaining('timeout') },
			{ status: null, error: expect.stringContaining('loopback only') },
			{ status: null, error: expect.stringContaining('ECONNREFUSED') },
		]);
	});

	it('is dropped where the webhook is disabled, and goes on where it is enabled again', async () => {
		const { data } = await api().http.post('/v1/webhooks', {
			url: receiver.url,
			events: ['custom_attribute.set'],
		});
		const put = (disabled: boolean) => api().http.put(`/v1/webhooks/${data.id}`, { disabled });
		const set = () => api().setAttributes({ properties: { a: 'b' }, user: { email } });
		await put(true);
		await set();
		await put(false);
		await set();
		expect(await control().whenDelivered()).toMatchObject([
			{ state: 'dropped', attempts: [] },
			{ state: 'delivered' },
		]);
		expect(receiver.received).toHaveLength(1);
	});

	it.each([
		['disabled', (id: string) => api().http.put(`/v1/webhooks/${id}`, { disabled: true })],
		['deleted', (id: string) => api().http.delete(`/v1/webhooks/${id}`)],
	])('what waits for its next attempt is dropped when the webhook is %s', async (_what, end) => {
		await control().setSettings({ retryDelaysMs: [600_000] });
		const { data } = await api().http.post('/v1/webhooks', { url: receiver.url, events: ['sms.sent'] });
		receiver.answers.push(500);
		await control().sendSampleEvent({ webhookId: data.id, type: 'sms.sent' });
		while ((await control().deliveries())[0]?.attempts.length !== 1);
		expect((await control().deliveries())[0]?.state).toBe('pending');
		await end(data.id);
		expect(await control().whenDelivered()).toMatchObject([
			{ state: 'dropped', attempts: [{ status: 500 }] },
		]);
	});

	it('what is on its way when the webhook is disabled is not tried again, though it is enabled by then', async () => {
		await control().setSettings({ retryDelaysMs: [1], deliveryTimeoutMs: 1500 });
		const { data } = await api().http.post('/v1/webhooks', { url: receiver.url, events: ['sms.sent'] });
		receiver.answers.push('hang');
		await control().sendSampleEvent({ webhookId: data.id, type: 'sms.sent' });
		await api().http.put(`/v1/webhooks/${data.id}`, { disabled: true });
		await api().http.put(`/v1/webhooks/${data.id}`, { disabled: false });
		const [delivery] = await control().whenDelivered();
		expect(delivery).toMatchObject({ state: 'dropped', attempts: [{ status: null }] });
		expect((await control().dashboard()).webhooks).toMatchObject([{ disabledAt: null }]);
	});

	it('can be had once more, byte for byte', async () => {
		const webhook = await hook();
		const first = await sample(webhook);
		await control().whenDelivered();
		await control().advanceClock(60_000);
		const again = await control().resendDelivery(first.id);
		expect(again).toMatchObject({ body: first.body, repeats: first.id });
		await control().whenDelivered();
		const [one, two] = receiver.received;
		expect(two?.body).toBe(one?.body);
		expect(two?.headers['x-attentive-hmac-sha256']).toBe(one?.headers['x-attentive-hmac-sha256']);
		await expect(control().resendDelivery('delivery-9')).rejects.toThrow('delivery-9');
	});

	it('goes to where the webhook points by then', async () => {
		await control().setSettings({ retryDelaysMs: [600_000] });
		const other = await startReceiver();
		const { data } = await api().http.post('/v1/webhooks', { url: receiver.url, events: ['sms.sent'] });
		const first = await control().sendSampleEvent({ webhookId: data.id, type: 'sms.sent' });
		await api().http.put(`/v1/webhooks/${data.id}`, { url: other.url });
		await control().resendDelivery(first.id);
		await control().whenDelivered();
		expect(other.received).toHaveLength(1);
		await other.close();
	});

	it('many at once', async () => {
		await hook(['custom_attribute.set']);
		await control().setLimit({ perSecond: 10_000 });
		const properties = Object.fromEntries([...Array(300).keys()].map((n) => [`a${n}`, n]));
		await api().setAttributes({ properties, user: { email } });
		const deliveries = await control().whenDelivered();
		expect(deliveries).toHaveLength(300);
		expect(deliveries.every(({ state }) => state === 'delivered')).toBe(true);
		expect(types()).toHaveLength(300);
	});

	it('what waits for its turn has its whole time to answer still before it', async () => {
		await control().setSettings({ retryDelaysMs: [600_000], deliveryTimeoutMs: 3000 });
		const webhook = await hook();
		receiver.answers.push(...Array.from({ length: simultaneous }, () => 'hang' as const));
		for (let count = 0; count < simultaneous; count++) await sample(webhook);
		// Less than the others hang.
		await control().setSettings({ deliveryTimeoutMs: 1500 });
		const { id } = await sample(webhook);
		const last = async () => (await control().deliveries()).find((delivery) => delivery.id === id);
		while ((await last())?.attempts.length === 0);
		expect(await last()).toMatchObject({ state: 'delivered', attempts: [{ status: 200 }] });
	});

	it('nothing to wait for: at once', async () => {
		expect(await control().whenDelivered()).toEqual([]);
	});
});

describe('the end', () => {
	it.each(['closing', 'a reset'])('%s ends what is on its way and what waits', async (what) => {
		const sandbox = await startSandbox();
		await sandbox.control.setSettings({ retryDelaysMs: [600_000] });
		const { id } = await sandbox.control.addWebhook({ url: receiver.url, events: ['sms.sent'] });
		receiver.answers.push(500, 'hang');
		await sandbox.control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
		while ((await sandbox.control.deliveries())[0]?.attempts.length !== 1);
		await sandbox.control.sendSampleEvent({ webhookId: id, type: 'sms.sent' });
		while (receiver.received.length < 2) await sandbox.control.deliveries();
		if (what === 'a reset') {
			await sandbox.control.reset();
			expect(await sandbox.control.deliveries()).toEqual([]);
			expect(await sandbox.control.whenDelivered()).toEqual([]);
			expect((await client(sandbox).get('/v1/webhooks')).data).toEqual({ webhooks: [] });
		}
		await sandbox.close();
		expect(receiver.received).toHaveLength(2);
	});

	it('ends the wait for deliveries too', async () => {
		const account = new Account('key');
		const { url } = receiver;
		const webhook = account.webhooks.add({ app: 'sandbox', byHand: true, url, events: ['sms.sent'] });
		receiver.answers.push('hang');
		const delivery = account.deliveries.begin(webhook, 'sms.sent', '{}');
		const settled = account.deliveries.settled();
		account.close();
		await settled;
		expect(delivery.state).toBe('dropped');
	});
});

it('attempts usually go on for up to three days, each pause twice as long as the one before', () => {
	const { retryDelaysMs } = new Account('key').settings;
	const sum = retryDelaysMs.reduce((total, delay) => total + delay);
	const day = 24 * 60 * 60 * 1000;
	expect(sum).toBeGreaterThan(2 * day);
	expect(sum).toBeLessThanOrEqual(3 * day);
	expect(retryDelaysMs.slice(1)).toEqual(retryDelaysMs.slice(0, -1).map((delay) => delay * 2));
});
