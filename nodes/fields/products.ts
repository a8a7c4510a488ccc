import { RunError } from '../errors/runError';
import type { ItemSource, Unfound } from '../parameters/itemSource';
import { parseMinorUnits, parsePrice } from '../values/price';
import { isAbsent, parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { rowsIn, type Field } from './field';
import { SHOPS } from './listFormats';
import { custom, PART_NAMES, type PartName } from './listFormats/custom';
import type { FoundProduct, ListFormat, Part, Price, ReadList } from './listFormats/listFormat';
import { machineNumber } from './listFormats/line';
import { namedPrices } from './listFormats/namedPrices';
import { priceOf } from './listFormats/money';
import { findLines } from './productList';
import { decimalsInMinorUnits, isInMinorUnits, otherPriceFields, sendsAllCurrencies } from './productOptions';
import {
	fieldName,
	FORMAT,
	LIST,
	OTHER_PRICES,
	OTHER_PRICES_LABEL,
	PARTS,
	PRODUCTS,
	productsProperties,
	ROWS,
} from './productsPanel';

/** The products of an event: from a list in the item, or one by one. */
export const products: Field<ReadList> = {
	properties: productsProperties,
	parse(source) {
		const way = source.runWide(PRODUCTS);
		if (way === 'oneByOne') return oneByOne(source);
		if (way === 'list' || isAbsent(way)) return fromList(source);
		throw unknownChoice('Products', way, ['list', 'oneByOne']);
	},
};

function fromList(source: ItemSource): ReadList {
	const given = source.parameter(LIST);
	const path = typeof given === 'string' ? given : undefined;
	const format = formatOf(source, path);
	const list = findLines(given, source.row(), format);
	const read = format.read(list);
	if (!SHOP_FORMATS.has(format)) return read;
	const products = read.products.map(withMachineQuantity);
	return { ...read, products: sendsAllCurrencies(source) ? products : products.map(withOnePrice) };
}

const SHOP_FORMATS = new Set<ListFormat>(Object.values(SHOPS));

/** Shops write decimals with a point: a quantity of "1.250" is no thousands. */
function withMachineQuantity(product: FoundProduct): FoundProduct {
	const { quantity } = product;
	const pieces = machineNumber(quantity?.value);
	return quantity && pieces !== undefined
		? { ...product, quantity: { ...quantity, value: pieces } }
		: product;
}

/** Unless the option says so, only the shop's own price is sent. */
function withOnePrice({ otherPrices: _, ...product }: FoundProduct): FoundProduct {
	return product;
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
		price: pricesReader(price),
		otherPrices: otherPriceFields(source).map(({ field, path, currency }) => ({
			field,
			path,
			price: (amount) => price(amount, currency),
		})),
	});
}

function oneByOne(source: ItemSource): ReadList {
	const price = priceReader(source);
	const prices = pricesReader(price);
	const rows = rowsIn(source.parameter(ROWS), PRODUCTS, 'Product Rows');
	const found = rows.flatMap((row, index): FoundProduct[] => {
		// A row whose fields are all empty for this item is not a product.
		if (PART_NAMES.every((part) => isAbsent(row[part]))) return [];
		const given = (part: PartName): Part => ({
			field: rows.length === 1 ? PARTS[part].displayName : `Product ${index + 1}: ${PARTS[part].displayName}`,
			value: row[part],
		});
		const named = prices(given('price'));
		const others = rowsIn(row[OTHER_PRICES], 'prices', OTHER_PRICES_LABEL).map((other) =>
			price(
				{ field: `${given('price').field} in ${String(other.currency)}`, value: other.price },
				{ field: `${OTHER_PRICES_LABEL}: Currency`, value: other.currency },
			),
		);
		return [
			{
				line: `Product ${index + 1}`,
				productId: given('productId'),
				variantId: given('variantId'),
				name: given('name'),
				price: named.price,
				otherPrices: [...named.otherPrices, ...others],
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

/** A row's ID or price that reads a field that no item has; undefined where none does. */
export function unfoundInRows(source: ItemSource): Unfound | undefined {
	if (source.runWide(PRODUCTS) !== 'oneByOne') return undefined;
	const rows = rowsIn(source.raw(ROWS) ?? {}, PRODUCTS, 'Product Rows');
	for (const index of rows.keys()) {
		const unfound =
			source.unfound([ROWS], PRODUCTS, index, 'productId') ??
			source.unfound([ROWS], PRODUCTS, index, 'price');
		if (unfound) return unfound;
	}
	return undefined;
}

/** How prices are read that people wrote. */
function priceReader(source: ItemSource): ReadPrice {
	const inMinorUnits = isInMinorUnits(source);
	const decimals = decimalsInMinorUnits(source);
	return (amount, currency) => ({
		...priceOf(amount, (known) =>
			inMinorUnits ? parseMinorUnits(amount.value, known, decimals) : parsePrice(amount.value, known),
		),
		...(currency ? { currency } : {}),
	});
}

type ReadPrice = (amount: Part, currency?: Part) => Price;

/** The same for a value that may name several prices with their currencies. */
function pricesReader(price: ReadPrice): (part: Part) => { price: Price; otherPrices: Price[] } {
	return (part) => {
		const [first, ...others] = namedPrices(part) ?? [];
		return {
			price: first ? price(first.amount, first.currency) : price(part),
			otherPrices: others.map(({ amount, currency }) => price(amount, currency)),
		};
	};
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
