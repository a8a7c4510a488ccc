import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';
import { z } from 'zod';
import { parseDate, parseDateTime } from '../../values/date';
import { parseNumber } from '../../values/number';
import { isAbsent, parseText, parseYesNo } from '../../values/text';
import { ValueError } from '../../values/valueError';
import { fold } from '../parameters/columns';
import type { ItemSource } from '../parameters/itemSource';
import { RunError } from '../parameters/runError';
import { parseField, type Field } from './field';

/** Names and values for Attentive, as a row gives them. */
export type Mapped = Record<string, unknown>;

interface Wording {
	/** In the singular and the plural, as Attentive says: Attribute, Attributes. */
	one: string;
	many: string;
	/** Whether lists and objects may be values. */
	structured: boolean;
	/** Whether an item without any makes no sense. */
	required: boolean;
	example: string;
}

const FROM_COLUMNS = 'columns';
const FROM_ALL_COLUMNS = 'allColumns';
const FROM_ASSIGNMENTS = 'assignments';
const FROM_JSON = 'json';

const AS_IT_IS = 'asItIs';

function typeChoices(structured: boolean): INodePropertyOptions[] {
	return [
		{ name: 'As It Is', value: AS_IT_IS, description: 'Text stays text, a number stays a number' },
		{ name: 'Date', value: 'date', description: 'A day without a time, sent as 2026-03-04' },
		{
			name: 'Date and Time',
			value: 'dateTime',
			description: 'Sent with an offset, as 2026-03-04T09:30:00.000Z',
		},
		...(structured
			? [{ name: 'List or Object', value: 'json', description: 'For email only: texts cannot show it' }]
			: []),
		{ name: 'Number', value: 'number', description: 'Reads 1,250 and 19.99' },
		{ name: 'Text', value: 'text' },
		{ name: 'Yes or No', value: 'boolean', description: 'Reads yes, TRUE, x and 1' },
	];
}

/**
 * Attributes or event properties of an item: from chosen columns, from all columns but some, typed by hand, or as JSON.
 * Empty values are left out. Parsing throws a ValueError for a value that does not fit its type.
 */
export function mapping(wording: Wording): Field<Mapped> {
	return {
		properties: (name) => mappingProperties(name, wording),
		parse(source, name) {
			switch (chosenWay(source, name)) {
				case FROM_ASSIGNMENTS:
					return fromAssignments(source.parameter(name), wording, source.timeZone);
				case FROM_JSON:
					return fromJson(source.parameter(`${name}Json`), wording, source.timeZone);
				case FROM_ALL_COLUMNS:
					return fromAllColumns(source, name, wording);
				default:
					return fromColumns(source, name, wording);
			}
		},
	};
}

function chosenWay(source: ItemSource, name: string): unknown {
	const way = source.runWide(`${name}From`);
	if (!source.isTool || way === FROM_JSON) return way;
	return FROM_ASSIGNMENTS;
}

const columnRowsSchema = z
	.object({
		columns: z
			.array(z.object({ column: z.unknown(), type: z.unknown(), format: z.unknown(), sendAs: z.unknown() }))
			.optional(),
	})
	.nullish();

interface ColumnRow {
	column: string;
	type: string;
	format?: string;
	sendAs?: string;
}

function columnRows(source: ItemSource, name: string): ColumnRow[] {
	const rows = columnRowsSchema.safeParse(source.runWide(`${name}Columns`));
	return (rows.data?.columns ?? []).flatMap((row) => {
		const column = parseText(row.column);
		if (column === undefined) return [];
		return [
			{
				column,
				type: parseText(row.type) ?? AS_IT_IS,
				format: parseText(row.format),
				sendAs: parseText(row.sendAs),
			},
		];
	});
}

function fromColumns(source: ItemSource, name: string, wording: Wording): Mapped {
	const rows = columnRows(source, name);
	if (rows.length === 0 && wording.required) {
		throw new RunError({
			reasonCode: 'noColumnChosen',
			field: 'Columns',
			reason: 'is empty',
			wayOut: 'Choose at least one column to send',
		});
	}
	return collect(
		rows.map((row) => [row.sendAs ?? row.column, row.column, source.cell(row.column), row]),
		source,
		wording,
	);
}

