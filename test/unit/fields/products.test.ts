import { cart } from '../../../nodes/Attentive/actions/ecommerceEvent/cart';
import { PART_NAMES } from '../../../nodes/fields/listFormats/custom';
import { cartOf } from '../../../nodes/fields/productOptions';
import { products } from '../../../nodes/fields/products';
import { parseProductId } from '../../../nodes/values/identifier';
import { codeOf, EMPTY_CELLS, problemOf } from '../values/problem';
import { source } from '../rows';

type Row = Record<string, unknown>;

/** A list of one's own. */
const CUSTOM: Row = {
	products: 'list',
	listFormat: 'custom',
	productList: 'lines',
	productIdField: 'id',
	variantIdField: 'variant',
	nameField: 'name',
	priceField: 'price',
	quantityField: 'quantity',
	imageField: 'image.src',
	urlField: '',
	currency: 'USD',
};

const sent = (row: Row, change: Row = {}, options = {}) =>
	cart.parse(source(row, { ...CUSTOM, ...change }, options), 'cart');
const items = (row: Row, change: Row = {}) => sent(row, change).items;

const LINE = { id: 1, price: 2 };
const PRODUCT = { productId: '1', productVariantId: '1', price: [{ value: 2, currency: 'USD' }] };

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
	test.each<[string, Row, unknown]>([
		['a field', { lines: [LINE] }, 'lines'],
		['a field within a field', { cart: { items: [LINE] } }, 'cart.items'],
		['a field with a dot in its name', { cart: { 'all.items': [LINE] } }, 'cart.all.items'],
		['a field with a space in its name', { cart: { 'all items': [LINE] } }, "cart['all items']"],
		['a field whose name begins with a bracket', { 'all items': [LINE] }, "['all items']"],
		['an element of a list', { carts: [{ items: [] }, { items: [LINE] }] }, 'carts[1].items'],
		['the first line', { lines: [LINE] }, 'lines[0]'],
		['a field of the first line', { lines: [LINE] }, 'lines[0].id'],
		['a field deep in the first line', { a: { lines: [LINE] } }, 'a.lines[0].image.src'],
		['with $json', { lines: [LINE] }, '$json.lines'],
		['JSON text', { lines: JSON.stringify([LINE]) }, 'lines'],
		['JSON text with spaces around', { lines: ` \n${JSON.stringify([LINE])} ` }, 'lines'],
		['an object of lists', { lines: { some: [LINE], none: [] } }, 'lines'],
		['the list itself', {}, [LINE]],
		['the object of lists itself', {}, { data: [LINE] }],
		['the list itself as text', {}, JSON.stringify([LINE])],
		['the object of lists as text', {}, JSON.stringify({ data: [LINE] })],
	])('%s', (_name, row, productList) => {
		expect(items(row, { productList })).toEqual([PRODUCT]);
	});

	test('an object of lists is all of them, in their order', () => {
		const row = { lines: { a: [LINE], b: [{ ...LINE, id: 2 }] } };
		expect(items(row).map(({ productId }) => productId)).toEqual(['1', '2']);
	});

	test.each<[string, Row, unknown, string, string]>([
		['an empty list', { lines: [] }, 'lines', 'lines', 'contains no products'],
		['an empty field', { lines: '' }, 'lines', 'lines', 'contains no products'],
		['null', { lines: null }, 'lines', 'lines', 'contains no products'],
		['text', { lines: 'shirt' }, 'lines', 'lines', 'is not a list'],
		['an object', { lines: { 1: LINE } }, 'lines', 'lines', 'is not a list'],
		['a number', { lines: 3 }, 'lines', 'lines', 'is not a list'],
		['an empty JSON list', { lines: '[]' }, 'lines', 'lines', 'contains no products'],
		['the empty list itself', {}, [], 'List Field', 'contains no products'],
		['a number itself', {}, 5, 'List Field', 'is not a list'],
	])('%s: %s', (_name, row, productList, field, reason) => {
		expect(problemOf(() => sent(row, { productList }))).toMatchObject({
			reasonCode: 'noProducts',
			field,
			reason,
		});
	});

	test.each([
		['a path that ends early', { cart: null }, 'cart.items'],
		['a path into text', { cart: 'x' }, 'cart.items'],
		['a path to what every object has', { cart: {} }, 'cart.constructor'],
	])('%s leads nowhere', (_name, row, productList) => {
		expect(problemOf(() => sent(row, { productList }))).toMatchObject({
			reasonCode: 'noSuchField',
			field: 'List Field',
			value: productList,
		});
	});

	test.each<[string, Row, string, string]>([
		['one step further down', { body: { line_items: [LINE] } }, 'line_items', 'body.line_items'],
		['under a name with spaces', { 'the body': { lines: [LINE] } }, 'lines', "['the body'].lines"],
		['another name', { body: { tags: [{ id: 1 }], order_lines: [LINE] } }, 'line_items', 'body.order_lines'],
		[
			'the typed name rather than another',
			{ items: [LINE], x: { y: { lines: [LINE] } } },
			'lines',
			'x.y.lines',
		],
		['text instead of the list', { sku: 'x', items: [LINE] }, 'sku', 'items'],
		['no path at all', { rows: [LINE] }, '', 'rows'],
	])('did you mean: %s', (_name, row, productList, expected) => {
		expect(problemOf(() => sent(row, { productList }))?.wayOut).toBe(`Did you mean ${expected}?`);
	});

	test('an item without any list gets no wrong advice', () => {
		expect(problemOf(() => sent({ sku: 'x', tags: ['a'] }, { productList: 'lines' }))?.wayOut).toBe(
			'Drag in the field that holds the list of products',
		);
	});

	test('a broken path is told as that', () => {
		expect(problemOf(() => sent({ lines: [LINE] }, { productList: "lines'].x" }))).toMatchObject({
			reasonCode: 'brokenPath',
			field: 'List Field',
		});
	});

	test('broken JSON names the field', () => {
		expect(problemOf(() => sent({ lines: '[{"id":' }))).toMatchObject({
			reasonCode: 'notJson',
			field: 'lines',
		});
	});

	test('a huge item is searched only so far', () => {
		const wide = Object.fromEntries(
			Array.from({ length: 20_000 }, (_none, index) => [`k${index}`, { a: 1 }]),
		);
		expect(codeOf(() => sent({ ...wide, z: { lines: [LINE] } }, { productList: 'lines' }))).toBe(
			'noSuchField',
		);
	});
});

