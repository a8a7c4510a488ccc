import type { Run } from '../../embedded-n8n';
import { useFlows } from './flow';
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
	texted,
	written,
} from './shops';
import { startMagento, type MagentoOrder } from './standIns/magento';
import type { Service } from './standIns/service';
import { startWooCommerce, type WooCommerce } from './standIns/wooCommerce';

const flows = useFlows(openShop);

describe('woocommerce-orders', () => {
	const name = 'woocommerce-orders';
	const deliveries = payload<Array<{ topic: string; order: object }>>(name);
	let shop: WooCommerce;
	beforeEach(async () => {
		shop = await startWooCommerce();
	});
	afterEach(async () => await shop.close());

	const flow = (live: boolean) => {
		const { consumerKey, consumerSecret, url } = shop;
		const wooCommerceApi = flows.n8n.addCredential('wooCommerceApi', { consumerKey, consumerSecret, url });
		return flows.flow(name, { live, credentials: { wooCommerceApi } });
	};
	/** Publishes the flow, delivers as WooCommerce would, and unpublishes it. */
	async function delivered(live: boolean, some = deliveries, secret?: string): Promise<readonly Run[]> {
		const listener = await flows.n8n.listen(flow(live));
		try {
			expect(shop.webhooks.map(({ topic }) => topic)).toEqual(['order.created', 'order.updated']);
			for (const { topic, order } of some) {
				expect(await shop.deliver(topic, order, secret)).toEqual([secret === undefined ? 200 : 401]);
				await listener.finished();
			}
			return await listener.finished();
		} finally {
			await listener.close();
			expect(shop.webhooks).toEqual([]);
		}
	}

	const ann = { phone: ANN, email: 'ann@example.com', externalIdentifiers: { clientUserId: '12' } };
	// A guest: WooCommerce calls all of them customer 0.
	const hugo = { phone: HUGO, email: 'hugo@example.com' };
	const greta = { email: 'greta@example.com', externalIdentifiers: { clientUserId: '14' } };
	const ben = {
		phone: '+13605550102',
		email: 'ben@example.com',
		externalIdentifiers: { clientUserId: '15' },
	};
	const blend = {
		productId: '22',
		productVariantId: '23',
		name: 'House Blend',
		productImage: 'https://shop.example.com/wp-content/uploads/house.jpg',
	};
	const guide = {
		productId: '40',
		productVariantId: '40',
		name: 'Brewing Guide (PDF)',
		price: [{ value: 7, currency: 'USD' }],
		quantity: 1,
	};

	test('a paid order is confirmed and bought, a completed one completed, each once in all runs', async () => {
		const runs = await delivered(true);
		expect(runs.map(({ status }) => status)).toEqual(deliveries.map(() => 'success'));
		const annsOrder = {
			'Order Number': '1042',
			'Order Total': 40.99,
			Currency: 'USD',
			'First Product': 'House Blend - 250 g',
			'First Name': 'Ann',
		};
		const oneGuide = { ...annsOrder, 'Order Total': 7, 'First Product': 'Brewing Guide (PDF)' };
		expect(await said(flows.sandbox)).toEqual([
			{ type: 'Order Confirmed', user: ann, properties: annsOrder, occurredAt: '2026-11-30T17:03:00.000Z' },
			{ type: 'Order Completed', user: ann, properties: annsOrder, occurredAt: '2026-11-30T17:10:00.000Z' },
			{
				// Paid on delivery: there is no time of payment yet.
				type: 'Order Confirmed',
				user: hugo,
				properties: {
					...annsOrder,
					'Order Number': '1044',
					'Order Total': 13,
					Currency: 'CAD',
					'First Name': 'Hugo',
				},
				occurredAt: '2026-11-30T17:01:02.000Z',
			},
			{
				// A download, completed at once.
				type: 'Order Completed',
				user: greta,
				properties: { ...oneGuide, 'Order Number': '1045', 'First Name': 'Greta' },
				occurredAt: '2026-11-30T17:05:01.000Z',
			},
			{
				// An old order that somebody edited.
				type: 'Order Completed',
				user: ben,
				properties: { ...oneGuide, 'Order Number': '0021', 'First Name': 'Ben' },
				occurredAt: '2024-03-07T10:00:00.000Z',
			},
		]);
		expect(await written(flows.sandbox, PURCHASE)).toEqual([
			{
				user: ann,
				orderId: '1042',
				occurredAt: '2026-11-30T17:03:00.000Z',
				items: [
					{ ...blend, price: [{ value: 12, currency: 'USD' }], quantity: 2 },
					{
						productId: '93',
						productVariantId: '93',
						name: 'Paper Filters',
						price: [{ value: 4, currency: 'USD' }],
						quantity: 3,
					},
				],
			},
			{
				user: hugo,
				orderId: '1044',
				occurredAt: '2026-11-30T17:01:02.000Z',
				items: [{ ...blend, price: [{ value: 13, currency: 'CAD' }], quantity: 1 }],
			},
			{ user: greta, orderId: '1045', occurredAt: '2026-11-30T17:05:00.000Z', items: [guide] },
			{ user: ben, orderId: '0021', occurredAt: '2024-03-05T18:00:30.000Z', items: [guide] },
		]);
		// The guest's ID was left out before the node had to refuse it.
		expect(JSON.stringify(runs[5]?.json('Send Purchase'))).not.toContain('Client User ID');
		// Pending, a draft that is nobody's yet, failed.
		expect([0, 4, 7].map((index) => runs[index]?.lastNode)).toEqual([
			'Nothing to Send',
			'No Phone or Email',
			'Nothing to Send',
		]);
		expect(await texted(flows.sandbox)).toEqual([
			[ANN, 'Order Confirmed'],
			[ANN, 'Order Completed'],
		]);
		expect(await notTexted(flows.sandbox)).toEqual([
			['Order Confirmed', 'noSubscription'],
			['Order Completed', 'noPhone'],
			['Order Completed', 'tooOld'],
		]);

		// Published again.
		const before = await order(flows.sandbox);
		await delivered(true);
		expect(await order(flows.sandbox)).toEqual(before);
	});

	test('as it is shipped, only test recipients get something', async () => {
		await delivered(
			false,
			deliveries.filter((_one, index) => [1, 3, 5].includes(index)),
		);
		expect(await order(flows.sandbox)).toEqual([EVENT, PURCHASE, EVENT]);
	});

	test('the sample sends all three events, again with each click', async () => {
		// The sample is of now.
		await flows.sandbox.control.setClock(null);
		for (const click of [1, 2]) {
			const run = await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
			expect(run.error).toBeUndefined();
			expect(await order(flows.sandbox)).toHaveLength(3 * click);
			await aMillisecondLater();
		}
		expect(await texted(flows.sandbox)).toEqual([
			[ANN, 'Order Confirmed'],
			[ANN, 'Order Completed'],
			[ANN, 'Order Confirmed'],
			[ANN, 'Order Completed'],
		]);
	});

	test('a delivery with a wrong signature starts nothing', async () => {
		expect(await delivered(true, deliveries.slice(1, 2), 'a guess')).toEqual([]);
		expect(await order(flows.sandbox)).toEqual([]);
	});

	test('an event that Attentive does not take is a failed execution', async () => {
		await flows.sandbox.control.addFault({ endpoint: EVENT, kind: '400' });
		const [run] = await delivered(true, deliveries.slice(1, 2));
		expect(run).toMatchObject({ status: 'error', lastNode: 'Send Order Confirmed' });
		await flows.sandbox.control.addFault({ endpoint: PURCHASE, kind: '400' });
		const [second] = await delivered(true, deliveries.slice(1, 2));
		expect(second).toMatchObject({ status: 'error', lastNode: 'Send Purchase' });
	});
});

