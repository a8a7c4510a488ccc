import type { AxiosInstance } from 'axios';
import { RequestLog, mostKept } from '../../sandbox/window/requestLog';
import { Clock } from '../../sandbox/attentive/clock';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { client, otherPhone, phone } from './client';
import { openEvents, type EventStream } from './events';
import { startReceiver } from './receiver';

const log: string[] = [];
let sandbox: Sandbox;
let http: AxiosInstance;
const streams: EventStream[] = [];

beforeAll(async () => {
	sandbox = await startSandbox({ window: true, log: (line) => log.push(line) });
	http = client(sandbox);
});
beforeEach(() => sandbox.control.reset());
afterEach(() => {
	for (const stream of streams.splice(0)) stream.close();
});
afterAll(() => sandbox.close());

async function open(lastEventId?: string): Promise<EventStream> {
	const stream = await openEvents(sandbox.url, lastEventId);
	streams.push(stream);
	return stream;
}

const sendEvent = (type: string, more: object = {}, user: object = { phone }) =>
	http.post('/v1/events/custom', { type, user, ...more });

async function addJourney(): Promise<void> {
	await sandbox.control.addJourney({
		name: 'Your order has shipped',
		event: 'Order Shipped',
		subscriptionType: 'TRANSACTIONAL',
		quietHours: null,
	});
	await sandbox.control.seedUsers([
		{ phone, subscriptions: [{ type: 'TRANSACTIONAL', channel: 'TEXT' }] },
		{ phone: otherPhone },
	]);
}

describe('the page', () => {
	test('is served whole by the sandbox, and may reach nothing else', async () => {
		const page = await http.get('/', { headers: { Authorization: '' } });
		expect(page.status).toBe(200);
		expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
		const policy = String(page.headers['content-security-policy']);
		expect(policy).toContain("default-src 'none'");
		expect(policy).not.toContain('unsafe');
		const links = [...String(page.data).matchAll(/(?:src|href)="([^"]*)"/g)].map(([, link = '']) => link);
		expect(links.filter((link) => !link.startsWith('data:')).sort()).toEqual([
			'/_sandbox/window/page.css',
			'/_sandbox/window/page.js',
		]);
		for (const [path, type] of [
			['/_sandbox/window/page.js', 'text/javascript; charset=utf-8'],
			['/_sandbox/window/page.css', 'text/css; charset=utf-8'],
		] as const) {
			const { status, headers, data } = await http.get(path);
			expect([status, headers['content-type']]).toEqual([200, type]);
			expect(String(data).length).toBeGreaterThan(1_000);
		}
	});

	test('has no other paths, and takes no writes', async () => {
		for (const path of ['/_sandbox/window', '/_sandbox/window/other', '/_sandbox/window/page.ts']) {
			expect((await http.get(path)).status).toBe(404);
		}
		for (const path of ['/', '/_sandbox/window/events', '/_sandbox/window/requests/1']) {
			expect((await http.post(path, {})).status).toBe(404);
		}
		expect(await sandbox.control.unknownRequests()).toHaveLength(6);
	});

	test('is there only where it was asked for', async () => {
		const without = await startSandbox({ log: (line) => log.push(line) });
		try {
			expect((await client(without).get('/')).status).toBe(404);
			expect((await client(without).get('/_sandbox/window/events')).status).toBe(404);
		} finally {
			await without.close();
		}
	});
});

