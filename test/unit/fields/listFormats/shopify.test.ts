import { problemOf } from '../../values/problem';
import { BY_SKU, cartOf, leftOutOf, productsOf } from './carts';

type Row = Record<string, unknown>;

const money = (amount: string, currency = 'CAD', shown = currency) => ({
	shop_money: { amount, currency_code: currency },
	presentment_money: { amount, currency_code: shown },
});
const line = (more: Row = {}): Row => ({
	id: 14444444444441,
	admin_graphql_api_id: 'gid://shopify/LineItem/14444444444441',
	current_quantity: 2,
	fulfillable_quantity: 2,
	gift_card: false,
	name: 'Rain Coat - M',
	price: '60.00',
	price_set: money('60.00'),
	product_exists: true,
	product_id: 7000000000001,
	quantity: 2,
	sku: 'RC-M',
	title: 'Rain Coat',
	total_discount: '0.00',
	variant_id: 4100000000001,
	variant_title: 'M',
	discount_allocations: [],
	...more,
});
const order = (lines: Row[], more: Row = {}): Row => ({
	id: 5500000000001,
	name: '#1042',
	order_number: 1042,
	currency: 'CAD',
	presentment_currency: 'CAD',
	taxes_included: false,
	line_items: lines,
	shipping_lines: [],
	refunds: [],
	...more,
});

describe('an order', () => {
	test.each<[string, Row, string]>([
		['as it is', {}, '7000000000001/4100000000001 Rain Coat 2 x 60 CAD'],
		[
			'with its part of an order’s discount',
			{ discount_allocations: [{ amount: '10.00' }, { amount: '2.50' }] },
			'7000000000001/4100000000001 Rain Coat 2 x 53.75 CAD',
		],
		[
			'one of two refunded: the discount was that of both',
			{ current_quantity: 1, discount_allocations: [{ amount: '10.00' }] },
			'7000000000001/4100000000001 Rain Coat 1 x 55 CAD',
		],
		['without a variant', { variant_id: null }, '7000000000001/7000000000001 Rain Coat 2 x 60 CAD'],
	])('a line %s', (_name, more, expected) => {
		expect(productsOf(cartOf('shopify', order([line(more)])))).toEqual([expected]);
	});

	test.each<[string, Row, string]>([
		['a tip', { tip_payment_gateway: null, product_id: null, variant_id: null, title: 'Tip' }, 'tip'],
		['a gift card', { gift_card: true }, 'giftCard'],
		['a custom line', { product_id: null, variant_id: null, product_exists: false }, 'noProduct'],
		// skuvault-integrations/shopifyAccess#7, MONEI/Shopify-api-node#545, bold-commerce/go-shopify#299.
		['a removed line', { current_quantity: 0 }, 'quantityZero'],
	])('%s is left out', (_name, more, kind) => {
		const sent = cartOf('shopify', order([line(more), line()]));
		expect(leftOutOf(sent)).toEqual([kind]);
		expect(sent.items).toHaveLength(1);
	});

	test('an older version tells refunds apart from the line', () => {
		const old = line({ current_quantity: undefined });
		const refunds = [{ refund_line_items: [{ line_item_id: 14444444444441, quantity: 1 }] }];
		expect(productsOf(cartOf('shopify', order([old], { refunds })))).toEqual([
			'7000000000001/4100000000001 Rain Coat 1 x 60 CAD',
		]);
	});

	test('prices are in the shop’s currency, whatever the buyer saw', () => {
		const abroad = order([line({ price_set: money('60.00', 'CAD', 'USD') })], {
			presentment_currency: 'USD',
		});
		expect(productsOf(cartOf('shopify', abroad))[0]).toContain('60 CAD');
	});

	test.each([
		[true, 'with tax'],
		[false, 'without tax'],
		[undefined, 'with or without tax as the shop shows it'],
	])('taxes included %p: %s', (taxes_included, words) => {
		expect(cartOf('shopify', order([line()], { taxes_included })).prices).toBe(
			`unit price after discounts, ${words}`,
		);
	});

	test('yen are no hundredths', () => {
		const yen = order([line({ price: '1980', price_set: money('1980', 'JPY') })], { currency: 'JPY' });
		expect(productsOf(cartOf('shopify', yen))[0]).toContain('1980 JPY');
	});

	test('SKUs as IDs', () => {
		expect(productsOf(cartOf('shopify', order([line()]), BY_SKU))[0]).toContain('RC-M/RC-M');
	});
});