describe('magento-orders', () => {
	const name = 'magento-orders';
	const TOKEN = 'mg_token';
	/** The flow asks for the last hours, so the orders are of now: Magento writes UTC without saying so. */
	const now = Date.now();
	const magentoTime = (minutesAgo: number) =>
		new Date(now - minutesAgo * 60_000).toISOString().slice(0, 19).replace('T', ' ');
	const attentiveTime = (minutesAgo: number) => `${magentoTime(minutesAgo).replace(' ', 'T')}.000Z`;
	const fresh = () =>
		payload<MagentoOrder[]>(name).map((one) => ({
			...one,
			created_at: magentoTime(20),
			updated_at: magentoTime(10),
		}));
	let orders: MagentoOrder[];
	let service: Service;
	beforeEach(async () => {
		orders = fresh();
		service = await startMagento(() => orders, TOKEN, 2);
		await flows.sandbox.control.setClock(null);
	});
	afterEach(async () => await service.close());

	const flow = (live: boolean) => {
		const magento2Api = flows.n8n.addCredential('magento2Api', { host: service.url, accessToken: TOKEN });
		const urls = { 'https://magento.example.com': service.url };
		return flows.flow(name, { live, credentials: { magento2Api }, urls });
	};
	const scheduled = async (live: boolean): Promise<Run> =>
		await flows.n8n.run(flow(live), { startNode: 'Every 15 Minutes', mode: 'trigger', input: [{}] });

	const ann = { phone: ANN, email: 'ann@example.com', externalIdentifiers: { clientUserId: '7' } };
	const hugo = { phone: HUGO, email: 'hugo@example.com' };
	const greta = { email: 'greta@example.com', externalIdentifiers: { clientUserId: '9' } };
	const annsOrder = {
		'Order Number': '000000042',
		'Order Total': 32,
		Currency: 'USD',
		'First Product': 'House Blend',
		'First Name': 'Ann',
	};

	test('all pages of changed orders become events and purchases, and what failed is reported at the end', async () => {
		const run = await scheduled(true);
		expect(service.calls).toHaveLength(3);
		const occurredAt = attentiveTime(10);
		expect(await said(flows.sandbox)).toEqual([
			{ type: 'Order Confirmed', user: ann, properties: annsOrder, occurredAt },
			{
				type: 'Order Confirmed',
				user: hugo,
				properties: {
					'Order Number': '000000044',
					'Order Total': 21,
					Currency: 'CAD',
					'First Product': 'House Blend',
				},
				occurredAt,
			},
			{
				type: 'Order Completed',
				user: greta,
				properties: {
					'Order Number': '000000045',
					'Order Total': 7,
					Currency: 'USD',
					'First Product': 'Brewing Guide (PDF)',
					'First Name': 'Greta',
				},
				occurredAt,
			},
		]);
		// A configurable product is one, by its own ID and its variant's, after the discount.
		const blend = { productId: '61', productVariantId: '63', name: 'House Blend' };
		const usd = (value: number) => [{ value, currency: 'USD' }];
		expect(await written(flows.sandbox, PURCHASE)).toEqual([
			{
				user: ann,
				orderId: '000000042',
				occurredAt,
				items: [
					{ ...blend, price: usd(11.5), quantity: 2 },
					{ productId: '70', productVariantId: '70', name: 'Paper Filters', price: usd(4), quantity: 1 },
				],
			},
			{
				user: hugo,
				orderId: '000000044',
				occurredAt,
				items: [{ ...blend, price: [{ value: 16, currency: 'CAD' }], quantity: 1 }],
			},
			{
				user: greta,
				orderId: '000000045',
				occurredAt,
				items: [
					{
						productId: '80',
						productVariantId: '80',
						name: 'Brewing Guide (PDF)',
						price: usd(7),
						quantity: 1,
					},
				],
			},
		]);
		expect(run.json('Nothing to Send')).toMatchObject([{ increment_id: '000000043' }]);
		expect(run.json('No Phone or Email')).toMatchObject([{ increment_id: '000000047' }]);
		expect(run).toMatchObject({
			status: 'error',
			lastNode: 'Report Failures',
			error: { message: expect.stringMatching(/^Order 000000046: Phone '12' has too few digits/) },
		});
	});

	test('a quarter of an hour later, only what is new is sent, and no failure is reported again', async () => {
		await scheduled(true);
		const before = await order(flows.sandbox);
		expect(await scheduled(true)).toMatchObject({ status: 'success' });
		expect(await order(flows.sandbox)).toEqual(before);

		// Ann's order is completed.
		orders = orders.map((one) =>
			one.entity_id === 42 ? { ...one, state: 'complete', updated_at: magentoTime(1) } : one,
		);
		await scheduled(true);
		expect((await said(flows.sandbox)).at(-1)).toEqual({
			type: 'Order Completed',
			user: ann,
			properties: annsOrder,
			occurredAt: attentiveTime(1),
		});
		expect(await order(flows.sandbox)).toEqual([...before, EVENT]);
	});

	test('orders that changed long ago, and old ones that changed, are not read', async () => {
		const DAY = 24 * 60;
		orders = fresh().map((one) =>
			one.entity_id % 2 === 0
				? { ...one, updated_at: magentoTime(DAY) }
				: { ...one, created_at: magentoTime(40 * DAY) },
		);
		expect(await scheduled(true)).toMatchObject({ status: 'success' });
		expect(await order(flows.sandbox)).toEqual([]);
	});

	test('what Attentive refuses once is sent the next time', async () => {
		for (const endpoint of [EVENT, PURCHASE])
			await flows.sandbox.control.addFault({ endpoint, kind: '400', match: '000000045' });
		orders = fresh().filter((one) => one.entity_id === 45);
		expect(await scheduled(true)).toMatchObject({ status: 'error', lastNode: 'Report Failures' });
		// Its event goes out, and its purchase fails.
		expect(await scheduled(true)).toMatchObject({ status: 'error', lastNode: 'Report Failures' });
		expect(await scheduled(true)).toMatchObject({ status: 'success' });
		expect(await order(flows.sandbox)).toEqual([EVENT, PURCHASE]);
	});

	test('as it is shipped, only test recipients get something', async () => {
		await scheduled(false);
		expect(await order(flows.sandbox)).toEqual([EVENT, PURCHASE]);
		// The others are not remembered: they get theirs from the live flow.
		await scheduled(true);
		expect(await written(flows.sandbox, PURCHASE)).toMatchObject([
			{ user: ann },
			{ user: hugo },
			{ user: greta },
		]);
	});

	test('the sample sends all three events, again with each click', async () => {
		for (const click of [1, 2]) {
			const run = await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
			expect(run.error).toBeUndefined();
			expect(await order(flows.sandbox)).toHaveLength(3 * click);
			await aMillisecondLater();
		}
		expect(await texted(flows.sandbox)).toHaveLength(4);
		expect(service.calls).toEqual([]);
	});
});
