import type { INodePropertyOptions } from 'n8n-workflow';
import { checkDepth } from '../values/nested';
import { parseDate, parseDateTime, type DateOptions } from '../values/date';
import { parseNumber } from '../values/number';
import { dateText, isAbsent, parseText, parseYesNo } from '../values/text';
import { ValueError } from '../values/valueError';
import { RunError } from '../errors/runError';

/** How a mapping speaks of what it maps, and what it takes. */
export interface MappingWording {
	/** In the singular and the plural, as Attentive says: Attribute, Attributes. */
	one: string;
	many: string;
	/** Whether lists and objects may be values. */
	structured: boolean;
	/** Whether an item without any makes no sense. */
	required: boolean;
	example: string;
}

export const AS_IT_IS = 'asItIs';

/** The types that a column may have in the panel. */
export function typeChoices(structured: boolean): INodePropertyOptions[] {
	return [
		{ name: 'As Is', value: AS_IT_IS, description: 'Text stays text, a number stays a number' },
		{ name: 'Date', value: 'date', description: 'A day without a time, sent as 2026-03-04' },
		{
			name: 'Date and Time',
			value: 'dateTime',
			description: "Sent with an offset. A time without one is in the workflow's time zone.",
		},
		{
			name: 'Date and Time, UTC',
			value: 'dateTimeUtc',
			description:
				'The same, but a time without an offset is in UTC, such as date_created_gmt of WooCommerce',
		},
		...(structured
			? [{ name: 'List or Object', value: 'json', description: 'For email only: texts cannot show it' }]
			: []),
		{ name: 'Number', value: 'number', description: 'Reads 1,250 and 19.99, and refuses 1.250' },
		{
			name: 'Number (Decimal Comma)',
			value: 'numberWithComma',
			description: 'Reads 1.250 as 1250, and 1,250 as 1.25',
		},
		{
			name: 'Number (Decimal Point)',
			value: 'numberWithPoint',
			description: 'Reads 1.250 as 1.25, and 1,250 as 1250',
		},
		{ name: 'Text', value: 'text' },
		{ name: 'Yes or No', value: 'boolean', description: 'Reads yes, TRUE, x and 1' },
	];
}

/** A cell as a value of a type; undefined where it is empty. Throws a ValueError where it does not fit. */
export function parseAs(
	type: string,
	value: unknown,
	date: () => DateOptions,
	wording: MappingWording,
): unknown {
	switch (type) {
		case 'text':
		case 'string':
			return asText(value, date);
		case 'number':
			return parseNumber(value, { orElse: BY_TYPE });
		case 'numberWithComma':
			return parseNumber(value, { decimals: 'comma' });
		case 'numberWithPoint':
			return parseNumber(value, { decimals: 'point' });
		case 'boolean':
			return parseYesNo(value);
		case 'date':
			return parseDate(value, date());
		case 'dateTime':
			return parseDateTime(value, date())?.toISO() ?? undefined;
		case 'dateTimeUtc':
			return parseDateTime(value, { ...date(), timeZone: 'UTC' })?.toISO() ?? undefined;
		case 'json':
		case 'array':
		case 'object':
			return structured(isAbsent(value) || typeof value !== 'string' ? value : parsedJson(value), wording);
		case AS_IT_IS:
			return typeof value === 'string' || dateText(value) !== undefined
				? asText(value, date)
				: structured(value, wording);
		default:
			throw new RunError({
				reasonCode: 'unknownType',
				field: 'Type',
				value: type,
				reason: 'is not one of the types',
				wayOut: 'Choose one from the list',
			});
	}
}

const BY_TYPE = ", or choose a type with a decimal point or comma for it in 'Field Types'";

/** A date object with a year that cannot be sent is none as text either. */
function asText(value: unknown, date: () => DateOptions): string | undefined {
	if (dateText(value) !== undefined) parseDateTime(value, date());
	return parseText(value);
}

/** A value of any JSON type; lists and objects only where the call takes them. */
function structured(value: unknown, wording: MappingWording): unknown {
	if (isAbsent(value)) return undefined;
	if (typeof value !== 'object') return typeof value === 'number' ? parseNumber(value) : value;
	if (wording.structured) {
		checkDepth(value);
		return value;
	}
	throw new ValueError({
		reasonCode: 'listOrObject',
		value,
		reason: `is ${Array.isArray(value) ? 'a list' : 'an object'}, which ${wording.many.toLowerCase()} cannot be`,
		wayOut: `Map its parts as separate ${wording.many.toLowerCase()}`,
	});
}

/** JSON of any kind. Throws a ValueError for what is none. */
export function parsedJson(text: string): unknown {
	try {
		const value: unknown = JSON.parse(text);
		return value;
	} catch {
		return notJson(text);
	}
}

function notJson(text: string): never {
	throw new ValueError({
		reasonCode: 'notJson',
		value: text,
		reason: 'is not valid JSON',
		wayOut: 'Check brackets, commas and double quotes',
	});
}
