import { parseField } from '../../../fields/field';
import { checkDepth } from '../../../values/nested';
import { member } from '../../../values/member';
import {
	catalogProductSchema,
	LARGEST_LINE,
	type CatalogProduct,
	type CatalogVariant,
} from '../../../schemas/catalogProducts';
import { ValueError } from '../../../values/valueError';
import { partLabel, type CatalogColumns, type PartName } from './catalogColumns';
import type { Picture } from './pictures';
import { LIST_PARTS, type ProductRow } from './productRow';

/** Most characters of a description, which shops write longer: the rest is left out. */
const LONGEST_DESCRIPTION = 1024;

/** A product as one line of the file, without a newline. */
export interface ProductLine {
	line: string;
	productId: string;
	variantIds: string[];
	/** What was decided for the user where rows did not fit together; completes "a product whose ...". */
	remarks: string[];
}

/** One line from the rows of one product. Throws a ValueError where Attentive would not take it. */
export function lineOfRows(rows: ProductRow[], columns: CatalogColumns): ProductLine {
	const { product, remarks } = productOf(rows);
	return { ...lineOf(product, (path) => columnOf(path, columns)), remarks };
}

/**
 * One line from a product in Attentive's own form. Throws a ValueError where Attentive would not take it.
 * @param fieldOf how an error names a part of the product
 */
export function lineOf(product: unknown, fieldOf: (path: Path) => string = pathText): ProductLine {
	// What Attentive does not know is sent too.
	parseField('The product', product, checkDepth);
	const checked = checkedProduct(product, fieldOf);
	const line = JSON.stringify(product);
	checkSize(Buffer.byteLength(line));
	return { line, ...checked, remarks: [] };
}

type Path = Array<string | number>;

/** The IDs of a product. Throws a ValueError for what breaks a documented rule. */
export function checkedProduct(
	product: unknown,
	fieldOf: (path: Path) => string = pathText,
): { productId: string; variantIds: string[] } {
	const checked = catalogProductSchema.safeParse(product);
	if (!checked.success) {
		const [issue] = checked.error.issues;
		const path = issue?.path ?? [];
		const value = valueAt(product, path);
		throw new ValueError({
			reasonCode: 'notAccepted',
			field: path.length === 0 ? 'The product' : fieldOf(path),
			...(value === undefined || typeof value === 'object' ? {} : { value }),
			reason: value === undefined && issue?.message === 'Required' ? 'is missing' : wordsOf(issue?.message),
			wayOut: 'Change it to what Attentive accepts',
		});
	}
	const { id, variants } = checked.data;
	const variantIds = variants.map((variant) => variant.id);
	const twice = variantIds.findIndex((one, index) => variantIds.indexOf(one) !== index);
	if (twice >= 0) throw idTwice(fieldOf(['variants', twice, 'id']), variantIds[twice] ?? '');
	return { productId: id, variantIds };
}

export function idTwice(field: string, id: string): ValueError {
	return new ValueError({
		reasonCode: 'idTwice',
		field,
		value: id,
		reason: 'appears twice, but each product and variant needs its own ID',
		wayOut: 'Give each its own ID, or leave one of them out',
	});
}

/** @param bytes of a line, without its newline */
export function checkSize(bytes: number): void {
	if (bytes <= LARGEST_LINE) return;
	throw new ValueError({
		reasonCode: 'lineTooLarge',
		field: 'The product',
		reason: `has ${bytes} bytes, more than Attentive's limit of ${LARGEST_LINE}`,
		wayOut: 'Send less, such as fewer images or attributes',
	});
}

function wordsOf(message: string | undefined): string {
	if (message === undefined) return 'is not accepted by Attentive';
	return /^(is|has) /.test(message) ? message : `does not have the type that Attentive accepts: ${message}`;
}

function valueAt(value: unknown, [first, ...rest]: Path): unknown {
	return first === undefined ? value : valueAt(member(value, String(first)), rest);
}

/** As people write it: variants[2].prices[0].amount. */
function pathText(path: Path): string {
	return path
		.map((part) => (typeof part === 'number' ? `[${part}]` : `.${part}`))
		.join('')
		.replace(/^\./, '');
}

const COLUMN_PARTS: Record<string, PartName> = {
	id: 'productId',
	name: 'productName',
	link: 'productLink',
	description: 'description',
	brand: 'brand',
	categories: 'categories',
	tags: 'tags',
	collections: 'collections',
	images: 'images',
	'images.alt': 'imageAlt',
	'variants.id': 'variantId',
	'variants.name': 'variantName',
	'variants.link': 'variantLink',
	'variants.prices': 'price',
};

