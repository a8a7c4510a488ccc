import { member } from '../../../values/member';
import type { CatalogVariant } from '../../../schemas/catalogProducts';
import { parseDateTime } from '../../../values/date';
import { isFormulaError } from '../../../values/formulaError';
import { parseProductId } from '../../../values/identifier';
import { parseNumber } from '../../../values/number';
import { parseCurrency, parsePrice, type Currency } from '../../../values/price';
import { isAbsent, parseText, parseYesNo } from '../../../values/text';
import { ValueError } from '../../../values/valueError';
import { parseField } from '../../../fields/field';
import { parsePictures, withFacts, type FactsCell, type Picture } from './pictures';
import { partLabel, type CatalogColumns, type PartName } from './catalogColumns';

/** One row of a catalog: a variant, and what the row says of its product. */
export interface ProductRow {
	productId: string;
	/** Of the product, as far as the row says it. */
	name?: string;
	link?: string;
	description?: string;
	brand?: string;
	lists: Record<ListPart, string[]>;
	images: Picture[];
	attributes: Attribute[];
	/** Names and values of what a customer chooses. */
	options: Array<[name: string, value: string]>;
	/** What was left out of it; completes "a product whose ...". */
	remarks: string[];
	variant: Pick<
		CatalogVariant,
		'id' | 'prices' | 'availableForPurchase' | 'inventoryQuantity' | 'lastUpdated'
	> & { name?: string; link?: string; attributes: Attribute[] };
}

interface Attribute {
	name: string;
	value: string;
}

type ListPart = 'categories' | 'collections' | 'tags';
export const LIST_PARTS: ListPart[] = ['categories', 'collections', 'tags'];

/** The cell under a header. An optional column may be missing: then it is undefined. */
export type CellOf = (column: string, optional: boolean) => unknown;

/**
 * Reads one row. Throws a ValueError that names the column for what cannot be used.
 * @param now ISO time, for what does not say when it was updated
 */
export function productRow(columns: CatalogColumns, cellOf: CellOf, now: string): ProductRow {
	const remarks: string[] = [];
	const withoutFormula = (column: string, cell: unknown): unknown => {
		if (!isFormulaError(cell)) return cell;
		remarks.push(`"${column}" is the error of a spreadsheet formula: it is left out`);
		return undefined;
	};
	const part = <Value>(name: PartName, parse: (value: unknown) => Value | undefined): Value | undefined => {
		const place = columns.parts[name];
		return place && parseField(place.column, cellOf(place.column, place.optional), parse);
	};
	const columnOf = (name: PartName) => columns.parts[name]?.column ?? name;
	/** Whether an entry of a cell's list is a value. */
	const isValueIn = (name: PartName) => (entry: unknown) =>
		withoutFormula(columnOf(name), entry) !== undefined;
	/** A part that the product can do without. */
	const spare: Part = (name, parse) => part(name, (cell) => parse(withoutFormula(columnOf(name), cell)));
	const required = <Value>(name: PartName, parse: (value: unknown) => Value | undefined): Value => {
		const value = part(name, (cell) => (isFormulaError(cell) ? undefined : parse(cell)));
		if (value !== undefined) return value;
		throw missing(partLabel(columns, name), 'Every row needs it');
	};
	const factsCell = (name: PartName): FactsCell | undefined => {
		const place = columns.parts[name];
		if (!place) return undefined;
		const { column, optional } = place;
		return { column, value: withoutFormula(column, cellOf(column, optional)) };
	};
	const otherCell: OtherCell = (column, parse) =>
		parseField(column, withoutFormula(column, cellOf(column, false)), parse);
	const named = (headers: string[]): Attribute[] =>
		headers.flatMap((name) => {
			const value = parseField(name, withoutFormula(name, cellOf(name, false)), parseText);
			return value === undefined ? [] : [{ name, value }];
		});

	const list = (name: ListPart) => spare(name, (cell) => parseList(cell, isValueIn(name))) ?? [];
	const productId = required('productId', parseProductId);
	const availableForPurchase = required('available', parseAvailable);
	const row: Omit<ProductRow, 'remarks'> = {
		productId,
		name: spare('productName', parseText),
		link: spare('productLink', parseText),
		description: spare('description', parseText),
		brand: spare('brand', parseText),
		lists: {
			categories: list('categories'),
			collections: list('collections'),
			tags: list('tags'),
		},
		images: withFacts(
			spare('images', (cell) => parsePictures(cell, isValueIn('images'))) ?? [],
			{ alt: factsCell('imageAlt'), width: factsCell('imageWidth'), height: factsCell('imageHeight') },
			(remark) => remarks.push(remark),
		),
		attributes: named(columns.lists.productAttributeColumns),
		options: named(columns.lists.optionColumns).map(({ name, value }) => [name, value]),
		variant: {
			id: part('variantId', parseProductId) ?? productId,
			name: spare('variantName', parseText),
			link: spare('variantLink', parseText),
			prices: pricesOf(columns, { spare, required, otherCell }),
			availableForPurchase,
			inventoryQuantity: spare('quantity', parseStock) ?? stockOf(availableForPurchase, columns),
			lastUpdated: spare('lastUpdated', (value) => parseMoment(value, columns)) ?? now,
			attributes: named(columns.lists.variantAttributeColumns),
		},
	};
	return { ...row, remarks };
}

