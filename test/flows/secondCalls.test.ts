import type { Run } from '../../embedded-n8n';
import { customEvents, deliver, useFlows } from './flow';
import {
	ANN,
	aMillisecondLater,
	EVENT,
	HUGO,
	notTexted,
	openShop,
	order,
	payload,
	PURCHASE,
	said,
	SUBSCRIBE,
	texted,
	written,
} from './shops';
import { startBigCommerce, type BigCommerceData } from './standIns/bigCommerce';
import type { Service } from './standIns/service';
import { startSquare, type SquareData } from './standIns/square';
import { startStripe, type StripeData } from './standIns/stripe';

/** Flows whose webhook only says what has changed: they get it by a second call. */
const flows = useFlows(openShop);

let service: Service;
afterEach(async () => await service.close());

/** What services deliver again, or for another change of the same thing, sends nothing. */
async function sendsNothingAgain(delivered: (live: boolean) => Promise<readonly Run[]>): Promise<void> {
	const before = await order(flows.sandbox);
	await delivered(true);
	expect(await order(flows.sandbox)).toEqual(before);
}

/** What is the same in all of them. */
function samePromises(
	flow: (live: boolean) => ReturnType<typeof flows.flow>,
	delivered: (live: boolean, some: unknown[]) => Promise<readonly Run[]>,
	{ some, forAnn, ofSample }: { some: unknown[]; forAnn: string[]; ofSample: string[] },
): void {
	test('as it is shipped, only test recipients get something', async () => {
		await delivered(false, some);
		expect(await order(flows.sandbox)).toEqual(forAnn);
	});

	test('the sample sends everything, again with each click, without a call', async () => {
		// The sample is of now.
		await flows.sandbox.control.setClock(null);
		for (const click of [1, 2]) {
			const run = await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
			expect(run.error).toBeUndefined();
			expect(await order(flows.sandbox)).toEqual(Array(click).fill(ofSample).flat());
			await aMillisecondLater();
		}
		const events = await said(flows.sandbox);
		expect((await texted(flows.sandbox)).length).toBe(events.length);
		expect(service.calls).toEqual([]);
	});
}

const confirmed = (number: string, total: number, more: object = {}) => ({
	'Order Number': number,
	'Order Total': total,
	Currency: 'USD',
	'First Product': 'House Blend',
	...more,
});

