import type { INodeProperties } from 'n8n-workflow';
import { parseCountry } from '../values/country';
import { parseDate, type DateOptions } from '../values/date';
import { parseNumber } from '../values/number';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import type { ItemSource } from '../parameters/itemSource';
import { RunError } from '../errors/runError';
import { parseField, rowsIn, type Field } from './field';
import { WITH_COLUMNS, WITH_VALUES } from './identifiers';

type Parse = (value: unknown, date: DateOptions) => unknown;

interface Detail {
	displayName: string;
	/** Where it stands in Attentive's attributes of a user. */
	path: [string] | [string, string];
	parse: Parse;
}

const country: Parse = (value) => parseCountry(value);
const language = formed(
	/^[a-z]{2}$/,
	2,
	(text) => text.toLowerCase(),
	'is not the code of a language',
	'Write two letters, such as en',
);
const region = formed(
	/^[A-Z]{2}-[A-Z0-9]{1,3}$/,
	6,
	(text) => text.toUpperCase(),
	'is not the code of a region',
	'Write it by ISO 3166-2, such as US-NY, or leave it out',
);
const website = formed(
	/^https?:\/\/[^\s.]+\.\S+$/i,
	2_048,
	(text) => (/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`),
	'is not a web address',
	'Write it like https://example.com',
);

/**
 * Text of a certain form, once it is written in the usual way.
 * @param longest characters that text of this form can have: longer text is not looked into
 */
function formed(
	form: RegExp,
	longest: number,
	usual: (text: string) => string,
	reason: string,
	wayOut: string,
): Parse {
	return (value) => {
		const written = parseText(value);
		if (written === undefined) return undefined;
		const text = written.length > longest ? undefined : usual(written);
		if (text !== undefined && form.test(text)) return text;
		throw new ValueError({ reasonCode: 'notOfThisForm', value, reason, wayOut });
	};
}
const detail = (displayName: string, path: Detail['path'], parse: Parse = parseText): Detail => ({
	displayName,
	path,
	parse,
});

/**
 * What Attentive itself knows of a person, by the values that stand in saved workflows.
 * Latitude and longitude are left out on purpose: a precise location may not be sent.
 */
const DETAILS: Record<string, Detail> = {
	address1: detail('Address 1', ['location', 'address1']),
	address2: detail('Address 2', ['location', 'address2']),
	age: detail('Age', ['demographic', 'age'], parseNumber),
	city: detail('City', ['location', 'city']),
	country: detail('Country', ['location', 'country'], country),
	dateOfBirth: detail('Date of Birth', ['demographic', 'dateOfBirth'], parseDate),
	firstName: detail('First Name', ['firstName']),
	language: detail('Language', ['demographic', 'language']),
	lastName: detail('Last Name', ['lastName']),
	localeCountry: detail('Locale Country', ['locale', 'country'], country),
	localeLanguage: detail('Locale Language', ['locale', 'language'], language),
	organization: detail('Organization', ['demographic', 'organization']),
	region: detail('Region', ['location', 'region'], region),
	state: detail('State', ['location', 'state']),
	timezone: detail('Time Zone', ['location', 'timezone']),
	title: detail('Title', ['demographic', 'title']),
	website: detail('Website', ['demographic', 'website'], website),
	zip: detail('ZIP', ['location', 'zip']),
};

export type Profile = Record<string, unknown>;

const detailProperty: INodeProperties = {
	displayName: 'Detail',
	name: 'detail',
	type: 'options',
	options: Object.entries(DETAILS).map(([value, { displayName }]) => ({ name: displayName, value })),
	default: 'firstName',
	description: 'Which of the things that Attentive itself knows of a person',
};

const formatProperty: INodeProperties = {
	displayName: 'Date Format',
	name: 'format',
	type: 'string',
	default: '',
	placeholder: 'e.g. M/d/yyyy',
	description: 'How a date of birth is written where it is not like 1990-03-04',
	displayOptions: { show: { detail: ['dateOfBirth'] } },
};

/** Name, birthday, address and the like of a person: values or columns, as the user is. Empty ones are left out. */
export const profile: Field<Profile> = {
	properties: (name) => [
		{
			displayName: 'Personal Details',
			name,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Detail',
			default: {},
			displayOptions: WITH_VALUES,
			options: [
				{
					displayName: 'Detail',
					name: 'details',
					values: [
						detailProperty,
						formatProperty,
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. Ann, or 1990-03-04',
							description:
								'If empty, it is not sent. A date like 1990-03-04, a language by its two letters, a region like US-NY.',
						},
					],
				},
			],
			description: 'Name, birthday, address and the like, which Attentive keeps beside custom attributes',
		},
		{
			displayName: 'Personal Detail Columns',
			name: `${name}Columns`,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Detail Column',
			default: {},
			displayOptions: WITH_COLUMNS,
			options: [
				{
					displayName: 'Detail',
					name: 'details',
					values: [
						{
							displayName: 'Column',
							name: 'column',
							type: 'string',
							default: '',
							placeholder: 'e.g. first_name',
							description: 'Header of the column',
						},
						detailProperty,
						formatProperty,
					],
				},
			],
			description:
				'Columns with name, birthday, address and the like, which Attentive keeps beside custom attributes',
		},
	],
	parse(source, name) {
		const profileOf: Profile = {};
		for (const { row, field, value } of givenRows(source, name)) {
			const { path, parse } = knownDetail(row.detail);
			const date = { format: parseText(row.format), timeZone: source.timeZone };
			const parsed = parseField(field, value, (written) => parse(written, date));
			if (parsed !== undefined) set(profileOf, path, parsed);
		}
		return profileOf;
	},
};

interface Given {
	row: Record<string, unknown>;
	/** What an error calls it. */
	field: string;
	value: unknown;
}

function givenRows(source: ItemSource, name: string): Given[] {
	if (!source.usesColumns()) {
		return rowsIn(source.parameter(name), 'details', 'Personal Details').map((row) => ({
			row,
			field: DETAILS[String(row.detail)]?.displayName ?? 'Personal Details',
			value: row.value,
		}));
	}
	return rowsIn(source.runWide(`${name}Columns`), 'details', 'Personal Detail Columns').flatMap((row) => {
		const column = parseText(row.column);
		return column === undefined ? [] : [{ row, field: column, value: source.cell(column) }];
	});
}

function knownDetail(name: unknown): Detail {
	const known = typeof name === 'string' && Object.hasOwn(DETAILS, name) ? DETAILS[name] : undefined;
	if (known) return known;
	throw new RunError({
		reasonCode: 'unknownChoice',
		field: 'Detail',
		value: name ?? 'nothing',
		reason: 'is not one of the choices',
		wayOut: `The choices are ${Object.keys(DETAILS).join(', ')}`,
	});
}

function set(profileOf: Profile, [first, second]: Detail['path'], value: unknown): void {
	if (second === undefined) profileOf[first] = value;
	else profileOf[first] = { ...Object(profileOf[first]), [second]: value };
}