describe('the parts of a line', () => {
	test.each<[string, Row, string]>([
		['an object', { image: { src: 'https://a.example/1' } }, 'image.src'],
		['a key with dots', { 'image.src': 'https://a.example/1' }, 'image.src'],
		['an element of a list', { images: [{ src: 'https://a.example/1' }] }, 'images[0].src'],
		['a list of texts', { images: ['https://a.example/1'] }, 'images.0'],
		['a name with spaces', { 'the image': 'https://a.example/1' }, "['the image']"],
		['spaces around the path', { image: 'https://a.example/1' }, ' image '],
		['dragged out of the list', { image: { src: 'https://a.example/1' } }, 'lines[0].image.src'],
		[
			'dragged with all its path',
			{ images: [{ src: 'https://a.example/1' }] },
			'$json.lines[0].images[0].src',
		],
	])('by a path into %s', (_name, more, imageField) => {
		const [product] = items({ lines: [{ ...LINE, ...more }] }, { imageField });
		expect(product?.productImage).toBe('https://a.example/1');
	});

	test('a path that was dragged out of the list holds where an expression gives the list', () => {
		const change = { productList: [{ sku: 'S', price: 1 }], productIdField: 'body.lines[0].sku' };
		expect(items({}, change)[0]?.productId).toBe('S');
	});

	test('what every object has is no part of a line', () => {
		const change = { nameField: 'constructor.name', productList: [LINE, { ...LINE, id: 2 }] };
		expect(items({}, change).map(({ name }) => name)).toEqual([undefined, undefined]);
	});

	test('a part counts as missing only if no line has it', () => {
		const { warnings } = sent({
			lines: [
				{ ...LINE, name: 'A' },
				{ ...LINE, quantity: null },
			],
		});
		expect(warnings).toEqual([
			{ code: 'missing variantId', message: 'has no "variant" in any product' },
			{ code: 'missing quantity', message: 'has no "quantity" in any product' },
			{ code: 'missing image', message: 'has no "image.src" in any product' },
		]);
	});

	test.each([0, '0', '', null, undefined])('a variant ID of %p is the product ID', (variant) => {
		expect(items({ lines: [{ ...LINE, variant }] })[0]?.productVariantId).toBe('1');
	});

	test.each<[Row, string, string]>([
		[{ id: undefined }, 'missing', 'lines[1].id'],
		[{ id: '0' }, 'missing', 'lines[1].id'],
		[{ id: 1e20 }, 'shortenedNumber', 'lines[1].id'],
		[{ variant: '1.2E+15' }, 'shortenedNumber', 'lines[1].variant'],
		[{ price: undefined }, 'missing', 'lines[1].price'],
		[{ price: null }, 'missing', 'lines[1].price'],
		[{ price: 'abc' }, 'notANumber', 'lines[1].price'],
		[{ price: '(5.00)' }, 'notANumber', 'lines[1].price'],
		[{ price: '€5' }, 'otherCurrency', 'lines[1].price'],
		[{ price: '1.234' }, 'priceAmbiguous', 'lines[1].price'],
		[{ price: -1 }, 'negativePrice', 'lines[1].price'],
		[{ quantity: 0 }, 'quantityZero', 'lines[1]'],
		[{ quantity: -1 }, 'notAQuantity', 'lines[1].quantity'],
		[{ quantity: 'two' }, 'notANumber', 'lines[1].quantity'],
		[{ name: { en: 'A' } }, 'notText', 'lines[1].name'],
	])('a line with %j never costs the others: %s', (change, kind, field) => {
		const sentWithout = sent({ lines: [LINE, { ...LINE, ...change }] });
		expect(sentWithout.items).toEqual([PRODUCT]);
		expect(sentWithout.leftOut).toBe(1);
		const warning = sentWithout.warnings.find(({ code }) => code === `leftOut ${kind}`);
		const [line = '', part = ''] = field.split('.');
		expect(warning?.message).toContain(part === '' ? line : `${line} (${part} `);
	});

	test.each<[Row, string, string]>([
		[{ id: undefined }, 'missing', 'lines[0].id'],
		[{ price: 'abc' }, 'notANumber', 'lines[0].price'],
		[{ quantity: 0 }, 'noProducts', 'lines[0]'],
	])('but where it is the only one, it is the error: %j', (change, reasonCode, field) => {
		expect(problemOf(() => sent({ lines: [{ ...LINE, ...change }] }))).toMatchObject({ reasonCode, field });
	});

	test('many lines are told in one sentence', () => {
		const lines = [LINE, ...Array.from({ length: 6 }, () => ({ id: 1 }))];
		const warning = sent({ lines }).warnings.find(({ code }) => code.startsWith('leftOut'));
		expect(warning?.message).toBe(
			'was sent without lines[1] (price is empty); lines[2] (price is empty); lines[3] (price is empty); and 3 more',
		);
	});

	test.each<[unknown, unknown, unknown]>([
		['1.5', 10, [1, 15]],
		[0.333, '9.99', [1, 3.33]],
		[3, '9.99', [3, 9.99]],
		['2.0', 5, [2, 5]],
		[undefined, 5, [undefined, 5]],
	])('%p pieces at %p', (quantity, price, expected) => {
		const { items: [product] = [], warnings } = sent({ lines: [{ ...LINE, quantity, price }] });
		expect([product?.quantity, product?.price[0]?.value]).toEqual(expected);
		const isDecimal = product?.quantity === 1;
		expect(warnings.some(({ code }) => code === 'decimalQuantity')).toBe(isDecimal);
	});

	test('a field that is not named is named by the panel’s words', () => {
		expect(problemOf(() => sent({ lines: [LINE] }, { priceField: '' }))).toMatchObject({
			reasonCode: 'missing',
			field: 'Price Field',
		});
	});

	test('a broken path names its field of the panel', () => {
		expect(problemOf(() => sent({ lines: [LINE] }, { nameField: "a'].b" }))).toMatchObject({
			reasonCode: 'brokenPath',
			field: 'Product Name Field',
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
		const { items: [product] = [], warnings } = sent({ lines: [{ ...LINE, image: { src } }] });
		expect(product?.productImage).toBe(isLink ? src : undefined);
		expect(warnings.some(({ code }) => code === 'link image')).toBe(!isLink);
	});
});

describe('whose currency counts', () => {
	const order = (currency: unknown) => ({
		currency,
		line_items: [{ product_id: 1, price: 2, quantity: 1 }],
	});
	const shop = (row: Row, currency: unknown, more: Row = {}) =>
		sent(row, { listFormat: 'woocommerce', productList: 'line_items', currency, ...more });

	test.each([
		['EUR', ''],
		['eur', 'EUR'],
		['', 'EUR'],
	])('the list’s %p and the parameter’s %p', (own, given) => {
		expect(shop(order(own), given).items[0]?.price[0]?.currency).toBe('EUR');
	});

	test('a list by an expression comes without its order', () => {
		const { line_items } = order('EUR');
		expect(problemOf(() => shop({}, '', { productList: line_items }))).toMatchObject({
			reasonCode: 'missing',
			field: 'Currency',
		});
		expect(shop({}, 'GBP', { productList: line_items }).items[0]?.price[0]?.currency).toBe('GBP');
	});

	test.each<[unknown, unknown, string, string]>([
		['EUR', 'USD', 'otherCurrency', 'Currency'],
		['DOLLARS', 'USD', 'unknownCurrency', 'currency'],
		['USD', 'DOLLARS', 'unknownCurrency', 'Currency'],
		['', '', 'missing', 'Currency'],
	])('%p with %p is refused: %s', (own, given, reasonCode, field) => {
		expect(problemOf(() => shop(order(own), given))).toMatchObject({ reasonCode, field });
	});
});

describe('one by one', () => {
	const oneByOne = (rows: unknown, more: Row = {}) => ({ products: 'oneByOne', productRows: rows, ...more });

	test('each row is a product; what is empty is not sent', () => {
		const rows = {
			products: [
				{ productId: 'A', price: '1', name: '' },
				{ productId: 2, price: 3, quantity: 4 },
			],
		};
		expect(sent({}, oneByOne(rows))).toEqual({
			items: [
				{ productId: 'A', productVariantId: 'A', price: [{ value: 1, currency: 'USD' }] },
				{ productId: '2', productVariantId: '2', quantity: 4, price: [{ value: 3, currency: 'USD' }] },
			],
			leftOut: 0,
			warnings: [],
		});
	});

	test('a row that is empty for the item is not a product, and a bad one is left out', () => {
		const rows = {
			products: [{ productId: 'A', price: 1 }, { productId: '', price: null }, { productId: 'B' }],
		};
		const { items: kept, warnings } = sent({}, oneByOne(rows));
		expect(kept.map(({ productId }) => productId)).toEqual(['A']);
		expect(warnings.map(({ message }) => message)).toEqual(['was sent without Product 3 (Price is empty)']);
	});

	test.each([[{}], [null], [undefined], [{ products: [] }], [{ products: [{ productId: '', price: '' }] }]])(
		'%j is not a product',
		(rows) => {
			expect(problemOf(() => sent({}, oneByOne(rows)))).toMatchObject({
				reasonCode: 'noProducts',
				field: 'Product Rows',
			});
		},
	);

	test('an expression that gives a bare list is refused', () => {
		expect(codeOf(() => sent({}, oneByOne([{ productId: 'A', price: 1 }])))).toBe('unusableRows');
	});

	test('errors name the part, and the product where there are several', () => {
		const bad = { productId: 'A', price: 'free' };
		expect(problemOf(() => sent({}, oneByOne({ products: [bad] })))).toMatchObject({ field: 'Price' });
		expect(problemOf(() => sent({}, oneByOne({ products: [bad, bad] })))).toMatchObject({
			field: 'Product 1: Price',
		});
	});

	test('SKU as ID, left over from a list, is not looked at', () => {
		const rows = { products: [{ productId: 'A', price: 1 }] };
		expect(items({}, oneByOne(rows, { additionalFields: { useSkuAsId: true } }))).toHaveLength(1);
	});
});

describe('items of one cart', () => {
	const by = (combineItemsBy: unknown, more: Row = {}) =>
		cartOf(
			source(
				{},
				{
					products: 'oneByOne',
					additionalFields: combineItemsBy === undefined ? {} : { combineItemsBy },
					...more,
				},
			),
		);

	test.each<[unknown, string]>([
		['A', 'A'],
		[' A ', 'A'],
		[1001, '1001'],
		['1001', '1001'],
	])('%p is %p', (value, expected) => {
		expect(by(value)).toBe(expected);
	});

	test.each(EMPTY_CELLS.filter((cell) => cell !== undefined))('%j is refused', (value) => {
		expect(problemOf(() => by(value))).toMatchObject({ reasonCode: 'missing', field: 'Combine Items By' });
	});

	test('nothing to combine by: no cart; nor for a list', () => {
		expect(by(undefined)).toBeUndefined();
		expect(by('A', { products: 'list' })).toBeUndefined();
	});
});

describe('a choice that is none is refused for all rows', () => {
	test.each(['rows', 'columns', 5])('products from %p', (from) => {
		expect(problemOf(() => sent({ lines: [LINE] }, { products: from }))).toMatchObject({
			reasonCode: 'unknownChoice',
			field: 'Products',
		});
	});

	test.each(['etsy', 'toString', ''])('a list of %p', (listFormat) => {
		expect(problemOf(() => sent({ lines: [LINE] }, { listFormat }))).toMatchObject({
			reasonCode: 'unknownChoice',
			field: 'List Format',
		});
	});
});

test.each([
	['USD', 1999, 19.99],
	['JPY', '1999', 1999],
	['KWD', 1999, 1.999],
])('minor units follow the currency: %s', (currency, price, expected) => {
	const change = { currency, additionalFields: { pricesInMinorUnits: true } };
	expect(items({ lines: [{ id: 1, price }] }, change)[0]?.price[0]?.value).toBe(expected);
});

test('each part has a field in the panel', () => {
	const names = products.properties('products').map(({ name }) => name);
	expect(names).toEqual(expect.arrayContaining(PART_NAMES.map((part) => `${part}Field`)));
});

test('a field of a line is found although its name holds a byte order mark', () => {
	expect(items({ lines: [{ '\ufeffid': 1, 'pri\u200bce': 2 }] })).toEqual([PRODUCT]);
});

describe('a quantity with three decimals', () => {
	test('of a list of one’s own can be read in two ways', () => {
		expect(problemOf(() => items({ lines: [{ ...LINE, quantity: '1.250' }] }))?.reasonCode).toBe(
			'numberAmbiguous',
		);
	});

	test('of a shop that writes decimals with a point is what it says', () => {
		const line = {
			catalog_object_id: 'A',
			quantity: '1.250',
			base_price_money: { amount: 400, currency: 'USD' },
		};
		const square = { products: 'list', listFormat: 'square', productList: 'line_items' };
		expect(cart.parse(source({ line_items: [line] }, square), 'cart').items).toEqual([
			expect.objectContaining({ quantity: 1, price: [{ value: 5, currency: 'USD' }] }),
		]);
	});
});

describe("the error of a spreadsheet's formula in a line", () => {
	const kept = { id: 2, price: 3 };

	test('as the name: the product goes without it, with a warning', () => {
		const { items: products, warnings } = sent({ lines: [{ ...LINE, name: '#N/A' }] });
		expect(products).toEqual([PRODUCT]);
		expect(warnings.map(({ code }) => code)).toContain('formulaError Name');
	});

	test.each([{ id: '#REF!' }, { price: '#VALUE!' }, { quantity: '#DIV/0!' }])(
		'as %j: the line is left out',
		(bad) => {
			const { items: products, leftOut } = sent({ lines: [{ ...LINE, ...bad }, kept] });
			expect(products.map(({ productId }) => productId)).toEqual(['2']);
			expect(leftOut).toBe(1);
		},
	);

	test.each([
		{ image: { src: '#N/A' } },
		{ image: { src: { url: 'https://a.example/a.png' } } },
		{ image: { src: ['x'] } },
	])('a picture that is no link, as %j, does not cost the product', (picture) => {
		const { items: products, warnings } = sent({ lines: [{ ...LINE, ...picture }] });
		expect(products).toEqual([PRODUCT]);
		expect(warnings.map(({ code }) => code)).toContain('link image');
	});
});
