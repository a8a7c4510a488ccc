import { findAt, pathsBeforeIndex } from '../values/dataPath';
import { isAbsent } from '../values/text';
import { ValueError } from '../values/valueError';
import { parseField } from './field';
import { likelyList } from './likelyList';
import { parsedJson } from './mappedTypes';
import type { ListFormat, Lines, Part } from './listFormats/listFormat';

/** How the panel calls the parameter. */
export const LIST_FIELD = 'List Field';

/** JSON of a list or of an object; a path may begin with a bracket, too: ['line items']. */
const JSON_TEXT = /^\s*(\[\s*[[{\]]|\{(?!\{))/;

/**
 * The lines of an item's cart or order.
 * @param given a path to the list, the list itself, or its JSON text; where it is empty, the list is looked for where the shop has it
 * Throws a ValueError where there is no list, or none with lines.
 */
export function findLines(given: unknown, item: object, format: ListFormat): Lines & { path?: string } {
	if (isAbsent(given)) return usualLines(item, format);
	if (typeof given === 'string' && !JSON_TEXT.test(given)) return linesAt(given.trim(), item, format);
	const value = opened({ field: LIST_FIELD, value: given });
	return { lines: checked(format, format.linesIn(value, 'List'), LIST_FIELD, value), around: [] };
}

function usualLines(item: object, format: ListFormat): Lines & { path: string } {
	const usual = usualPaths(format);
	const list = firstList(usual, item, format);
	if (list) return list;
	refuseEvent(item, format);
	throw new ValueError({
		reasonCode: 'missing',
		field: LIST_FIELD,
		reason: `is empty${usual.length === 0 ? '' : `, and the item has no list where ${format.name} has it`}`,
		wayOut: suggestion(item, format, '') ?? 'Drag in the field that holds the list of products',
	});
}

/** From the item and from the body of a webhook. */
function usualPaths({ usualPaths: paths }: ListFormat): string[] {
	return [...paths, ...paths.map((path) => `body.${path}`)];
}

function linesAt(path: string, item: object, format: ListFormat): Lines & { path: string } {
	// A field that was dragged out of the list, such as line_items[0].sku, stands for the list.
	const list = parseField(
		LIST_FIELD,
		path,
		() => firstList([path], item, format) ?? firstList(pathsBeforeIndex(path), item, format),
	);
	if (list) return list;
	refuseEvent(item, format);
	const found = findAt(item, path);
	if (!found) {
		throw new ValueError({
			reasonCode: 'noSuchField',
			field: LIST_FIELD,
			value: path,
			reason: 'is not a field of this item',
			wayOut: suggestion(item, format, path) ?? 'Drag in the field that holds the list of products',
		});
	}
	throw isAbsent(found.value)
		? noProducts(path)
		: notAList(path, found.value, suggestion(item, format, path));
}

/** The first of these paths that leads to a list. */
function firstList(
	paths: string[],
	item: object,
	format: ListFormat,
): (Lines & { path: string }) | undefined {
	for (const path of paths) {
		const found = listAt(item, path, format);
		if (found) return { ...found, lines: checked(format, found.lines, path, undefined) };
	}
	return undefined;
}

function listAt(item: object, path: string, format: ListFormat): (Lines & { path: string }) | undefined {
	const found = findAt(item, path);
	if (!found) return undefined;
	const lines = format.linesIn(opened({ field: path, value: found.value }), path);
	return lines && { lines, around: found.around, path };
}

/** A list may be JSON text. */
function opened({ field, value }: Part): unknown {
	return typeof value === 'string' && JSON_TEXT.test(value)
		? parseField(field, value, (text) => parsedJson(String(text)))
		: value;
}

function checked(format: ListFormat, lines: Part[] | undefined, field: string, value: unknown): Part[] {
	if (!lines) throw notAList(field, value);
	const [first] = lines;
	if (!first) throw noProducts(field);
	if (holdsLines(first.value, format)) {
		throw new ValueError({
			reasonCode: 'listOfOrders',
			field,
			reason: 'is a list of orders, not of products',
			wayOut:
				'Put a Split Out node before this one so that each order is an item, then choose the list in the order',
		});
	}
	return lines;
}

/** Whether a line is a whole order: services answer {items: [orders]} with the name that the lines have, too. */
function holdsLines(line: unknown, { usualPaths: paths, linesIn }: ListFormat): boolean {
	return paths.some((path) => linesIn(findAt(line, path)?.value, path) !== undefined);
}

function noProducts(field: string): ValueError {
	return new ValueError({
		reasonCode: 'noProducts',
		field,
		reason: 'contains no products',
		wayOut: 'Choose the field that holds the list of products, or leave such items out with a Filter node',
	});
}

function notAList(field: string, value: unknown, wayOut?: string): ValueError {
	return new ValueError({
		reasonCode: 'noProducts',
		field,
		...(value === undefined ? {} : { value }),
		reason: 'is not a list',
		wayOut: wayOut ?? 'Choose the field that holds the list of products',
	});
}

/** Throws a ValueError for an event that only points to a cart or an order. */
function refuseEvent(item: object, format: ListFormat): void {
	for (const event of [item, findAt(item, 'body')?.value]) {
		const wayOut = format.secondCall?.(event);
		if (wayOut === undefined) continue;
		throw new ValueError({
			reasonCode: 'noLinesInEvent',
			field: LIST_FIELD,
			reason: 'cannot be found: the item is an event without products',
			wayOut,
		});
	}
}

/** Where the item may have the list: as the shop has it, or wherever there is a list of objects. */
function suggestion(item: object, format: ListFormat, typed: string): string | undefined {
	const usual = usualPaths(format).find((path) => listAt(item, path, format));
	const path = usual ?? likelyList(item, typed);
	return path === undefined ? undefined : `Did you mean ${path}?`;
}
