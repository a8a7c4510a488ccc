import { alphabetically } from '../values/characters';
import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from './field';
import { SHOPS } from './listFormats';
import { PART_NAMES, type PartName } from './listFormats/custom';
import { LIST_FIELD } from './productList';

interface PartWording {
	displayName: string;
	/** Ends the sentence "Name of the field with the ...". */
	what: string;
	/** As a cart of one's own may call it. */
	field: string;
	example: string;
}

/** What Attentive knows of a product in an event, by the parameters' names. */
export const PARTS: Record<PartName, PartWording> = {
	productId: {
		displayName: 'Product ID',
		what: 'ID of the product in your catalog',
		field: 'product_id',
		example: '1042',
	},
	variantId: {
		displayName: 'Variant ID',
		what: 'ID of the variant in your catalog. If it is empty or 0, the product ID is used.',
		field: 'variant_id',
		example: '1042-M',
	},
	name: {
		displayName: 'Product Name',
		what: 'name to show in messages',
		field: 'name',
		example: 'Blue Shirt',
	},
	price: {
		displayName: 'Price',
		what: 'price of one unit, such as 19.99 or €1.234,50, or a list that names the currency of each price',
		field: 'price',
		example: '19.99',
	},
	quantity: { displayName: 'Quantity', what: 'number of units', field: 'quantity', example: '1' },
	image: {
		displayName: 'Image URL',
		what: 'URL of the image for MMS, at most 500 kB',
		field: 'image_url',
		example: 'https://cdn.example.com/shirt.jpg',
	},
	url: {
		displayName: 'Product URL',
		what: 'URL of the product page',
		field: 'url',
		example: 'https://shop.example.com/shirt',
	},
};

/** Attentive takes no product without these. */
const NEEDED: ReadonlySet<PartName> = new Set(['productId', 'price']);

export const PRODUCTS = 'products';
export const FORMAT = 'listFormat';
export const LIST = 'productList';
export const ROWS = 'productRows';
export const OTHER_PRICES = 'otherPrices';
export const OTHER_PRICES_LABEL = 'Other Prices';
export const fieldName = (part: PartName) => `${part}Field`;

export const FROM_LIST = { [PRODUCTS]: ['list'] };
export const ONE_BY_ONE = { [PRODUCTS]: ['oneByOne'] };
export const FROM_SHOP = { ...FROM_LIST, [FORMAT]: Object.keys(SHOPS) };
export const FROM_CUSTOM = { ...FROM_LIST, [FORMAT]: ['custom'] };

const WAYS = [
	{
		name: 'From a List in a Field',
		value: 'list',
		description: 'Each item is a cart or an order with a list of its lines',
	},
	{
		name: 'One by One',
		value: 'oneByOne',
		description: 'Enter each product. Several items can be combined into one cart.',
	},
];

const FORMATS = alphabetically(
	[
		...Object.entries(SHOPS).map(([value, { name }]) => ({ name, value })),
		{ name: 'Custom', value: 'custom' },
	],
	({ name }) => name,
);

/** Rows of a currency each, beside the first price. */
export function inOtherCurrencies(
	{ name, displayName, description }: { name: string; displayName: string; description: string },
	value: INodeProperties,
): INodeProperties {
	const currency: INodeProperties = {
		displayName: 'Currency',
		name: 'currency',
		type: 'string',
		default: '',
		placeholder: 'e.g. EUR',
		description: 'Three-letter currency code of this price (ISO 4217)',
	};
	return {
		displayName,
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Price',
		default: {},
		options: [{ displayName: 'Price', name: 'prices', values: [currency, value] }],
		description,
	};
}

/** The parameters for the products of an event. */
export function productsProperties(): INodeProperties[] {
	return [
		{
			displayName: 'Products',
			name: PRODUCTS,
			type: 'options',
			noDataExpression: true,
			default: 'list',
			options: WAYS,
			description: 'Where the products of the event come from',
		},
		shownFor(FROM_LIST, {
			displayName: 'List Format',
			name: FORMAT,
			type: 'options',
			noDataExpression: true,
			default: 'woocommerce',
			options: FORMATS,
			description:
				'Which shop the list comes from. The node knows the fields, prices and currencies of these shops. For other lists, choose Custom and name the fields.',
		}),
		shownFor(FROM_LIST, {
			displayName: LIST_FIELD,
			name: LIST,
			type: 'string',
			requiresDataPath: 'single',
			default: '',
			placeholder: 'e.g. body.line_items',
			description:
				'Drag in the field that holds the list of products, or enter an expression that returns the list. If empty, the node looks where the shop usually has it, in the item or in its body.',
		}),
		...PART_NAMES.map(customField),
		shownFor(ONE_BY_ONE, {
			displayName: 'Product Rows',
			name: ROWS,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Product',
			default: {},
			options: [
				{ displayName: 'Product', name: PRODUCTS, values: [...PART_NAMES.map(rowField), otherPrices] },
			],
			description: 'One row for each product of the item',
		}),
	];
}

const otherPrices = inOtherCurrencies(
	{
		name: OTHER_PRICES,
		displayName: OTHER_PRICES_LABEL,
		description: 'Prices of the product in other currencies',
	},
	{
		displayName: 'Price',
		name: 'price',
		type: 'string',
		default: '',
		placeholder: 'e.g. 18.50',
		description: 'Price of one unit in this currency. If empty, it is not sent.',
	},
);

function customField(part: PartName): INodeProperties {
	const { displayName, what, field } = PARTS[part];
	return shownFor(FROM_CUSTOM, {
		displayName: `${displayName} Field`,
		name: fieldName(part),
		type: 'string',
		requiresDataPath: 'single',
		...(NEEDED.has(part) ? { required: true } : {}),
		default: '',
		placeholder: `e.g. ${field}`,
		description: `Name of the field with the ${what}`,
	});
}

function rowField(part: PartName): INodeProperties {
	const { displayName, what, example } = PARTS[part];
	return {
		displayName,
		name: part,
		type: 'string',
		default: '',
		placeholder: `e.g. ${example}`,
		description: `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
	};
}
