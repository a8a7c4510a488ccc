import type { INodeProperties } from 'n8n-workflow';
import type { ItemSource } from '../parameters/itemSource';
import { RunError } from '../errors/runError';
import { customIdentifiersProperty, readCustomIdentifiers } from './customIdentifiers';
import { parseField, type Field } from './field';
import {
	columnCell,
	columnParameter,
	columnProperty,
	countryColumn,
	defaultCountry,
	IDENTIFIERS,
	userFrom,
	valueProperty,
	WITH_COLUMNS,
	WITH_VALUES,
	type IdentifierName,
} from './identifiers';
import { nobody, type Person } from './person';

const OTHERS = 'otherIdentifiers';
const OTHER_COLUMNS = 'otherIdentifierColumns';

/** Which identifiers a call takes. Phone and email stand in sight, the others in a collection. */
interface Identifiers {
	others: Array<Exclude<IdentifierName, 'phone' | 'email'>>;
	customIdentifiers: boolean;
	/** What must be filled in, for the hint below the email. */
	hint?: string;
}

/**
 * The user by any of the identifiers that a call takes, several together: by values, or by the names of columns.
 * Parsing throws a ValueError where a row names nobody.
 */
export function userBy(identifiers: Identifiers): Field<Person> {
	return {
		properties: () => userProperties(identifiers),
		parse: (source) =>
			source.usesColumns() ? fromColumns(source, identifiers) : fromValues(source, identifiers),
	};
}

/** The user of custom and eCommerce events and of customAttribute.set. */
export const user = userBy({ others: ['clientUserId'], customIdentifiers: true });

const IN_SIGHT = ['phone', 'email'] as const;

const ANY = 'Fill in at least one: a phone, an email or another identifier';

function userProperties({ others, customIdentifiers, hint = ANY }: Identifiers): INodeProperties[] {
	const collection = {
		type: 'collection' as const,
		placeholder: 'Add Identifier',
		default: {},
		description:
			'IDs beside phone and email. In other operations an ID alone works only after Identity: Add Identifiers has linked it.',
	};
	return [
		userFrom,
		{ ...valueProperty('phone'), displayOptions: WITH_VALUES },
		{ ...valueProperty('email'), hint, displayOptions: WITH_VALUES },
		{ ...columnProperty('phone'), displayOptions: WITH_COLUMNS },
		{ ...columnProperty('email'), hint, displayOptions: WITH_COLUMNS },
		defaultCountry,
		countryColumn,
		...(others.length > 0 || customIdentifiers
			? [
					{
						...collection,
						displayName: 'Other Identifiers',
						name: OTHERS,
						options: [
							...others.map(valueProperty),
							...(customIdentifiers ? [customIdentifiersProperty('value')] : []),
						],
						displayOptions: WITH_VALUES,
					},
					{
						...collection,
						displayName: 'Other Identifier Columns',
						name: OTHER_COLUMNS,
						options: [
							...others.map(columnProperty),
							...(customIdentifiers ? [customIdentifiersProperty('column')] : []),
						],
						displayOptions: WITH_COLUMNS,
					},
				]
			: []),
	];
}

function fromValues(source: ItemSource, { others, customIdentifiers }: Identifiers): Person {
	const collection = source.within(OTHERS);
	const person: Person = {};
	for (const name of [...IN_SIGHT, ...others]) {
		const { displayName, parse } = IDENTIFIERS[name];
		const value = (isInSight(name) ? source : collection).parameter(name);
		person[name] = parseField(displayName, value, (written) => parse(written, source));
	}
	if (customIdentifiers) {
		person.customIdentifiers = readCustomIdentifiers(
			collection.parameter('customIdentifiers'),
			(row) => row.value,
		);
	}
	return checked(person, 'Phone, Email, Other Identifiers');
}

function fromColumns(source: ItemSource, { others, customIdentifiers }: Identifiers): Person {
	const collection = source.within(OTHER_COLUMNS);
	const person: Person = {};
	const columns: string[] = [];
	for (const name of [...IN_SIGHT, ...others]) {
		const cell = columnCell(isInSight(name) ? source : collection, columnParameter(name));
		if (!cell) continue;
		columns.push(cell.column);
		person[name] = parseField(cell.column, cell.value, (written) => IDENTIFIERS[name].parse(written, source));
	}
	if (customIdentifiers) {
		person.customIdentifiers = readCustomIdentifiers(
			collection.runWide('customIdentifiers'),
			({ column }) => {
				if (column === undefined) return undefined;
				columns.push(column);
				return source.cell(column);
			},
		);
	}
	if (columns.length > 0) return checked(person, columns.join(', '));
	throw new RunError({
		reasonCode: 'noIdentifierColumn',
		field: 'Phone Column, Email Column, Other Identifier Columns',
		reason: 'are all empty',
		wayOut: 'Name at least one column that tells who the user is',
	});
}

function isInSight(name: IdentifierName): boolean {
	return IN_SIGHT.some((one) => one === name);
}

/** The columns that say who the user is, where columns say it. */
export function identifierColumns(source: ItemSource): string[] {
	if (!source.usesColumns()) return [];
	const collection = source.within(OTHER_COLUMNS);
	const columns = [
		...[...IN_SIGHT, 'country'].map((name) => columnCell(source, columnParameter(name))),
		...Object.keys(IDENTIFIERS).map((name) => columnCell(collection, columnParameter(name))),
	].flatMap((cell) => (cell ? [cell.column] : []));
	readCustomIdentifiers(collection.runWide('customIdentifiers'), ({ column }) => {
		if (column !== undefined) columns.push(column);
		return undefined;
	});
	return columns;
}

/** Leaves out what is absent; throws where nothing is left. */
function checked(person: Person, fields: string): Person {
	const present = Object.entries(person).filter(([, value]) => value !== undefined);
	if (present.length === 0) throw nobody(fields);
	return Object.fromEntries(present);
}
