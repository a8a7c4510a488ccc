import type { INodeProperties } from 'n8n-workflow';
import type { ItemSource, Unfound } from '../parameters/itemSource';
import { member } from '../values/member';
import { latitude, longitude } from '../values/coordinate';
import { parseCountry } from '../values/country';
import { parseBirthday, type DateOptions } from '../values/date';
import { parseLanguage } from '../values/language';
import { parseNumber } from '../values/number';
import { withoutCodeMarks } from '../values/exportMarks';
import { parseText, withoutTextMark } from '../values/text';
import { ValueError } from '../values/valueError';
import { RunError } from '../errors/runError';
import { notAChoice } from './choice';
import { parseField, readsUnfound, rowsIn, withoutFormulaError, type Field } from './field';
import { preciseLocationNotice } from './notices';

type Parse = (value: unknown, date: DateOptions) => unknown;

interface Detail {
	displayName: string;
	/** Where it stands in Attentive's attributes of a user. */
	path: [string] | [string, string];
	parse: Parse;
}

const country: Parse = (value) => parseCountry(value);
const zip: Parse = (value) => {
	const written = parseText(value);
	return written && withoutCodeMarks(withoutTextMark(written));
};
const language: Parse = (value) => parseLanguage(value);
const region = formed(
	/^[A-Z]{2}-[A-Z0-9]{1,3}$/,
	6,
	(text) => text.toUpperCase(),
	'is not a region code',
	'Use ISO 3166-2, such as US-NY, or leave it out',
);
const website = formed(
	/^https?:\/\/[^\s.]+\.\S+$/i,
	2_048,
	(text) => (/^[a-z]+:\/\//i.test(text) ? text : `https://${text}`),
	'is not a web address',
	'Enter it like https://example.com',
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

/** What Attentive itself knows of a person, by the values of the panel. */
const DETAILS: Record<string, Detail> = {
	address1: detail('Address 1', ['location', 'address1']),
	address2: detail('Address 2', ['location', 'address2']),
	age: detail('Age', ['demographic', 'age'], (value) => parseNumber(value)),
	city: detail('City', ['location', 'city']),
	country: detail('Country', ['location', 'country'], country),
	dateOfBirth: detail('Date of Birth', ['demographic', 'dateOfBirth'], parseBirthday),
	firstName: detail('First Name', ['firstName']),
	language: detail('Language', ['demographic', 'language']),
	lastName: detail('Last Name', ['lastName']),
	latitude: detail('Latitude', ['location', 'latitude'], latitude),
	localeCountry: detail('Locale Country', ['locale', 'country'], country),
	localeLanguage: detail('Locale Language', ['locale', 'language'], language),
	longitude: detail('Longitude', ['location', 'longitude'], longitude),
	organization: detail('Organization', ['demographic', 'organization']),
	region: detail('Region', ['location', 'region'], region),
	state: detail('State', ['location', 'state']),
	timezone: detail('Time Zone', ['location', 'timezone']),
	title: detail('Title', ['demographic', 'title']),
	website: detail('Website', ['demographic', 'website'], website),
	zip: detail('ZIP', ['location', 'zip'], zip),
};

export type Profile = Record<string, unknown>;

const detailProperty: INodeProperties = {
	displayName: 'Detail',
	name: 'detail',
	type: 'options',
	options: Object.entries(DETAILS).map(([value, { displayName }]) => ({ name: displayName, value })),
	default: 'firstName',
	description: 'Which detail to send',
};

const formatProperty: INodeProperties = {
	displayName: 'Date Format',
	name: 'format',
	type: 'string',
	default: '',
	placeholder: 'e.g. M/d/yyyy',
	description: 'Format of the date of birth if it is not like 1990-03-04',
	displayOptions: { show: { detail: ['dateOfBirth'] } },
};

const COORDINATES = ['latitude', 'longitude'] as const;

const locationNotice: INodeProperties = {
	...preciseLocationNotice,
	displayOptions: { show: { detail: [...COORDINATES] } },
};

const NOWHERE = {
	code: 'locationZero',
	message: 'has 0 as latitude and longitude, which many programs write for an unknown location',
};

/** Name, birthday, address and the like of a person. Empty ones are left out. */
export const profile: Field<Profile> = {
	properties: (name) => [
		{
			displayName: 'Personal Details',
			name,
			type: 'fixedCollection',
			typeOptions: { multipleValues: true },
			placeholder: 'Add Detail',
			default: {},
			options: [
				{
					displayName: 'Detail',
					name: 'details',
					values: [
						detailProperty,
						{
							displayName: 'Value',
							name: 'value',
							type: 'string',
							default: '',
							placeholder: 'e.g. Ann, or 1990-03-04',
							description:
								'If empty, it is not sent. Enter a date like 1990-03-04, a locale language like en or English, a region like US-NY, a latitude or longitude in decimal degrees.',
						},
						formatProperty,
						locationNotice,
					],
				},
			],
			description:
				'Name, birthday, address, location and other details. Attentive keeps them separate from custom attributes.',
		},
	],
	parse(source, name) {
		const profileOf: Profile = {};
		const rows = rowsIn(source.parameter(name), 'details', 'Personal Details');
		if (rows.length === 0) return profileOf;
		for (const row of rows) {
			const { displayName, path, parse } = knownDetail(row.detail);
			const date = { format: parseText(row.format), timeZone: source.timeZone };
			const value = withoutFormulaError(source, displayName, row.value);
			const parsed = parseField(displayName, value, (written) => parse(written, date));
			if (parsed !== undefined) set(profileOf, path, parsed);
		}
		checkLocation(source, profileOf, (detail) => {
			const row = rows.findIndex((one) => one.detail === detail);
			return row < 0 ? undefined : source.unfound([name], 'details', row, 'value');
		});
		return profileOf;
	},
};

function knownDetail(name: unknown): Detail {
	const known = typeof name === 'string' && Object.hasOwn(DETAILS, name) ? DETAILS[name] : undefined;
	if (known) return known;
	throw new RunError(notAChoice('Detail', name, Object.keys(DETAILS)));
}

function set(profileOf: Profile, [first, second]: Detail['path'], value: unknown): void {
	if (second === undefined) profileOf[first] = value;
	else profileOf[first] = { ...Object(profileOf[first]), [second]: value };
}

/** Throws a ValueError for a latitude without a longitude and the reverse. */
function checkLocation(
	source: ItemSource,
	{ location }: Profile,
	unfound: (detail: string) => Unfound | undefined,
): void {
	if (COORDINATES.every((name) => member(location, name) === '0')) source.warn(NOWHERE);
	const missing = COORDINATES.filter((name) => member(location, name) === undefined);
	const [name, both] = missing;
	if (name === undefined || both !== undefined) return;
	const unread = unfound(name);
	if (unread) throw readsUnfound(unread);
	const [field, other] = name === 'latitude' ? ['Latitude', 'Longitude'] : ['Longitude', 'Latitude'];
	throw new ValueError({
		reasonCode: 'halfLocation',
		field,
		reason: `is empty, but '${other}' is not`,
		wayOut: 'Enter both, or leave both empty',
	});
}
