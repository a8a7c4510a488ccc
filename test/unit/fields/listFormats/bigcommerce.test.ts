import { problemOf } from '../../values/problem';
import { BY_SKU, cartOf, leftOutOf, productsOf } from './carts';

type Row = Record<string, unknown>;

const physical = (more: Row = {}): Row => ({
	id: 'p-1',
	parent_id: null,
	product_id: 112,
	variant_id: 77,
	sku: 'LAMP-W',
	name: 'Desk Lamp',
	url: 'https://shop.example.com/lamp/',
	image_url: 'https://cdn.example.com/lamp.jpg',
	quantity: 2,
	taxable: true,
	list_price: 40,
	sale_price: 35.5,
	original_price: 40,
	...more,
});
const cart = (line_items: unknown, more: Row = {}): Row => ({
	data: { id: 'c-1', currency: { code: 'AUD' }, tax_included: true, line_items, ...more },
	meta: {},
});

describe('a cart', () => {
	const LISTS = {
		physical_items: [physical()],
		digital_items: [physical({ id: 'd-1', product_id: 113, variant_id: 78, quantity: 1, name: 'Manual' })],
		gift_certificates: [{ id: 'g-1', name: 'Gift', amount: 25, theme: 'General' }],
		custom_items: [{ id: 'x-1', name: 'Engraving', quantity: '1', list_price: '5.00' }],
	};

	test.each(['', 'data.line_items'])('all its lists at once, by %p', (productList) => {
		const sent = cartOf('bigcommerce', cart(LISTS), { productList });
		expect(productsOf(sent)).toEqual(['112/77 Desk Lamp 2 x 35.5 AUD', '113/78 Manual 1 x 35.5 AUD']);
		expect(leftOutOf(sent).sort()).toEqual(['customItem', 'giftCard']);
		expect(sent.prices).toBe('unit price after discounts, with tax');
		expect(sent.items[0]).toMatchObject({
			productImage: 'https://cdn.example.com/lamp.jpg',
			productUrl: 'https://shop.example.com/lamp/',
		});
	});

	test('one list alone', () => {
		const parameters = { productList: 'data.line_items.physical_items' };
		expect(productsOf(cartOf('bigcommerce', cart(LISTS), parameters))).toEqual([
			'112/77 Desk Lamp 2 x 35.5 AUD',
		]);
	});

	test('a checkout has its cart one step down', () => {
		expect(cartOf('bigcommerce', { data: { cart: (cart(LISTS) as { data: Row }).data } }).items).toHaveLength(
			2,
		);
	});

	test('the storefront’s names', () => {
		const lineItems = {
			physicalItems: [
				{
					id: 's-1',
					productId: 112,
					variantId: 77,
					sku: 'LAMP-W',
					name: 'Desk Lamp',
					imageUrl: 'https://cdn.example.com/lamp.jpg',
					quantity: 1,
					listPrice: 40,
					salePrice: 38,
				},
			],
			digitalItems: [],
			giftCertificates: [{ amount: 10 }],
			customItems: [],
		};
		const sent = cartOf('bigcommerce', {
			id: 'c',
			currency: { code: 'USD' },
			isTaxIncluded: false,
			lineItems,
		});
		expect(productsOf(sent)).toEqual(['112/77 Desk Lamp 1 x 38 USD']);
		expect(sent.prices).toBe('unit price after discounts, without tax');
	});

	test.each<[string, Row, string]>([
		['a part of a bundle', { id: 'p-2', parent_id: 'p-1' }, 'bundlePart'],
		['a removed line', { quantity: 0 }, 'quantityZero'],
	])('%s is left out', (_name, more, kind) => {
		const sent = cartOf(
			'bigcommerce',
			cart({ physical_items: [physical(), physical({ id: 'p-3', ...more })] }),
		);
		expect(leftOutOf(sent)).toEqual([kind]);
		expect(sent.items).toHaveLength(1);
	});

	test('SKUs as IDs', () => {
		expect(productsOf(cartOf('bigcommerce', cart(LISTS), BY_SKU))[0]).toContain('LAMP-W/LAMP-W');
	});
});

describe('an order', () => {
	const line = (more: Row = {}): Row => ({
		id: 9,
		order_id: 300,
		product_id: 112,
		variant_id: 77,
		name: 'Desk Lamp',
		sku: 'LAMP-W',
		type: 'physical',
		base_price: '40.0000',
		price_ex_tax: '40.0000',
		price_inc_tax: '44.0000',
		quantity: 2,
		discounted_total_inc_tax: '79.2000',
		is_refunded: false,
		quantity_refunded: 0,
		refund_amount: '0.0000',
		parent_order_product_id: null,
		...more,
	});
	const order = (products: unknown): Row => ({
		id: 300,
		currency_code: 'EUR',
		default_currency_code: 'USD',
		products,
	});

	test.each<[string, Row, string, string]>([
		['prices without tax', {}, '112/77 Desk Lamp 2 x 36 USD', 'without tax'],
		['prices with tax', { base_price: '44.0000' }, '112/77 Desk Lamp 2 x 39.6 USD', 'with tax'],
		['one refunded', { quantity_refunded: 1 }, '112/77 Desk Lamp 1 x 36 USD', 'without tax'],
		[
			'without the discounted total',
			{ discounted_total_inc_tax: undefined },
			'112/77 Desk Lamp 2 x 40 USD',
			'without tax',
		],
	])('%s', (_name, more, expected, tax) => {
		const sent = cartOf('bigcommerce', order([line(more)]));
		expect(productsOf(sent)).toEqual([expected]);
		expect(sent.prices).toBe(`unit price after discounts, ${tax}`);
	});

	test.each<[string, Row, string]>([
		['a gift certificate', { type: 'giftcertificate', product_id: 0 }, 'giftCard'],
		['a custom product', { product_id: 0, variant_id: 0 }, 'customItem'],
		['a refunded line', { is_refunded: true, quantity_refunded: 2 }, 'quantityZero'],
		['a part of a bundle', { id: 10, parent_order_product_id: 9 }, 'bundlePart'],
	])('%s is left out', (_name, more, kind) => {
		const sent = cartOf('bigcommerce', order([line(), line({ id: 11, ...more })]));
		expect(leftOutOf(sent)).toEqual([kind]);
	});
});

test.each<[string, Row, string]>([
	['a cart', { scope: 'store/cart/created', data: { type: 'cart', id: 'c-1' } }, '/v3/carts/c-1'],
	[
		'a line of a cart',
		{ scope: 'store/cart/lineItem/created', data: { type: 'cart_line_item', id: 'l-1', cartId: 'c-1' } },
		'/v3/carts/c-1',
	],
	[
		'a cart that became an order',
		{ scope: 'store/cart/converted', data: { type: 'cart', id: 'c-1', orderId: 300 } },
		'/v2/orders/300/products',
	],
	[
		'an order',
		{ body: { scope: 'store/order/statusUpdated', data: { type: 'order', id: 300 } } },
		'/v2/orders/300/products',
	],
	[
		'an order of V2',
		{ id: 300, products: { url: 'https://x.example', resource: '/orders/300/products' } },
		'/v2/orders/',
	],
])('an event that points to %s names the second call', (_name, item, call) => {
	for (const productList of ['', 'line_items', 'products'])
		expect(problemOf(() => cartOf('bigcommerce', item, { productList }))).toMatchObject({
			reasonCode: 'noLinesInEvent',
			wayOut: expect.stringContaining(`GET ${call}`),
		});
});
