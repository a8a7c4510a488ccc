import { member } from '../../values/member';
import { valueAt } from '../../values/dataPath';
import { isAbsent } from '../../values/text';
import type { FoundProduct, LeftOut, Part, Price } from './listFormat';

/** The first of these fields of a line that holds a value; else the first, so that an error names that. */
export function part(line: Part, first: string, ...others: string[]): Part {
	for (const path of [first, ...others]) {
		const value = valueAt(line.value, path);
		if (!isAbsent(value)) return { field: `${line.field}.${path}`, value };
	}
	return { field: `${line.field}.${first}`, value: undefined };
}

/** The first of these fields that holds a value, in the objects around a list, the nearest first. */
export function partAround(around: unknown[], ...paths: string[]): Part | undefined {
	for (const object of around) {
		for (const path of paths) {
			const value = valueAt(object, path);
			if (!isAbsent(value)) return { field: path, value };
		}
	}
	return undefined;
}

/** The entries of a list as lines, each with the name that an error uses. */
export function linesOf(list: unknown[], field: string): Part[] {
	return list.map((value, index) => ({ field: `${field}[${index}]`, value }));
}

/** The lines of a bare list. */
export function bareList(value: unknown, field: string): Part[] | undefined {
	return Array.isArray(value) ? linesOf(value, field) : undefined;
}

/** The lines of a list that stands in an object, such as {data: [...]}; also those of a bare list. */
export function listIn(...names: string[]) {
	return (value: unknown, field: string): Part[] | undefined => {
		if (Array.isArray(value)) return linesOf(value, field);
		const lists = names.flatMap((name) => {
			const list = member(value, name);
			return Array.isArray(list) ? [linesOf(list, `${field}.${name}`)] : [];
		});
		return lists.length === 0 ? undefined : lists.flat();
	};
}

/** Whether a value is 0 in any form that shops write it: 0, "0", "0.000". */
export function isZero(value: unknown): boolean {
	return value === 0 || (typeof value === 'string' && /^\s*0+(\.0+)?\s*$/.test(value));
}

/** Whether an ID is absent, or the 0 that shops write for none. */
export function isNoId(value: unknown): boolean {
	return isAbsent(value) || isZero(value);
}

/** A number as machines write it; undefined for anything else. */
export function machineNumber(value: unknown): number | undefined {
	const isNumber = typeof value === 'string' && /^\s*[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);
	const number = isNumber ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

export type WhyLeftOut = Pick<LeftOut, 'kind' | 'reason'>;

export const GIFT_CARD: WhyLeftOut = { kind: 'giftCard', reason: 'is a gift card' };
export const NO_QUANTITY: WhyLeftOut = { kind: 'quantityZero', reason: 'has the quantity 0' };
export const BUNDLE_PART: WhyLeftOut = { kind: 'bundlePart', reason: 'is part of another line' };

/** Parts products from lines that are none. */
export function sorted(
	lines: Part[],
	whyLeftOut: (line: Part) => WhyLeftOut | undefined,
	product: (line: Part) => FoundProduct,
): { products: FoundProduct[]; leftOut: LeftOut[] } {
	const products: FoundProduct[] = [];
	const leftOut: LeftOut[] = [];
	for (const line of lines) {
		const why = whyLeftOut(line);
		if (why) leftOut.push({ line: line.field, ...why });
		else products.push(product(line));
	}
	return { products, leftOut };
}

/** The currency of the lines that name one; undefined where they differ. */
export function currencyOf(lines: Part[], currency: (line: Part) => Part): Part | undefined {
	const named = lines.map(currency).filter(({ value }) => !isAbsent(value));
	const codes = new Set(named.map(({ value }) => String(value).toUpperCase()));
	return codes.size === 1 ? named[0] : undefined;
}

/** A price in the currency that its line names, if it names one. */
export function inOwnCurrency(price: Price, currency: Part): Price {
	return isAbsent(currency.value) ? price : { ...price, currency };
}

/** The lines that belong to another line of the list, such as the parts of a bundle, by that line. */
export function childrenByParent(
	lines: Part[],
	ids: (line: Part) => unknown[],
	parentIds: (line: Part) => unknown[],
): Map<Part, Part[]> {
	const byId = new Map<string, Part>();
	for (const line of lines) {
		for (const id of ids(line)) if (!isNoId(id)) byId.set(String(id), line);
	}
	const children = new Map<Part, Part[]>();
	for (const line of lines) {
		const parent = parentIds(line).flatMap((id) => (isNoId(id) ? [] : (byId.get(String(id)) ?? [])))[0];
		if (!parent || parent === line) continue;
		const known = children.get(parent);
		if (known) known.push(line);
		else children.set(parent, [line]);
	}
	return children;
}
