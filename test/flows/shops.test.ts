import type { IDataObject } from 'n8n-workflow';
import { signUpUnits } from '../../demo/sampleAccount';
import type { WorkflowFile } from '../../embedded-n8n';
import { customEvents, deliver, useFlows } from './flow';
import {
	ADD_TO_CART,
	aMillisecondLater,
	ANN,
	EVENT,
	FINN,
	HUGO,
	openShop,
	order,
	payload,
	PURCHASE,
	said,
	SUBSCRIBE,
	texted,
	written,
} from './shops';

const flows = useFlows(openShop);

describe('own-cart', () => {
	const name = 'own-cart';
	const SECRET = { 'x-shop-secret': 'a long random one' };
	const flow = (live: boolean) => {
		const [header = '', value = ''] = Object.entries(SECRET)[0] ?? [];
		const httpHeaderAuth = flows.n8n.addCredential('httpHeaderAuth', { name: header, value });
		return flows.flow(name, { live, credentials: { httpHeaderAuth } });
	};
	const delivered = async (
		workflow: WorkflowFile,
		bodies = payload<IDataObject[]>(name),
		headers: Record<string, string> = SECRET,
	) => await deliver(flows.n8n, workflow, 'Shop Webhook', bodies, headers);

	const CUSTOMERS = {
		ann: { phone: ANN, email: 'ann@example.com', externalIdentifiers: { clientUserId: 'C-1001' } },
		finn: { phone: FINN, email: 'finn@example.com', externalIdentifiers: { clientUserId: 'C-1006' } },
		greta: { email: 'greta@example.com' },
		hugo: { phone: HUGO, email: 'hugo@example.com', externalIdentifiers: { clientUserId: 'C-1008' } },
		ines: { email: 'ines@example.com', externalIdentifiers: { clientUserId: 'C-1009' } },
	};
	const usd = (value: number) => [{ value, currency: 'USD' }];
	const coffee = { productId: '4411', productVariantId: '98121', name: 'House Blend, 250 g' };
	const filters = {
		productId: '4500',
		productVariantId: '4500',
		name: 'Paper Filters',
		productUrl: 'https://shop.example.com/p/filters',
		price: usd(4),
		quantity: 1,
	};
	const annsCart = [
		{
			...coffee,
			productImage: 'https://shop.example.com/img/house.jpg',
			productUrl: 'https://shop.example.com/p/house-blend?v=98121',
			price: usd(12.5),
			quantity: 2,
		},
		filters,
	];
	const oneCoffee = { ...coffee, price: usd(12.5), quantity: 1 };
	const confirmed = (number: string, total: number, product: string, currency = 'USD') => ({
		'Order Number': number,
		'Order Total': total,
		Currency: currency,
		'First Product': product,
		'Order Link': `https://shop.example.com/orders/${number}`,
	});

	test('carts and orders become events, each with its person, products and time', async () => {
		const runs = await delivered(flow(true));
		const { ann, finn, greta, hugo, ines } = CUSTOMERS;
		expect(await written(flows.sandbox, ADD_TO_CART)).toEqual([
			{ user: ann, items: annsCart, occurredAt: '2026-11-30T09:04:10.000-08:00' },
		]);
		expect(await written(flows.sandbox, PURCHASE)).toEqual([
			{ user: ann, orderId: '1042', items: annsCart, occurredAt: '2026-11-30T09:06:10.000-08:00' },
			{ user: finn, orderId: '1043', items: [oneCoffee], occurredAt: '2026-11-30T09:07:00.000-08:00' },
			{ user: greta, orderId: '1044', items: [oneCoffee], occurredAt: '2026-11-30T09:08:00.000-08:00' },
			{
				user: hugo,
				orderId: '1045',
				items: [{ ...oneCoffee, price: [{ value: 18, currency: 'CAD' }] }],
				occurredAt: '2026-11-30T09:09:00.000-08:00',
			},
			{ user: ines, orderId: '1046', items: [filters], occurredAt: '2026-11-30T09:10:00.000-08:00' },
		]);
		const events = await customEvents(flows.sandbox);
		expect(events.map(({ user, properties }) => [user, properties])).toEqual([
			[ann, confirmed('1042', 29, 'House Blend, 250 g')],
			[finn, confirmed('1043', 12.5, 'House Blend, 250 g')],
			[greta, confirmed('1044', 12.5, 'House Blend, 250 g')],
			[hugo, confirmed('1045', 18, 'House Blend, 250 g', 'CAD')],
			[ines, confirmed('1046', 4, 'Paper Filters')],
		]);
		// A cart of nobody, and an event that is neither.
		expect(runs.slice(1, 3).map(({ lastNode }) => lastNode)).toEqual([
			'No Phone or Email',
			'Nothing to Send',
		]);
	});

	test('only a box of that kind, with a phone, subscribes, before the event, and once in all runs', async () => {
		const runs = await delivered(flow(true));
		// Ann has both already; Greta ticked both and left no phone; Hugo ticked the one for marketing alone.
		expect(await written(flows.sandbox, SUBSCRIBE)).toEqual([
			{ user: { phone: FINN }, signUpSourceId: '500102' },
			{ user: { phone: HUGO }, signUpSourceId: '500101' },
		]);
		const finn = (await flows.sandbox.control.ledger()).filter(({ userId }) => userId === 'user-6');
		expect(finn.map(({ endpoint }) => endpoint)).toEqual([SUBSCRIBE, EVENT, PURCHASE]);
		// Finn gets this text once he has replied Y; Ann's opt-in was there.
		expect(await texted(flows.sandbox)).toEqual([
			[ANN, 'Order Confirmed'],
			[FINN, 'replyY'],
			[HUGO, 'replyY'],
		]);
		// The opt-in of a phone without an area code: the order went out by email, and the run says so.
		expect(runs.at(-1)).toMatchObject({
			status: 'error',
			error: {
				message: expect.stringMatching(/^Order 1046: the opt-in failed\. Phone '555-0109' has too few/),
			},
		});
	});

	test.each([
		['order updates', '500102', '500101'],
		['marketing', '500101', '500102'],
	])(
		'an opt-in to %s that fails holds up neither the order nor the other opt-in',
		async (_what, unit, other) => {
			await flows.sandbox.control.addFault({ endpoint: SUBSCRIBE, kind: '400', match: unit });
			const [, , , , finns] = payload<IDataObject[]>(name);
			const customer = { phone: FINN, country: 'US', sms_order_updates: true, sms_marketing: true };
			const [run] = await delivered(flow(true), [{ ...finns, customer }]);
			expect(run?.error?.message).toMatch(/^Order 1043: the opt-in failed\. Attentive answered 400/);
			expect(await written(flows.sandbox, SUBSCRIBE)).toEqual([
				{ user: { phone: FINN }, signUpSourceId: other },
			]);
			expect(await order(flows.sandbox)).toEqual(expect.arrayContaining([EVENT, PURCHASE]));
		},
	);

	test('only true is a ticked box', async () => {
		const [, , , , finns] = payload<IDataObject[]>(name);
		const boxes = ['true', 'yes', 'false', 'no', '', 1, 0, null, [], [true], {}, undefined];
		const bodies = boxes.map((box, index) => ({
			...finns,
			order_number: `box-${index}`,
			customer: { phone: FINN, country: 'US', sms_order_updates: box, sms_marketing: box },
		}));
		await delivered(flow(true), bodies);
		expect(await written(flows.sandbox, SUBSCRIBE)).toEqual([]);
		expect(await written(flows.sandbox, PURCHASE)).toHaveLength(boxes.length);
	});

	test('with single opt-in, as Attentive may allow it, the first order is texted about at once', async () => {
		const workflow = flow(true);
		for (const { name: node, parameters } of workflow.nodes)
			if (node === 'Subscribe to Order Updates') parameters.additionalFields = { singleOptIn: true };
		await delivered(workflow, payload<IDataObject[]>(name).slice(4, 5));
		expect(await texted(flows.sandbox)).toEqual([
			[FINN, 'legal'],
			[FINN, 'Order Confirmed'],
		]);
	});

	test('as it is shipped, only test recipients get something', async () => {
		await delivered(
			flow(false),
			[0, 3, 4, 6].map((index) => payload<IDataObject[]>(name)[index] ?? {}),
		);
		expect(await order(flows.sandbox)).toEqual([ADD_TO_CART, EVENT, PURCHASE]);
	});

	test('the sample sends a cart and an order, and makes both opt-ins, again with each click', async () => {
		// Somebody who tries it is not a subscriber yet.
		await flows.sandbox.control.reset();
		for (const unit of signUpUnits) await flows.sandbox.control.addSignUpUnit(unit);
		const first = [ADD_TO_CART, SUBSCRIBE, EVENT, PURCHASE, SUBSCRIBE];
		const run = await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
		expect(run.error).toBeUndefined();
		expect(await order(flows.sandbox)).toEqual(first);
		const [{ properties } = { properties: {} }] = await customEvents(flows.sandbox);
		expect(Object.values(properties).every(Boolean)).toBe(true);
		await aMillisecondLater();
		await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
		expect(await order(flows.sandbox)).toEqual([...first, ...first]);
	});

	test('a call without the secret starts nothing', async () => {
		await expect(
			delivered(flow(true), payload<IDataObject[]>(name), { 'x-shop-secret': 'a guess' }),
		).rejects.toThrow('403');
		expect(await order(flows.sandbox)).toEqual([]);
	});

	test('an order without products is an event, and a failed execution', async () => {
		const [, , , one = {}] = payload<IDataObject[]>(name);
		const [run] = await delivered(flow(true), [{ ...one, items: [] }]);
		expect(run).toMatchObject({ status: 'error', lastNode: 'Send Purchase' });
		expect(await order(flows.sandbox)).toEqual([EVENT]);
	});
});

