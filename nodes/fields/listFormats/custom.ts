import { pathAfterIndex, spelledPath, valueAt } from '../../values/dataPath';
import { isAbsent } from '../../values/text';
import { parseField } from '../field';
import { isZero, linesOf, NO_QUANTITY, sorted } from './line';
import type { FoundProduct, Lines, ListFormat, Note, Part, Price, ReadList } from './listFormat';

/** The parts of a product, by the parameters' names. */
export type PartName = 'productId' | 'variantId' | 'name' | 'price' | 'quantity' | 'image' | 'url';

/** What the panel says of a list of another shop. */
export interface CustomFields {
	/** Path of the list, where it was given as one: fields dragged in begin with it. */
	list?: string;
	/** Paths within a line. */
	fields: Partial<Record<PartName, string>>;
	/** How the panel calls a field whose path is empty. */
	label(part: PartName): string;
	price(part: Part): Prices;
	/** Paths of prices in other currencies. */
	otherPrices: OtherPrice[];
}

type Prices = Pick<FoundProduct, 'price' | 'otherPrices'>;

/** A field of the lines with the price in another currency, and how the panel calls it. */
export interface OtherPrice {
	field: string;
	path: string;
	price(amount: Part): Price;
}

/** In the order of the panel. */
export const PART_NAMES: PartName[] = ['productId', 'variantId', 'name', 'price', 'quantity', 'image', 'url'];
const OTHERS = ['variantId', 'name', 'quantity', 'image', 'url'] as const;

/** A list whose fields are named in the panel. */
export function custom({ list, fields, label, price, otherPrices }: CustomFields): ListFormat {
	return {
		name: 'Custom',
		usualPaths: [],
		linesIn,
		read({ lines }: Lines): ReadList {
			const paths: Partial<Record<PartName, string>> = Object.fromEntries(
				PART_NAMES.flatMap((name) => {
					const path = fields[name];
					if (path === undefined) return [];
					return [[name, parseField(label(name), path, () => pathInLine(lines, path, list))]];
				}),
			);
			const others = otherPrices.map((other) => ({
				...other,
				path: parseField(other.field, other.path, () => pathInLine(lines, other.path, list)),
			}));
			const othersOf = (line: Part): Price[] =>
				others.map(({ field, path, price: priceIn }) =>
					priceIn({
						field: `${line.field}.${path}`,
						value: parseField(field, path, () => valueAt(line.value, path)),
					}),
				);
			const given = (line: Part, name: PartName): Part => {
				const path = paths[name];
				if (path === undefined) return { field: label(name), value: undefined };
				const value = parseField(label(name), path, () => valueAt(line.value, path));
				return { field: `${line.field}.${path}`, value };
			};
			const product = (line: Part): FoundProduct => {
				const named = price(given(line, 'price'));
				return {
					line: line.field,
					productId: given(line, 'productId'),
					sku: { field: `${line.field}.sku`, value: valueAt(line.value, 'sku') },
					price: named.price,
					otherPrices: [...(named.otherPrices ?? []), ...othersOf(line)],
					...Object.fromEntries(OTHERS.map((name) => [name, given(line, name)])),
				};
			};
			return {
				...sorted(
					lines,
					(line) => (isZero(given(line, 'quantity').value) ? NO_QUANTITY : undefined),
					product,
				),
				notes: OTHERS.flatMap((name): Note[] => {
					const path = paths[name];
					if (path === undefined || lines.some((line) => !isAbsent(given(line, name).value))) return [];
					return [{ code: `missing ${name}`, message: `has no "${path}" in any product` }];
				}),
			};
		},
	};
}

/** A bare list, or the lists of an object, such as {data: [...]} or {physical: [...], digital: [...]}. */
function linesIn(value: unknown, field: string): Part[] | undefined {
	if (Array.isArray(value)) return linesOf(value, field);
	if (typeof value !== 'object' || value === null) return undefined;
	const lists = Object.entries(value).flatMap(([name, list]) =>
		Array.isArray(list) && list.some((entry) => typeof entry === 'object' && entry !== null)
			? [linesOf(list, `${field}.${name}`)]
			: [],
	);
	return lists.length === 0 ? undefined : lists.flat();
}

/** A path within a line. One that was dragged in begins with the list and an index: line_items[0].sku is sku. */
function pathInLine(lines: Part[], path: string, list: string | undefined): string {
	const isInLine = lines.some((line) => valueAt(line.value, path) !== undefined);
	if (isInLine) return path;
	const inLine = pathAfterIndex(path, list) ?? path;
	if (lines.some((line) => valueAt(line.value, inLine) !== undefined)) return inLine;
	return lines.map((line) => spelledPath(line.value, inLine)).find((found) => found !== undefined) ?? inLine;
}
