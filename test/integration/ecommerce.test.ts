import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { CONTINUE, errors, PURCHASE, results, statuses, useBench } from './setup';

const bench = useBench();

const VIEW = 'POST /v1/events/ecommerce/product-view';
const ADD_TO_CART = 'POST /v1/events/ecommerce/add-to-cart';

interface Event {
	orderId?: string;
	items: Array<{ productId: string; price: unknown[] }>;
}

/** What is wrong with each item, and in which field. */
function mistakes(output: Parameters<typeof errors>[0]): unknown[] {
	return errors(output).map((error) => error && [error.reasonCode, error.field]);
}

/** An order as WooCommerce's webhook sends it. */
const wooOrder = (more: IDataObject = {}): IDataObject => ({
	id: 727,
	number: '727',
	status: 'processing',
	currency: 'usd',
	date_created_gmt: '2026-11-24T16:32:08',
	customer_id: 0,
	billing: { first_name: 'Ann', email: 'ann@example.com', phone: '(914) 844-0001', country: 'US' },
	line_items: [
		{
			name: 'Woo Single #1',
			product_id: 93,
			variation_id: 0,
			quantity: 2,
			total: '6.00',
			price: 3,
			image: { src: 'https://shop.example.com/single.jpg' },
		},
		{
			name: 'Ship Your Idea – Green',
			product_id: 22,
			variation_id: 23,
			quantity: 1,
			total: '12.00',
			price: 11.996666666,
			image: { src: '' },
		},
	],
	...more,
});

/** The panel as it stands when a WooCommerce order is dragged in: only what must be filled in. */
const woo = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'ecommerceEvent',
	operation: 'purchase',
	phone: '={{ $json.billing.phone }}',
	email: '={{ $json.billing.email }}',
	defaultCountry: '={{ $json.billing.country }}',
	productList: 'line_items',
	orderId: '={{ $json.number }}',
	...more,
});

/** A cart of one's own. */
const custom = (more: INodeParameters = {}): INodeParameters => ({
	resource: 'ecommerceEvent',
	operation: 'purchase',
	email: '={{ $json.email }}',
	listFormat: 'custom',
	productList: 'lines',
	productIdField: 'product_id',
	priceField: 'price',
	currency: '={{ $json.currency }}',
	...more,
});

