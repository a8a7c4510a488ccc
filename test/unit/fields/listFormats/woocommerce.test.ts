import { problemOf } from '../../values/problem';
import { BY_SKU, cartOf, leftOutOf, productsOf } from './carts';

type Row = Record<string, unknown>;

const line = (more: Row = {}): Row => ({
	id: 501,
	name: 'Trail Mug - Green',
	parent_name: 'Trail Mug',
	product_id: 80,
	variation_id: 81,
	quantity: 2,
	tax_class: '',
	subtotal: '30.00',
	subtotal_tax: '5.70',
	total: '27.00',
	total_tax: '5.13',
	taxes: [{ id: 3, total: '5.13', subtotal: '5.70' }],
	meta_data: [{ id: 900, key: 'pa_color', value: 'green' }],
	sku: 'MUG-G',
	price: 13.5,
	image: { id: '77', src: 'https://shop.example.com/mug.jpg' },
	...more,
});
const order = (lines: Row[], more: Row = {}): Row => ({
	id: 9001,
	number: '10077',
	currency: 'EUR',
	prices_include_tax: false,
	line_items: lines,
	shipping_lines: [{ id: 1, method_title: 'Flat rate', total: '5.00' }],
	fee_lines: [],
	...more,
});

describe('an order', () => {
	test.each<[string, Row, string]>([
		['a variation', {}, '80/81 Trail Mug 2 x 13.5 EUR'],
		['a simple product', { variation_id: 0, parent_name: null, name: 'Cap' }, '80/80 Cap 2 x 13.5 EUR'],
		[
			'a price as text, and no total',
			{ total: undefined, price: '14.309999999999999' },
			'80/81 Trail Mug 2 x 14.31 EUR',
		],
		['three decimals are decimals', { total: undefined, price: '14.309' }, '80/81 Trail Mug 2 x 14.31 EUR'],
		['a total that does not divide', { total: '20.00', quantity: 3 }, '80/81 Trail Mug 3 x 6.67 EUR'],
		['half a cent, which a binary number cannot hold', { total: '20.01' }, '80/81 Trail Mug 2 x 10.01 EUR'],
		['all of it discounted', { total: '0.00' }, '80/81 Trail Mug 2 x 0 EUR'],
		['a weight', { quantity: 0.75, total: '9.00', price: 12 }, '80/81 Trail Mug 1 x 9 EUR'],
		['a product without a picture', { image: { id: '', src: '' } }, '80/81 Trail Mug 2 x 13.5 EUR'],
	])('%s', (_name, more, expected) => {
		expect(productsOf(cartOf('woocommerce', order([line(more)])))).toEqual([expected]);
	});

	test.each([
		['at the top', (row: Row) => row, ''],
		['in the body of a webhook', (row: Row) => ({ body: row, headers: {} }), ''],
		['where the path says', (row: Row) => ({ body: row }), 'body.line_items'],
		['under a name of a flow', (row: Row) => ({ 'the order': row }), "['the order'].line_items"],
		['by a field of its first line', (row: Row) => ({ body: row }), 'body.line_items[0].sku'],
	])('%s', (_name, wrap, productList) => {
		expect(cartOf('woocommerce', wrap(order([line()])), { productList }).items).toHaveLength(1);
	});

	test('its own picture and price in words', () => {
		const { items, prices } = cartOf('woocommerce', order([line()]));
		expect(items[0]?.productImage).toBe('https://shop.example.com/mug.jpg');
		expect(prices).toBe('unit price after discounts, without tax');
	});

	test('a shop whose prices include tax', () => {
		const withTax = cartOf('woocommerce', order([line()], { prices_include_tax: true }));
		expect(productsOf(withTax)).toEqual(['80/81 Trail Mug 2 x 16.07 EUR']);
		expect(withTax.prices).toBe('unit price after discounts, with tax');
	});

	test('SKUs as IDs; a line without is left out', () => {
		const lines = order([line(), line({ sku: '' })]);
		const bySku = cartOf('woocommerce', lines, BY_SKU);
		expect(productsOf(bySku)).toEqual(['MUG-G/MUG-G Trail Mug 2 x 13.5 EUR']);
		expect(bySku.warnings).toEqual([
			{ code: 'leftOut missing', message: 'was sent without line_items[1] (sku is empty)' },
		]);
	});

	test.each<[string, Row, string]>([
		['a deleted product', { product_id: 0, variation_id: 0, sku: null }, 'deletedProduct'],
		['a removed line', { quantity: 0, total: '0.00' }, 'quantityZero'],
		['a price that is none', { price: 'abc', total: 'abc' }, 'notANumber'],
		['a negative total', { total: '-3.00' }, 'negativePrice'],
	])('%s is left out', (_name, more, kind) => {
		const sent = cartOf('woocommerce', order([line(), line(more)]));
		expect(leftOutOf(sent)).toEqual([kind]);
		expect(sent).toMatchObject({ leftOut: 1, items: [{ productId: '80' }] });
	});

	test.each([
		['on the bundle', '40.00', '0.00'],
		['on its parts', '0.00', '20.00'],
		['on both', '10.00', '15.00'],
	])('a bundle is one product, its price stands %s', (_name, ofBundle, ofPart) => {
		const bundle = line({
			id: 1,
			product_id: 90,
			variation_id: 0,
			quantity: 1,
			total: ofBundle,
			bundled_items: [2, 3],
		});
		const parts = [2, 3].map((id) => line({ id, bundled_by: '1', bundled_items: [], total: ofPart }));
		const sent = cartOf('woocommerce', order([bundle, ...parts]));
		expect(productsOf(sent)).toEqual(['90/90 Trail Mug 1 x 40 EUR']);
		expect(leftOutOf(sent)).toEqual(['bundlePart']);
		expect(sent.leftOut).toBe(2);
	});

	test('a part whose bundle is not in the list stays', () => {
		expect(cartOf('woocommerce', order([line({ bundled_by: '77' })])).items).toHaveLength(1);
	});
});

