import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	cell,
	fixed,
	MODE,
	moments,
	ONCE_LIMITS,
	rowsWith,
	TIME,
	USER,
	users,
	type Operations,
	type Variant,
	IF_INVALID,
} from './shared';

const PARTS: INodeParameters = {
	productIdField: fixed('sku'),
	variantIdField: fixed('kind'),
	nameField: fixed('title'),
	priceField: fixed('cost'),
	quantityField: fixed('pieces'),
	imageField: fixed('pic'),
	urlField: fixed('page'),
};

const PRODUCT_ROW: INodeParameters = {
	productId: cell('sku'),
	variantId: cell('kind'),
	name: cell('title'),
	price: cell('cost'),
	quantity: cell('pieces'),
	image: cell('pic'),
	url: cell('page'),
	otherPrices: { prices: [{ currency: cell('other'), price: cell('yen') }] },
};

const LINES: IDataObject[] = [
	{
		sku: 'P1',
		kind: 'V1',
		title: 'Shirt',
		pieces: 2,
		pic: 'https://c.example.com/1',
		page: 'https://s.example.com/1',
	},
	{
		sku: 'P2',
		kind: 'V2',
		title: 'Hat',
		pieces: 1,
		pic: 'https://c.example.com/2',
		page: 'https://s.example.com/2',
	},
];

/** A line as Shopify writes it, with the price that the buyer saw. */
const shopifyLine = (line: IDataObject | undefined, shop: string, shown: string): IDataObject => ({
	product_id: line?.sku,
	variant_id: line?.kind,
	sku: 'unused',
	product_title: line?.title,
	quantity: line?.pieces,
	price: shop.split(' ')[0],
	price_set: { shop_money: moneyOf(shop), presentment_money: moneyOf(shown) },
	image: line?.pic,
	url: line?.page,
});

function moneyOf(written: string): IDataObject {
	const [amount, currency] = written.split(' ');
	return { amount, currency_code: currency };
}

const cartRows = async () =>
	rowsWith([
		{
			...LINES[0],
			cost: '19.99',
			cart: [{ ...LINES[0], cost: 19990, yen: 2900000 }],
			bag: [shopifyLine(LINES[0], '19.99 USD', '2900 JPY')],
			other: 'jpy',
			yen: 2900,
			money: 'usd',
			minor: true,
			decimals: 3,
			no: false,
			order: 'O-1',
			channel: 'WEB',
		},
		{
			...LINES[1],
			cost: 5,
			cart: [{ ...LINES[1], cost: 5, yen: 800 }],
			bag: [shopifyLine(LINES[1], '5.00 EUR', '800 JPY')],
			other: 'JPY',
			yen: '800',
			money: 'EUR',
			minor: false,
			decimals: 3,
			no: false,
			order: 'O-2',
			channel: 'IN_STORE',
		},
	]);
const products = LINES.map((line, index) => ({
	productId: line.sku,
	productVariantId: line.kind,
	name: line.title,
	price: [
		{ value: [19.99, 5][index], currency: ['USD', 'EUR'][index] },
		{ value: [2900, 800][index], currency: 'JPY' },
	],
	quantity: line.pieces,
	productImage: line.pic,
	productUrl: line.page,
}));

function cartVariants(
	inSight: INodeParameters = {},
	additional: INodeParameters = {},
	more: object[] = [{}, {}],
): Variant[] {
	const expected = users.map((user, index) => ({
		user,
		items: [products[index]],
		occurredAt: moments[index],
		...more[index],
	}));
	const common = {
		...MODE,
		...USER,
		...inSight,
		currency: cell('money'),
		options: { ...ONCE_LIMITS, ...IF_INVALID },
	};
	const additionalFields = { ...TIME, ...additional, skipRepeatsBy: cell('event') };
	return [
		{
			parameters: {
				...common,
				...PARTS,
				products: 'list',
				listFormat: 'custom',
				productList: cell('cart'),
				additionalFields: {
					...additionalFields,
					otherPriceFields: { prices: [{ currency: cell('other'), field: fixed('yen') }] },
					minorUnitDecimals: cell('decimals'),
					pricesInMinorUnits: cell('minor'),
					useSkuAsId: cell('no'),
				},
			},
			rows: cartRows,
			expected,
		},
		{
			parameters: {
				...common,
				products: 'list',
				listFormat: 'shopify',
				productList: cell('bag'),
				additionalFields: { ...additionalFields, allCurrencies: cell('minor'), useSkuAsId: cell('no') },
			},
			rows: cartRows,
			expected: expected.map((event, index) =>
				index === 0
					? event
					: { ...event, items: [{ ...products[1], price: products[1]?.price.slice(0, 1) }] },
			),
		},
		{
			parameters: {
				...common,
				products: 'oneByOne',
				productRows: { products: [PRODUCT_ROW] },
				additionalFields: {
					...additionalFields,
					combineItemsBy: cell('order'),
					minorUnitDecimals: cell('decimals'),
					pricesInMinorUnits: cell('no'),
				},
			},
			rows: cartRows,
			expected,
		},
	];
}

export const ecommerceEvent: Operations = {
	productView: cartVariants(),
	addToCart: cartVariants(),
	purchase: cartVariants({ orderId: cell('order') }, { salesChannel: cell('channel') }, [
		{ orderId: 'O-1', salesChannel: { channelType: 'WEB' } },
		{ orderId: 'O-2', salesChannel: { channelType: 'IN_STORE' } },
	]),
};