describe('the events', () => {
	test('begin with all there is, and go on with what is new', async () => {
		await addJourney();
		await sendEvent('Order Shipped', { externalEventId: 'first' });
		const stream = await open();
		await stream.until(({ complete }) => complete);
		expect(stream.told.exchanges).toMatchObject([
			{
				number: 1,
				endpoint: 'POST /v1/events/custom',
				status: 200,
				app: 'sandbox',
				ledger: 1,
				userId: 'user-1',
				texts: [{ kind: 'journey', phone, words: 'The text of Your order has shipped' }],
				notSent: [],
			},
		]);
		expect([...stream.told.people.values()].map(({ phones }) => phones)).toEqual([[phone], [otherPhone]]);
		expect(stream.told.surroundings.journeys).toMatchObject([
			{ name: 'Your order has shipped', start: 'Starts with the event “Order Shipped”' },
		]);

		await sendEvent('Order Shipped', {}, { phone: otherPhone });
		await sendEvent('Order Delivered');
		await stream.until(({ exchanges }) => exchanges.length === 3);
		expect(stream.told.fresh).toBe(1);
		expect(stream.told.exchanges.slice(1).flatMap(({ notSent }) => notSent)).toMatchObject([
			{ reason: 'noSubscription', why: 'This person is not subscribed to transactional texts.' },
			{ reason: 'noJourney', why: 'No journey starts with “Order Delivered”.' },
		]);
	});

	test('say of each request what was sent, what was answered, and why it was refused', async () => {
		await http.get('/v1/me');
		await http.post('/v1/events/custom', { type: 'x', user: { phone: '555' } });
		await http.get('/v1/me', { headers: { Authorization: 'Bearer unknown' } });
		await sandbox.control.setLimit({ endpoint: 'GET /v1/me', perSecond: 0 });
		await http.get('/v1/me');
		await sandbox.control.addFault({ endpoint: 'POST /v1/events/custom', kind: '503' });
		await sendEvent('Order Shipped');
		await sandbox.control.addFault({ endpoint: 'POST /v1/events/custom', kind: 'resetAfter' });
		await expect(sendEvent('Order Shipped')).rejects.toThrow();
		await http.get('/v9/none?phone=1');
		await http.post('/v1/events/custom', 'x'.repeat(11 * 1024 * 1024));
		const stream = await open();
		await stream.until(({ complete }) => complete);
		const [me, refused, unauthorized, tooMany, fault, reset, unknown, large] = stream.told.exchanges;
		expect(me).toMatchObject({ status: 200, method: 'GET', path: '/v1/me', body: { length: 0 } });
		expect(JSON.parse(me?.answer.text ?? '')).toHaveProperty('companyName');
		expect(refused).toMatchObject({
			status: 400,
			reason: expect.stringContaining('body.user.phone: expected'),
		});
		expect(refused?.answer.text).toContain('body.user.phone: expected');
		expect(unauthorized).toMatchObject({ status: 401, app: null, answer: { length: 0 } });
		expect(unauthorized?.reason).toBe('header Authorization: expected a known token');
		expect(tooMany).toMatchObject({
			status: 429,
			limit: 0,
			reason: expect.stringContaining('more than 0 requests'),
		});
		expect(fault).toMatchObject({ status: 503, fault: '503' });
		expect(fault).not.toHaveProperty('ledger');
		expect(reset).toMatchObject({ status: null, fault: 'resetAfter', ledger: 1 });
		expect(reset?.notSent).toMatchObject([{ reason: 'noJourney' }]);
		expect(unknown).toMatchObject({ status: 404, endpoint: null, path: '/v9/none?phone=1' });
		expect(large).toMatchObject({ status: 413, reason: expect.stringContaining('too large') });
	});

	test('put what no request has caused between the requests, in order', async () => {
		await addJourney();
		await sandbox.control.addSignUpUnit({
			id: '1',
			type: 'MARKETING',
			channels: ['TEXT'],
			locale: { language: 'en', country: 'US' },
		});
		await http.post('/v1/subscriptions', { user: { phone: otherPhone }, signUpSourceId: '1' });
		await sandbox.control.replyYes(otherPhone);
		await sendEvent('Order Shipped');
		const stream = await open();
		await stream.until(({ complete }) => complete);
		await sandbox.control.receiveText({ phone, text: 'hello' });
		await http.post('/v1/subscriptions', { user: { phone: otherPhone }, signUpSourceId: '1' });
		await stream.until(({ happenings }) => happenings.length === 4);
		expect(
			stream.told.happenings.map((one) => {
				if ('exchange' in one) return one.exchange.texts.map(({ kind }) => kind);
				return 'text' in one ? one.text.kind : one.notSent.reason;
			}),
		).toEqual([['replyY'], 'legal', ['journey'], ['alreadySubscribed']]);
	});

	test('go on where a connection was cut: nothing is missing, nothing comes twice', async () => {
		await addJourney();
		for (let count = 0; count < 3; count += 1) await sendEvent('Order Shipped');
		const first = await open();
		await first.until(({ complete }) => complete);
		first.close();
		for (let count = 0; count < 2; count += 1) await sendEvent('Order Delivered');
		await sandbox.control.replyStop(phone);
		const second = await open(first.lastId);
		await second.until(({ complete }) => complete);
		expect(second.told.fresh).toBe(0);
		expect(second.told.exchanges.map(({ number }) => number)).toEqual([4, 5]);
		expect([...second.told.people.values()]).toMatchObject([{ number: 1, subscriptions: expect.anything() }]);
		expect(second.told.people.get(1)?.subscriptions).toContainEqual(
			expect.objectContaining({ type: 'TRANSACTIONAL', state: 'stopped' }),
		);
	});

	test('begin anew for a page of another account, after a reset, and for an ID that is none', async () => {
		await sendEvent('x');
		const stream = await open();
		await stream.until(({ complete }) => complete);
		await sandbox.control.reset();
		await stream.until(({ fresh, complete }) => fresh === 2 && complete);
		expect(stream.told.exchanges).toEqual([]);
		await sendEvent('y');
		await stream.until(({ exchanges }) => exchanges.length === 1);
		const { lastId } = stream;
		await sandbox.control.reset();
		await sendEvent('z');
		for (const id of [lastId, 'nonsense', `${lastId}.`, lastId.replace(/\d+$/, '-1')]) {
			const other = await open(id);
			await other.until(({ complete }) => complete);
			expect(other.told.fresh).toBe(1);
			expect(other.told.exchanges).toHaveLength(1);
		}
	});

	test('come in batches, also if there is much', async () => {
		await sandbox.control.setLimit({ perSecond: 100_000 });
		const users = [...Array(1_300).keys()].map((index) => ({ clientUserId: `C-${index}` }));
		await sandbox.control.seedUsers(users);
		for (let part = 0; part < 12; part += 1) {
			await Promise.all([...Array(100).keys()].map((index) => sendEvent(`${part * 100 + index}`)));
		}
		const stream = await open();
		await stream.until(({ complete }) => complete);
		expect(stream.raw.length).toBeGreaterThanOrEqual(5);
		expect(stream.largest).toBe(500);
		expect(stream.told.exchanges.map(({ number }) => number)).toEqual(
			[...Array(1_200).keys()].map((n) => n + 1),
		);
		expect(stream.told.people.size).toBe(1_301);
	});

	test('tell of people who change, are found to be one, and are deleted', async () => {
		const stream = await open();
		await stream.until(({ complete }) => complete);
		await sandbox.control.seedUsers([{ phone }, { email: 'ann@example.com' }]);
		await http.post('/v1/attributes/custom', { user: { phone }, properties: { Tier: 'Gold' } });
		await stream.until(({ people }) => people.get(1)?.attributes.Tier === 'Gold' && people.size === 2);
		await http.post('/v1/attributes/custom', {
			user: { phone, email: 'ann@example.com' },
			properties: { Tier: 'Platinum' },
		});
		await stream.until(({ people }) => people.size === 1);
		expect(stream.told.people.get(1)).toMatchObject({
			phones: [phone],
			emails: ['ann@example.com'],
			attributes: { Tier: 'Platinum' },
		});
		await sandbox.control.setSettings({ deletionMs: 0 });
		await http.post('/v1/privacy/delete-request', { subjectPhone: phone });
		await stream.until(({ people }) => people.size === 0);
	});

	test('tell of each attempt of a delivery, also to a page that was away', async () => {
		const receiver = await startReceiver();
		try {
			await sandbox.control.setSettings({ retryDelaysMs: [20, 20, 3_600_000] });
			receiver.answers.push(500, 404, 503);
			const webhook = await sandbox.control.addWebhook({ url: receiver.url, events: ['sms.sent'] });
			const stream = await open();
			await stream.until(({ complete }) => complete);
			await sandbox.control.sendSampleEvent({ webhookId: webhook.id, type: 'sms.sent' });
			await stream.until(({ deliveries }) => deliveries.get(0)?.attempts.length === 3);
			expect(stream.told.deliveries.get(0)).toMatchObject({ state: 'pending', type: 'sms.sent' });
			stream.close();
			await http.delete(`/v1/webhooks/${webhook.id}`);
			await sandbox.control.addWebhook({ url: receiver.url, events: ['sms.sent'] });
			const second = await open(stream.lastId);
			await second.until(({ deliveries }) => deliveries.get(0) !== undefined);
			expect(second.told.deliveries.get(0)?.attempts.map(({ status }) => status)).toEqual([500, 404, 503]);
			expect(second.told.surroundings.webhooks).toMatchObject([
				{ url: receiver.url, byHand: true },
				{ url: receiver.url, byHand: true },
			]);
		} finally {
			await receiver.close();
		}
	});

	test('a body is cut short; the whole of it can be asked for', async () => {
		const long = 'a'.repeat(5_000);
		await sendEvent('Long', { properties: { long } });
		const stream = await open();
		await stream.until(({ complete }) => complete);
		const body = stream.told.exchanges[0]?.body;
		expect(body?.text).toHaveLength(2_000);
		expect(body?.length).toBeGreaterThan(5_000);
		const { data } = await http.get('/_sandbox/window/requests/1');
		expect(JSON.parse(data.body).properties.long).toBe(long);
		expect((await http.get('/_sandbox/window/requests/2')).status).toBe(404);
	});

	test('have no secrets, wherever somebody has put them', async () => {
		const { control } = sandbox;
		const receiver = await startReceiver();
		try {
			const token = await control.createToken({ label: 'other', scopes: [] });
			const redirectUri = 'http://localhost/callback';
			const app = await control.addOAuthApp({ name: 'public', redirectUris: [redirectUri] });
			const consent = await http.post(
				'/integrations/oauth-install',
				new URLSearchParams({
					client_id: app.clientId,
					redirect_uri: redirectUri,
					decision: 'authorize',
				}).toString(),
				{ headers: { 'content-type': 'application/x-www-form-urlencoded' } },
			);
			const code = new URL(String(consent.headers.location)).searchParams.get('code') ?? '';
			const exchanged = await http.post(
				'/v1/authorization-codes/tokens',
				new URLSearchParams({
					grant_type: 'authorization_code',
					code,
					client_id: app.clientId,
					client_secret: app.clientSecret,
					redirect_uri: redirectUri,
				}).toString(),
				{ headers: { 'content-type': 'application/x-www-form-urlencoded', Authorization: undefined } },
			);
			expect(exchanged.status).toBe(200);
			const webhook = await control.addWebhook({ url: receiver.url, events: ['sms.sent'] });
			const secrets = [
				sandbox.apiKey,
				token,
				app.clientSecret,
				code,
				String(exchanged.data.access_token),
				webhook.signingKey,
			];
			for (const secret of secrets) {
				if (secret === code) continue;
				await sendEvent('Leak', { properties: { secret } });
				await http.get(`/v9/${secret}`);
				await http.post('/v1/attributes/custom', {
					user: { phone, email: 'a@example.com' },
					properties: { secret },
				});
			}
			await http.get('/v1/webhooks');
			const stream = await open();
			await stream.until(({ complete }) => complete);
			const details = await Promise.all(
				stream.told.exchanges.map(({ number }) => http.get(`/_sandbox/window/requests/${number}`)),
			);
			const everything = [...stream.raw, ...details.map(({ data }) => JSON.stringify(data))].join('\n');
			for (const secret of secrets) expect(everything).not.toContain(secret);
			expect(everything).toContain('••••••••');
			const tokens = stream.told.exchanges.find(({ path }) => path === '/v1/authorization-codes/tokens');
			expect(tokens?.body).toMatchObject({ hidden: true, text: '' });
			expect(tokens?.answer).toMatchObject({ hidden: true, text: '' });
		} finally {
			await receiver.close();
		}
	});
});