describe('a list in the item', () => {
	test('a WooCommerce order becomes a purchase with what the panel has by default', async () => {
		const items = await bench.output(woo({ options: { output: 'resultOnly' } }), [wooOrder()]);
		expect(items).toEqual([
			{
				status: 'accepted',
				orderId: '727',
				products: 2,
				prices: 'unit price after discounts, without tax',
			},
		]);
		expect(await bench.bodies(PURCHASE)).toEqual([
			{
				user: { phone: '+19148440001', email: 'ann@example.com' },
				orderId: '727',
				occurredAt: expect.stringMatching(/^\d{4}-/),
				items: [
					{
						productId: '93',
						productVariantId: '93',
						name: 'Woo Single #1',
						quantity: 2,
						price: [{ value: 3, currency: 'USD' }],
						productImage: 'https://shop.example.com/single.jpg',
					},
					{
						productId: '22',
						productVariantId: '23',
						name: 'Ship Your Idea – Green',
						quantity: 1,
						price: [{ value: 12, currency: 'USD' }],
					},
				],
			},
		]);
	});

	test('a cart of one’s own, with its paths given once', async () => {
		const cart = {
			currency: 'EUR',
			customer: { email: 'bo@example.com' },
			cart: {
				items: [
					{
						product_id: 'P1',
						variant_id: 'P1-M',
						name: 'Shirt',
						price: '€1.234,50',
						quantity: '2',
						image_url: 'https://cdn.example.com/1.jpg',
						url: 'https://shop.example.com/1',
					},
				],
			},
		};
		await bench.run(
			custom({
				operation: 'addToCart',
				email: '={{ $json.customer.email }}',
				productList: 'cart.items',
				productIdField: 'cart.items[0].product_id',
				variantIdField: 'variant_id',
				nameField: 'name',
				quantityField: 'quantity',
				imageField: 'image_url',
				urlField: 'url',
				additionalFields: { occurredAt: '2026-11-24T10:00:00+01:00' },
			}),
			[cart],
		);
		expect(await bench.bodies(ADD_TO_CART)).toEqual([
			{
				user: { email: 'bo@example.com' },
				occurredAt: '2026-11-24T10:00:00.000+01:00',
				items: [
					{
						productId: 'P1',
						productVariantId: 'P1-M',
						name: 'Shirt',
						quantity: 2,
						price: [{ value: 1234.5, currency: 'EUR' }],
						productImage: 'https://cdn.example.com/1.jpg',
						productUrl: 'https://shop.example.com/1',
					},
				],
			},
		]);
	});

	test('the list itself by an expression, and as JSON text', async () => {
		const lines = [{ product_id: 1, price: 1, variation_id: 2, name: 'A', quantity: 1, image: { src: '' } }];
		for (const productList of ['={{ $json.lines }}', '={{ JSON.stringify($json.lines) }}', 'text']) {
			await bench.run(woo({ email: 'a@example.com', phone: '', currency: 'USD', productList, orderId: '' }), [
				{ lines, text: JSON.stringify(lines) },
			]);
		}
		expect((await bench.bodies<Event>(PURCHASE)).map(({ items }) => items.length)).toEqual([1, 1, 1]);
	});

	test.each(['body.line_items', '', "['body'].line_items[0].sku", '={{ $json.body.line_items }}'])(
		'under the body of a webhook, by %p',
		async (productList) => {
			const body = 'json.body';
			const parameters = woo({
				phone: `={{ $${body}.billing.phone }}`,
				email: `={{ $${body}.billing.email }}`,
				defaultCountry: 'US',
				currency: `={{ $${body}.currency }}`,
				orderId: `={{ $${body}.number }}`,
				productList,
			});
			const run = await bench.run(parameters, [{ headers: {}, params: {}, query: {}, body: wooOrder() }]);
			expect(statuses(run)).toEqual(['accepted']);
			expect((await bench.bodies<Event>(PURCHASE)).map(({ items }) => items.length)).toEqual([2]);
		},
	);

	test('minor units follow the currency', async () => {
		const rows = [
			['JPY', 1999],
			['USD', '1999'],
			['KWD', 1999],
		].map(([currency, price], index) => ({
			currency,
			email: `p${index}@example.com`,
			lines: [{ product_id: 'x', price }],
		}));
		await bench.run(custom({ additionalFields: { pricesInMinorUnits: true } }), rows);
		const prices = (await bench.bodies<Event>(PURCHASE)).map(({ items }) => items[0]?.price[0]);
		expect(prices).toEqual(
			expect.arrayContaining([
				{ value: 1999, currency: 'JPY' },
				{ value: 19.99, currency: 'USD' },
				{ value: 1.999, currency: 'KWD' },
			]),
		);
	});

	test.each<[string, IDataObject, string[]]>([
		['an unknown currency', { currency: 'DOLLARS' }, ['unknownCurrency', 'currency']],
		['no currency', { currency: '' }, ['missing', 'Currency']],
		['no lines', { line_items: [] }, ['noProducts', 'line_items']],
		['no list', { line_items: 'shirt' }, ['noProducts', 'line_items']],
		['no field', { line_items: undefined, lines: [{ product_id: 1 }] }, ['noSuchField', 'List Field']],
		[
			'a line without a price',
			{ line_items: [{ product_id: 1, price: '' }] },
			['missing', 'line_items[0].price'],
		],
		[
			'only a deleted product',
			{ line_items: [{ product_id: 0, price: 1 }] },
			['noProducts', 'line_items[0]'],
		],
		[
			'a price in another currency',
			{ line_items: [{ product_id: 1, price: '€5.00' }] },
			['otherCurrency', 'line_items[0].price'],
		],
		[
			'a negative price',
			{ line_items: [{ product_id: 1, price: -5 }] },
			['negativePrice', 'line_items[0].price'],
		],
		[
			'an ID that a spreadsheet has shortened',
			{ line_items: [{ product_id: '4.01E+12', price: 5 }] },
			['shortenedNumber', 'line_items[0].product_id'],
		],
	])('%s is rejected with its field, and the other order goes', async (_name, change, expected) => {
		const items = await bench.output(woo(), [wooOrder(change), wooOrder({ number: '728' })], CONTINUE);
		expect(mistakes(items)).toEqual([expected, undefined]);
		expect((await bench.bodies(PURCHASE)).map(({ orderId }) => orderId)).toEqual(['728']);
	});

	test('a Currency that is not the list’s is rejected', async () => {
		const items = await bench.output(woo({ currency: 'EUR' }), [wooOrder()], CONTINUE);
		expect(mistakes(items)).toEqual([['otherCurrency', 'Currency']]);
		expect(await bench.bodies(PURCHASE)).toEqual([]);
	});

	test('a line in another currency goes in its own, and the result says which', async () => {
		const line = (id: string, amount: number, currency: string) => ({
			catalog_object_id: id,
			quantity: '1',
			base_price_money: { amount, currency },
		});
		const order = { line_items: [line('A', 1999, 'USD'), line('B', 500, 'JPY'), line('C', 1, 'POINTS')] };
		const items = await bench.output(woo({ listFormat: 'square', productList: 'order.line_items' }), [
			{ ...wooOrder({ line_items: undefined }), order },
		]);
		expect(results(items)).toMatchObject([
			{
				status: 'accepted',
				products: 2,
				leftOut: 1,
				warnings: [
					'was sent without order.line_items[2] (base_price_money.currency "POINTS" is not a currency code of ISO 4217)',
					'was sent with prices in several currencies: USD in order.line_items[0]; JPY in order.line_items[1]',
				],
			},
		]);
		expect(
			(await bench.bodies<Event>(PURCHASE)).map((event) => event.items.map(({ price }) => price)),
		).toEqual([[[{ value: 19.99, currency: 'USD' }], [{ value: 500, currency: 'JPY' }]]]);
	});

	test('a path that leads nowhere says where the list is', async () => {
		const items = await bench.output(
			woo(),
			[{ ...wooOrder(), line_items: undefined, body: wooOrder() }],
			CONTINUE,
		);
		expect(errors(items)[0]?.wayOut).toBe('Did you mean body.line_items?');
	});

	test('an event that only points to a cart names the second call', async () => {
		const items = await bench.output(
			woo({ listFormat: 'bigcommerce', email: 'a@example.com', phone: '' }),
			[{ body: { scope: 'store/cart/created', data: { type: 'cart', id: 'c-1' } } }],
			CONTINUE,
		);
		expect(mistakes(items)).toEqual([['noLinesInEvent', 'List Field']]);
		expect(errors(items)[0]?.wayOut).toContain('GET /v3/carts/c-1');
	});

	test('bad lines are left out as long as one product is left, and the result says so', async () => {
		const lines = [
			{ product_id: 0, name: 'Gone', price: 1, quantity: 1 },
			{ product_id: 1, name: 'A', price: 'abc', quantity: 1 },
			{ product_id: 2, name: 'B', price: 5, quantity: 0 },
			{ product_id: 3, name: 'C', price: 5, quantity: 1 },
		];
		const run = await bench.run(woo({ options: { output: 'resultOnly' } }), [
			wooOrder({ line_items: lines }),
		]);
		expect(run.json('Attentive')).toEqual([
			{
				status: 'accepted',
				orderId: '727',
				products: 1,
				leftOut: 3,
				prices: 'unit price after discounts, without tax',
				warnings: [
					'was sent without line_items[0] (is a product that the shop no longer has)',
					'was sent without line_items[2] (has the quantity 0)',
					'was sent without line_items[1] (price "abc" is not a number)',
				],
			},
		]);
		expect(await bench.bodies(PURCHASE)).toEqual([
			expect.objectContaining({ items: [expect.objectContaining({ productId: '3' })] }),
		]);
	});

	test('SKUs as IDs', async () => {
		const line_items = [{ product_id: 1, sku: 'MUG', name: 'Mug', price: 5, quantity: 1 }];
		await bench.run(woo({ additionalFields: { useSkuAsId: true } }), [wooOrder({ line_items })]);
		expect((await bench.bodies(PURCHASE))[0]?.items).toEqual([
			expect.objectContaining({ productId: 'MUG', productVariantId: 'MUG' }),
		]);
	});

	test('what was named and is nowhere, and a link that is none, are warnings', async () => {
		const parameters = custom({
			quantityField: 'pieces',
			imageField: 'image.src',
			options: { output: 'resultOnly' },
		});
		const items = await bench.output(parameters, [
			{
				email: 'a@example.com',
				currency: 'USD',
				lines: [{ product_id: 1, price: 1, image: { src: 'shirt.jpg' } }],
			},
		]);
		expect(items[0]?.warnings).toEqual([
			'has no "pieces" in any product',
			`'lines[0].image.src' is not a URL (https://...) and was left out`,
		]);
		expect(await bench.bodies(PURCHASE)).toHaveLength(1);
	});
});