function fromAllColumns(source: ItemSource, name: string, wording: Wording): Mapped {
	const typed = new Map(columnRows(source, name).map((row) => [fold(row.column), row]));
	const except = new Set((parseText(source.runWide(`${name}Except`)) ?? '').split(',').map(fold));
	for (const column of identifierColumns(source)) except.add(fold(column));
	const entries: Entry[] = [];
	for (const [header, value] of source.cells()) {
		if (except.has(fold(header))) continue;
		const row = typed.get(fold(header));
		entries.push([row?.sendAs ?? header, header, value, row]);
	}
	return collect(entries, source, wording);
}

/** Columns that say who the user is are not attributes of that user. */
function identifierColumns(source: ItemSource): string[] {
	if (!source.usesColumns()) return [];
	const others = source.within('otherIdentifierColumns');
	const custom = z
		.object({ identifiers: z.array(z.object({ column: z.unknown() })).optional() })
		.safeParse(others.runWide('customIdentifiers'));
	return [
		...['phoneColumn', 'emailColumn', 'countryColumn'].map((name) => source.runWide(name)),
		others.runWide('clientUserIdColumn'),
		...(custom.data?.identifiers ?? []).map((row) => row.column),
	].flatMap((column) => parseText(column) ?? []);
}

/** The name to send, the header it comes from, the cell, and what the panel says about it. */
type Entry = [
	sendAs: string,
	field: string,
	value: unknown,
	row: { type: string; format?: string } | undefined,
];

function collect(entries: Entry[], source: ItemSource, wording: Wording): Mapped {
	const mapped: Mapped = {};
	for (const [sendAs, field, value, row] of entries) {
		const parsed = parseField(field, value, (cell) =>
			parseAs(row?.type ?? AS_IT_IS, cell, { format: row?.format, timeZone: source.timeZone }, wording),
		);
		if (parsed !== undefined) set(mapped, sendAs, parsed, wording);
	}
	return mapped;
}

function set(mapped: Mapped, name: string, value: unknown, wording: Wording): void {
	if (Object.hasOwn(mapped, name)) {
		throw new RunError({
			reasonCode: 'sameNameTwice',
			field: name,
			reason: `is the name of two ${wording.many.toLowerCase()}`,
			wayOut: 'Give each a name of its own',
		});
	}
	// A column may be called __proto__: as a plain assignment it would vanish.
	Object.defineProperty(mapped, name, { value, enumerable: true, configurable: true, writable: true });
}

function parseAs(
	type: string,
	value: unknown,
	date: { format?: string; timeZone: string },
	wording: Wording,
): unknown {
	switch (type) {
		case 'text':
		case 'string':
			return parseText(value);
		case 'number':
			return parseNumber(value);
		case 'boolean':
			return parseYesNo(value);
		case 'date':
			return parseDate(value, date);
		case 'dateTime':
			return parseDateTime(value, date)?.toISO() ?? undefined;
		case 'json':
		case 'array':
		case 'object':
			return structured(isAbsent(value) || typeof value !== 'string' ? value : parsedJson(value), wording);
		case AS_IT_IS:
			return typeof value === 'string' || value instanceof Date
				? parseText(value)
				: structured(value, wording);
		default:
			throw new RunError({
				reasonCode: 'unknownType',
				field: `Type`,
				value: type,
				reason: 'is not one of the types',
				wayOut: 'Choose one from the list',
			});
	}
}

/** A value of any JSON type; lists and objects only where the call takes them. */
function structured(value: unknown, wording: Wording): unknown {
	if (isAbsent(value)) return undefined;
	if (typeof value !== 'object' || wording.structured)
		return typeof value === 'number' ? parseNumber(value) : value;
	throw new ValueError({
		reasonCode: 'listOrObject',
		value,
		reason: `is ${Array.isArray(value) ? 'a list' : 'an object'}, which ${wording.many.toLowerCase()} cannot be`,
		wayOut: `Send its parts as ${wording.many.toLowerCase()} of their own`,
	});
}

