import { alphabetically } from '../../../values/characters';
import type { INodeProperties } from 'n8n-workflow';
import { parseCurrency, type Currency } from '../../../values/price';
import { parseText } from '../../../values/text';
import type { Field } from '../../../fields/field';
import type { ItemSource } from '../../../parameters/itemSource';
import { parseForRun } from '../../../errors/runError';
import { otherPrices, otherPricesProperty, type OtherPrice } from './otherPriceColumns';

interface Part {
	displayName: string;
	/** Header of the column where nothing else is said. */
	usual: string;
	what: string;
	/** Whether there must be such a column. */
	required?: true;
	/** Whether it stands in the panel at once. */
	inSight?: true;
}

/** What Attentive knows of a product and its variant, with the headers that shops give it. */
const PARTS = {
	productId: {
		displayName: 'Product ID',
		usual: 'product_id',
		what: 'product ID. Rows with the same ID are variants of one product.',
		required: true,
		inSight: true,
	},
	productName: {
		displayName: 'Product Name',
		usual: 'title',
		what: 'product name to show in messages',
		inSight: true,
		required: true,
	},
	productLink: {
		displayName: 'Product Link',
		usual: 'link',
		what: 'URL of the product page',
		inSight: true,
		required: true,
	},
	variantId: {
		displayName: 'Variant ID',
		usual: 'variant_id',
		what: 'variant ID. If it is empty, the product ID is used.',
		inSight: true,
	},
	price: {
		displayName: 'Price',
		usual: 'price',
		what: 'price, such as 19.99 or €1.234,50',
		required: true,
		inSight: true,
	},
	available: {
		displayName: 'Available',
		usual: 'available',
		what: 'availability: yes or no, "in stock" or "out of stock". Back-in-stock journeys use this, not the quantity.',
		required: true,
		inSight: true,
	},
	quantity: {
		displayName: 'Inventory Quantity',
		usual: 'inventory_quantity',
		what: 'number of units in stock',
		required: true,
		inSight: true,
	},
	brand: { displayName: 'Brand', usual: 'brand', what: 'brand' },
	categories: {
		displayName: 'Categories',
		usual: 'categories',
		what: 'categories, separated by commas',
	},
	collections: {
		displayName: 'Collections',
		usual: 'collections',
		what: 'collections, separated by commas',
	},
	compareAtPrice: {
		displayName: 'Compare-at Price',
		usual: 'compare_at_price',
		what: 'price before a sale. It is sent only if it is higher than the price.',
	},
	currency: {
		displayName: 'Currency',
		usual: 'currency',
		what: 'currency of the prices, if it is not the same for all products',
	},
	description: {
		displayName: 'Description',
		usual: 'description',
		what: 'short description. Only its first 1,024 characters are sent.',
	},
	images: {
		displayName: 'Image',
		usual: 'image_link',
		what: 'image URLs, separated by commas',
	},
	imageAlt: {
		displayName: 'Image Alt Text',
		usual: 'image_alt',
		what: 'text that describes the image. For several images, separate their texts with "|", in the order of the images.',
	},
	imageHeight: {
		displayName: 'Image Height',
		usual: 'image_height',
		what: 'height of the image in pixels. For several images, separate their heights with "|".',
	},
	imageWidth: {
		displayName: 'Image Width',
		usual: 'image_width',
		what: 'width of the image in pixels. For several images, separate their widths with "|".',
	},
	lastUpdated: {
		displayName: 'Last Updated',
		usual: 'updated_at',
		what: "time of the last change. If it is empty, the current time is sent. A time without an offset is in the workflow's time zone.",
	},
	tags: { displayName: 'Tags', usual: 'tags', what: 'tags, separated by commas' },
	variantLink: {
		displayName: 'Variant Link',
		usual: 'variant_link',
		what: 'URL of the variant page. If it is empty, the URL of the product is used.',
	},
	variantName: {
		displayName: 'Variant Name',
		usual: 'variant_title',
		what: 'full name of the variant. If it is empty, the product name with the options is used, such as Shirt - Blue - M.',
	},
} as const satisfies Record<string, Part>;

export type PartName = keyof typeof PARTS;
const PART_NAMES = Object.keys(PARTS) as PartName[];

/** Lists of columns, each with its own name as the name of what it holds. */
const LISTS = {
	optionColumns: {
		displayName: 'Option Columns',
		placeholder: 'e.g. Color, Size',
		description: 'Headers of the columns with options that a customer chooses, separated by commas',
	},
	productAttributeColumns: {
		displayName: 'Product Attribute Columns',
		placeholder: 'e.g. Fabric, Season',
		description: 'Headers of the columns to send as attributes of the product, separated by commas',
	},
	variantAttributeColumns: {
		displayName: 'Variant Attribute Columns',
		placeholder: 'e.g. Weight',
		description: 'Headers of the columns to send as attributes of the variant, separated by commas',
	},
} as const;
type ListName = keyof typeof LISTS;