describe('one by one: an item a line', () => {
	const lines = (more: INodeParameters = {}): INodeParameters => ({
		resource: 'ecommerceEvent',
		operation: 'purchase',
		email: '={{ $json.email }}',
		products: 'oneByOne',
		productRows: {
			products: [
				{
					productId: '={{ $json.sku }}',
					name: '={{ $json.product }}',
					price: '={{ $json.price }}',
					quantity: '={{ $json.qty }}',
				},
			],
		},
		currency: '={{ $json.currency }}',
		orderId: '={{ $json.order }}',
		additionalFields: { combineItemsBy: '={{ $json.order }}' },
		...more,
	});
	const APART: INodeParameters = { additionalFields: {} };
	const line = (order: string, email: string, sku: string, more: IDataObject = {}): IDataObject => ({
		order,
		email,
		sku,
		product: `Product ${sku}`,
		price: '19.99',
		qty: 1,
		currency: 'USD',
		...more,
	});

	test('rows of one order make one event, also where other rows stand between', async () => {
		const rows = [
			line('A', 'ann@example.com', '1'),
			line('B', 'ann@example.com', '2'),
			line('A', 'ann@example.com', '3'),
			line('C', 'bob@example.com', '4'),
		];
		const items = await bench.output(lines(), rows);
		expect(results(items)).toEqual([
			{ status: 'accepted', orderId: 'A', products: 2 },
			{ status: 'accepted', orderId: 'B', products: 1 },
			{ status: 'accepted', orderId: 'A', products: 2 },
			{ status: 'accepted', orderId: 'C', products: 1 },
		]);
		const sent = (await bench.bodies<Event>(PURCHASE)).map(({ orderId, items: lines }) => [
			orderId,
			lines.map(({ productId }) => productId),
		]);
		expect(sent.sort()).toEqual([
			['A', ['1', '3']],
			['B', ['2']],
			['C', ['4']],
		]);
	});

	test('a bad line keeps its whole order back, and no other', async () => {
		const rows = [
			line('A', 'ann@example.com', '1'),
			line('B', 'bob@example.com', '2'),
			line('A', 'ann@example.com', '3', { price: 'free' }),
		];
		const items = await bench.output(lines(), rows, CONTINUE);
		expect(mistakes(items)).toEqual([['partMissing', undefined], undefined, ['notANumber', 'Price']]);
		expect(errors(items)[0]?.message).toBe(
			'Not sent: it is combined with item 2, which is not sent. Fix item 2, then send them together in one run. [item 0]',
		);
		expect((await bench.bodies(PURCHASE)).map(({ orderId }) => orderId)).toEqual(['B']);
	});

	test('rows of one order that name two users are rejected', async () => {
		const rows = [line('A', 'ann@example.com', '1'), line('A', 'bob@example.com', '3')];
		const items = await bench.output(lines(), rows, CONTINUE);
		expect(mistakes(items)).toEqual([
			['rowsDiffer', 'The user'],
			['rowsDiffer', 'The user'],
		]);
		expect(await bench.bodies(PURCHASE)).toEqual([]);
	});

	test('an item without the value to combine by is rejected', async () => {
		const items = await bench.output(lines(), [line('', 'ann@example.com', '1')], CONTINUE);
		expect(mistakes(items)).toEqual([['missing', 'Combine Items By']]);
	});

	test('without it each item is an event', async () => {
		await bench.run(lines(APART), [line('A', 'ann@example.com', '1'), line('A', 'ann@example.com', '2')]);
		expect(await bench.bodies(PURCHASE)).toHaveLength(2);
	});

	test('an event that Attentive refuses is every row’s error, each with its own number', async () => {
		await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '400', count: 1 });
		const rows = [line('A', 'ann@example.com', '1'), line('A', 'ann@example.com', '2')];
		const items = await bench.output(lines(), rows, CONTINUE);
		expect(errors(items)).toEqual([
			expect.objectContaining({ status: 'refused', message: expect.stringMatching(/\[item 0\]$/) }),
			expect.objectContaining({ status: 'refused', message: expect.stringMatching(/\[item 1\]$/) }),
		]);
	});

	test('a retry of the execution does not send an order again', async () => {
		await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '400', count: 1 });
		const rows = [
			line('A', 'ann@example.com', '1'),
			line('A', 'ann@example.com', '2'),
			line('B', 'bob@example.com', '3'),
			line('B', 'bob@example.com', '4'),
		];
		const run = await bench.run(lines(), rows, { ...CONTINUE, retryOnFail: true, maxTries: 3 });
		expect(statuses(run)).toEqual(['accepted', 'accepted', 'accepted', 'accepted']);
		expect((await bench.bodies(PURCHASE)).map(({ orderId }) => orderId).sort()).toEqual(['A', 'B']);
	});

	test('Validate Only shows the whole event once and counts one request', async () => {
		const rows = [line('A', 'ann@example.com', '1'), line('A', 'ann@example.com', '2')];
		const items = await bench.output(lines({ mode: 'validateOnly' }), rows);
		expect(results(items)).toEqual([
			expect.objectContaining({
				request: expect.objectContaining({
					body: expect.objectContaining({ items: [expect.anything(), expect.anything()] }),
				}),
			}),
			{ status: 'validated', sentWithItem: 0 },
		]);
		expect(await bench.bodies(PURCHASE)).toEqual([]);
	});
});