/** The product ID of a row alone, so that a bad row is known to belong to it; undefined where it has none. */
export function productIdOf(columns: CatalogColumns, cellOf: CellOf): string | undefined {
	const place = columns.parts.productId;
	return place && parseField(place.column, cellOf(place.column, place.optional), parseProductId);
}

type Part = <Value>(name: PartName, parse: (value: unknown) => Value | undefined) => Value | undefined;
type RequiredPart = <Value>(name: PartName, parse: (value: unknown) => Value | undefined) => Value;

type OtherCell = <Value>(column: string, parse: (value: unknown) => Value | undefined) => Value | undefined;

type CatalogPrice = CatalogVariant['prices'][number];

/** The price, and those in other currencies of which the row has one. */
function pricesOf(
	columns: CatalogColumns,
	cells: { spare: Part; required: RequiredPart; otherCell: OtherCell },
): CatalogPrice[] {
	const first = price(columns, cells);
	const others = columns.otherPrices.flatMap(({ currency, column, compareAtColumn }): CatalogPrice[] => {
		const read = (name: string) => cells.otherCell(name, (value) => parsePrice(value, currency));
		const now = read(column);
		if (now === undefined) return [];
		const other = priceIn(currency, now, compareAtColumn === undefined ? undefined : read(compareAtColumn));
		if (other.currencyCode !== first.currencyCode) return [other];
		if (other.amount === first.amount) return [];
		throw new ValueError({
			reasonCode: 'currencyTwice',
			field: column,
			value: other.amount,
			reason: `is a second price in ${currency.code}, beside ${first.amount}`,
			wayOut: "Correct the currency of the row, or remove the currency from 'Other Prices'",
		});
	});
	return [first, ...others];
}

function price(
	columns: CatalogColumns,
	{ spare, required }: { spare: Part; required: RequiredPart },
): CatalogPrice {
	const currency = spare('currency', parseCurrency) ?? columns.currency;
	if (!currency) throw missing('Currency', 'Enter a three-letter code, such as USD, or name its column');
	const now = required('price', (value) => parsePrice(value, currency));
	const before = spare('compareAtPrice', (value) => parsePrice(value, currency));
	return priceIn(currency, now, before);
}

function priceIn(currency: Currency, now: number, before: number | undefined): CatalogPrice {
	return {
		currencyCode: currency.code,
		amount: amountText(now, currency),
		// Shops export 0 or the price itself where there is no sale; Attentive would tell of one.
		...(before !== undefined && before > now ? { compareAtPrice: amountText(before, currency) } : {}),
	};
}

function amountText(amount: number, { digits }: Currency): string {
	return amount.toFixed(digits);
}

/** In the words of feeds for Google and of WooCommerce. */
const IN_STOCK = new Set(['instock', 'available', 'instoreonly', 'onbackorder', 'backorder', 'preorder']);
const OUT_OF_STOCK = new Set(['outofstock', 'unavailable', 'soldout', 'discontinued']);

/** Most characters of what may be such a word. */
const LONGEST_WORD = 50;

function parseAvailable(value: unknown): boolean | undefined {
	const isWord = typeof value === 'string' && value.length <= LONGEST_WORD;
	const word = isWord ? value.toLowerCase().replace(/[\s_-]/g, '') : '';
	if (IN_STOCK.has(word)) return true;
	return OUT_OF_STOCK.has(word) ? false : parseYesNo(value);
}

/** What an empty stock means: none of what is not sold. Of what is sold it may be any number. Throws a ValueError then. */
function stockOf(isAvailable: boolean, columns: CatalogColumns): number {
	if (!isAvailable) return 0;
	const { problem } = missing(partLabel(columns, 'quantity'), 'Enter the number of units in stock');
	throw new ValueError({ ...problem, reasonCode: NO_STOCK });
}

/** The reason code of a row whose stock is empty. */
export const NO_STOCK = 'stockMissing';

function parseStock(value: unknown): number | undefined {
	const quantity = parseNumber(value);
	if (quantity === undefined || Number.isInteger(quantity)) return quantity;
	throw new ValueError({
		reasonCode: 'notAQuantity',
		value,
		reason: 'is not a whole number',
		wayOut: 'Attentive takes whole numbers only: round it',
	});
}

function parseMoment(value: unknown, { dateFormat, timeZone }: CatalogColumns): string | undefined {
	const moment = parseDateTime(value, { format: dateFormat, timeZone });
	return moment?.toUTC().toISO({ suppressMilliseconds: true }) ?? undefined;
}

/** A list, or text with commas, "|" or line breaks; shops' lists hold objects with a name. */
function parseList(value: unknown, isValue: (entry: unknown) => boolean): string[] {
	if (isAbsent(value)) return [];
	const entries: unknown[] = Array.isArray(value) ? value : (parseText(value) ?? '').split(/[,|\n]/);
	const texts = entries.flatMap((entry) => {
		const plain =
			typeof entry === 'object' ? ['name', 'title'].map((name) => member(entry, name)).find(Boolean) : entry;
		return isValue(plain) ? (parseText(plain) ?? []) : [];
	});
	return [...new Set(texts)];
}

function missing(field: string, wayOut: string): ValueError {
	return new ValueError({ reasonCode: 'missing', field, reason: 'is empty', wayOut });
}
