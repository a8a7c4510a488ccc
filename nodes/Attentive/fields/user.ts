import type { INodeProperties } from 'n8n-workflow';
import { z } from 'zod';
import { countryChoices, parseCountry } from '../../values/country';
import { parseEmail } from '../../values/email';
import { parseIdentifier } from '../../values/identifier';
import { parsePhone } from '../../values/phone';
import { parseText } from '../../values/text';
import type { ItemSource } from '../parameters/itemSource';
import { RunError } from '../parameters/runError';
import { parseField, type Field } from './field';
import { nobody, type Person } from './person';

/** Values are shown unless columns were chosen: as a tool there is no such choice, so the rule must be one that hides. */
const WITH_VALUES: INodeProperties['displayOptions'] = { hide: { userFrom: ['columns'] } };
const WITH_COLUMNS: INodeProperties['displayOptions'] = {
	show: { userFrom: ['columns'] },
	hide: { '@tool': [true] },
};

export const userFrom: INodeProperties = {
	displayName: 'User From',
	name: 'userFrom',
	type: 'options',
	options: [
		{
			name: 'Values',
			value: 'values',
			description: 'Type the identifiers, drag fields in, or use expressions',
		},
		{
			name: 'Columns',
			value: 'columns',
			description: 'Name the columns once for all rows: best for spreadsheets, and much faster on many rows',
		},
	],
	default: 'values',
	description: 'Where the phone, email or ID of the user stands in each item',
	displayOptions: { hide: { '@tool': [true] } },
};

/** The country field stands beside every phone. */
export const defaultCountry: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: [{ name: 'None: Every Phone Begins With +', value: '' }, ...countryChoices()],
	default: '',
	description: 'Country of the phones that are written without + and a country code',
};

export const countryColumn: INodeProperties = {
	displayName: 'Country Column',
	name: 'countryColumn',
	type: 'string',
	default: '',
	placeholder: 'e.g. country',
	description:
		'Header of the column with the country of the phone, such as US or Germany. Where a cell is empty, the default country counts.',
	displayOptions: WITH_COLUMNS,
};

const customIdentifierRows = z
	.object({
		identifiers: z
			.array(z.object({ name: z.unknown(), value: z.unknown().optional(), column: z.unknown().optional() }))
			.optional(),
	})
	.nullish();

/**
 * The user by phone, email, client user ID and custom identifiers, several together: by values, or by the names of columns.
 * Parsing throws a ValueError where a row names nobody.
 */
export const user: Field<Person> = {
	properties: () => [
		userFrom,
		{
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: '+12063996576',
			description: 'In any written form. Without + it is read as a number of the default country.',
			displayOptions: WITH_VALUES,
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'name@email.com',
			displayOptions: WITH_VALUES,
		},
		{
			displayName: 'Phone Column',
			name: 'phoneColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. phone',
			description: 'Header of the column with the phone. Leave empty if there is none.',
			displayOptions: WITH_COLUMNS,
		},
		{
			displayName: 'Email Column',
			name: 'emailColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. email',
			description: 'Header of the column with the email address. Leave empty if there is none.',
			displayOptions: WITH_COLUMNS,
		},
		defaultCountry,
		countryColumn,
		{
			displayName: 'Other Identifiers',
			name: 'otherIdentifiers',
			type: 'collection',
			placeholder: 'Add Identifier',
			default: {},
			description:
				'Alone they work only if they were linked to a phone or an email before, with the identity operation',
			displayOptions: WITH_VALUES,
			options: [
				{
					displayName: 'Client User ID',
					name: 'clientUserId',
					type: 'string',
					default: '',
					placeholder: 'e.g. 123456',
					description: 'Your own main ID for the user. Never send the same ID for two people: it joins them.',
				},
				{
					displayName: 'Custom Identifiers',
					name: 'customIdentifiers',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Custom Identifier',
					default: {},
					options: [
						{
							displayName: 'Identifier',
							name: 'identifiers',
							values: [
								{
									displayName: 'Name',
									name: 'name',
									type: 'string',
									default: '',
									placeholder: 'e.g. loyaltyId',
								},
								{
									displayName: 'Value',
									name: 'value',
									type: 'string',
									default: '',
									placeholder: 'e.g. 1122334455',
								},
							],
						},
					],
				},
			],
		},
		{
			displayName: 'Other Identifier Columns',
			name: 'otherIdentifierColumns',
			type: 'collection',
			placeholder: 'Add Identifier',
			default: {},
			description:
				'Alone they work only if they were linked to a phone or an email before, with the identity operation',
			displayOptions: WITH_COLUMNS,
			options: [
				{
					displayName: 'Client User ID Column',
					name: 'clientUserIdColumn',
					type: 'string',
					default: '',
					placeholder: 'e.g. member_id',
					description:
						'Header of the column with your own main ID for the user. Never send the same ID for two people: it joins them.',
				},
				{
					displayName: 'Custom Identifiers',
					name: 'customIdentifiers',
					type: 'fixedCollection',
					typeOptions: { multipleValues: true },
					placeholder: 'Add Custom Identifier',
					default: {},
					options: [
						{
							displayName: 'Identifier',
							name: 'identifiers',
							values: [
								{
									displayName: 'Name',
									name: 'name',
									type: 'string',
									default: '',
									placeholder: 'e.g. loyaltyId',
								},
								{
									displayName: 'Column',
									name: 'column',
									type: 'string',
									default: '',
									placeholder: 'e.g. loyalty_id',
								},
							],
						},
					],
				},
			],
		},
	],
	parse: (source) => (source.usesColumns() ? fromColumns(source) : fromValues(source)),
};