test('the carts of items with several products each are joined, too', async () => {
	const parameters: INodeParameters = {
		resource: 'ecommerceEvent',
		operation: 'addToCart',
		email: 'ann@example.com',
		products: 'oneByOne',
		productRows: {
			products: [
				{ productId: '={{ $json.a }}', price: 1 },
				{ productId: '={{ $json.b }}', price: 2 },
			],
		},
		currency: 'USD',
		additionalFields: { combineItemsBy: 'all' },
	};
	await bench.run(parameters, [
		{ a: 'A1', b: 'B1' },
		{ a: 'A2', b: 'B2' },
	]);
	expect((await bench.bodies(ADD_TO_CART)).map(({ items }) => items)).toEqual([
		['A1', 'B1', 'A2', 'B2'].map((productId) => expect.objectContaining({ productId })),
	]);
});

test('products typed in the panel', async () => {
	await bench.run(
		{
			resource: 'ecommerceEvent',
			operation: 'productView',
			email: 'ann@example.com',
			products: 'oneByOne',
			productRows: {
				products: [
					{ productId: '={{ $json.sku }}', name: 'Shirt', price: '$ 19.99', url: 'https://s.example.com/1' },
				],
			},
			currency: 'usd',
		},
		[{ sku: 'S1' }],
	);
	expect(await bench.bodies(VIEW)).toEqual([
		{
			user: { email: 'ann@example.com' },
			occurredAt: expect.any(String),
			items: [
				{
					productId: 'S1',
					productVariantId: 'S1',
					name: 'Shirt',
					price: [{ value: 19.99, currency: 'USD' }],
					productUrl: 'https://s.example.com/1',
				},
			],
		},
	]);
});

