import { attentiveProducts, productWarnings } from '../../../nodes/Attentive/actions/ecommerceEvent/products';
import { orderOf, PART_NAMES, products } from '../../../nodes/fields/products';
import { parseProductId } from '../../../nodes/values/identifier';
import { codeOf, EMPTY_CELLS, problemOf } from '../values/problem';
import { source, sources } from '../rows';

type Row = Record<string, unknown>;

const PANEL: Row = {
	productsFrom: 'list',
	productList: 'line_items',
	productIdField: 'product_id',
	variantIdField: 'variation_id',
	nameField: 'name',
	priceField: 'price',
	quantityField: 'quantity',
	imageField: 'image.src',
	urlField: '',
};

const found = (row: Row, change: Row = {}, options = {}) =>
	products.parse(source(row, { ...PANEL, ...change }, options), 'products');

/** What Attentive gets of the row's products. */
const sent = (row: Row, change: Row = {}) =>
	attentiveProducts({ products: found(row, change), currency: 'USD', pricesInMinorUnits: false });

const LINE = { product_id: 1, price: 2 };

describe('a product ID', () => {
	test.each<[unknown, string]>([
		['1042', '1042'],
		[1042, '1042'],
		[' 1042-M ', '1042-M'],
		['00123', '00123'],
		["'00123", '00123'],
		['00', '00'],
		['0.5', '0.5'],
		['gid://shopify/Product/1', 'gid://shopify/Product/1'],
		['12345e67', '12345e67'],
		['1e20', '1e20'],
		['12345678901234567890', '12345678901234567890'],
		[Number.MAX_SAFE_INTEGER, '9007199254740991'],
		['\u200bSKU-1\ufeff', 'SKU-1'],
		['Größe M', 'Größe M'],
	])('%p is %p', (written, expected) => {
		expect(parseProductId(written)).toBe(expected);
	});

	test.each([...EMPTY_CELLS, 0, '0', ' 0 ', '\u200b', "'0"])('%j is none', (written) => {
		expect(parseProductId(written)).toBeUndefined();
	});

	test.each<[unknown, string]>([
		[1e20, 'shortenedNumber'],
		[Number.MAX_SAFE_INTEGER + 1, 'shortenedNumber'],
		['4.01E+12', 'shortenedNumber'],
		['4,01E+12', 'shortenedNumber'],
		[{ id: 1 }, 'notText'],
		[['1'], 'notText'],
	])('%p is refused: %s', (written, code) => {
		expect(codeOf(() => parseProductId(written))).toBe(code);
	});
});

describe('the list', () => {
	test.each<[string, Row, string]>([
		['a field', { line_items: [LINE] }, 'line_items'],
		['a field whose header has other capitals and spaces', { ' Line_Items ': [LINE] }, 'line_items'],
		['a field within a field', { cart: { items: [LINE] } }, 'cart.items'],
		['a field with a dot in its name', { cart: { 'all.items': [LINE] } }, 'cart.all.items'],
		['an element of a list', { carts: [{ items: [] }, { items: [LINE] }] }, 'carts.1.items'],
		['JSON text', { line_items: JSON.stringify([LINE]) }, 'line_items'],
		['JSON text with spaces around', { line_items: ` \n${JSON.stringify([LINE])} ` }, 'line_items'],
		['the list itself as text', {}, JSON.stringify([LINE])],
	])('%s', (_name, row, productList) => {
		expect(sent(row, { productList })).toEqual([
			{ productId: '1', productVariantId: '1', price: [{ value: 2, currency: 'USD' }] },
		]);
	});

	test('the list itself, as an expression gives it', () => {
		expect(sent({}, { productList: [LINE, { ...LINE, product_id: 2 }] })).toHaveLength(2);
	});

	test.each<[string, Row, string, string]>([
		['an empty list', { line_items: [] }, 'line_items', 'holds no products'],
		['an empty cell', { line_items: '' }, 'line_items', 'holds no products'],
		['null', { line_items: null }, 'line_items', 'holds no products'],
		['text', { line_items: 'shirt' }, 'line_items', 'is not a list'],
		['an object', { line_items: { 1: LINE } }, 'line_items', 'is not a list'],
		['a number', { line_items: 3 }, 'line_items', 'is not a list'],
		['an empty JSON list', { line_items: '[]' }, 'line_items', 'holds no products'],
		['a path that ends early', { cart: null }, 'cart.items', 'holds no products'],
		['a path into text', { cart: 'x' }, 'cart.items', 'holds no products'],
		['a path to what every object has', { cart: {} }, 'cart.constructor', 'holds no products'],
	])('%s: %s', (_name, row, productList, reason) => {
		expect(problemOf(() => found(row, { productList }))).toMatchObject({
			reasonCode: 'noProducts',
			field: productList,
			reason,
		});
	});

	test('no list named', () => {
		expect(problemOf(() => found({}, { productList: '' }))).toMatchObject({
			reasonCode: 'noProducts',
			field: 'Product List',
		});
	});

	test('broken JSON names the field', () => {
		expect(problemOf(() => found({ line_items: '[{"product_id":' }))).toMatchObject({ field: 'line_items' });
	});

	test('a field that no row has is the same error for all rows', () => {
		expect(codeOf(() => found({ other: [LINE] }))).toBe('noSuchColumn');
	});
});

