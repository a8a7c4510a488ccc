import { cart } from '../../../nodes/Attentive/actions/ecommerceEvent/cart';
import { problemOf } from '../values/problem';
import { source } from '../rows';

/**
 * Several prices of one product. Shapes of values that name them: Attentive's own; bold-commerce/go-shopify 160 (presentment prices),
 * MONEI/Shopify-api-node 264 and nozzlegear/ShopifySharp 590 (shop and presentment money), stoufa88's gatsbyjs/gatsby 19453 (currencyCode),
 * craftcms/shopify 122 (a price in each currency).
 */
type Row = Record<string, unknown>;

const custom = (change: Row = {}): Row => ({
	products: 'list',
	listFormat: 'custom',
	productList: 'lines',
	productIdField: 'id',
	priceField: 'price',
	currency: 'USD',
	...change,
});
const pricesOf = (row: Row, parameters: Row) =>
	cart.parse(source(row, parameters), 'cart').items.map(({ price }) => price);
const USD = { value: 19.99, currency: 'USD' };
const EUR = { value: 17.5, currency: 'EUR' };
const JPY = { value: 2200, currency: 'JPY' };

const SHAPES: Array<[string, unknown, object[]]> = [
	['one plain price', '19.99', [USD]],
	['one with its currency', { value: 17.5, currency: 'EUR' }, [EUR]],
	['Attentive’s own list', [USD, EUR], [USD, EUR]],
	['a list of one', [EUR], [EUR]],
	[
		'a list with amounts as text',
		[
			{ amount: '19.99', currency_code: 'usd' },
			{ amount: '€17,50', currency_code: 'eur' },
		],
		[USD, EUR],
	],
	[
		'currencyCode',
		[
			{ amount: '2200', currencyCode: 'JPY' },
			{ amount: 19.99, currencyCode: 'USD' },
		],
		[USD, JPY],
	],
	[
		'presentment prices',
		[
			{ price: { amount: '19.99', currency_code: 'USD' }, compare_at_price: null },
			{
				price: { amount: '2200', currency_code: 'JPY' },
				compare_at_price: { amount: '3000', currency_code: 'JPY' },
			},
		],
		[USD, JPY],
	],
	[
		'shop and presentment money',
		{
			shop_money: { amount: '19.99', currency_code: 'USD' },
			presentment_money: { amount: '17.50', currency_code: 'EUR' },
		},
		[USD, EUR],
	],
	[
		'the same money twice',
		{
			shop_money: { amount: '19.99', currency_code: 'USD' },
			presentment_money: { amount: '19.99', currency_code: 'USD' },
		},
		[USD],
	],
	['an object by currency', { EUR: 17.5, usd: '19.99', JPY: '2.200' }, [USD, EUR, JPY]],
	['JSON text', '[{"value": 19.99, "currency": "USD"}, {"value": 17.5, "currency": "EUR"}]', [USD, EUR]],
	['JSON text by currency', ' {"EUR": 17.5, "USD": 19.99}', [USD, EUR]],
	['the first without a currency: that of the event', [{ value: 19.99 }, EUR], [USD, EUR]],
	['one of them empty', [{ value: '', currency: 'JPY' }, USD, EUR], [USD, EUR]],
	['none in the currency of the event', [EUR, JPY], [EUR, JPY]],
];

const BAD: Array<[string, unknown, object]> = [
	[
		'two different ones in one currency',
		[USD, { value: 18, currency: 'usd' }],
		{ reasonCode: 'priceTwice', reason: 'is a second price in USD' },
	],
	[
		'a currency that is none',
		[USD, { value: 5, currency: 'XXY' }],
		{ reasonCode: 'unknownCurrency', value: 'XXY' },
	],
	['another currency’s sign', [USD, { value: '$5', currency: 'EUR' }], { reasonCode: 'otherCurrency' }],
	['a negative one', [USD, { value: -1, currency: 'EUR' }], { reasonCode: 'negativePrice' }],
	['a word', { USD: 'free' }, { reasonCode: 'notANumber' }],
	['an empty list', [], { reasonCode: 'missing' }],
	['all empty', [{ value: null, currency: 'EUR' }], { reasonCode: 'missing' }],
	['numbers without currencies', [19.99, 17.5], { reasonCode: 'notText' }],
	['an object of another kind', { net: 5, gross: 6 }, { reasonCode: 'notText' }],
];

