import type { INodeProperties } from 'n8n-workflow';
import { countryChoices, parseCountry } from '../values/country';
import { parseEmail } from '../values/email';
import { parseIdentifier } from '../values/identifier';
import { parsePhone } from '../values/phone';
import { parseText } from '../values/text';
import { LONGEST_IDENTIFIER } from '../schemas/identifiers';
import { ValueError } from '../values/valueError';
import type { ItemSource } from '../parameters/itemSource';
import { parseField } from './field';

/** Identifiers that are one text each. The names are Attentive's. */
export type IdentifierName = 'phone' | 'email' | 'clientUserId' | 'shopifyId' | 'klaviyoId';

interface Identifier {
	displayName: string;
	placeholder: string;
	description?: string;
	columnPlaceholder: string;
	/** Ends the sentence "Header of the column with ...". */
	what: string;
	parse(value: unknown, source: ItemSource): string | undefined;
}

const NEVER_SHARED = 'Never send the same ID for two people: it joins them.';

/** An ID that a system gave a person, within Attentive's limit. Throws a ValueError for what cannot be one. */
export function parseId(value: unknown): string | undefined {
	return limited(parseIdentifier(value));
}

function limited(identifier: string | undefined): string | undefined {
	if (identifier === undefined || identifier.length <= LONGEST_IDENTIFIER) return identifier;
	throw new ValueError({
		reasonCode: 'identifierTooLong',
		value: identifier,
		reason: `has ${identifier.length} characters, and Attentive takes ${LONGEST_IDENTIFIER}`,
		wayOut: 'Check that it is an ID and nothing else',
	});
}

export const IDENTIFIERS: Record<IdentifierName, Identifier> = {
	phone: {
		displayName: 'Phone',
		placeholder: '+12063996576',
		description: 'In any written form. Without + it is read as a number of the default country.',
		columnPlaceholder: 'e.g. phone',
		what: 'the phone',
		parse: (value, source) => parsePhone(value, () => countryOf(source)),
	},
	email: {
		displayName: 'Email',
		placeholder: 'name@example.com',
		columnPlaceholder: 'e.g. email',
		what: 'the email address',
		parse: (value) => limited(parseEmail(value)),
	},
	clientUserId: {
		displayName: 'Client User ID',
		placeholder: 'e.g. 123456',
		description: `Your own main ID for the user. ${NEVER_SHARED}`,
		columnPlaceholder: 'e.g. member_id',
		what: `your own main ID for the user. ${NEVER_SHARED}`,
		parse: parseId,
	},
	shopifyId: {
		displayName: 'Shopify ID',
		placeholder: 'e.g. 207119551',
		description: `The customer's ID in Shopify. ${NEVER_SHARED}`,
		columnPlaceholder: 'e.g. shopify_id',
		what: "the customer's ID in Shopify",
		parse: parseId,
	},
	klaviyoId: {
		displayName: 'Klaviyo ID',
		placeholder: 'e.g. 01GDDKASAP8TKDDA2GRZDSVP4H',
		description: `The profile's ID in Klaviyo. ${NEVER_SHARED}`,
		columnPlaceholder: 'e.g. klaviyo_id',
		what: "the profile's ID in Klaviyo",
		parse: parseId,
	},
};

/** Values are shown unless columns were chosen: as a tool there is no such choice, so the rule must be one that hides. */
export const WITH_VALUES: INodeProperties['displayOptions'] = { hide: { userFrom: ['columns'] } };
export const WITH_COLUMNS: INodeProperties['displayOptions'] = {
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

/** The parameter for an identifier's value, without display rules. */
export function valueProperty(name: IdentifierName): INodeProperties {
	const { displayName, placeholder, description } = IDENTIFIERS[name];
	return { displayName, name, type: 'string', default: '', placeholder, description };
}

/** The parameter for the header of an identifier's column, without display rules. */
export function columnProperty(name: IdentifierName): INodeProperties {
	const { displayName, columnPlaceholder, what } = IDENTIFIERS[name];
	return {
		displayName: `${displayName} Column`,
		name: columnParameter(name),
		type: 'string',
		default: '',
		placeholder: columnPlaceholder,
		description: `Header of the column with ${what}`,
	};
}

export function columnParameter(name: string): string {
	return `${name}Column`;
}

/** The two fields that stand beside every phone, without display rules for the first. */
export const defaultCountry: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: [{ name: 'None: Every Phone Begins With +', value: '' }, ...countryChoices()],
	default: '',
	description:
		'Country of the phones that are written without + and a country code. Choose one if yours look like (206) 399-6576.',
};

export const countryColumn: INodeProperties = {
	displayName: 'Country Column',
	name: columnParameter('country'),
	type: 'string',
	default: '',
	placeholder: 'e.g. country',
	description:
		'Header of the column with the country of the phone, such as US or Germany. Where a cell is empty, the default country counts.',
	displayOptions: WITH_COLUMNS,
};

function countryOf(source: ItemSource) {
	const column = source.usesColumns() ? columnCell(source, countryColumn.name) : undefined;
	const own = column && parseField(column.column, column.value, parseCountry);
	return own ?? parseField(defaultCountry.displayName, source.parameter(defaultCountry.name), parseCountry);
}

/** Header and cell of a column that a parameter names, or undefined where it names none. */
export function columnCell(
	source: ItemSource,
	parameter: string,
): { column: string; value: unknown } | undefined {
	const column = parseText(source.runWide(parameter));
	return column === undefined ? undefined : { column, value: source.cell(column) };
}