describe('a cart of the Store API', () => {
	const cartLine = (more: Row = {}, money: Row = {}): Row => ({
		key: 'a1b2',
		id: 81,
		quantity: 2,
		name: 'Trail Mug',
		sku: 'MUG-G',
		permalink: 'https://shop.example.com/mug',
		images: [{ id: 4, src: 'https://shop.example.com/mug.jpg' }],
		variation: [{ attribute: 'Color', value: 'Green' }],
		prices: {
			price: '1500',
			regular_price: '1500',
			currency_code: 'EUR',
			currency_minor_unit: 2,
			raw_prices: { precision: 6, price: '15000000' },
			...money,
		},
		totals: {
			line_subtotal: '3000',
			line_total: '2700',
			line_total_tax: '513',
			currency_code: 'EUR',
			currency_minor_unit: 2,
			...money,
		},
		...more,
	});

	test.each<[string, Row, string]>([
		['cents', cartLine(), '81/81 Trail Mug 2 x 13.5 EUR'],
		['a shop without decimals', cartLine({}, { currency_minor_unit: 0 }), '81/81 Trail Mug 2 x 1350 EUR'],
		[
			'yen with decimals, as the shop set them',
			cartLine({}, { currency_minor_unit: 2, currency_code: 'JPY' }),
			'81/81 Trail Mug 2 x 14 JPY',
		],
		[
			'a plugin that names the variation',
			cartLine({ id: 80, variation_id: 81 }),
			'80/81 Trail Mug 2 x 13.5 EUR',
		],
		['without totals', cartLine({ totals: undefined }), '81/81 Trail Mug 2 x 15 EUR'],
	])('%s', (_name, row, expected) => {
		expect(productsOf(cartOf('woocommerce', { items: [row] }))).toEqual([expected]);
	});

	test('picture and page', () => {
		expect(cartOf('woocommerce', { items: [cartLine()] }).items[0]).toMatchObject({
			productImage: 'https://shop.example.com/mug.jpg',
			productUrl: 'https://shop.example.com/mug',
		});
	});
});

test('a list of orders is not a list of lines', () => {
	expect(problemOf(() => cartOf('woocommerce', { items: [order([line()])] }))).toMatchObject({
		reasonCode: 'listOfOrders',
		field: 'items',
	});
});

/** Members of the kind, with where they were found. */
describe('lines that are no product, and parts of another line', () => {
	const cap = line({
		id: 502,
		name: 'Cap',
		parent_name: null,
		product_id: 90,
		variation_id: 0,
		quantity: 1,
		total: '10.00',
	});

	// woocommerce/woocommerce#9513; #19847 and #11533 for lines that were removed.
	test.each([0, '0', null, '', undefined])(
		'a line whose product ID is %j is left out with that reason',
		(id) => {
			const found = cartOf('woocommerce', order([line({ product_id: id, variation_id: 0 }), cap]));
			expect(productsOf(found)).toEqual(['90/90 Cap 1 x 10 EUR']);
			expect(leftOutOf(found)).toEqual(['deletedProduct']);
		},
	);

	test.each<[string, Row, Row]>([
		// wordpress-mobile/WordPress-FluxC-Android#2729.
		['Product Bundles', { bundled_items: [502] }, { bundled_by: 501 }],
		['Product Bundles, as text', {}, { bundled_by: '501' }],
		// WooCommerce's REST reference of Composite Products and of Mix and Match.
		['Composite Products', { composite_children: [502] }, { composite_parent: 501 }],
		['Mix and Match', { mnm_child_items: [502] }, { mnm_child_of: 501 }],
		// WPC Product Bundles: by the product of the bundle.
		['WPC Product Bundles', {}, { meta_data: [{ key: '_woosb_parent_id', value: '80' }] }],
	])('%s: the whole is sent with what its parts cost', (_plugin, ofWhole, ofPart) => {
		const lines = [line({ variation_id: 0, total: '27.00', ...ofWhole }), { ...cap, ...ofPart }];
		const found = cartOf('woocommerce', order(lines));
		expect(productsOf(found)).toEqual(['80/80 Trail Mug 2 x 18.5 EUR']);
		expect(leftOutOf(found)).toEqual(['bundlePart']);
	});

	test('the same smart bundle twice: parts belong to the one before them', () => {
		const part = (id: number, total: string) => ({
			...cap,
			id,
			total,
			meta_data: [{ key: '_woosb_parent_id', value: 80 }],
		});
		const bundle = (id: number) => line({ id, variation_id: 0, quantity: 1, total: '0.00' });
		const found = cartOf('woocommerce', order([bundle(1), part(2, '10.00'), bundle(3), part(4, '20.00')]));
		expect(productsOf(found)).toEqual(['80/80 Trail Mug 1 x 10 EUR', '80/80 Trail Mug 1 x 20 EUR']);
	});

	test.each([null, 'x', 7, [], {}])('one odd line (%j) never costs the purchase', (odd) => {
		const found = cartOf('woocommerce', { ...order([]), line_items: [odd, cap] });
		expect(productsOf(found)).toEqual(['90/90 Cap 1 x 10 EUR']);
		expect(found.leftOut).toBe(1);
	});
});
