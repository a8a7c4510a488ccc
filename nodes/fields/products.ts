import type { INodeProperties } from 'n8n-workflow';
import { RunError } from '../errors/runError';
import type { ItemSource } from '../parameters/itemSource';
import { parseMinorUnits, parsePrice } from '../values/price';
import { isAbsent, parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { toggle } from './choice';
import { parseField, rowsIn, shownFor, type Field, type ShowRules } from './field';
import { SHOPS } from './listFormats';
import { custom, type PartName } from './listFormats/custom';
import type { FoundProduct, ListFormat, Part, Price, ReadList } from './listFormats/listFormat';
import { priceOf } from './listFormats/money';
import { findLines, LIST_FIELD } from './productList';

interface PartWording {
	displayName: string;
	/** Ends the sentence "Name of the field in each line with ...". */
	what: string;
	/** As a cart of one's own may call it. */
	field: string;
	example: string;
}

/** What Attentive knows of a product in an event, by the parameters' names. */
const PARTS: Record<PartName, PartWording> = {
	productId: {
		displayName: 'Product ID',
		what: 'the ID of the product',
		field: 'product_id',
		example: '1042',
	},
	variantId: {
		displayName: 'Variant ID',
		what: 'the ID of the variant. If it is empty or 0, the product ID is used',
		field: 'variant_id',
		example: '1042-M',
	},
	name: {
		displayName: 'Product Name',
		what: 'the name to show in messages',
		field: 'name',
		example: 'Blue Shirt',
	},
	price: {
		displayName: 'Price',
		what: 'the price of one piece, such as 19.99 or €1.234,50',
		field: 'price',
		example: '19.99',
	},
	quantity: { displayName: 'Quantity', what: 'the number of pieces', field: 'quantity', example: '1' },
	image: {
		displayName: 'Image URL',
		what: 'the address of the picture for MMS, at most 500 kB',
		field: 'image_url',
		example: 'https://cdn.example.com/shirt.jpg',
	},
	url: {
		displayName: 'Product URL',
		what: 'the address of the product page',
		field: 'url',
		example: 'https://shop.example.com/shirt',
	},
};

export const PART_NAMES: PartName[] = ['productId', 'variantId', 'name', 'price', 'quantity', 'image', 'url'];

/** Attentive takes no product without these. */
const NEEDED: ReadonlySet<PartName> = new Set(['productId', 'price']);

const PRODUCTS = 'products';
const FORMAT = 'listFormat';
const LIST = 'productList';
const ROWS = 'productRows';
const ADDITIONAL = 'additionalFields';
const COMBINE = { name: 'combineItemsBy', displayName: 'Combine Items By' };
const MINOR_UNITS = 'pricesInMinorUnits';
const fieldName = (part: PartName) => `${part}Field`;

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

const FORMATS = [
	...Object.entries(SHOPS).map(([value, { name }]) => ({ name, value })),
	{ name: 'Custom', value: 'custom' },
].sort((a, b) => a.name.localeCompare(b.name));

/** The products of an event: from a list in the item, or one by one. */
export const products: Field<ReadList> = {
	properties: () => [
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
				"Whose list it is. The format knows the shop's fields, prices and currency. For other lists, choose Custom and name the fields.",
		}),
		shownFor(FROM_LIST, {
			displayName: LIST_FIELD,
			name: LIST,
			type: 'string',
			requiresDataPath: 'single',
			default: '',
			placeholder: 'e.g. body.line_items',
			description:
				'Drag the field with the list of products in, or enter an expression that gives the list. If empty, the list is looked for where the shop has it, in the item or in its body.',
		}),
		...PART_NAMES.map(customField),
		shownFor(ONE_BY_ONE, {
			displayName: 'Product Rows',
			name: ROWS,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Product',
			default: {},
			options: [{ displayName: 'Product', name: PRODUCTS, values: PART_NAMES.map(rowField) }],
			description: 'One row for each product of the item',
		}),
	],
	parse(source) {
		const way = source.runWide(PRODUCTS);
		if (way === 'oneByOne') return oneByOne(source);
		if (way === 'list' || isAbsent(way)) return fromList(source);
		throw unknownChoice('Products', way, ['list', 'oneByOne']);
	},
};

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
		description: `Name of the field in each line of the list with ${what}`,
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

/** An additional field: a shop's SKUs instead of its IDs. */
export const useSkuAsId = shownOnlyFor(
	[FROM_LIST],
	toggle({
		displayName: 'Use SKU as ID',
		description:
			"Whether to send each line's SKU as product ID and variant ID, for when the catalog in Attentive has SKUs as IDs",
	}),
);