describe('the Price Field of a list of one’s own', () => {
	test.each(SHAPES)('%s', (_what, price, expected) => {
		expect(pricesOf({ lines: [{ id: 1, price }] }, custom())).toEqual([expected]);
	});

	test.each(BAD)('%s is refused', (_what, price, problem) => {
		const found = problemOf(() => pricesOf({ lines: [{ id: 1, price }] }, custom()));
		expect(found).toMatchObject(problem);
		expect(found?.field).toMatch(/^lines\[0\]\.price/);
	});

	test('in minor units, by each currency', () => {
		const parameters = custom({ additionalFields: { pricesInMinorUnits: true } });
		expect(pricesOf({ lines: [{ id: 1, price: { USD: 1999, JPY: 2200 } }] }, parameters)).toEqual([
			[USD, JPY],
		]);
	});

	test('the price of the whole line in each currency where the quantity has decimals', () => {
		const line = { id: 1, price: { USD: 19.99, JPY: 2200 }, quantity: 0.5 };
		expect(pricesOf({ lines: [line] }, custom({ quantityField: 'quantity' }))).toEqual([
			[
				{ value: 10, currency: 'USD' },
				{ value: 1100, currency: 'JPY' },
			],
		]);
	});

	test('needs no Currency where each price names its own', () => {
		expect(pricesOf({ lines: [{ id: 1, price: [EUR, JPY] }] }, custom({ currency: '' }))).toEqual([
			[EUR, JPY],
		]);
		const mixed = {
			lines: [
				{ id: 1, price: [EUR] },
				{ id: 2, price: 5 },
			],
		};
		expect(problemOf(() => pricesOf(mixed, custom({ currency: '' })))).toMatchObject({ field: 'Currency' });
	});

	test('a bad one leaves its line out, as long as a product is left', () => {
		const lines = [
			{ id: 1, price: [USD] },
			{ id: 2, price: [USD, { value: 'x', currency: 'EUR' }] },
		];
		const { items, warnings } = cart.parse(source({ lines }, custom()), 'cart');
		expect(items.map(({ productId }) => productId)).toEqual(['1']);
		expect(warnings[0]?.message).toContain('lines[1] (price[1].value "x" is not a');
	});
});

describe('Other Price Fields', () => {
	const others = (...prices: Row[]) => custom({ additionalFields: { otherPriceFields: { prices } } });

	test.each<[string, Row, Row[], object[]]>([
		['a field', { price: 19.99, eur: '17,50' }, [{ currency: 'eur', field: 'eur' }], [USD, EUR]],
		['dragged in', { price: 19.99, eur: 17.5 }, [{ currency: 'EUR', field: 'lines[0].eur' }], [USD, EUR]],
		[
			'within a field',
			{ price: 19.99, in: { yen: 2200 } },
			[{ currency: 'JPY', field: 'in.yen' }],
			[USD, JPY],
		],
		['empty in this line', { price: 19.99, eur: '' }, [{ currency: 'EUR', field: 'eur' }], [USD]],
		['not in this line', { price: 19.99 }, [{ currency: 'EUR', field: 'eur' }], [USD]],
		['an empty row', { price: 19.99, eur: 5 }, [{ currency: '', field: '' }], [USD]],
		['beside a list', { price: [USD, EUR], yen: 2200 }, [{ currency: 'JPY', field: 'yen' }], [USD, EUR, JPY]],
		['alone', { price: '', eur: 17.5 }, [{ currency: 'EUR', field: 'eur' }], [EUR]],
	])('%s', (_what, line, prices, expected) => {
		expect(pricesOf({ lines: [{ id: 1, ...line }] }, others(...prices))).toEqual([expected]);
	});

	test.each<[string, Row, object]>([
		[
			'without a currency',
			{ currency: '', field: 'eur' },
			{ field: 'Other Price Fields: Currency', reasonCode: 'missing' },
		],
		[
			'with a currency that is none',
			{ currency: 'euro', field: 'eur' },
			{ field: 'Other Price Fields: Currency', reasonCode: 'unknownCurrency' },
		],
		[
			'with the currency of the event',
			{ currency: 'USD', field: 'eur' },
			{ field: 'lines[0].eur', reasonCode: 'priceTwice' },
		],
	])('%s', (_what, row, problem) => {
		expect(
			problemOf(() => pricesOf({ lines: [{ id: 1, price: 19.99, eur: 17.5 }] }, others(row))),
		).toMatchObject(problem);
	});
});