describe('bigcommerce-orders', () => {
	const name = 'bigcommerce-orders';
	const data = payload<BigCommerceData>(name);
	const TOKEN = 'bc_token';
	beforeEach(async () => {
		service = await startBigCommerce(data, 'YOUR_STORE_HASH', TOKEN);
	});
	const flow = (live: boolean, token = TOKEN) => {
		const httpHeaderAuth = flows.n8n.addCredential('httpHeaderAuth', { name: 'X-Auth-Token', value: token });
		const urls = { 'https://api.bigcommerce.com': service.url };
		return flows.flow(name, { live, credentials: { httpHeaderAuth }, urls });
	};
	const delivered = async (live: boolean, some = data.deliveries) =>
		await deliver(flows.n8n, flow(live), 'Order Status Webhook', some);

	test('a paid order is confirmed and bought, a completed one completed, each once in all runs', async () => {
		const runs = await delivered(true);
		const ann = { phone: ANN, email: 'ann@example.com', externalIdentifiers: { clientUserId: '11' } };
		// A guest: BigCommerce calls all of them customer 0.
		const hugo = { phone: HUGO, email: 'hugo@example.com' };
		const annsOrder = confirmed('250', 38, { 'First Name': 'Ann' });
		expect(await said(flows.sandbox)).toEqual([
			{ type: 'Order Confirmed', user: ann, properties: annsOrder, occurredAt: '2026-11-30T17:03:00.000Z' },
			{ type: 'Order Completed', user: ann, properties: annsOrder, occurredAt: '2026-11-30T17:10:00.000Z' },
			{
				type: 'Order Confirmed',
				user: hugo,
				properties: confirmed('251', 21, { Currency: 'CAD', 'First Name': 'Hugo' }),
				occurredAt: '2026-11-30T17:11:40.000Z',
			},
		]);
		const blend = { productId: '111', productVariantId: '380', name: 'House Blend' };
		// After the coupon, without the gift certificate; in the currency that was paid, not the one displayed.
		expect(await written(flows.sandbox, PURCHASE)).toEqual([
			{
				user: ann,
				orderId: '250',
				occurredAt: '2026-11-30T17:03:00.000Z',
				items: [{ ...blend, price: [{ value: 11.5, currency: 'USD' }], quantity: 2 }],
			},
			{
				user: hugo,
				orderId: '251',
				occurredAt: '2026-11-30T17:11:40.000Z',
				items: [{ ...blend, price: [{ value: 16, currency: 'CAD' }], quantity: 1 }],
			},
		]);
		// The guest's ID was left out before the node had to refuse it.
		expect(JSON.stringify(runs[5]?.json('Send Purchase'))).not.toContain('Client User ID');
		// Awaiting payment, shipped, and a pickup of nobody.
		expect([0, 3, 6].map((index) => runs[index]?.lastNode)).toEqual([
			'Nothing to Send',
			'Nothing to Send',
			'No Phone or Email',
		]);
		expect(await texted(flows.sandbox)).toEqual([
			[ANN, 'Order Confirmed'],
			[ANN, 'Order Completed'],
		]);
		await sendsNothingAgain(delivered);
	});

	test('an order that cannot be read is a failed execution', async () => {
		const workflow = flow(true, 'revoked');
		for (const node of workflow.nodes) delete node.retryOnFail;
		const [run] = await deliver(flows.n8n, workflow, 'Order Status Webhook', data.deliveries.slice(1, 2));
		expect(run).toMatchObject({ status: 'error', lastNode: 'Get Products of Order' });
	});

	test('an ID that somebody made up asks for no other part of the API', async () => {
		const workflow = flow(true);
		for (const node of workflow.nodes) delete node.retryOnFail;
		const made = { created_at: 1796058000, data: { type: 'order', id: '../../../v3/customers?id=' } };
		const [run] = await deliver(flows.n8n, workflow, 'Order Status Webhook', [made]);
		expect(run).toMatchObject({ status: 'error', lastNode: 'Get Products of Order' });
		expect(service.calls).toEqual([
			'GET /stores/YOUR_STORE_HASH/v2/orders/..%2F..%2F..%2Fv3%2Fcustomers%3Fid%3D/products',
		]);
	});

	samePromises(flow, delivered, {
		some: data.deliveries.slice(0, 6),
		forAnn: [EVENT, PURCHASE, EVENT],
		ofSample: [EVENT, PURCHASE, EVENT],
	});
});