function columnOf(path: Path, columns: CatalogColumns): string {
	const names = path.filter((part) => typeof part === 'string');
	const part = COLUMN_PARTS[names.slice(0, 2).join('.')] ?? COLUMN_PARTS[names[0] ?? ''];
	return part ? partLabel(columns, part) : pathText(path);
}

function productOf(rows: ProductRow[]): { product: CatalogProduct; remarks: string[] } {
	const { name, link, description, brand, remarks } = agreed(rows);
	const options = optionsOf(rows);
	const images = imagesOf(rows);
	const attributes = new Map(
		rows.flatMap((row) => row.attributes.map(({ name: key, value }) => [key, value])),
	);
	const lists = LIST_PARTS.map(
		(part) => [part, [...new Set(rows.flatMap((row) => row.lists[part]))]] as const,
	);
	const product: CatalogProduct = {
		// What is missing is told by the schema, in words that name its column.
		name: name ?? '',
		id: rows[0]?.productId ?? '',
		...(description === undefined
			? {}
			: { description: [...description].slice(0, LONGEST_DESCRIPTION).join('') }),
		...(brand === undefined ? {} : { brand }),
		link: link ?? '',
		lastUpdated: rows.map(({ variant }) => variant.lastUpdated).reduce(later, ''),
		...Object.fromEntries(lists.filter(([, entries]) => entries.length > 0)),
		...(options.length > 0 ? { productOptions: options } : {}),
		...(images.length > 0 ? { images } : {}),
		...(attributes.size > 0
			? { attributes: [...attributes].map(([key, value]) => ({ name: key, value })) }
			: {}),
		variants: rows.map((row, position) => variantOf(row, position, name ?? '', link ?? '')),
	};
	return { product, remarks };
}

/** What is said of the product itself: the first row that says it counts. */
function agreed(rows: ProductRow[]) {
	const remarks: string[] = [];
	const first = (part: 'name' | 'link' | 'description' | 'brand') => {
		const said = rows.flatMap((row) => row[part] ?? []);
		if (said.some((one) => one !== said[0]))
			remarks.push(`rows differ in the ${part}: the first one is sent`);
		return said[0];
	};
	const description = first('description');
	if (description !== undefined && [...description].length > LONGEST_DESCRIPTION)
		remarks.push(`description is longer than ${LONGEST_DESCRIPTION} characters: the rest is left out`);
	if (picturesDiffer(rows))
		remarks.push('rows differ in the alt text or size of an image: the first one is sent');
	remarks.push(...new Set(rows.flatMap((row) => row.remarks)));
	return { name: first('name'), link: first('link'), brand: first('brand'), description, remarks };
}

function variantOf(row: ProductRow, position: number, name: string, link: string): CatalogVariant {
	const { attributes, ...variant } = row.variant;
	return {
		...variant,
		position,
		name: variant.name ?? [name, ...row.options.map(([, value]) => value)].join(' - '),
		link: variant.link ?? link,
		...(row.options.length > 0
			? {
					productOptionValues: row.options.map(([productOptionName, value]) => ({
						productOptionName,
						value,
					})),
				}
			: {}),
		...(attributes.length > 0 ? { attributes } : {}),
	};
}

function optionsOf(rows: ProductRow[]): NonNullable<CatalogProduct['productOptions']> {
	const values = new Map<string, Set<string>>();
	for (const [name, value] of rows.flatMap(({ options }) => options)) {
		const known = values.get(name);
		if (known) known.add(value);
		else values.set(name, new Set([value]));
	}
	return [...values].map(([name, chosen], position) => ({ name, position, values: [...chosen] }));
}

function imagesOf(rows: ProductRow[]): NonNullable<CatalogProduct['images']> {
	const bySrc = new Map<string, Picture & { variantIds: string[] }>();
	for (const { images, variant } of rows) {
		for (const image of images) {
			const known = bySrc.get(image.src);
			// One list for all rows: where the wrong column is the product's ID, there are hundreds of thousands.
			const variantIds = known?.variantIds ?? [];
			variantIds.push(variant.id);
			// What the first row says of it counts.
			bySrc.set(image.src, { ...image, ...known, variantIds });
		}
	}
	return [...bySrc.values()].map((image, position) => ({ ...image, position }));
}

/** Whether two rows say something different of the same picture. */
function picturesDiffer(rows: ProductRow[]): boolean {
	const said = new Map<string, Picture>();
	return rows.some(({ images }) =>
		images.some((image) => {
			const known = said.get(image.src);
			said.set(image.src, { ...image, ...known });
			return PICTURE_FACTS.some(
				(fact) => known?.[fact] !== undefined && image[fact] !== undefined && known[fact] !== image[fact],
			);
		}),
	);
}

const PICTURE_FACTS = ['alt', 'width', 'height'] as const;

function later(one: string, other: string): string {
	return Date.parse(other) > Date.parse(one) || one === '' ? other : one;
}