describe('one by one', () => {
	const oneByOne = (row: Row): Row => ({
		products: 'oneByOne',
		productRows: { products: [{ productId: 'A', ...row }] },
		currency: 'USD',
	});

	test.each(SHAPES)('%s, as an expression gives it', (_what, price, expected) => {
		expect(pricesOf({}, oneByOne({ price }))).toEqual([expected]);
	});

	test('other prices in rows', () => {
		const prices = [
			{ currency: 'EUR', price: '17,50' },
			{ currency: 'JPY', price: 2200 },
			{ currency: 'GBP', price: '' },
		];
		expect(pricesOf({}, oneByOne({ price: 19.99, otherPrices: { prices } }))).toEqual([[USD, EUR, JPY]]);
	});

	test.each<[Row, object]>([
		[
			{ currency: '', price: 5 },
			{ field: 'Other Prices: Currency', reasonCode: 'missing' },
		],
		[
			{ currency: 'EUR', price: 'free' },
			{ field: 'Price in EUR', reasonCode: 'notANumber' },
		],
		[
			{ currency: 'USD', price: 5 },
			{ field: 'Price in USD', reasonCode: 'priceTwice' },
		],
	])('%j is refused', (row, problem) => {
		expect(
			problemOf(() => pricesOf({}, oneByOne({ price: 19.99, otherPrices: { prices: [row] } }))),
		).toMatchObject(problem);
	});

	test('a row that is empty but for its currencies is no product', () => {
		const rows = {
			products: [
				{ productId: 'A', price: 5 },
				{ productId: '', price: '', otherPrices: { prices: [{ currency: 'EUR', price: '' }] } },
			],
		};
		expect(pricesOf({}, { ...oneByOne({}), productRows: rows })).toHaveLength(1);
	});
});

/**
 * Minor units that are not those of ISO 4217. Who counts how: woocommerce/woocommerce-blocks 1367 and google/site-kit-wp 13141 (the decimals
 * of the shop's settings), Automattic/woocommerce-payments 11134 (JPY with 2, USD with none), Automattic/woocommerce-payments 11664 and
 * Shopify/money 360 (HUF, TWD, ISK, UGX), activemerchant/offsite_payments 255 (TWD without).
 */
describe('Decimals in Minor Units', () => {
	type Way = (price: unknown, currency: string, additionalFields: Row) => [Row, Row];
	const WAYS: Array<[string, Way]> = [
		[
			'of a list',
			(price, currency, additionalFields) => [
				{ lines: [{ id: 1, price }] },
				custom({ currency, additionalFields }),
			],
		],
		[
			'one by one',
			(price, currency, additionalFields) => [
				{},
				{
					products: 'oneByOne',
					productRows: { products: [{ productId: 'A', price }] },
					currency,
					additionalFields,
				},
			],
		],
	];

	describe.each(WAYS)('%s', (_way, way) => {
		const pricesWith = (price: unknown, currency: string, minorUnitDecimals: unknown, isOn: unknown = true) =>
			pricesOf(...way(price, currency, { pricesInMinorUnits: isOn, minorUnitDecimals }))[0];

		test.each<[string, unknown, string, unknown, number]>([
			['Shopify’s cart in yen', 100000, 'JPY', 2, 1000],
			['a Korean shop ×100', '1990000', 'KRW', '2', 19900],
			['dinars ×100', 1999, 'KWD', 2, 19.99],
			['forints without', 1999, 'HUF', 0, 1999],
			['forints without, as text', '1999', 'HUF', '0', 1999],
			['dollars without', 20, 'USD', 0, 20],
			['krónur ×100', 50000, 'ISK', 2, 500],
			['new Taiwan dollars without', 379, 'TWD', '0', 379],
			['thousandths of a dollar', 19990, 'USD', 3, 19.99],
			['ten-thousandths of a dollar', 199900, 'USD', '4.0', 19.99],
			['as of ISO 4217', 1999, 'USD', 2, 19.99],
			['nothing', 1999, 'KWD', '', 1.999],
			['null', 1999, 'JPY', null, 1999],
			['blanks', 1999, 'USD', ' ', 19.99],
		])('%s', (_what, price, currency, decimals, expected) => {
			expect(pricesWith(price, currency, decimals)).toEqual([{ value: expected, currency }]);
		});

		test('several prices of a product alike', () => {
			expect(pricesWith({ USD: 1999, JPY: 220000 }, 'USD', 2)).toEqual([USD, JPY]);
		});

		test.each([-1, 5, 2.5, 'two', '2 decimals', true, '#N/A', [2]])('%j is refused', (decimals) => {
			expect(problemOf(() => pricesWith(1999, 'USD', decimals))).toMatchObject({
				reasonCode: 'notDecimals',
				field: 'Decimals in Minor Units',
				value: decimals,
				reason: 'is not a whole number from 0 to 4',
			});
		});

		test.each([false, '', null])('without Prices in Minor Units (%j) it is not looked at', (isOn) => {
			expect(pricesWith('19.99', 'USD', 'two', isOn)).toEqual([USD]);
		});

		test('another amount than whole minor units is still none', () => {
			expect(problemOf(() => pricesWith(19.99, 'USD', 2))).toMatchObject({ reasonCode: 'notMinorUnits' });
		});
	});

	test('prices in other fields and rows alike', () => {
		const additionalFields = {
			pricesInMinorUnits: true,
			minorUnitDecimals: '2',
			otherPriceFields: { prices: [{ currency: 'JPY', field: 'yen' }] },
		};
		expect(pricesOf({ lines: [{ id: 1, price: 1999, yen: 220000 }] }, custom({ additionalFields }))).toEqual([
			[USD, JPY],
		]);
		const rows = [
			{ productId: 'A', price: 1999, otherPrices: { prices: [{ currency: 'JPY', price: 220000 }] } },
		];
		expect(
			pricesOf(
				{},
				{ products: 'oneByOne', productRows: { products: rows }, currency: 'USD', additionalFields },
			),
		).toEqual([[USD, JPY]]);
	});

	test('for each item its own', () => {
		const parameters = custom({
			additionalFields: { pricesInMinorUnits: true, minorUnitDecimals: '={{ $json.currency_minor_unit }}' },
		});
		const lines = [{ id: 1, price: 1999 }];
		const prices = [{ lines, currency_minor_unit: 3 }, { lines, currency_minor_unit: 0 }, { lines }].map(
			(row) => pricesOf(row, parameters)[0]?.[0]?.value,
		);
		expect(prices).toEqual([2, 1999, 19.99]);
	});
});

