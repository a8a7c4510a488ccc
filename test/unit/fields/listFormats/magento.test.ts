import { problemOf } from '../../values/problem';
import { BY_SKU, cartOf, leftOutOf, productsOf } from './carts';

type Row = Record<string, unknown>;

const simple = (more: Row = {}): Row => ({
	item_id: 10,
	order_id: 4,
	product_id: 200,
	product_type: 'simple',
	sku: 'BAG-01',
	name: 'Day Bag',
	qty_ordered: 2,
	qty_canceled: 0,
	qty_refunded: 0,
	is_qty_decimal: 0,
	price: 50,
	base_price: 55,
	price_incl_tax: 59.5,
	original_price: 50,
	row_total: 100,
	discount_amount: 15,
	...more,
});
/** A configurable product, in two entries. */
const configurable = (ofChild: Row = {}): Row[] => [
	simple({
		item_id: 20,
		product_id: 300,
		product_type: 'configurable',
		sku: 'TEE-M',
		name: 'Tee',
		qty_ordered: 1,
		price: 30,
		row_total: 30,
		discount_amount: 0,
	}),
	simple({
		item_id: 21,
		parent_item_id: 20,
		product_id: 302,
		sku: 'TEE-M',
		name: 'Tee M',
		qty_ordered: 1,
		price: 0,
		row_total: 0,
		discount_amount: 0,
		...ofChild,
	}),
];
const order = (items: Row[], more: Row = {}): Row => ({
	entity_id: 4,
	increment_id: '000000042',
	order_currency_code: 'EUR',
	base_currency_code: 'USD',
	items,
	...more,
});

describe('an order', () => {
	test.each<[string, Row[], string[]]>([
		['a simple product', [simple()], ['200/200 Day Bag 2 x 42.5 EUR']],
		['a configurable product, its child without a price', configurable(), ['300/302 Tee 1 x 30 EUR']],
		[
			'a configurable product, its child with the same price',
			configurable({ price: 30, row_total: 30 }),
			['300/302 Tee 1 x 30 EUR'],
		],
		[
			'by weight',
			[simple({ qty_ordered: 0.4, row_total: 20, discount_amount: 0 })],
			['200/200 Day Bag 1 x 20 EUR'],
		],
		['one canceled', [simple({ qty_canceled: 1 })], ['200/200 Day Bag 1 x 42.5 EUR']],
	])('%s', (_name, items, expected) => {
		const sent = cartOf('magento', order(items));
		expect(productsOf(sent)).toEqual(expected);
		expect(sent.prices).toBe('unit price after discounts, without tax');
	});

	// magento/magento2#8452, #25493 and #22562, mailchimp/mc-magento#1234.
	test('the two entries of a configurable product are one line: nothing was left out', () => {
		expect(cartOf('magento', order([simple(), ...configurable()]))).toMatchObject({
			leftOut: 0,
			warnings: [],
		});
	});

	// magento/magento2#30343.
	test.each([0, 25])('a bundle is its parent alone, also where its part costs %p', (price) => {
		const bundle = simple({
			item_id: 30,
			product_type: 'bundle',
			product_id: 400,
			qty_ordered: 1,
			row_total: 50,
			discount_amount: 0,
		});
		const sent = cartOf('magento', order([bundle, simple({ parent_item_id: 30, price, row_total: price })]));
		expect(productsOf(sent)).toEqual(['400/400 Day Bag 1 x 50 EUR']);
		expect(leftOutOf(sent)).toEqual(['bundlePart']);
	});

	test('a line that was refunded whole is left out', () => {
		expect(leftOutOf(cartOf('magento', order([simple({ qty_refunded: 2 }), simple()])))).toEqual([
			'quantityZero',
		]);
	});

	test('SKUs as IDs: the variant’s', () => {
		expect(productsOf(cartOf('magento', order(configurable()), BY_SKU))).toEqual([
			'TEE-M/TEE-M Tee 1 x 30 EUR',
		]);
	});
});

test('a cart by REST has no IDs but SKUs', () => {
	const cart = {
		id: 6,
		currency: { quote_currency_code: 'GBP', base_currency_code: 'USD' },
		items: [
			{
				item_id: 1,
				sku: 'BAG-01',
				qty: 2,
				name: 'Day Bag',
				price: 50,
				product_type: 'simple',
				quote_id: '6',
			},
		],
	};
	const sent = cartOf('magento', cart);
	expect(productsOf(sent)).toEqual(['BAG-01/BAG-01 Day Bag 2 x 50 GBP']);
	expect(sent.prices).toBe('unit price before discounts, without tax');
});

test('the answer with all orders has a list of the same name', () => {
	const answer = { items: [order([simple()])], search_criteria: {}, total_count: 1 };
	expect(problemOf(() => cartOf('magento', answer))).toMatchObject({
		reasonCode: 'listOfOrders',
		field: 'items',
	});
	expect(cartOf('magento', answer, { productList: 'items[0].items' }).items).toHaveLength(1);
});

test.each([null, 0, '', undefined])(
	'an order line whose product ID is %j is a deleted product: its SKU is no ID',
	(id) => {
		const items = [simple({ product_id: id }), simple({ item_id: 11, product_id: 201, sku: 'BAG-02' })];
		const found = cartOf('magento', { items, order_currency_code: 'EUR' });
		expect(productsOf(found)).toEqual(['201/201 Day Bag 2 x 42.5 EUR']);
		expect(leftOutOf(found)).toEqual(['deletedProduct']);
	},
);