describe('the log of requests', () => {
	const counts = { ledger: 0, texts: 0, noTexts: 0 };
	const arrival = { endpoint: 'GET /v1/me', method: 'GET', path: '/v1/me', app: 'sandbox', limit: 150 };

	test('keeps the last ones', () => {
		const requests = new RequestLog(new Clock(), () => counts);
		const many = mostKept + 5_000;
		for (let count = 0; count < many; count += 1) requests.arrived({ ...arrival, body: '' }).answered(200);
		expect(requests.lastNumber).toBe(many);
		const oldest = requests.oldest?.number ?? 0;
		expect(many - oldest + 1).toBeGreaterThanOrEqual(mostKept);
		expect(many - oldest + 1).toBeLessThanOrEqual(mostKept + 1_000);
		expect(requests.find(oldest - 1)).toBeUndefined();
		expect(requests.find(many)?.number).toBe(many);
		expect(requests.list(0, 2).map(({ number }) => number)).toEqual([oldest, oldest + 1]);
		expect(requests.list(many - 1, 10).map(({ number }) => number)).toEqual([many]);
	});

	test('keeps fewer large ones, and of each the beginning', () => {
		const requests = new RequestLog(new Clock(), () => counts);
		const body = 'a'.repeat(200_000);
		for (let count = 0; count < 6_000; count += 1) requests.arrived({ ...arrival, body }).answered(200, body);
		expect(requests.find(6_000)?.body).toEqual({ text: 'a'.repeat(20_000), length: 200_000 });
		expect(6_000 - (requests.oldest?.number ?? 0)).toBeLessThan(2_000);
	});
});