describe('wishlist', () => {
	const name = 'wishlist';
	const SECRET = { 'x-api-key': 'a long random one' };
	const deliveries = payload<IDataObject[]>(name);
	const flow = (live: boolean) => {
		const httpHeaderAuth = flows.n8n.addCredential('httpHeaderAuth', {
			name: 'x-api-key',
			value: SECRET['x-api-key'],
		});
		return flows.flow(name, { live, credentials: { httpHeaderAuth } });
	};
	const delivered = async (live: boolean, some = deliveries) =>
		await deliver(flows.n8n, flow(live), 'Wishlist Webhook', some, SECRET);

	const blend = {
		'Product Name': 'House Blend',
		Variant: '250 g',
		Price: 12.5,
		'Product Link': 'https://shop.example.com/p/house-blend?variant=30774347071591',
		SKU: 'COFFEE-1-250G',
		Wishlist: 'Favorites',
	};
	const withPicture = { ...blend, mediaUrl: 'https://shop.example.com/img/house.jpg' };

	test('adding and removing are events, each once in all runs; whoever adds again is told again', async () => {
		const runs = await delivered(true);
		const ann = { email: 'ann@example.com' };
		const added = { type: 'Wishlist Item Added', user: ann, properties: withPicture };
		expect(await said(flows.sandbox)).toEqual([
			{ ...added, occurredAt: '2026-11-30T17:01:00.000Z' },
			{
				type: 'Wishlist Item Removed',
				user: ann,
				properties: blend,
				occurredAt: '2026-11-30T17:02:00.000Z',
			},
			{ ...added, occurredAt: '2026-11-30T17:03:00.000Z' },
			{
				type: 'Wishlist Item Added',
				user: { phone: '+13605550102' },
				properties: {
					'Product Name': 'Paper Filters',
					Price: 4,
					'Product Link': 'https://shop.example.com/p/filters',
				},
				occurredAt: '2026-11-30T17:04:00.000Z',
			},
		]);
		// Nobody's wishlist, and a price drop, which is the catalog's job.
		expect(runs.slice(-2).map(({ lastNode }) => lastNode)).toEqual(['No Phone or Email', 'Nothing to Send']);

		const before = await order(flows.sandbox);
		await delivered(true);
		expect(await order(flows.sandbox)).toEqual(before);
	});

	test('events without a time are not one event: each is a failed execution', async () => {
		const [event] = deliveries;
		const runs = await delivered(
			true,
			[1, 2].map(() => ({ ...event, EventTime: undefined })),
		);
		for (const { error } of runs) expect(error?.message).toMatch(/^'Skip Repeats By' is empty/);
		expect(await order(flows.sandbox)).toEqual([]);
	});

	test('an event with an email texts the phone that Attentive knows with it', async () => {
		const { control } = flows.sandbox;
		await control.addJourney({
			name: 'Still thinking about it?',
			event: 'Wishlist Item Added',
			subscriptionType: 'MARKETING',
			quietHours: null,
		});
		await delivered(true, deliveries.slice(0, 1));
		expect(await texted(flows.sandbox)).toEqual([[ANN, 'Wishlist Item Added']]);
	});

	test('as it is shipped, only test recipients get something', async () => {
		await delivered(false, deliveries.slice(2, 5));
		expect((await customEvents(flows.sandbox)).map(({ type }) => type)).toEqual([
			'Wishlist Item Removed',
			'Wishlist Item Added',
		]);
	});

	test('the sample sends both events, again with each click', async () => {
		for (const click of [1, 2]) {
			const run = await flows.n8n.run(flow(false), { startNode: 'Send a Sample' });
			expect(run.error).toBeUndefined();
			const events = await customEvents(flows.sandbox);
			expect(events).toHaveLength(2 * click);
			for (const { properties } of events) expect(Object.values(properties).every(Boolean)).toBe(true);
			await aMillisecondLater();
		}
	});
});
