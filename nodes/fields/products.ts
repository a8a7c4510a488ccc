import type { INodeProperties } from 'n8n-workflow';
import { RunError } from '../errors/runError';
import type { ItemSource } from '../parameters/itemSource';
import { member } from '../values/member';
import { isAbsent, parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { parseField, rowsIn, shownFor, type Field } from './field';
import { parsedJson } from './mappedTypes';

/** What Attentive knows of a product in an event, by the parameters' names, as shops call it (WooCommerce) and as the panel does. */
const PARTS = {
	productId: { displayName: 'Product ID', shop: 'product_id', what: 'the ID of the product' },
	variantId: {
		displayName: 'Variant ID',
		shop: 'variation_id',
		what: 'the ID of the variant. Where it is empty or 0, the product ID is taken',
	},
	name: { displayName: 'Product Name', shop: 'name', what: 'the name as a message can show it' },
	price: { displayName: 'Price', shop: 'price', what: 'the price of one piece, such as 19.99 or €1.234,50' },
	quantity: { displayName: 'Quantity', shop: 'quantity', what: 'the number of pieces' },
	image: {
		displayName: 'Image URL',
		shop: 'image.src',
		what: "the picture's address, for MMS; at most 500 kB",
	},
	url: { displayName: 'Product URL', shop: '', what: "the address of the product's page" },
} as const;

export type PartName = keyof typeof PARTS;
export const PART_NAMES: PartName[] = ['productId', 'variantId', 'name', 'price', 'quantity', 'image', 'url'];

/** Without these Attentive takes no product. */
const NEEDED: ReadonlySet<PartName> = new Set(['productId', 'price']);

const EXAMPLES: Record<PartName, string> = {
	productId: '1042',
	variantId: '1042-M',
	name: 'Blue Shirt',
	price: '19.99',
	quantity: '1',
	image: 'https://cdn.example.com/shirt.jpg',
	url: 'https://shop.example.com/shirt',
};

/** A product as it was found in the item: each part with the words that an error names it by. */
export type FoundProduct = Partial<Record<PartName, { field: string; value: unknown }>>;

export interface FoundProducts {
	products: FoundProduct[];
	/** Fields that were named for the lines of the list and that none of them has. */
	missing: Array<{ part: PartName; field: string }>;
	/** From the column that says which rows belong together. */
	order?: string;
}

function columnCell(source: ItemSource, parameter: string): { column: string; value: unknown } | undefined {
	const column = parseText(source.runWide(parameter));
	return column === undefined ? undefined : { column, value: source.cell(column) };
}

const FROM = 'productsFrom';
const LIST = 'productList';
const ORDER_COLUMN = 'orderColumn';
const BY_HAND = 'products';
const fieldName = (part: PartName) => `${part}Field`;

const IN_LIST = {
	name: 'A List in the Item',
	value: 'list',
	description: 'Each item is a cart or an order that holds its lines, as shops send them',
};
const IN_COLUMNS = {
	name: 'Columns',
	value: 'columns',
	description: 'Each item is one line, as in a spreadsheet; rows of one order become one event',
};
const TYPED = { name: 'By Hand', value: 'byHand', description: 'Type each product, or drag fields in' };

const productsFrom = {
	displayName: 'Products From',
	name: FROM,
	type: 'options' as const,
	description: 'Where the products of the event stand',
};
const WAYS = ['list', 'columns', 'byHand'] as const;

/** The products of an event: from a list in the item, from columns with one row a product, or by hand. */
export const products: Field<FoundProducts> = {
	properties: () => [
		{
			...productsFrom,
			default: 'list',
			options: [IN_LIST, IN_COLUMNS, TYPED],
			displayOptions: { hide: { '@tool': [true] } },
		},
		{
			...productsFrom,
			default: 'list',
			options: [IN_LIST, TYPED],
			displayOptions: { show: { '@tool': [true] } },
		},
		shownFor(
			{ [FROM]: ['list'] },
			{
				displayName: 'Product List',
				name: LIST,
				type: 'string',
				default: 'line_items',
				placeholder: 'e.g. line_items',
				description:
					'Name of the field that holds the list, with dots for a field within a field (cart.items), or the list itself by an expression. The names filled in below are those of WooCommerce: for another shop, write its own, such as variant_id for Shopify.',
			},
		),
		{
			displayName: 'Order Column',
			name: ORDER_COLUMN,
			type: 'string',
			default: '',
			placeholder: 'e.g. order_id',
			description:
				'Header of the column that says which rows make one event, such as the number of the order or cart. If empty, each row is an event of its own. If one row of an order is bad, none of that order is sent.',
			displayOptions: { show: { [FROM]: ['columns'] }, hide: { '@tool': [true] } },
		},
		...PART_NAMES.map((part) => partField(part, 'list', PARTS[part].shop)),
		// No names are proposed for a sheet: its "name" may be that of the customer.
		...PART_NAMES.map((part) => partField(part, 'columns', '')),
		{
			displayName: 'Products',
			name: BY_HAND,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true, sortable: true },
			placeholder: 'Add Product',
			default: {},
			displayOptions: { show: { [FROM]: ['byHand'] } },
			options: [
				{
					displayName: 'Product',
					name: 'products',
					values: PART_NAMES.map((part): INodeProperties => {
						const { displayName, what } = PARTS[part];
						return {
							displayName,
							name: part,
							type: 'string',
							default: '',
							placeholder: `e.g. ${EXAMPLES[part]}`,
							description: `${what.charAt(0).toUpperCase()}${what.slice(1)}`,
						};
					}),
				},
			],
			description: 'What the event is about, one product each',
		},
	],
	parse(source) {
		switch (source.runWide(FROM)) {
			case 'list':
				return fromList(source);
			case 'columns':
				if (!source.isTool) return fromColumns(source);
				throw unknownWay('columns');
			case 'byHand':
				return byHand(source);
			default:
				throw unknownWay(source.runWide(FROM));
		}
	},
};

