import { z } from 'zod';
import { dateText, parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { fold } from '../parameters/columns';
import type { ItemSource } from '../parameters/itemSource';
import { RunError } from '../errors/runError';
import { parseField, rowsIn, type Field } from './field';
import { AS_IT_IS, parseAs, parsedJson, type MappingWording } from './mappedTypes';
import { mappingProperties, WAYS } from './mappingProperties';
import { identifierColumns } from './user';

/** Names and values for Attentive, as a row gives them. */
export type Mapped = Record<string, unknown>;

/**
 * Attributes or event properties of an item: from chosen columns, from all columns but some, typed by hand, or as JSON.
 * Empty values are left out. Parsing throws a ValueError for a value that does not fit its type.
 */
export function mapping(wording: MappingWording): Field<Mapped> {
	return {
		properties: (name) => mappingProperties(name, wording),
		parse(source, name) {
			switch (chosenWay(source, name)) {
				case WAYS.assignments:
					return fromAssignments(source.parameter(name), wording, source.timeZone);
				case WAYS.json:
					return fromJson(source.parameter(`${name}Json`), wording, source.timeZone);
				case WAYS.allColumns:
					return fromAllColumns(source, name, wording);
				case WAYS.columns:
					return fromColumns(source, name, wording);
				default:
					// Taken for another way it would send an event without its properties.
					throw new RunError({
						reasonCode: 'unknownChoice',
						field: `${wording.many} From`,
						value: source.runWide(`${name}From`) ?? 'nothing',
						reason: 'is not one of the choices',
						wayOut: `The choices are ${Object.values(WAYS).join(', ')}`,
					});
			}
		},
	};
}

function chosenWay(source: ItemSource, name: string): unknown {
	const way = source.runWide(`${name}From`);
	if (!source.isTool || way === WAYS.json) return way;
	return WAYS.assignments;
}

interface ColumnRow {
	column: string;
	type: string;
	format?: string;
	sendAs?: string;
}

function columnRows(source: ItemSource, name: string): ColumnRow[] {
	return rowsIn(source.runWide(`${name}Columns`), 'columns', 'Columns').flatMap((row) => {
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

function fromColumns(source: ItemSource, name: string, wording: MappingWording): Mapped {
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

function fromAllColumns(source: ItemSource, name: string, wording: MappingWording): Mapped {
	const typed = new Map(columnRows(source, name).map((row) => [fold(row.column), row]));
	const leftOut = (parseText(source.runWide(`${name}Except`)) ?? '')
		.split(',')
		.filter((column) => column.trim() !== '');
	// A column that is misspelt here would be sent after all, and what is sent once is there for good.
	for (const column of [...leftOut, ...typed.keys()]) source.cell(column);
	const except = new Set(leftOut.map(fold));
	for (const column of identifierColumns(source)) except.add(fold(column));
	const entries: Entry[] = [];
	for (const [header, value] of source.cells()) {
		if (except.has(fold(header))) continue;
		const row = typed.get(fold(header));
		entries.push([row?.sendAs ?? header, header, value, row]);
	}
	return collect(entries, source, wording);
}

/** The name to send, the header it comes from, the cell, and what the panel says about it. */
type Entry = [
	sendAs: string,
	field: string,
	value: unknown,
	row: { type: string; format?: string } | undefined,
];

function collect(entries: Entry[], source: ItemSource, wording: MappingWording): Mapped {
	const mapped: Mapped = {};
	for (const [sendAs, field, value, row] of entries) {
		const parsed = parseField(field, value, (cell) =>
			parseAs(row?.type ?? AS_IT_IS, cell, { format: row?.format, timeZone: source.timeZone }, wording),
		);
		if (parsed !== undefined) set(mapped, sendAs, parsed, wording);
	}
	return mapped;
}

function set(mapped: Mapped, name: string, value: unknown, wording: MappingWording): void {
	if (name === '__proto__') {
		throw new RunError({
			reasonCode: 'unusableName',
			field: name,
			reason: 'cannot be a name',
			wayOut: 'Leave it out',
		});
	}
	if (Object.hasOwn(mapped, name)) {
		throw new RunError({
			reasonCode: 'sameNameTwice',
			field: name,
			reason: `is the name of two ${wording.many.toLowerCase()}`,
			wayOut: 'Give each a name of its own',
		});
	}
	mapped[name] = value;
}

function fromAssignments(parameter: unknown, wording: MappingWording, timeZone: string): Mapped {
	const mapped: Mapped = {};
	for (const row of rowsIn(parameter, 'assignments', wording.many)) {
		const name = parseText(row.name);
		if (name === undefined) continue;
		const value = parseField(name, row.value, (typed) =>
			parseAs(parseText(row.type) ?? AS_IT_IS, typed, { timeZone }, wording),
		);
		if (value !== undefined) set(mapped, name, value, wording);
	}
	return mapped;
}

function fromJson(parameter: unknown, wording: MappingWording, timeZone: string): Mapped {
	const value =
		typeof parameter === 'string'
			? parseField(wording.many, parameter, (text) => parsedJson(String(text)))
			: parameter;
	const object = z.record(z.string(), z.unknown()).safeParse(value ?? {});
	if (!object.success || dateText(value) !== undefined) {
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