const MORE = 'moreColumns';
const DATE_FORMAT = 'lastUpdatedFormat';
const CURRENCY = 'currency';

/** In which columns a catalog stands: the same for all rows of a run. */
export interface CatalogColumns {
	/** Those that are looked for; an optional one may be missing. */
	parts: Partial<Record<PartName, { column: string; optional: boolean }>>;
	lists: Record<ListName, string[]>;
	/** Of prices that have no column with it. */
	currency?: Currency;
	otherPrices: OtherPrice[];
	dateFormat?: string;
	/** IANA name of the zone in which dates without an offset are meant. */
	timeZone: string;
}

export const catalogColumns: Field<CatalogColumns> = {
	properties: () => [
		...PART_NAMES.filter((name) => isInSight(name)).map((name) => ({
			...columnProperty(name),
			default: PARTS[name].usual,
		})),
		{
			displayName: 'Currency',
			name: CURRENCY,
			type: 'string',
			default: '',
			placeholder: 'e.g. USD',
			description:
				'Three-letter currency code of the prices (ISO 4217). A column with the header "currency" comes first.',
		},
		{
			displayName: 'More Columns',
			name: MORE,
			type: 'collection',
			placeholder: 'Add Column',
			default: {},
			description: `Other columns to send. Columns with these headers are found automatically: ${PART_NAMES.filter(
				(name) => !isInSight(name),
			)
				.map((name) => PARTS[name].usual)
				.join(', ')}.`,
			options: alphabetically<INodeProperties>(
				[
					...PART_NAMES.filter((name) => !isInSight(name))
						.sort()
						.map(columnProperty),
					...Object.entries(LISTS).map(([name, wording]): INodeProperties => ({
						...wording,
						name,
						type: 'string',
						requiresDataPath: 'multiple',
						default: '',
					})),
					otherPricesProperty,
					{
						displayName: 'Last Updated Format',
						name: DATE_FORMAT,
						type: 'string' as const,
						default: '',
						placeholder: 'e.g. M/d/yyyy',
						description:
							'Format of the date if it is not like 2026-03-04T09:30:00. Use d, M and y for day, month and year; H, m and s for the time.',
					},
				],
				({ displayName }) => displayName,
			),
		},
	],
	parse(source) {
		const known = columnsOfRun.get(source.run) ?? readColumns(source);
		columnsOfRun.set(source.run, known);
		return known;
	},
};

/** They are the same for all items of a run, and take longer to read than a row. */
const columnsOfRun = new WeakMap<object, CatalogColumns>();

function readColumns(source: ItemSource): CatalogColumns {
	const more = source.within(MORE);
	const currency = source.runWide(CURRENCY);
	return {
		parts: Object.fromEntries(PART_NAMES.flatMap((name) => partColumn(source, more, name))),
		lists: {
			optionColumns: headers(more, 'optionColumns'),
			productAttributeColumns: headers(more, 'productAttributeColumns'),
			variantAttributeColumns: headers(more, 'variantAttributeColumns'),
		},
		currency: parseForRun('Currency', currency, parseCurrency),
		otherPrices: otherPrices(more),
		dateFormat: parseText(more.runWide(DATE_FORMAT)),
		timeZone: source.timeZone,
	};
}

function isInSight(name: PartName): boolean {
	return 'inSight' in PARTS[name];
}

function isRequired(name: PartName): boolean {
	return 'required' in PARTS[name];
}

function columnProperty(name: PartName): INodeProperties {
	const { displayName, usual, what } = PARTS[name];
	return {
		displayName: `${displayName} Column`,
		name: `${name}Column`,
		type: 'string',
		requiresDataPath: 'single',
		default: '',
		placeholder: `e.g. ${usual}`,
		description: `Header of the column with the ${what}`,
	};
}

/** A column that is only the usual one may be missing, one that somebody named may not. */
function partColumn(
	source: ItemSource,
	more: ItemSource,
	name: PartName,
): Array<[PartName, { column: string; optional: boolean }]> {
	const parameter = `${name}Column`;
	const { usual } = PARTS[name];
	const place = isInSight(name) ? source : more;
	const named = place.isGiven(parameter) ? place.runWide(parameter) : usual;
	const column = parseText(named);
	return column === undefined ? [] : [[name, { column, optional: !isRequired(name) && column === usual }]];
}

function headers(more: ItemSource, name: ListName): string[] {
	return (parseText(more.runWide(name)) ?? '')
		.split(',')
		.map((header) => header.trim())
		.filter((header) => header !== '');
}

/** How an error names a part: by its column, or as the panel calls it. */
export function partLabel(columns: CatalogColumns | undefined, name: PartName): string {
	return columns?.parts[name]?.column ?? `${PARTS[name].displayName} Column`;
}