/** As a sheet may have it: product_id. */
function headerOf(part: PartName): string {
	return part.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function partField(part: PartName, from: 'list' | 'columns', proposed: string): INodeProperties {
	const { displayName, shop, what } = PARTS[part];
	return {
		displayName: `${displayName} ${from === 'list' ? 'Field' : 'Column'}`,
		name: fieldName(part),
		type: 'string',
		default: proposed,
		placeholder: `e.g. ${from === 'list' ? shop || 'permalink' : headerOf(part)}`,
		description:
			from === 'list'
				? `Name of the field in each line of the list with ${what}`
				: `Header of the column with ${what}`,
		displayOptions: {
			show: { [FROM]: [from] },
			...(from === 'columns' ? { hide: { '@tool': [true] } } : {}),
		},
	};
}

/** What the rows that make one event have in common; undefined where each item is an event of its own. */
export function orderOf(source: ItemSource): string | undefined {
	if (source.isTool || source.runWide(FROM) !== 'columns') return undefined;
	const cell = columnCell(source, ORDER_COLUMN);
	if (!cell) return undefined;
	const order = parseField(cell.column, cell.value, parseText);
	if (order !== undefined) return order;
	throw new ValueError({
		reasonCode: 'missing',
		field: cell.column,
		reason: 'is empty, so it is not known to which order the row belongs',
		wayOut: 'Fill it in',
	});
}

function unknownWay(value: unknown): RunError {
	return new RunError({
		reasonCode: 'unknownChoice',
		field: 'Products From',
		value: value ?? 'nothing',
		reason: 'cannot be used here',
		wayOut: `The choices are ${WAYS.join(', ')}; as a tool there are no columns`,
	});
}

function fromList(source: ItemSource): FoundProducts {
	const { field, list } = listIn(source);
	const paths = PART_NAMES.flatMap((part) => {
		const path = parseText(source.runWide(fieldName(part)));
		return path === undefined ? [] : [{ part, path }];
	});
	const found = list.map((line, index): FoundProduct => {
		const parts = paths.map(({ part, path }) => [
			part,
			{ field: `${field}[${index}].${path}`, value: valueAt(line, path) },
		]);
		return Object.fromEntries(parts);
	});
	const missing = paths
		.filter(({ part }) => found.every((product) => product[part]?.value === undefined))
		.map(({ part, path }) => ({ part, field: path }));
	return { products: found, missing };
}

function listIn(source: ItemSource): { field: string; list: unknown[] } {
	const given = source.parameter(LIST);
	const path = typeof given === 'string' ? given.trim() : '';
	const isPath = path !== '' && !path.startsWith('[');
	const field = isPath ? path : 'Product List';
	const [header = '', ...rest] = path.split('.');
	const value = isPath ? valueAt(source.cell(header), rest.join('.')) : given;
	const list: unknown =
		typeof value === 'string' && value.trim().startsWith('[')
			? parseField(field, value, (text) => parsedJson(String(text)))
			: value;
	if (Array.isArray(list) && list.length > 0) return { field, list };
	throw new ValueError({
		reasonCode: 'noProducts',
		field,
		...(isAbsent(list) || Array.isArray(list) ? {} : { value: list }),
		reason: isAbsent(list) || Array.isArray(list) ? 'holds no products' : 'is not a list',
		wayOut: 'Name the field with the list of products, or leave such items out',
	});
}

/** A field of an object by its path with dots; a name that holds a dot itself goes first. */
function valueAt(value: unknown, path: string): unknown {
	let found = value;
	let rest = path;
	while (rest !== '' && found !== undefined) {
		const whole = member(found, rest);
		if (whole !== undefined) return whole;
		const dot = rest.indexOf('.');
		if (dot < 0) return undefined;
		found = member(found, rest.slice(0, dot));
		rest = rest.slice(dot + 1);
	}
	return found;
}

function fromColumns(source: ItemSource): FoundProducts {
	const missing: FoundProducts['missing'] = [];
	const parts = PART_NAMES.flatMap((part) => {
		// A name that nobody has typed is no promise that there is such a column.
		if (!NEEDED.has(part) && source.runWide(fieldName(part)) === PARTS[part].shop) {
			const { shop } = PARTS[part];
			if (shop !== '' && source.hasColumn(shop)) return [found(part, shop, source.cell(shop))];
			if (shop !== '') missing.push({ part, field: shop });
			return [];
		}
		const cell = columnCell(source, fieldName(part));
		return cell ? [found(part, cell.column, cell.value)] : [];
	});
	return { products: [Object.fromEntries(parts)], missing, order: orderOf(source) };
}

function found(part: PartName, field: string, value: unknown): [PartName, { field: string; value: unknown }] {
	return [part, { field, value }];
}

function byHand(source: ItemSource): FoundProducts {
	const rows = rowsIn(source.parameter(BY_HAND), 'products', 'Products');
	if (rows.length === 0) {
		throw new ValueError({
			reasonCode: 'noProducts',
			field: 'Products',
			reason: 'is empty',
			wayOut: 'Add at least one product',
		});
	}
	const found = rows.map((row, index): FoundProduct => {
		const parts = PART_NAMES.map((part) => [
			part,
			{ field: `Product ${index + 1}: ${PARTS[part].displayName}`, value: row[part] },
		]);
		return Object.fromEntries(parts);
	});
	return { products: found, missing: [] };
}

/** How an error names a part of a product that was not found at all. */
export function partLabel(part: PartName): string {
	return PARTS[part].displayName;
}
