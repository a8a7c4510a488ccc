import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { startBench, type Bench, type NodeSettings } from './setup';

let bench: Bench;
beforeAll(async () => {
	bench = await startBench();
});
beforeEach(async () => await bench.sandbox.control.reset());
afterAll(async () => await bench.close());

/** What the node puts out for the rows. */
async function outcome(
	parameters: INodeParameters,
	rows: IDataObject[],
	settings?: Parameters<Bench['run']>[2],
): Promise<IDataObject[]> {
	return (await bench.run(parameters, rows, settings)).json('Attentive');
}

const CONTINUE: NodeSettings = { onError: 'continueRegularOutput' };
const PURCHASE = 'POST /v1/events/ecommerce/purchase';

type Event = Record<string, unknown>;

async function bodies(endpoint = PURCHASE): Promise<Event[]> {
	return (await bench.sandbox.control.ledger(endpoint)).map(({ body }) => body as Event);
}

function errors(items: IDataObject[]): unknown[] {
	return items.map(({ error }) =>
		error ? [(error as IDataObject).reasonCode, (error as IDataObject).field] : undefined,
	);
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
		const items = await outcome(woo({ options: { output: 'resultOnly' } }), [wooOrder()]);
		expect(items).toEqual([
			{
				status: 'accepted',
				orderId: '727',
				products: 2,
				prices: 'unit price after discounts, without tax',
			},
		]);
		expect(await bodies()).toEqual([
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
		expect(await bodies('POST /v1/events/ecommerce/add-to-cart')).toEqual([
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
		expect((await bodies()).map(({ items }) => (items as unknown[]).length)).toEqual([1, 1, 1]);
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
			const [item] = await outcome(parameters, [{ headers: {}, params: {}, query: {}, body: wooOrder() }]);
			expect((item?.attentive as IDataObject).status).toBe('accepted');
			expect((await bodies()).map(({ items }) => (items as unknown[]).length)).toEqual([2]);
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
		await bench.run(custom({ additionalFields: { pricesInMinorUnits: true } }), rows as IDataObject[]);
		const prices = (await bodies()).map(({ items }) => (items as Array<{ price: unknown[] }>)[0]?.price[0]);
		expect(prices).toEqual(
			expect.arrayContaining([
				{ value: 1999, currency: 'JPY' },
				{ value: 19.99, currency: 'USD' },
				{ value: 1.999, currency: 'KWD' },
			]),
		);
	});

	test.each([
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
		const items = await outcome(
			woo(),
			[wooOrder(change as IDataObject), wooOrder({ number: '728' })],
			CONTINUE,
		);
		expect(errors(items)).toEqual([expected, undefined]);
		expect((await bodies()).map(({ orderId }) => orderId)).toEqual(['728']);
	});

	test('a Currency that is not the list’s is rejected', async () => {
		const items = await outcome(woo({ currency: 'EUR' }), [wooOrder()], CONTINUE);
		expect(errors(items)).toEqual([['otherCurrency', 'Currency']]);
		expect(await bodies()).toEqual([]);
	});

	test('a path that leads nowhere says where the list is', async () => {
		const items = await outcome(
			woo(),
			[{ ...wooOrder(), line_items: undefined, body: wooOrder() }],
			CONTINUE,
		);
		expect((items[0]?.error as IDataObject).wayOut).toBe('Did you mean body.line_items?');
	});

	test('an event that only points to a cart names the second call', async () => {
		const items = await outcome(
			woo({ listFormat: 'bigcommerce', email: 'a@example.com', phone: '' }),
			[{ body: { scope: 'store/cart/created', data: { type: 'cart', id: 'c-1' } } }],
			CONTINUE,
		);
		expect(errors(items)).toEqual([['noLinesInEvent', 'List Field']]);
		expect((items[0]?.error as IDataObject).wayOut).toContain('GET /v3/carts/c-1');
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
		expect(
			(await bodies()).map(({ items }) => (items as Array<{ productId: string }>)[0]?.productId),
		).toEqual(['3']);
	});

	test('SKUs as IDs', async () => {
		const line_items = [{ product_id: 1, sku: 'MUG', name: 'Mug', price: 5, quantity: 1 }];
		await bench.run(woo({ additionalFields: { useSkuAsId: true } }), [wooOrder({ line_items })]);
		expect((await bodies())[0]?.items).toEqual([
			expect.objectContaining({ productId: 'MUG', productVariantId: 'MUG' }),
		]);
	});

	test('what was named and is nowhere, and a link that is none, are warnings', async () => {
		const parameters = custom({
			quantityField: 'pieces',
			imageField: 'image.src',
			options: { output: 'resultOnly' },
		});
		const items = await outcome(parameters, [
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
		expect(await bodies()).toHaveLength(1);
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
		const items = await outcome(lines(), rows);
		expect(items.map(({ attentive }) => attentive)).toEqual([
			{ status: 'accepted', orderId: 'A', products: 2 },
			{ status: 'accepted', orderId: 'B', products: 1 },
			{ status: 'accepted', orderId: 'A', products: 2 },
			{ status: 'accepted', orderId: 'C', products: 1 },
		]);
		const sent = (await bodies()).map(({ orderId, items: lines }) => [
			orderId,
			(lines as Array<{ productId: string }>).map(({ productId }) => productId),
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
		const items = await outcome(lines(), rows, CONTINUE);
		expect(errors(items)).toEqual([['partMissing', undefined], undefined, ['notANumber', 'Price']]);
		expect((items[0]?.error as IDataObject).message).toBe(
			'Not sent: it is combined with item 2, which is not sent. Fix item 2, then send them together in one run. [item 0]',
		);
		expect((await bodies()).map(({ orderId }) => orderId)).toEqual(['B']);
	});

	test('rows of one order that name two users are rejected', async () => {
		const rows = [line('A', 'ann@example.com', '1'), line('A', 'bob@example.com', '3')];
		const items = await outcome(lines(), rows, CONTINUE);
		expect(errors(items)).toEqual([
			['rowsDiffer', 'The user'],
			['rowsDiffer', 'The user'],
		]);
		expect(await bodies()).toEqual([]);
	});

	test('an item without the value to combine by is rejected', async () => {
		const items = await outcome(lines(), [line('', 'ann@example.com', '1')], CONTINUE);
		expect(errors(items)).toEqual([['missing', 'Combine Items By']]);
	});

	test('without it each item is an event', async () => {
		await bench.run(lines(APART), [line('A', 'ann@example.com', '1'), line('A', 'ann@example.com', '2')]);
		expect(await bodies()).toHaveLength(2);
	});

	test('an event that Attentive refuses is every row’s error, each with its own number', async () => {
		await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '400', count: 1 });
		const rows = [line('A', 'ann@example.com', '1'), line('A', 'ann@example.com', '2')];
		const items = await outcome(lines(), rows, CONTINUE);
		expect(items.map(({ error }) => (error as IDataObject).status)).toEqual(['refused', 'refused']);
		expect(items.map(({ error }) => String((error as IDataObject).message).slice(-8))).toEqual([
			'[item 0]',
			'[item 1]',
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
		const items = await outcome(lines(), rows, {
			retryOnFail: true,
			maxTries: 3,
			onError: 'continueRegularOutput',
		});
		expect(items.map(({ attentive }) => (attentive as IDataObject | undefined)?.status)).toEqual([
			'accepted',
			'accepted',
			'accepted',
			'accepted',
		]);
		expect((await bodies()).map(({ orderId }) => orderId).sort()).toEqual(['A', 'B']);
	});

	test('Validate Only shows the whole event once and counts one request', async () => {
		const rows = [line('A', 'ann@example.com', '1'), line('A', 'ann@example.com', '2')];
		const items = await outcome(lines({ mode: 'validateOnly' }), rows);
		const [first, second] = items.map(({ attentive }) => attentive as IDataObject);
		expect((first?.request as { body: { items: unknown[] } }).body.items).toHaveLength(2);
		expect(second).toEqual({ status: 'validated', sentWithItem: 0 });
		expect(await bodies()).toEqual([]);
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
	expect((await bodies('POST /v1/events/ecommerce/add-to-cart')).map(({ items }) => items)).toEqual([
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
	expect(await bodies('POST /v1/events/ecommerce/product-view')).toEqual([
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
	const items = await outcome(
		woo({ additionalFields: { salesChannel: '={{ $json.channel }}' } }),
		[wooOrder({ channel: 'IN_STORE' }), wooOrder({ channel: 'MAIL' }), wooOrder({ channel: '' })],
		CONTINUE,
	);
	expect(errors(items)).toEqual([undefined, ['unknownChoice', 'Sales Channel'], undefined]);
	expect((await bodies()).map(({ salesChannel }) => salesChannel)).toEqual([
		{ channelType: 'IN_STORE' },
		undefined,
	]);
});

test('a purchase whose outcome is unknown is not sent again', async () => {
	await bench.sandbox.control.addFault({ endpoint: PURCHASE, kind: '503', count: 1 });
	const items = await outcome(woo(), [wooOrder()], CONTINUE);
	expect((items[0]?.error as IDataObject).status).toBe('unknown');
	expect((await bench.sandbox.control.requests()).find(({ endpoint }) => endpoint === PURCHASE)?.total).toBe(
		1,
	);
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
		expect(await bodies()).toEqual([]);
	});

	test('a field that is merely empty is named as such, and no list is spoken of where there is none', async () => {
		const row = { email: 'ann@example.com', sku: 'A', price: '', currency: 'USD' };
		expect((await bench.run(oneByOne, [row])).error?.message).toContain("'Price' is empty. Each product");
		const priced = { ...row, price: 5, currency: '' };
		const run = await bench.run({ ...oneByOne, currency: '={{ $json.currency }}' }, [priced]);
		expect(run.error?.message).toContain("'Currency' is empty. Enter");
	});
});