function fromValues(source: ItemSource): Person {
	const others = source.within('otherIdentifiers');
	const rows = customIdentifierRows.safeParse(others.parameter('customIdentifiers'));
	return checked(
		{
			phone: parsedPhone('Phone', source.parameter('phone'), source),
			email: parseField('Email', source.parameter('email'), parseEmail),
			clientUserId: parseField('Client User ID', others.parameter('clientUserId'), parseIdentifier),
			customIdentifiers: customIdentifiers(rows.data?.identifiers ?? [], (row) => row.value),
		},
		'Phone, Email, Other Identifiers',
	);
}

function fromColumns(source: ItemSource): Person {
	const others = source.within('otherIdentifierColumns');
	const phone = columnCell(source, 'phoneColumn');
	const email = columnCell(source, 'emailColumn');
	const clientUserId = columnCell(others, 'clientUserIdColumn');
	const rows = customIdentifierRows.safeParse(others.runWide('customIdentifiers'));
	const identifierRows = rows.data?.identifiers ?? [];
	const named = [phone, email, clientUserId].flatMap((cell) => (cell ? [cell.column] : []));
	const custom = identifierRows.flatMap((row) => parseText(row.column) ?? []);
	if (named.length + custom.length === 0) {
		throw new RunError({
			reasonCode: 'noIdentifierColumn',
			field: 'Phone Column, Email Column, Other Identifier Columns',
			reason: 'are all empty',
			wayOut: 'Name at least one column that tells who the user is',
		});
	}
	return checked(
		{
			phone: phone && parsedPhone(phone.column, phone.value, source),
			email: email && parseField(email.column, email.value, parseEmail),
			clientUserId: clientUserId && parseField(clientUserId.column, clientUserId.value, parseIdentifier),
			customIdentifiers: customIdentifiers(identifierRows, (row) => {
				const column = parseText(row.column);
				return column === undefined ? undefined : source.cell(column);
			}),
		},
		[...named, ...custom].join(', '),
	);
}

/** Name and cell of a column that a parameter names, or undefined where it names none. */
export function columnCell(
	source: ItemSource,
	parameter: string,
): { column: string; value: unknown } | undefined {
	const column = parseText(source.runWide(parameter));
	return column === undefined ? undefined : { column, value: source.cell(column) };
}

/** A phone, read with the country of its row or with the default country. */
export function parsedPhone(field: string, value: unknown, source: ItemSource): string | undefined {
	return parseField(field, value, (written) => parsePhone(written, () => country(source)));
}

function country(source: ItemSource) {
	const column = source.usesColumns() ? columnCell(source, 'countryColumn') : undefined;
	const own = column && parseField(column.column, column.value, parseCountry);
	return own ?? parseField('Default Country', source.parameter('defaultCountry'), parseCountry);
}

function customIdentifiers<Row extends { name?: unknown }>(
	rows: Row[],
	valueOf: (row: Row) => unknown,
): Array<{ name: string; value: string }> | undefined {
	const identifiers = rows.flatMap((row) => {
		const name = parseText(row.name) ?? '';
		const value = parseField(name || 'Custom Identifiers', valueOf(row), parseIdentifier);
		if (name === '' && value !== undefined) {
			throw new RunError({
				reasonCode: 'missing',
				field: 'Custom Identifiers',
				reason: 'have a row without a name',
				wayOut: 'Name it as it is called in Attentive',
			});
		}
		return value === undefined ? [] : [{ name, value }];
	});
	return identifiers.length > 0 ? identifiers : undefined;
}

/** Leaves out what is absent; throws where nothing is left. */
function checked(person: Person, fields: string): Person {
	const present = Object.entries(person).filter(([, value]) => value !== undefined);
	if (present.length === 0) throw nobody(fields);
	return Object.fromEntries(present);
}
