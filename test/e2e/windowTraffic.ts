import { Agent } from 'node:http';
import axios, { type AxiosInstance } from 'axios';
import type { Sandbox } from '../../sandbox/start';

export const shippedJourney = {
	name: 'Your order has shipped',
	event: 'Order Shipped',
	subscriptionType: 'TRANSACTIONAL',
	quietHours: null,
} as const;

/** Requests with the sandbox's key, over connections that are kept, whatever they are answered. */
export function traffic({ url, apiKey }: Sandbox): AxiosInstance {
	return axios.create({
		baseURL: url,
		proxy: false,
		httpAgent: new Agent({ keepAlive: true, maxSockets: 20 }),
		validateStatus: () => true,
		headers: { Authorization: `Bearer ${apiKey}` },
	});
}

export function phoneOf(index: number): string {
	return `+1360555${String(index % 10_000).padStart(4, '0')}`;
}

/** Sends events in order of their beginning, some at a time, each to somebody else. */
export async function sendEvents(http: AxiosInstance, count: number, type: string): Promise<void> {
	let next = 0;
	const send = async () => {
		while (next < count) {
			next += 1;
			const { status } = await http.post('/v1/events/custom', {
				type,
				user: { phone: phoneOf(next) },
				externalEventId: `${type}-${next}`,
			});
			if (status !== 200) throw new Error(`An event was answered ${status}`);
		}
	};
	await Promise.all([...Array(20).keys()].map(send));
}

/** Some of each: accepted and refused requests, texts and none, faults, webhooks, people with all kinds of data. */
export async function sendSome(
	{ control }: Sandbox,
	http: AxiosInstance,
	receiverUrl: string,
): Promise<void> {
	await control.seedUsers([
		{
			phone: phoneOf(1),
			email: 'emma.johnson@example.com',
			clientUserId: 'C-1001',
			subscriptions: [
				{ type: 'TRANSACTIONAL', channel: 'TEXT' },
				{ type: 'MARKETING', channel: 'EMAIL' },
			],
			attributes: { 'VIP Tier': 'Gold' },
		},
		{ phone: phoneOf(2), subscriptions: [{ type: 'MARKETING', channel: 'TEXT', state: 'pending' }] },
		{ email: 'cleo@example.com' },
	]);
	await control.addSignUpUnit({
		id: '500101',
		type: 'MARKETING',
		channels: ['TEXT'],
		locale: { language: 'en', country: 'US' },
	});
	await control.addJourney(shippedJourney);
	await control.addJourney({
		...shippedJourney,
		name: 'Points',
		event: 'Points',
		attributesNeeded: ['Balance'],
	});
	await control.setSettings({ retryDelaysMs: [20, 3_600_000] });
	await control.addWebhook({ url: receiverUrl, events: ['sms.sent', 'sms.subscribed'] });
	const event = (type: string, user: object, more: object = {}) =>
		http.post('/v1/events/custom', { type, user, ...more });
	await http.get('/v1/me');
	await event('Order Shipped', { phone: phoneOf(1) }, { externalEventId: 'order-1001' });
	await event('Order Shipped', { phone: phoneOf(2) });
	await event('Order Shipped', { email: 'cleo@example.com' });
	await event('Order Shipped', { phone: phoneOf(1) }, { occurredAt: '2020-01-01T00:00:00Z' });
	await event('Points', { phone: phoneOf(1) }, { properties: { points: 90, nested: { a: [1, 'two'] } } });
	await event('Out for Delivery', { phone: phoneOf(1) });
	await event('Order Shipped', { phone: '555-0175' });
	await http.post('/v1/attributes/custom', {
		user: { phone: phoneOf(2) },
		properties: { Balance: 40, Store: 'Seattle' },
	});
	await http.post('/v2/user/attributes', {
		identifiers: { phone: phoneOf(2) },
		attributes: { firstName: 'Ben', lastName: 'Ortiz' },
	});
	await http.post('/v1/subscriptions', { user: { phone: phoneOf(3) }, signUpSourceId: '500101' });
	await control.replyYes(phoneOf(3));
	await http.post('/v1/subscriptions/unsubscribe', { user: { phone: phoneOf(3) } });
	await control.addFault({ endpoint: 'POST /v1/events/custom', kind: '503after' });
	await event('Order Shipped', { phone: phoneOf(1) }, { externalEventId: 'order-1002' });
	await control.addFault({ endpoint: 'POST /v1/events/custom', kind: '500before' });
	await event('Order Shipped', { phone: phoneOf(1) }, { externalEventId: 'order-1003' });
	await http.get('/v1/me', { headers: { Authorization: 'Bearer unknown' } });
	await http.get(`/v1/attributes/custom?phone=${encodeURIComponent(phoneOf(2))}`);
}