describe('square-orders', () => {
	const name = 'square-orders';
	const data = payload<SquareData>(name);
	beforeEach(async () => {
		service = await startSquare(data, 'sq_token');
	});
	const flow = (live: boolean) => {
		const httpBearerAuth = flows.n8n.addCredential('httpBearerAuth', { token: 'sq_token' });
		const urls = { 'https://connect.squareup.com': service.url };
		return flows.flow(name, { live, credentials: { httpBearerAuth }, urls });
	};
	const delivered = async (live: boolean, some = data.deliveries) =>
		await deliver(flows.n8n, flow(live), 'Square Webhook', some);

	test('a paid order is confirmed and bought, a completed one completed, and a sale in store only bought, each once in all runs', async () => {
		const runs = await delivered(true);
		// A recipient, and two customers of the directory.
		const ann = { phone: ANN, email: 'ann@example.com' };
		const ben = {
			phone: '+13605550102',
			email: 'ben@example.com',
			externalIdentifiers: { clientUserId: 'CUST-BEN' },
		};
		const hugo = {
			phone: HUGO,
			email: 'hugo@example.com',
			externalIdentifiers: { clientUserId: 'CUST-HUGO' },
		};
		const annsOrder = confirmed('1042', 29.5);
		expect(await said(flows.sandbox)).toEqual([
			{ type: 'Order Confirmed', user: ann, properties: annsOrder, occurredAt: '2026-11-30T17:05:00.000Z' },
			{ type: 'Order Completed', user: ann, properties: annsOrder, occurredAt: '2026-11-30T17:12:00.000Z' },
			{
				type: 'Order Confirmed',
				user: hugo,
				properties: confirmed('ORDER-E', 16, { Currency: 'CAD' }),
				occurredAt: '2026-11-30T17:05:00.000Z',
			},
		]);
		const variation = 'W62UWFY35CWMYGVWK6TWJDNI';
		const blend = { productId: variation, productVariantId: variation, name: 'House Blend' };
		// Without tip, tax and the custom amount, after the discount.
		expect(await written(flows.sandbox, PURCHASE)).toEqual([
			{
				user: ann,
				orderId: '1042',
				occurredAt: '2026-11-30T17:05:00.000Z',
				items: [{ ...blend, price: [{ value: 12.5, currency: 'USD' }], quantity: 2 }],
			},
			{
				user: ben,
				orderId: 'ORDER-B',
				occurredAt: '2026-11-30T17:06:00.000Z',
				items: [{ ...blend, price: [{ value: 11.25, currency: 'USD' }], quantity: 1 }],
			},
			{
				user: hugo,
				orderId: 'ORDER-E',
				occurredAt: '2026-11-30T17:05:00.000Z',
				items: [{ ...blend, price: [{ value: 16, currency: 'CAD' }], quantity: 1 }],
			},
		]);
		expect(runs.map(({ lastNode }) => lastNode)).toEqual([
			// Not paid yet, paid, completed.
			'Nothing to Send',
			'Nothing to Send',
			'Send Purchase',
			'Send Purchase',
			// Sales in store, to a customer and to nobody; a return; a payment without an order.
			'Send Purchase',
			'No Phone or Email',
			'Nothing to Send',
			'Nothing to Send',
			'Send Purchase',
			'Other State',
		]);
		expect(await texted(flows.sandbox)).toEqual([
			[ANN, 'Order Confirmed'],
			[ANN, 'Order Completed'],
		]);
		await sendsNothingAgain(delivered);
	});

	test.each([
		[
			'with an email',
			(text: string) => text,
			{ email: 'hugo@example.com', externalIdentifiers: { clientUserId: 'CUST-HUGO' } },
		],
		[
			'of whom nothing is known',
			(text: string) => text.replace('"email_address":"hugo@example.com",', ''),
			{ phone: ANN },
		],
	])('a recipient is not mixed with a customer %s', async (_what, change, user) => {
		const toAnn = JSON.stringify(data)
			.replace('"display_name":"Hugo"', `"display_name":"Ann","phone_number":"${ANN}"`)
			.replace('"phone_number":"604 555 0108",', '');
		await service.close();
		service = await startSquare(JSON.parse(change(toAnn)), 'sq_token');
		await delivered(true, data.deliveries.slice(8, 9));
		const [event] = await customEvents(flows.sandbox);
		expect(event?.user).toEqual(user);
		expect(await order(flows.sandbox)).toEqual([EVENT, PURCHASE]);
	});

	test('an ID that somebody made up asks for no other part of the API', async () => {
		const workflow = flow(true);
		for (const node of workflow.nodes) delete node.retryOnFail;
		const made = { data: { object: { payment: { order_id: '../customers/CUST-BEN' } } } };
		const [run] = await deliver(flows.n8n, workflow, 'Square Webhook', [made]);
		expect(run).toMatchObject({ status: 'error', lastNode: 'Get Order' });
		expect(service.calls).toEqual(['GET /v2/orders/..%2Fcustomers%2FCUST-BEN']);
	});

	samePromises(flow, delivered, {
		some: data.deliveries.slice(0, 5),
		forAnn: [EVENT, PURCHASE, EVENT],
		ofSample: [EVENT, PURCHASE, EVENT],
	});
});

