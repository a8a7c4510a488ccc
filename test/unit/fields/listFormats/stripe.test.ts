import { problemOf } from '../../values/problem';
import { BY_SKU, cartOf, leftOutOf, productsOf } from './carts';

type Row = Record<string, unknown>;

const price = (more: Row = {}): Row => ({
	id: 'price_1',
	object: 'price',
	billing_scheme: 'per_unit',
	currency: 'usd',
	custom_unit_amount: null,
	metadata: {},
	product: 'prod_1',
	recurring: null,
	tax_behavior: 'exclusive',
	type: 'one_time',
	unit_amount: 2000,
	...more,
});
const line = (more: Row = {}): Row => ({
	id: 'li_1',
	object: 'item',
	amount_discount: 400,
	amount_subtotal: 4000,
	amount_tax: 300,
	amount_total: 3900,
	currency: 'usd',
	description: 'Poster',
	price: price(),
	quantity: 2,
	...more,
});
const list = (lines: Row[], has_more = false): Row => ({
	object: 'list',
	data: lines,
	has_more,
	url: '/v1/x',
});
const session = (lines: Row[], more: Row = {}): Row => ({
	id: 'cs_1',
	object: 'checkout.session',
	currency: 'usd',
	amount_total: 3900,
	line_items: list(lines),
	...more,
});
/** An untaxed line of this total. */
const of = (currency: string, amount: number): Row =>
	line({
		currency,
		quantity: 1,
		amount_subtotal: amount,
		amount_discount: 0,
		amount_tax: 0,
		amount_total: amount,
		price: price({ currency }),
	});

test.each<[string, Row, string, string]>([
	['tax on top', {}, 'prod_1/price_1 Poster 2 x 18 USD', ', without tax'],
	[
		'tax in the price',
		{ amount_total: 3600, price: price({ tax_behavior: 'inclusive' }) },
		'prod_1/price_1 Poster 2 x 18 USD',
		', with tax',
	],
	[
		'tax on top, not said by the price',
		{ price: price({ tax_behavior: 'unspecified' }) },
		'prod_1/price_1 Poster 2 x 18 USD',
		', without tax',
	],
	[
		'no tax, no quantity',
		{ amount_tax: 0, amount_total: 3600, quantity: null },
		'prod_1/price_1 Poster 1 x 36 USD',
		'',
	],
	[
		'a price with fractions of cents',
		{ price: price({ unit_amount: null, unit_amount_decimal: '0.5' }) },
		'prod_1/price_1 Poster 2 x 18 USD',
		', without tax',
	],
])('a line: %s', (_name, more, expected, tax) => {
	const sent = cartOf('stripe', session([line(more)]));
	expect(productsOf(sent)).toEqual([expected]);
	expect(sent.prices).toBe(`unit price after discounts${tax}`);
});

// WordPress/wordcamp.org#1320, woocommerce/woocommerce-gateway-stripe#2674, odoo/odoo#227688, Shopify/money#258.
describe('minor units', () => {
	test.each([
		['isk', 500, '5 ISK'],
		['ugx', 350000, '3500 UGX'],
		['mga', 5000, '5000 MGA'],
		['jpy', 500, '500 JPY'],
		['krw', 500, '500 KRW'],
		['xpf', 500, '500 XPF'],
		['kwd', 5000, '5 KWD'],
		['tnd', 5120, '5.12 TND'],
		['clp', 500, '500 CLP'],
		['pyg', 500, '500 PYG'],
		['vnd', 500, '500 VND'],
		['xaf', 500, '500 XAF'],
		['bhd', 5120, '5.12 BHD'],
		['jod', 5120, '5.12 JOD'],
		['omr', 5120, '5.12 OMR'],
		['huf', 50000, '500 HUF'],
		['twd', 50000, '500 TWD'],
		['usd', 1999, '19.99 USD'],
	])('%s %p is %s', (currency, amount, expected) => {
		expect(productsOf(cartOf('stripe', session([of(currency, amount)], { currency })))[0]).toContain(
			` ${expected}`,
		);
	});
});

test.each<[string, Row, string]>([
	['the session', session([line()]), ''],
	['the session in an event', { data: { object: session([line()]) } }, ''],
	['the list of lines alone', list([line()]), ''],
	['the list by its path', session([line()]), 'line_items.data'],
	['the object with the list', session([line()]), 'line_items'],
])('%s', (_name, item, productList) => {
	expect(cartOf('stripe', item, { productList }).items).toHaveLength(1);
});

test('an expanded product has more to say', () => {
	const product = {
		id: 'prod_9',
		name: 'Poster',
		images: ['https://cdn.example.com/poster.jpg'],
		url: 'https://shop.example.com/poster',
		metadata: { sku: 'POS-1' },
	};
	const item = session([line({ price: price({ product }) })]);
	expect(cartOf('stripe', item).items[0]).toMatchObject({
		productId: 'prod_9',
		productVariantId: 'price_1',
		productImage: 'https://cdn.example.com/poster.jpg',
		productUrl: 'https://shop.example.com/poster',
	});
	expect(productsOf(cartOf('stripe', item, BY_SKU))[0]).toContain('POS-1/POS-1');
});

test.each<[string, Row, string]>([
	[
		'an amount that the buyer chose',
		{ price: price({ custom_unit_amount: { minimum: 100 } }) },
		'customAmount',
	],
	['a subscription', { price: price({ recurring: { interval: 'month' } }) }, 'subscription'],
	['a removed line', { quantity: 0 }, 'quantityZero'],
])('%s is left out', (_name, more, kind) => {
	expect(leftOutOf(cartOf('stripe', session([line(), line(more)])))).toEqual([kind]);
});

test('a list that goes on is told', () => {
	const item = { ...session([]), line_items: list([line()], true) };
	expect(cartOf('stripe', item).warnings).toEqual([
		{ code: 'moreLines', message: expect.stringContaining('has more lines in Stripe') },
	]);
});

test.each<[string, Row]>([
	[
		'an event',
		{ type: 'checkout.session.completed', data: { object: session([], { line_items: undefined }) } },
	],
	['a webhook', { body: { data: { object: session([], { line_items: undefined }) } } }],
	['a session', session([], { line_items: undefined })],
])('%s without lines names the second call', (_name, item) => {
	for (const productList of ['', 'data.object.line_items'])
		expect(problemOf(() => cartOf('stripe', item, { productList }))).toMatchObject({
			reasonCode: 'noLinesInEvent',
			wayOut: expect.stringContaining('/v1/checkout/sessions/cs_1?expand[]=line_items'),
		});
});