test('a sales channel of the list is sent, any other rejected', async () => {
	const items = await bench.output(
		woo({ additionalFields: { salesChannel: '={{ $json.channel }}' } }),
		[wooOrder({ channel: 'IN_STORE' }), wooOrder({ channel: 'MAIL' }), wooOrder({ channel: '' })],
		CONTINUE,
	);
	expect(mistakes(items)).toEqual([undefined, ['unknownChoice', 'Sales Channel'], undefined]);
	expect((await bench.bodies(PURCHASE)).map(({ salesChannel }) => salesChannel)).toEqual([
		{ channelType: 'IN_STORE' },
		undefined,
	]);
});

test('a purchase whose outcome is unknown is not sent again', async () => {
	await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '503', count: 1 });
	const items = await bench.output(woo(), [wooOrder()], CONTINUE);
	expect(statuses(items)).toEqual(['unknown']);
	expect(await bench.requests(PURCHASE)).toBe(1);
});

describe('what the event cannot do without, read from a field that no item has', () => {
	const oneByOne = {
		resource: 'ecommerceEvent',
		operation: 'purchase',
		email: '={{ $json.email }}',
		products: 'oneByOne',
		currency: 'USD',
		productRows: { products: [{ productId: '={{ $json.sku }}', price: '={{ $json.price }}' }] },
	};

	test.each<[string, INodeParameters, string]>([
		[
			'the price',
			{ productRows: { products: [{ productId: '={{ $json.sku }}', price: '={{ $json.pric }}' }] } },
			"'Product Rows' reads the field 'pric', which no item has. Did you mean 'price'?",
		],
		[
			'the currency',
			{ currency: '={{ $json.curency }}' },
			"'Currency' reads the field 'curency', which no item has. Did you mean 'currency'?",
		],
		[
			'what combines items',
			{ additionalFields: { combineItemsBy: '={{ $json.ordr }}' } },
			"'Combine Items By' reads the field 'ordr', which no item has. Did you mean 'order'?",
		],
	])('%s: the error names that field', async (_name, more, message) => {
		const row = { email: 'ann@example.com', sku: 'A', price: 5, currency: 'USD', order: 1 };
		const run = await bench.run({ ...oneByOne, ...more }, [row]);
		expect(run.error?.message).toContain(message);
		expect(await bench.bodies(PURCHASE)).toEqual([]);
	});

	test('a field that is merely empty is named as such, and no list is spoken of where there is none', async () => {
		const row = { email: 'ann@example.com', sku: 'A', price: '', currency: 'USD' };
		expect((await bench.run(oneByOne, [row])).error?.message).toContain("'Price' is empty. Each product");
		const priced = { ...row, price: 5, currency: '' };
		const run = await bench.run({ ...oneByOne, currency: '={{ $json.currency }}' }, [priced]);
		expect(run.error?.message).toContain("'Currency' is empty. Enter");
	});
});
