import type { INodeProperties } from 'n8n-workflow';
import type { Skip } from '../errors/itemResult';
import type { ItemSource, Unfound } from '../parameters/itemSource';
import { isContainer } from '../parameters/path';
import { member } from '../values/member';
import { inField, RunError } from '../errors/runError';
import { formulaErrorIn } from '../values/formulaError';
import { excerpt, ValueError } from '../values/valueError';
import type { Warning } from '../values/warning';
import type { Person } from './person';

/**
 * One thing that an operation wants to know: which parameters it shows in the panel, and how they become a value.
 * The parameters' names begin with the name that the operation gives the field.
 */
export interface Field<Value> {
	properties(name: string): INodeProperties[];
	/** Throws a ValueError that names the field. */
	parse(source: ItemSource, name: string): Value;
	/** Parameters that are among the Options: the same for all items of a run. */
	options?(): INodeProperties[];
	/** Whom an item is about, where the field says so. */
	person?(value: Value): Person;
	/** Says why an item is left out before any other field is read, where the field can: without consent, nothing else matters. */
	leavesOut?(source: ItemSource, name: string): Skip | undefined;
}

export type Fields = Record<string, Field<unknown>>;

/** The values that a set of fields gives. */
export type Values<Set extends Fields> = {
	[Name in keyof Set]: Set[Name] extends Field<infer Value> ? Value : never;
};

/** Show-rules: a list of values for each parameter that must have one of them. */
export type ShowRules = NonNullable<NonNullable<INodeProperties['displayOptions']>['show']>;

/** Adds show-rules to a property. Those given come first: n8n stops reading at the first that is an expression. */
export function shownFor(rules: ShowRules, property: INodeProperties): INodeProperties {
	const { displayOptions, ...rest } = property;
	return { ...rest, displayOptions: { ...displayOptions, show: { ...rules, ...displayOptions?.show } } };
}

/** Parses a value; what is wrong with it is told with the field's name. */
export function parseField<Value>(field: string, value: unknown, parse: (value: unknown) => Value): Value {
	try {
		return parse(value);
	} catch (error) {
		throw inField(error, field, value);
	}
}

/** The value of a field; the error of a spreadsheet's formula, such as #N/A, is none and becomes a warning of the item. */
export function withoutFormulaError(source: ItemSource, field: string, value: unknown): unknown {
	const error = formulaErrorIn(value);
	if (error === undefined) return value;
	source.warn(formulaWarning(field, error));
	return undefined;
}

export function formulaWarning(field: string, value: string): Warning {
	return {
		code: `formulaError ${field}`,
		message: `was sent without '${excerpt(field)}': ${value} is the error of a spreadsheet formula`,
	};
}

/** The error of an item that cannot do without a parameter which reads a field that no item has. */
export function readsUnfound({ label, reason }: Unfound): ValueError {
	return new ValueError({
		reasonCode: 'noSuchField',
		field: label,
		reason,
		wayOut: 'Drag in a field that the items have',
	});
}

type Row = Record<string, unknown>;

/**
 * The rows of a collection parameter, which n8n keeps under the name of their section. Read for each item: without zod, which copies them.
 * Throws a RunError where an expression gave something else: left alone it would send less than was meant.
 */
export function rowsIn(parameter: unknown, section: string, field: string): Row[] {
	if (parameter === undefined || parameter === null) return [];
	if (isRow(parameter) && Object.keys(parameter).length === 0) return [];
	const rows = member(parameter, section);
	if (isRow(parameter) && Array.isArray(rows) && rows.every(isRow)) return rows;
	throw new RunError({
		reasonCode: 'unusableRows',
		field,
		value: parameter,
		reason: 'is not a list of rows',
		wayOut: 'Fill in its rows in the panel; the fields of a row may be expressions',
	});
}

function isRow(value: unknown): value is Row {
	return isContainer(value) && !Array.isArray(value);
}
