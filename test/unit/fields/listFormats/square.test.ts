import { problemOf } from '../../values/problem';
import { BY_SKU, cartOf, leftOutOf, productsOf } from './carts';

type Row = Record<string, unknown>;

const usd = (amount: number, currency = 'USD') => ({ amount, currency });
const line = (more: Row = {}): Row => ({
	uid: 'u1',
	catalog_object_id: 'VAR1',
	catalog_version: 1700000000000,
	quantity: '2',
	name: 'Latte',
	variation_name: 'Large',
	item_type: 'ITEM',
	base_price_money: usd(450),
	gross_sales_money: usd(1000),
	total_discount_money: usd(100),
	total_tax_money: usd(80),
	total_money: usd(980),
	modifiers: [{ uid: 'm1', name: 'Oat', total_price_money: usd(100) }],
	...more,
});
const order = (lines: Row[]): Row => ({ order: { id: 'o1', state: 'COMPLETED', line_items: lines } });

test.each<[string, Row, string, string]>([
	['with its modifiers and discounts; tax comes on top', {}, 'VAR1/VAR1 Latte 2 x 4.5 USD', ', without tax'],
	['with tax in its price', { total_money: usd(900) }, 'VAR1/VAR1 Latte 2 x 4.5 USD', ', with tax'],
	['without tax', { total_tax_money: usd(0), total_money: usd(900) }, 'VAR1/VAR1 Latte 2 x 4.5 USD', ''],
	[
		'by weight',
		{ quantity: '0.75', gross_sales_money: usd(900), total_discount_money: usd(0) },
		'VAR1/VAR1 Latte 1 x 9 USD',
		', without tax',
	],
	[
		'with nothing but the price of a piece',
		{
			gross_sales_money: undefined,
			total_discount_money: undefined,
			total_tax_money: undefined,
			total_money: undefined,
		},
		'VAR1/VAR1 Latte 2 x 4.5 USD',
		'',
	],
	['without gross sales', { gross_sales_money: undefined }, 'VAR1/VAR1 Latte 2 x 4.9 USD', ', with tax'],
	[
		'in yen',
		{
			base_price_money: usd(500, 'JPY'),
			gross_sales_money: usd(1000, 'JPY'),
			total_discount_money: usd(0, 'JPY'),
			total_tax_money: usd(0, 'JPY'),
			total_money: usd(1000, 'JPY'),
		},
		'VAR1/VAR1 Latte 2 x 500 JPY',
		'',
	],
	['with the item looked up', { item_id: 'ITEM1' }, 'ITEM1/VAR1 Latte 2 x 4.5 USD', ', without tax'],
])('a line %s', (_name, more, expected, tax) => {
	const sent = cartOf('square', order([line(more)]));
	expect(productsOf(sent)).toEqual([expected]);
	expect(sent.prices).toBe(`unit price after discounts${tax}`);
});

test.each<[string, Row, string]>([
	[
		'a custom amount',
		{ item_type: 'CUSTOM_AMOUNT', catalog_object_id: undefined, name: undefined },
		'customAmount',
	],
	['a gift card', { item_type: 'GIFT_CARD' }, 'giftCard'],
	['what is not in the catalog', { catalog_object_id: undefined }, 'notInCatalog'],
	['a removed line', { quantity: '0' }, 'quantityZero'],
	['an amount that is no whole number', { gross_sales_money: usd(9.5) }, 'notMinorUnits'],
])('%s is left out', (_name, more, kind) => {
	const sent = cartOf('square', order([line(), line(more)]));
	expect(leftOutOf(sent)).toEqual([kind]);
	expect(sent.items).toHaveLength(1);
});

test('a SKU that a flow has looked up', () => {
	expect(productsOf(cartOf('square', order([line({ sku: 'LAT-L' })]), BY_SKU))[0]).toContain('LAT-L/LAT-L');
	expect(problemOf(() => cartOf('square', order([line()]), BY_SKU))).toMatchObject({
		reasonCode: 'missing',
		field: 'order.line_items[0].sku',
	});
});

test.each<[string, Row]>([
	['order.created', { order_created: { order_id: 'o1', state: 'OPEN', version: 1 } }],
	['order.updated', { order_updated: { order_id: 'o1', state: 'OPEN', version: 2 } }],
	['payment.updated', { payment: { id: 'p1', order_id: 'o1', status: 'COMPLETED' } }],
])('%s names the second call', (type, object) => {
	const event = { merchant_id: 'm', type, data: { type: 'order', id: 'o1', object } };
	expect(problemOf(() => cartOf('square', { body: event }))).toMatchObject({
		reasonCode: 'noLinesInEvent',
		wayOut: expect.stringContaining('GET /v2/orders/o1'),
	});
});