/** An additional field: for prices that no format knows. */
export const pricesInMinorUnits = shownOnlyFor(
	[ONE_BY_ONE, FROM_CUSTOM],
	toggle({
		displayName: 'Prices in Minor Units',
		description:
			'Whether 1999 means 19.99. Each currency has its own number of digits: JPY has none, KWD has three.',
	}),
);

/** An additional field: what items of one cart have in common. */
export const combineItemsBy: Field<string | undefined> = shownOnlyFor([ONE_BY_ONE], {
	properties: () => [
		{
			...COMBINE,
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.order_id }}',
			description:
				'Items with the same value, such as the order number, become one event with the products of all. If one of them is invalid, none of that order is sent.',
		},
	],
	parse: (source) => parseField(COMBINE.displayName, source.parameter(COMBINE.name), parseText),
});

/** What the items of one cart have in common; undefined where each item is an event of its own. */
export function cartOf(source: ItemSource): string | undefined {
	const additional = source.within(ADDITIONAL);
	if (source.runWide(PRODUCTS) !== 'oneByOne' || !additional.isGiven(COMBINE.name)) return undefined;
	const cart = combineItemsBy.parse(additional, COMBINE.name);
	if (cart !== undefined) return cart;
	throw new ValueError({
		reasonCode: 'missing',
		field: COMBINE.displayName,
		reason: 'is empty, so it is unknown which items belong together',
		wayOut: 'Enter what the items of one order share, or remove the field',
	});
}

/** A field of a collection that is shown where one of several sets of rules holds. */
function shownOnlyFor<Value>(sets: ShowRules[], field: Field<Value>): Field<Value> {
	const fromRoot = (rules: ShowRules): ShowRules =>
		Object.fromEntries(Object.entries(rules).map(([name, values]) => [`/${name}`, values]));
	return {
		...field,
		properties: (name) =>
			sets.flatMap((rules) => field.properties(name).map((property) => shownFor(fromRoot(rules), property))),
	};
}

function fromList(source: ItemSource): ReadList {
	const given = source.parameter(LIST);
	const path = typeof given === 'string' ? given : undefined;
	const format = formatOf(source, path);
	const list = findLines(given, source.row(), format);
	return format.read(list);
}

function formatOf(source: ItemSource, list: string | undefined): ListFormat {
	const chosen = source.runWide(FORMAT) ?? 'woocommerce';
	const shop = Object.entries(SHOPS).find(([value]) => value === chosen)?.[1];
	if (shop) return shop;
	if (chosen !== 'custom') throw unknownChoice('List Format', chosen, [...Object.keys(SHOPS), 'custom']);
	const fields = PART_NAMES.flatMap((part) => {
		const path = parseText(source.runWide(fieldName(part)));
		return path === undefined ? [] : [[part, path] as const];
	});
	const price = priceReader(source);
	return custom({
		list,
		fields: Object.fromEntries(fields),
		label: (part) => `${PARTS[part].displayName} Field`,
		price,
	});
}

function oneByOne(source: ItemSource): ReadList {
	const price = priceReader(source);
	const rows = rowsIn(source.parameter(ROWS), PRODUCTS, 'Product Rows');
	const found = rows.flatMap((row, index): FoundProduct[] => {
		// A row whose fields are all empty for this item is no product.
		if (PART_NAMES.every((part) => isAbsent(row[part]))) return [];
		const given = (part: PartName): Part => ({
			field: rows.length === 1 ? PARTS[part].displayName : `Product ${index + 1}: ${PARTS[part].displayName}`,
			value: row[part],
		});
		return [
			{
				line: `Product ${index + 1}`,
				productId: given('productId'),
				variantId: given('variantId'),
				name: given('name'),
				price: price(given('price')),
				quantity: given('quantity'),
				image: given('image'),
				url: given('url'),
			},
		];
	});
	if (found.length > 0) return { products: found, leftOut: [] };
	throw new ValueError({
		reasonCode: 'noProducts',
		field: 'Product Rows',
		reason: rows.length === 0 ? 'is empty' : 'has only empty rows for this item',
		wayOut: 'Add at least one product',
	});
}

/** How prices are read that people wrote. */
function priceReader(source: ItemSource): (part: Part) => Price {
	const inMinorUnits = pricesInMinorUnits.parse(source.within(ADDITIONAL), MINOR_UNITS);
	return (part) =>
		priceOf(part, (currency) =>
			inMinorUnits ? parseMinorUnits(part.value, currency) : parsePrice(part.value, currency),
		);
}

function unknownChoice(field: string, value: unknown, choices: string[]): RunError {
	return new RunError({
		reasonCode: 'unknownChoice',
		field,
		value,
		reason: 'is not one of the choices',
		wayOut: `Use one of ${choices.join(', ')}`,
	});
}
