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
	payloads,
	PURCHASE,
	said,
	texted,
	written,
} from './shops';
import { startWooCommerce, type WooCommerce } from './standIns/wooCommerce';

const flows = useFlows(openShop);

describe('woocommerce-orders', () => {
	const name = 'woocommerce-orders';
	const deliveries = payloads<{ topic: string; order: object }>(name);
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

	test('a paid order is confirmed and bought, a completed one completed, each once, whatever WooCommerce repeats', async () => {
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
		// Pending, a draft that is nobody's yet, failed.
		expect([0, 4, 7].map((index) => runs[index]?.lastNode)).toEqual([
			'Nothing to Send',
			'No One to Tell',
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
	});

	test('published again, the same orders send nothing', async () => {
		await delivered(true);
		const before = await order(flows.sandbox);
		await delivered(true);
		expect(await order(flows.sandbox)).toEqual(before);
	});

	test('as it is shipped, only test recipients get something', async () => {
		await delivered(false);
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