test('a cart has its currency in its lines, and the discounted price', () => {
	const cart = {
		id: 'tok',
		token: 'tok',
		line_items: [
			{
				id: 4100000000001,
				variant_id: 4100000000001,
				product_id: 7000000000001,
				title: 'Rain Coat - M',
				quantity: 1,
				price: '60.00',
				original_price: '60.00',
				discounted_price: '48.00',
				line_price: '48.00',
				price_set: money('60.00', 'USD'),
				gift_card: false,
				sku: 'RC-M',
			},
		],
	};
	expect(productsOf(cartOf('shopify', { body: cart }))).toEqual([
		'7000000000001/4100000000001 Rain Coat - M 1 x 48 USD',
	]);
});

test('a checkout in two currencies leaves the choice to the Currency parameter', () => {
	const checkout = order([line({ price_set: undefined })], {
		presentment_currency: 'USD',
		order_number: undefined,
	});
	expect(problemOf(() => cartOf('shopify', checkout))).toMatchObject({
		field: 'Currency',
		reasonCode: 'missing',
	});
	expect(productsOf(cartOf('shopify', checkout, { currency: 'USD' }))[0]).toContain('60 USD');
});

describe('GraphQL', () => {
	const node = {
		id: 'gid://shopify/LineItem/1',
		title: 'Rain Coat',
		sku: 'RC-M',
		quantity: 2,
		currentQuantity: 2,
		isGiftCard: false,
		product: { id: 'gid://shopify/Product/700' },
		variant: { id: 'gid://shopify/ProductVariant/410?x=1' },
		image: { url: 'https://cdn.example.com/coat.jpg' },
		originalUnitPriceSet: { shopMoney: { amount: '60.0', currencyCode: 'GBP' } },
		discountedUnitPriceAfterAllDiscountsSet: { shopMoney: { amount: '55.5', currencyCode: 'GBP' } },
	};
	test.each<[string, unknown, string]>([
		['nodes', { nodes: [node] }, ''],
		['edges', { edges: [{ node }] }, ''],
		['the list of nodes', { nodes: [node] }, 'data.order.lineItems.nodes'],
		['the list of edges', { edges: [{ node }] }, 'data.order.lineItems.edges'],
	])('%s', (_name, lineItems, productList) => {
		const sent = cartOf('shopify', { data: { order: { taxesIncluded: true, lineItems } } }, { productList });
		expect(productsOf(sent)).toEqual(['700/410 Rain Coat 2 x 55.5 GBP']);
		expect(sent.prices).toBe('unit price after discounts, with tax');
		expect(sent.items[0]?.productImage).toBe('https://cdn.example.com/coat.jpg');
	});

	test('a product that was deleted', () => {
		const lineItems = { nodes: [{ ...node, product: null, variant: null }, node] };
		expect(leftOutOf(cartOf('shopify', { order: { lineItems } }))).toEqual(['noProduct']);
	});
});

test('the theme’s cart counts hundredths, also of yen', () => {
	const item = {
		id: 410,
		variant_id: 410,
		product_id: 700,
		title: 'Rain Coat - M',
		product_title: 'Rain Coat',
		quantity: 1,
		price: 100000,
		final_price: 90000,
		final_line_price: 90000,
		image: 'https://cdn.example.com/coat.jpg',
		url: '/products/coat?variant=410',
		gift_card: false,
	};
	const sent = cartOf('shopify', { token: 't', currency: 'JPY', items: [item] });
	expect(productsOf(sent)).toEqual(['700/410 Rain Coat 1 x 900 JPY']);
	expect(sent.items[0]).not.toHaveProperty('productUrl');
	expect(sent.warnings).toEqual([]);
});

test('an edit of an order names the second call', () => {
	const edit = {
		order_edit: { order_id: 5, line_items: { additions: [{ id: 1, delta: 1 }], removals: [] } },
	};
	expect(problemOf(() => cartOf('shopify', edit))).toMatchObject({
		reasonCode: 'noLinesInEvent',
		wayOut: expect.stringContaining('Get the order first'),
	});
});