describe('the parts of a line', () => {
	test.each<[string, Row, string]>([
		['an object', { image: { src: 'https://a.example/1' } }, 'image.src'],
		['a key with dots', { 'image.src': 'https://a.example/1' }, 'image.src'],
		['an element of a list', { images: [{ src: 'https://a.example/1' }] }, 'images.0.src'],
		['a list of texts', { images: ['https://a.example/1'] }, 'images.0'],
		['spaces around the path', { image: 'https://a.example/1' }, ' image '],
	])('by a path into %s', (_name, more, imageField) => {
		const [product] = sent({ line_items: [{ ...LINE, ...more }] }, { imageField });
		expect(product?.productImage).toBe('https://a.example/1');
	});

	test('a path into what is not there gives nothing, and never what every object has', () => {
		const { products: lines, missing } = found(
			{ line_items: [null, 'text', 5, {}, []] },
			{ nameField: 'constructor.name' },
		);
		expect(lines.map(({ name }) => name?.value)).toEqual([
			undefined,
			undefined,
			undefined,
			undefined,
			undefined,
		]);
		expect(missing.map(({ part }) => part)).toContain('name');
	});

	test('a part counts as missing only if no line has it', () => {
		const rows = {
			line_items: [
				{ ...LINE, name: 'A' },
				{ ...LINE, quantity: null },
			],
		};
		expect(found(rows).missing).toEqual([
			{ part: 'variantId', field: 'variation_id' },
			{ part: 'image', field: 'image.src' },
		]);
	});

	test.each([0, '0', '', null, undefined])('a variant ID of %p is the product ID', (variation_id) => {
		const [product] = sent({ line_items: [{ ...LINE, variation_id }] });
		expect(product?.productVariantId).toBe('1');
	});

	test.each<[Row, string, string]>([
		[{ product_id: undefined }, 'missing', 'line_items[1].product_id'],
		[{ product_id: '0' }, 'missing', 'line_items[1].product_id'],
		[{ product_id: 1e20 }, 'shortenedNumber', 'line_items[1].product_id'],
		[{ variation_id: '1.2E+15' }, 'shortenedNumber', 'line_items[1].variation_id'],
		[{ price: undefined }, 'missing', 'line_items[1].price'],
		[{ price: null }, 'missing', 'line_items[1].price'],
		[{ price: '(5.00)' }, 'notANumber', 'line_items[1].price'],
		[{ quantity: 0 }, 'notAQuantity', 'line_items[1].quantity'],
		[{ quantity: -1 }, 'notAQuantity', 'line_items[1].quantity'],
		[{ quantity: '1.5' }, 'notAQuantity', 'line_items[1].quantity'],
		[{ quantity: 'two' }, 'notANumber', 'line_items[1].quantity'],
		[{ name: { en: 'A' } }, 'notText', 'line_items[1].name'],
	])('%j is refused: %s', (change, reasonCode, field) => {
		const line_items = [LINE, { ...LINE, ...change }];
		expect(problemOf(() => sent({ line_items }))).toMatchObject({ reasonCode, field });
	});

	test('a field that is not named is named by the panel’s words', () => {
		expect(problemOf(() => sent({ line_items: [LINE] }, { priceField: '' }))).toMatchObject({
			reasonCode: 'missing',
			field: 'Price Field',
		});
	});

	test.each([
		['https://a.example/1', true],
		['HTTP://A.example/1', true],
		['ftp://a.example/1', false],
		['//a.example/1', false],
		['a.example/1', false],
		['javascript:alert(1)', false],
		['https://', false],
		['data:image/png;base64,AA', false],
	])('%p as a picture: %p', (src, isLink) => {
		const row = { line_items: [{ ...LINE, image: { src } }] };
		expect(sent(row)[0]?.productImage).toBe(isLink ? src : undefined);
		const codes = productWarnings(found(row)).map(({ code }) => code);
		expect(codes.includes('link image')).toBe(!isLink);
	});
});

