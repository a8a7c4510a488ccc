import type { INodeParameters } from 'n8n-workflow';
import { byId, DAY, EVENTS, fromAI, SEND_EVENT, useBench, type Through } from './setup';

/** eCommerce events, webhooks and Skip Repeats By as an AI agent’s tool: every field filled in by the model. */
const bench = useBench();

const event = (name: string) => `POST /v1/events/ecommerce/${name}`;
const ENDPOINTS = { productView: 'product-view', addToCart: 'add-to-cart', purchase: 'purchase' } as const;

describe.each<Through>(['invoke', 'engine'])('as an AI agent’s tool (%s)', (through) => {
	const LIST: INodeParameters = {
		resource: 'ecommerceEvent',
		email: fromAI('email'),
		products: 'list',
		listFormat: 'custom',
		productList: fromAI('lines', 'json'),
		productIdField: 'id',
		variantIdField: 'variant',
		nameField: 'name',
		priceField: 'price',
		quantityField: 'quantity',
		imageField: 'picture',
		urlField: 'page',
		currency: fromAI('currency'),
		additionalFields: {
			occurredAt: fromAI('when'),
			pricesInMinorUnits: fromAI('minor', 'boolean'),
			minorUnitDecimals: fromAI('decimals', 'number'),
		},
	};
	const CART = {
		email: 'ann@example.com',
		lines: [
			{
				id: 'A',
				variant: 'A-1',
				name: 'Shirt',
				price: 19990,
				quantity: 2,
				picture: 'https://cdn.example.com/1.jpg',
				page: 'https://shop.example.com/1',
			},
		],
		currency: 'usd',
		when: '2026-11-24T10:00:00Z',
		minor: true,
		decimals: 3,
	};

	test.each(Object.entries(ENDPOINTS))('%s with a list from the model', async (operation, path) => {
		const [answer] = await bench.callAsTool({ ...LIST, operation }, [CART], through);
		expect(answer).toContain('accepted');
		expect(answer).not.toContain('ann@example.com');
		expect(await bench.bodies(event(path))).toEqual([
			{
				user: { email: 'ann@example.com' },
				occurredAt: expect.stringMatching(/^2026-11-24T/),
				items: [
					{
						productId: 'A',
						productVariantId: 'A-1',
						name: 'Shirt',
						quantity: 2,
						price: [{ value: 19.99, currency: 'USD' }],
						productImage: 'https://cdn.example.com/1.jpg',
						productUrl: 'https://shop.example.com/1',
					},
				],
			},
		]);
	});

	test('a purchase one by one with order ID, sales channel and Skip Repeats By', async () => {
		const parameters: INodeParameters = {
			resource: 'ecommerceEvent',
			operation: 'purchase',
			email: fromAI('email'),
			products: 'oneByOne',
			productRows: {
				products: [{ productId: fromAI('id'), price: fromAI('price'), quantity: fromAI('pieces') }],
			},
			currency: 'EUR',
			orderId: fromAI('order'),
			additionalFields: { salesChannel: fromAI('channel'), skipRepeatsBy: fromAI('order') },
		};
		const order = {
			email: 'ann@example.com',
			id: 'A',
			price: '€1.234,50',
			pieces: '1',
			order: '1001',
			channel: 'PHONE',
		};
		const answers = await bench.callAsTool(parameters, [order, order, { ...order, order: '1002' }], through);
		expect(answers.map((answer) => /accepted|alreadySent/.exec(answer)?.[0])).toEqual([
			'accepted',
			'alreadySent',
			'accepted',
		]);
		expect(await bench.bodies(event('purchase'))).toEqual(
			['1001', '1002'].map((orderId) =>
				expect.objectContaining({
					orderId,
					salesChannel: { channelType: 'PHONE' },
					items: [expect.objectContaining({ price: [{ value: 1234.5, currency: 'EUR' }], quantity: 1 })],
				}),
			),
		);
	});

	test.each<[string, object, string]>([
		['a price', { lines: [{ id: 'A', price: '99¢' }], minor: false }, 'is not a price'],
		['a price in another currency', { lines: [{ id: 'A', price: '€5' }], minor: false }, 'is in EUR'],
		['a currency', { currency: 'dollars' }, 'is not a currency code'],
		['no line', { lines: { id: 'A' } }, 'is not a list'],
		['a line without an ID', { lines: [{ price: 1 }] }, 'is empty'],
		['a moment', { when: 'yesterday' }, 'Occurred At'],
		['nobody', { email: '' }, "'Phone', 'Email', 'Other Identifiers' are all empty"],
	])('what cannot be sent comes back as words: %s', async (_name, change, words) => {
		const [answer] = await bench.callAsTool(
			{ ...LIST, operation: 'addToCart' },
			[{ ...CART, ...change }],
			through,
		);
		expect(answer).toContain('rejected');
		expect(answer).toContain(words);
		expect(answer).not.toContain('toolError');
		expect(await bench.bodies(event('add-to-cart'))).toEqual([]);
	});

	test('an order as WooCommerce has it, and the items to combine: the same fields as for people', async () => {
		const order = { ...LIST, operation: 'purchase', listFormat: 'woocommerce', additionalFields: {} };
		const lines = [{ product_id: 7, variation_id: 8, quantity: 1, total: '5.00' }];
		const [answer] = await bench.callAsTool(order, [{ ...CART, lines }], through);
		expect(answer).toContain('accepted');
		const rows: INodeParameters = {
			...order,
			products: 'oneByOne',
			productRows: { products: [{ productId: fromAI('id'), price: fromAI('price') }] },
			additionalFields: { combineItemsBy: fromAI('cart') },
		};
		const [row] = await bench.callAsTool(
			rows,
			[{ email: 'bob@example.com', id: 'A', price: '5', cart: 'c', currency: 'USD' }],
			through,
		);
		expect(row).toContain('accepted');
		expect(await bench.bodies(event('purchase'))).toEqual([
			expect.objectContaining({
				items: [expect.objectContaining({ productId: '7', productVariantId: '8' })],
			}),
			expect.objectContaining({ items: [expect.objectContaining({ productId: 'A' })] }),
		]);
	});

	test('a value of Skip Repeats By from the model', async () => {
		const parameters: INodeParameters = {
			resource: 'customEvent',
			operation: 'send',
			type: 'Points Awarded',
			email: fromAI('email'),
			additionalFields: { skipRepeatsBy: fromAI('key') },
		};
		const one = { email: 'ann@example.com', key: 'k1' };
		const answers = await bench.callAsTool(parameters, [one, { ...one, email: 'bob@example.com' }], through);
		expect(answers[0]).toContain('accepted');
		expect(answers[1]).toContain('alreadySent');
		const [empty] = await bench.callAsTool(parameters, [{ ...one, key: '' }], through);
		expect(empty).toContain('is empty, so the item could be sent twice');
		expect(await bench.bodies(EVENTS)).toHaveLength(1);
	});

	test('an agent and a run of the same node share what was sent', async () => {
		const parameters: INodeParameters = { ...SEND_EVENT, phone: '+12065551000' };
		const once = { ...parameters, mapping: 'json', propertiesJson: '{}' };
		const additionalFields = { skipRepeatsBy: 'always the same' };
		await bench.run({ ...once, additionalFields }, [{}]);
		const [answer] = await bench.callAsTool({ ...once, additionalFields }, [{}], through);
		expect(answer).toContain('alreadySent');
	});

	test('segments, members, users and jobs: made, filled, listed and followed up', async () => {
		const { control } = bench.sandbox;
		const segment = (operation: string, more: INodeParameters): INodeParameters => ({
			resource: 'segment',
			operation,
			...more,
		});
		const gold = [{ id: 'gold', name: 'Gold', email: 'ann@example.com' }];
		const answersTo = async (parameters: INodeParameters, calls: object[] = gold) =>
			(await bench.callAsTool(parameters, calls, through)).join(' ');
		const create = segment('create', {
			name: fromAI('name'),
			additionalFields: { externalId: fromAI('id') },
		});
		expect(await answersTo(create)).toContain('accepted');
		expect(
			await answersTo(segment('update', { externalId: byId(fromAI('id')), name: fromAI('name') })),
		).toContain('accepted');
		expect(await answersTo(segment('get', { externalId: byId(fromAI('id')) }))).toContain('Gold');
		expect(await answersTo(segment('getAll', { returnAll: true }))).toContain('gold');
		for (const operation of ['addMembers', 'removeMembers'])
			expect(
				await answersTo(segment(operation, { externalId: byId(fromAI('id')), email: fromAI('email') })),
			).toContain('pending');
		const user = (operation: string): INodeParameters => ({
			resource: 'user',
			operation,
			email: fromAI('email'),
			mapping: 'json',
			attributesJson: '{"Tier": "Gold"}',
		});
		expect(await answersTo(user('upsert'))).toContain('accepted');
		expect(await answersTo(user('upsertMany'))).toContain('pending');
		const [job] = await control.jobs();
		await control.advanceClock(DAY);
		const lookUp: INodeParameters = { resource: 'bulkJob', operation: 'get', jobId: fromAI('job') };
		expect(await answersTo(lookUp, [{ job: job?.bulkJobId }])).toContain('COMPLETED');
		expect(await answersTo(segment('delete', { externalId: byId(fromAI('id')) }))).toContain('accepted');
		expect((await control.segments())[0]?.archived).toBe(true);
	});

	test('codes for an offer, as the tool’s panel has them', async () => {
		await bench.sandbox.control.addOffer({ id: 1, window: 'never' });
		const codes = {
			resource: 'offer',
			operation: 'addCodes',
			offerId: '1',
			codes: fromAI('codes', 'json'),
		};
		const [added, none] = await bench.callAsTool(codes, [{ codes: ['A', 'B'] }, { codes: [' '] }], through);
		expect(added).toContain('accepted');
		expect(none).toContain('noCode');
		expect(await bench.sandbox.control.offerCodes(1)).toEqual(['A', 'B']);
	});

	test('identifiers, the account, attributes and catalog uploads', async () => {
		const identity: INodeParameters = {
			resource: 'identity',
			operation: 'addIdentifiers',
			email: fromAI('email'),
			clientUserId: fromAI('member'),
		};
		const [linked, alone] = await bench.callAsTool(
			identity,
			[
				{ email: 'ann@example.com', member: '7' },
				{ email: '', member: '8' },
			],
			through,
		);
		expect(linked).toContain('accepted');
		expect(alone).toContain('tooFewIdentifiers');
		expect(await bench.bodies('POST /v1/identity-resolution/user-identifiers')).toEqual([
			{ email: 'ann@example.com', clientUserId: '7' },
		]);

		expect((await bench.callAsTool({ resource: 'account', operation: 'get' }, [{}], through))[0]).toContain(
			'companyId',
		);
		const [set] = await bench.callAsTool(
			{
				resource: 'customAttribute',
				operation: 'set',
				email: 'ann@example.com',
				mapping: 'json',
				attributesJson: fromAI('attributes', 'json'),
			},
			[{ attributes: { tier: 'Gold' } }],
			through,
		);
		expect(set).toContain('accepted');
		const attributes = {
			resource: 'customAttribute',
			operation: 'get',
			lookUpBy: 'email',
			email: fromAI('email'),
		};
		const [found] = await bench.callAsTool(attributes, [{ email: 'ann@example.com' }], through);
		expect(found).toContain('Gold');

		const product = {
			resource: 'productCatalog',
			operation: 'upload',
			product: fromAI('product', 'json'),
		};
		const [refused] = await bench.callAsTool(product, [{ product: { id: 'A' } }], through);
		expect(refused).toContain('rejected');
		const uploads = { resource: 'productCatalog', operation: 'getAll' };
		expect((await bench.callAsTool(uploads, [{}], through))[0]).toBe(JSON.stringify({ response: '[]' }));
		const upload = { resource: 'productCatalog', operation: 'get', uploadId: fromAI('id') };
		expect((await bench.callAsTool(upload, [{ id: 'nobody' }], through))[0]).toContain('refused');
	});

	test('webhooks: made, listed, changed and deleted', async () => {
		const onDashboard = async () =>
			(await bench.sandbox.control.dashboard()).webhooks.map(({ url, events, disabledAt }) => ({
				url,
				events,
				isOff: disabledAt !== null,
			}));
		const make = {
			resource: 'webhook',
			operation: 'create',
			url: fromAI('url'),
			events: fromAI('events', 'json'),
		};
		const [made] = await bench.callAsTool(
			make,
			[{ url: 'https://example.com/a', events: ['sms.sent'] }],
			through,
		);
		expect(made).toContain('accepted');
		const [http] = await bench.callAsTool(
			make,
			[{ url: 'http://example.com/a', events: ['sms.sent'] }],
			through,
		);
		expect(http).toContain('is not an https address');
		const [listed] = await bench.callAsTool({ resource: 'webhook', operation: 'getAll' }, [{}], through);
		const id = /webhookId\W+([\w=+/-]+)/.exec(listed ?? '')?.[1] ?? '';
		expect(made).toContain(id);

		const webhookId = byId(fromAI('id'));
		const change: INodeParameters = {
			resource: 'webhook',
			operation: 'update',
			webhookId,
			state: fromAI('state'),
			additionalFields: { url: fromAI('url'), events: fromAI('events', 'json') },
		};
		const [changed] = await bench.callAsTool(
			change,
			[{ id, state: 'disabled', url: 'https://example.com/b', events: ['email.opened'] }],
			through,
		);
		expect(changed).toContain('accepted');
		expect(await onDashboard()).toEqual([
			{ url: 'https://example.com/b', events: ['email.opened'], isOff: true },
		]);
		const [wrong] = await bench.callAsTool(
			change,
			[{ id: 'nobody', state: 'enabled', url: '', events: ['sms.sent'] }],
			through,
		);
		expect(wrong).toContain('is not a webhook of your app');
		const [nonsense] = await bench.callAsTool(
			change,
			[{ id, state: 'off', url: '', events: ['sms.sent'] }],
			through,
		);
		expect(nonsense).toContain('is not one of the choices');

		const remove = { resource: 'webhook', operation: 'delete', webhookId };
		expect((await bench.callAsTool(remove, [{ id: '' }], through))[0]).toContain('is empty');
		expect((await bench.callAsTool(remove, [{ id }], through))[0]).toContain('accepted');
		expect(await onDashboard()).toEqual([]);
	});
});

test('the tool’s panel offers the same fields for products as that of the node', () => {
	const fields = (type: string) =>
		bench.n8n
			.nodeType(type)
			.description.properties.filter(({ displayOptions }) =>
				displayOptions?.show?.operation?.includes('purchase'),
			)
			.filter(({ name }) => /^(products|listFormat|product|currency)/.test(name));
	expect(fields('n8n-nodes-attentive.attentive').length).toBeGreaterThan(0);
	expect(fields('n8n-nodes-attentive.attentiveTool')).toEqual(fields('n8n-nodes-attentive.attentive'));
});
