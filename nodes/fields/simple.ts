import type { INodeProperties } from 'n8n-workflow';
import type { DateTime } from 'luxon';
import type { ItemSource } from '../parameters/itemSource';
import { parseDateTime } from '../values/date';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { parseField, shownFor, type Field, type ShowRules } from './field';

interface Wording {
	displayName: string;
	description: string;
	placeholder?: string;
	shownFor?: ShowRules;
	columnPlaceholder?: string;
	/** Whether the value may also be taken from a column, where the user is. */
	column?: boolean;
}

/** A text for each item; a required one is never empty. */
export function requiredText(wording: Wording): Field<string> {
	const optional = text(wording);
	return {
		properties: (name) => optional.properties(name).map((property) => ({ ...property, required: true })),
		parse(source, name) {
			const value = optional.parse(source, name);
			if (value !== undefined) return value;
			throw new ValueError({
				reasonCode: 'missing',
				field: wording.displayName,
				reason: 'is empty',
				wayOut: 'Fill it in',
			});
		},
	};
}

/** A text that is required where another parameter has a certain value, and not asked for elsewhere. */
export function requiredTextIf(
	parameter: string,
	value: string,
	wording: Wording,
): Field<string | undefined> {
	const required = requiredText(wording);
	return {
		properties: (name) => required.properties(name),
		parse: (source, name) =>
			source.parameter(parameter) === value ? required.parse(source, name) : undefined,
	};
}

/** A text for each item, or none. */
export function text(wording: Wording): Field<string | undefined> {
	return {
		properties: (name) => valueAndColumn(name, wording, 'string'),
		parse: (source, name) => parseValueOrColumn(source, name, wording, parseText),
	};
}

/** A moment for each item, or none. A value without an offset is in the workflow's time zone. */
export function moment(wording: Wording): Field<DateTime | undefined> {
	const formatName = (name: string) => `${name}Format`;
	return {
		properties: (name) => [
			...valueAndColumn(name, wording, 'dateTime'),
			{
				displayName: `${wording.displayName} Format`,
				name: formatName(name),
				type: 'string',
				default: '',
				placeholder: 'e.g. M/d/yyyy',
				description:
					'How the date is written where it is not like 2026-03-04T09:30:00: d, M and y for day, month and year, H, m and s for the time',
			},
		],
		parse(source, name) {
			const format = parseText(source.runWide(formatName(name)));
			return parseValueOrColumn(source, name, wording, (value) =>
				parseDateTime(value, { format, timeZone: source.timeZone }),
			);
		},
	};
}

function columnName(name: string): string {
	return `${name}Column`;
}

function valueAndColumn(name: string, wording: Wording, type: 'string' | 'dateTime'): INodeProperties[] {
	const { displayName, description, placeholder, shownFor: rules } = wording;
	const bare: INodeProperties = { displayName, name, type, default: '', placeholder, description };
	const value = rules ? shownFor(rules, bare) : bare;
	if (!wording.column) return [value];
	return [
		value,
		{
			displayName: `${displayName} Column`,
			name: columnName(name),
			type: 'string',
			default: '',
			placeholder: wording.columnPlaceholder ?? 'e.g. occurred_at',
			description: 'Header of the column to take it from, for each row, instead of the fixed value',
			displayOptions: { show: { '/userFrom': ['columns'] }, hide: { '@tool': [true] } },
		},
	];
}

function parseValueOrColumn<Value>(
	source: ItemSource,
	name: string,
	wording: Wording,
	parse: (value: unknown) => Value | undefined,
): Value | undefined {
	const column =
		wording.column && source.usesColumns() ? parseText(source.runWide(columnName(name))) : undefined;
	const field = column ?? wording.displayName;
	const value = column === undefined ? source.parameter(name) : source.cell(column);
	return parseField(field, value, parse);
}