describe('columns', () => {
	const COLUMNS: Row = {
		...PANEL,
		productsFrom: 'columns',
		productIdField: 'SKU',
		variantIdField: '',
		imageField: '',
		orderColumn: 'order',
	};

	test('a row is one product, and no dots are read', () => {
		const row = { sku: '7', name: 'A', 'price ': '5', quantity: '2', order: 9, 'a.b': 'https://a.example/1' };
		expect(sent(row, { ...COLUMNS, urlField: 'a.b' })).toEqual([
			{
				productId: '7',
				productVariantId: '7',
				name: 'A',
				quantity: 2,
				productUrl: 'https://a.example/1',
				price: [{ value: 5, currency: 'USD' }],
			},
		]);
	});

	test.each<[unknown, string | undefined]>([
		['A', 'A'],
		[' A ', 'A'],
		[1001, '1001'],
		['1001', '1001'],
	])('the order %p is %p', (order, expected) => {
		expect(orderOf(source({ order }, COLUMNS))).toBe(expected);
	});

	test.each(EMPTY_CELLS)('an order of %j is refused', (order) => {
		expect(problemOf(() => orderOf(source({ order }, COLUMNS)))).toMatchObject({
			reasonCode: 'missing',
			field: 'order',
		});
	});

	test('no order column: no order; nor for a list, nor for a tool', () => {
		const [first] = sources([{ order: 'A' }], { ...COLUMNS, orderColumn: '' });
		expect(first && orderOf(first)).toBeUndefined();
		expect(orderOf(source({ order: 'A' }, { ...COLUMNS, productsFrom: 'list' }))).toBeUndefined();
		expect(orderOf(source({ order: 'A' }, COLUMNS, { isTool: true }))).toBeUndefined();
	});

	test('a tool has no columns', () => {
		expect(codeOf(() => found({ sku: '7' }, COLUMNS, { isTool: true }))).toBe('unknownChoice');
	});
});

describe('by hand', () => {
	const byHand = (rows: unknown) => ({ productsFrom: 'byHand', products: rows });

	test('each row is a product; what is empty is not sent', () => {
		const rows = {
			products: [
				{ productId: 'A', price: '1', name: '' },
				{ productId: 2, price: 3, quantity: 4 },
			],
		};
		expect(sent({}, byHand(rows))).toEqual([
			{ productId: 'A', productVariantId: 'A', price: [{ value: 1, currency: 'USD' }] },
			{ productId: '2', productVariantId: '2', quantity: 4, price: [{ value: 3, currency: 'USD' }] },
		]);
	});

	test('nothing left out is a warning', () => {
		expect(productWarnings(found({}, byHand({ products: [{ productId: 'A', price: '1' }] })))).toEqual([]);
	});

	test.each([[{}], [null], [undefined], [{ products: [] }]])('%j is no product', (rows) => {
		expect(problemOf(() => found({}, byHand(rows)))).toMatchObject({
			reasonCode: 'noProducts',
			field: 'Products',
		});
	});

	test('an expression that gives a bare list is refused', () => {
		expect(codeOf(() => found({}, byHand([{ productId: 'A', price: 1 }])))).toBe('unusableRows');
	});

	test('errors name the product and the part', () => {
		expect(
			problemOf(() => sent({}, byHand({ products: [{ productId: 'A', price: 'free' }] }))),
		).toMatchObject({
			field: 'Product 1: Price',
		});
	});
});

test.each(['', 'rows', undefined])('products from %p is refused for all rows', (productsFrom) => {
	expect(problemOf(() => found({ line_items: [LINE] }, { productsFrom }))).toMatchObject({
		reasonCode: 'unknownChoice',
		field: 'Products From',
	});
});

test('each part has a field in the panel, for list and columns and by hand', () => {
	const names = products.properties('products').map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(PART_NAMES.map((part) => `${part}Field`)));
});