describe('stripe-checkout', () => {
	const name = 'stripe-checkout';
	const data = payload<StripeData>(name);
	beforeEach(async () => {
		service = await startStripe(data, 'sk_live');
	});
	const flow = (live: boolean) => {
		const stripeApi = flows.n8n.addCredential('stripeApi', { secretKey: 'sk_live' });
		const urls = { 'https://api.stripe.com': service.url };
		return flows.flow(name, { live, credentials: { stripeApi }, urls });
	};
	const delivered = async (live: boolean, some = data.deliveries) =>
		await deliver(flows.n8n, flow(live), 'Stripe Webhook', some);

	test('a paid session is an event and a purchase with its lines, once it is paid, and once in all runs', async () => {
		const runs = await delivered(true);
		const ann = { phone: ANN, email: 'ann@example.com', externalIdentifiers: { clientUserId: 'C-1001' } };
		const hugo = { phone: HUGO, email: 'hugo@example.com' };
		const ben = { phone: '+13605550102', email: 'ben@example.com' };
		const greta = { email: 'greta@example.com' };
		const properties = (number: string, person: string, product = 'House Blend, 250 g') => ({
			'Order Number': number,
			'First Product': product,
			Name: person,
		});
		const events = [
			{ user: ann, properties: properties('1042', 'Ann Lee'), occurredAt: '2026-11-30T17:00:00.000Z' },
			{ user: hugo, properties: properties('cs_live_c3', 'Hugo'), occurredAt: '2026-11-30T17:00:30.000Z' },
			{
				user: ben,
				properties: properties('cs_live_d4', 'Ben', 'Coffee Club'),
				occurredAt: '2026-11-30T17:00:40.000Z',
			},
			// Paid by transfer, minutes after the checkout.
			{ user: greta, properties: properties('cs_live_b2', 'Greta'), occurredAt: '2026-11-30T17:08:20.000Z' },
		];
		expect(await said(flows.sandbox)).toEqual(events.map((event) => ({ type: 'Order Confirmed', ...event })));
		const blend = { productId: 'prod_blend', name: 'House Blend, 250 g' };
		expect(await written(flows.sandbox, PURCHASE)).toEqual([
			{
				user: ann,
				orderId: '1042',
				occurredAt: '2026-11-30T17:00:00.000Z',
				items: [
					{
						...blend,
						productVariantId: 'price_1',
						productImage: 'https://shop.example.com/img/house.jpg',
						productUrl: 'https://shop.example.com/p/house-blend',
						price: [{ value: 11, currency: 'USD' }],
						quantity: 2,
					},
					{
						productId: 'prod_filters',
						productVariantId: 'price_2',
						name: 'Paper Filters',
						price: [{ value: 4, currency: 'USD' }],
						quantity: 1,
					},
				],
			},
			{
				user: hugo,
				orderId: 'cs_live_c3',
				occurredAt: '2026-11-30T17:00:30.000Z',
				items: [
					{ ...blend, productVariantId: 'price_4', price: [{ value: 1800, currency: 'JPY' }], quantity: 1 },
				],
			},
			{
				user: greta,
				orderId: 'cs_live_b2',
				occurredAt: '2026-11-30T17:08:20.000Z',
				items: [
					{ ...blend, productVariantId: 'price_3', price: [{ value: 12.5, currency: 'USD' }], quantity: 1 },
				],
			},
		]);
		expect(runs.map(({ lastNode }) => lastNode)).toEqual([
			'Subscribe to Marketing Emails',
			'Subscribe to Marketing Emails',
			'Not Paid Yet',
			'Other Event',
			'No Consent',
			// A subscription: no product, no consent.
			'No Consent',
			'Subscribe to Marketing Emails',
		]);
		expect(await notTexted(flows.sandbox)).toEqual([
			['Order Confirmed', 'noSubscription'],
			['Order Confirmed', 'noPhone'],
		]);
		await sendsNothingAgain(delivered);
	});

	test('consent to promotions subscribes the email, and no phone', async () => {
		await delivered(true);
		// Ann agreed and has marketing emails already, Hugo did not agree, Ben was not asked.
		expect(await written(flows.sandbox, SUBSCRIBE)).toEqual([
			{ user: { email: 'greta@example.com' }, signUpSourceId: '500101' },
		]);
	});

	test.each([
		['session', 'cs_live_madeup', 'cs_live_madeup'],
		['path', '../../customers/cus_1?x=', '..%2F..%2Fcustomers%2Fcus_1%3Fx%3D'],
	])('a made-up %s is not found, and nothing is sent', async (_what, id, path) => {
		const workflow = flow(true);
		for (const node of workflow.nodes) delete node.retryOnFail;
		const made = {
			type: 'checkout.session.completed',
			created: 1796058000,
			data: { object: { id, payment_status: 'paid' } },
		};
		const [run] = await deliver(flows.n8n, workflow, 'Stripe Webhook', [made]);
		expect(run).toMatchObject({ status: 'error', lastNode: 'Get Line Items' });
		expect(service.calls).toEqual([`GET /v1/checkout/sessions/${path}/line_items`]);
		expect(await order(flows.sandbox)).toEqual([]);
	});

	samePromises(flow, delivered, {
		some: data.deliveries.slice(0, 3),
		forAnn: [EVENT, PURCHASE],
		ofSample: [EVENT, PURCHASE],
	});
});