describe('Shopify with Prices in All Currencies', () => {
	const set = (shop: string, shown: string, code = 'EUR') => ({
		shop_money: { amount: shop, currency_code: 'USD' },
		presentment_money: { amount: shown, currency_code: code },
	});
	const graphQl = (shop: string, shown: string) => ({
		shopMoney: { amount: shop, currencyCode: 'USD' },
		presentmentMoney: { amount: shown, currencyCode: 'EUR' },
	});
	const line = (more: Row): Row => ({ product_id: 1, quantity: 2, price: '19.99', ...more });
	const shopify = (allCurrencies: boolean): Row => ({
		products: 'list',
		listFormat: 'shopify',
		additionalFields: { allCurrencies },
	});

	const LINES: Array<[string, Row, object[]]> = [
		['the buyer’s currency', line({ price_set: set('19.99', '17.50') }), [USD, EUR]],
		['the shop’s currency', line({ price_set: set('19.99', '19.99', 'USD') }), [USD]],
		['no price set', line({}), [USD]],
		[
			'a discount in both',
			line({
				price: '20.99',
				price_set: set('20.99', '18.50'),
				discount_allocations: [{ amount: '2.00', amount_set: set('2.00', '2.00') }],
			}),
			[USD, EUR],
		],
		[
			'a discount in one of them only',
			line({ price: '20.99', price_set: set('20.99', '18.50'), discount_allocations: [{ amount: '2.00' }] }),
			[USD],
		],
		[
			'GraphQL',
			{
				product: { id: 'gid://shopify/Product/1' },
				quantity: 1,
				originalUnitPriceSet: graphQl('25', '20'),
				discountedUnitPriceAfterAllDiscountsSet: graphQl('19.99', '17.5'),
			},
			[USD, EUR],
		],
	];

	test.each(LINES)('%s', (_what, one, expected) => {
		const order = { order_number: 1, currency: 'USD', line_items: [one] };
		expect(pricesOf(order, shopify(true))).toEqual([expected]);
		expect(pricesOf(order, shopify(false))).toEqual([[USD]]);
	});
});

test.each([
	['objects', nested(20_000)],
	['JSON', `${'{"value":'.repeat(20_000)}1${'}'.repeat(20_000)}`],
])('a price nested thousands of levels deep is an error of its item: %s', (_what, price) => {
	const row = { lines: [{ id: 'A', price }] };
	expect(problemOf(() => pricesOf(row, custom()))).toMatchObject({ reasonCode: 'nestedTooDeep' });
});

function nested(levels: number): object {
	let value: object = { value: 1 };
	for (let level = 0; level < levels; level++) value = { value };
	return value;
}