function parsedJson(text: string): unknown {
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

const assignmentsSchema = z
	.object({
		assignments: z.array(z.object({ name: z.unknown(), value: z.unknown(), type: z.unknown() })).optional(),
	})
	.nullish();

function fromAssignments(parameter: unknown, wording: Wording, timeZone: string): Mapped {
	const rows = assignmentsSchema.safeParse(parameter);
	const mapped: Mapped = {};
	for (const row of rows.data?.assignments ?? []) {
		const name = parseText(row.name);
		if (name === undefined) continue;
		const value = parseField(name, row.value, (typed) =>
			parseAs(parseText(row.type) ?? AS_IT_IS, typed, { timeZone }, wording),
		);
		if (value !== undefined) set(mapped, name, value, wording);
	}
	return mapped;
}

function fromJson(parameter: unknown, wording: Wording, timeZone: string): Mapped {
	const value =
		typeof parameter === 'string'
			? parseField(wording.many, parameter, (text) => parsedJson(String(text)))
			: parameter;
	const object = z.record(z.string(), z.unknown()).safeParse(value ?? {});
	if (!object.success) {
		throw new ValueError({
			reasonCode: 'notAnObject',
			field: wording.many,
			value,
			reason: 'is not a JSON object',
			wayOut: `Write names and values, such as ${wording.example}`,
		});
	}
	const mapped: Mapped = {};
	for (const [name, member] of Object.entries(object.data)) {
		const parsed = parseField(name, member, (raw) => parseAs(AS_IT_IS, raw, { timeZone }, wording));
		if (parsed !== undefined) set(mapped, name, parsed, wording);
	}
	return mapped;
}

function mappingProperties(name: string, wording: Wording): INodeProperties[] {
	const { one, many, structured: lists, example } = wording;
	const from = `${name}From`;
	const hideTool = { hide: { '@tool': [true] } };
	const byHand = [
		{
			name: 'By Hand',
			value: FROM_ASSIGNMENTS,
			description: `Type each ${one.toLowerCase()} or drag fields in, with a type for each`,
		},
		{ name: 'JSON', value: FROM_JSON, description: 'All at once as a JSON object' },
	];
	const columns: INodeProperties = {
		displayName: 'Columns',
		name: `${name}Columns`,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Column',
		default: {},
		displayOptions: { show: { [from]: [FROM_COLUMNS] }, ...hideTool },
		options: [
			{
				displayName: 'Column',
				name: 'columns',
				values: [
					{
						displayName: 'Column',
						name: 'column',
						type: 'string',
						default: '',
						placeholder: 'e.g. points_balance',
						description: 'Header of the column',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: typeChoices(lists),
						default: AS_IT_IS,
					},
					{
						displayName: 'Date Format',
						name: 'format',
						type: 'string',
						default: '',
						placeholder: 'M/d/yyyy',
						description:
							'How the dates are written where they are not like 2026-03-04: d, M and y for day, month and year',
						displayOptions: { show: { type: ['date', 'dateTime'] } },
					},
					{
						displayName: 'Send As',
						name: 'sendAs',
						type: 'string',
						default: '',
						placeholder: 'e.g. Points Balance',
						description: `Name of the ${one.toLowerCase()} in Attentive. If empty, the column's header.`,
					},
				],
			},
		],
	};
	return [
		{
			displayName: `${many} From`,
			name: from,
			type: 'options',
			options: [
				{ name: 'Chosen Columns', value: FROM_COLUMNS, description: 'Name the columns to send' },
				{
					name: 'All Columns',
					value: FROM_ALL_COLUMNS,
					description: 'All columns but those that say who the user is and those that you leave out',
				},
				...byHand,
			],
			default: FROM_COLUMNS,
			displayOptions: hideTool,
		},
		{
			displayName: `${many} From`,
			name: from,
			type: 'options',
			options: byHand,
			default: FROM_JSON,
			displayOptions: { show: { '@tool': [true] } },
		},
		columns,
		{
			displayName: 'Leave Out',
			name: `${name}Except`,
			type: 'string',
			default: '',
			placeholder: 'e.g. notes, last_name',
			description: 'Headers of columns that are not sent, separated by commas',
			displayOptions: { show: { [from]: [FROM_ALL_COLUMNS] }, ...hideTool },
		},
		{
			...columns,
			displayName: 'Column Types',
			placeholder: 'Add Column Type',
			description: 'For columns that are not to be sent just as they are, or under another name',
			displayOptions: { show: { [from]: [FROM_ALL_COLUMNS] }, ...hideTool },
		},
		{
			displayName: many,
			name,
			type: 'assignmentCollection',
			default: {},
			displayOptions: { show: { [from]: [FROM_ASSIGNMENTS] } },
		},
		{
			displayName: many,
			name: `${name}Json`,
			type: 'json',
			default: '{}',
			placeholder: example,
			description: `An object with the ${many.toLowerCase()}' names and values`,
			displayOptions: { show: { [from]: [FROM_JSON] } },
		},
	];
}
