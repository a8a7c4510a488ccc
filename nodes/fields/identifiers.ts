import type { INodeProperties } from 'n8n-workflow';
import { countryChoices, parseCountry } from '../values/country';
import { parseEmail } from '../values/email';
import { parseIdentifier } from '../values/identifier';
import { parsePhone } from '../values/phone';
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
	parse(value: unknown, source: ItemSource): string | undefined;
}

const NEVER_SHARED = 'Two people with the same ID become one person in Attentive.';

/** An ID that a system gave a person, within Attentive's limit. Throws a ValueError for what cannot be one. */
export function parseId(value: unknown): string | undefined {
	return limited(parseIdentifier(value), 'Check that it contains only the ID');
}

/** An email for a call that documents the limit of IDs for it, too. Throws a ValueError for a longer one. */
export function parseLimitedEmail(value: unknown): string | undefined {
	return limited(parseEmail(value), 'Check that it contains only the address, or leave it empty');
}

function limited(identifier: string | undefined, wayOut: string): string | undefined {
	if (identifier === undefined || identifier.length <= LONGEST_IDENTIFIER) return identifier;
	throw new ValueError({
		reasonCode: 'identifierTooLong',
		value: identifier,
		reason: `has ${identifier.length} characters; Attentive accepts at most ${LONGEST_IDENTIFIER}`,
		wayOut,
	});
}

export const IDENTIFIERS: Record<IdentifierName, Identifier> = {
	phone: {
		displayName: 'Phone',
		placeholder: 'e.g. +12063996576',
		description: 'In any format. A number without + is read as a number of the default country.',
		parse: (value, source) =>
			parsePhone(
				value,
				() => countryOf(source),
				(warning) => source.warn(warning),
			),
	},
	email: {
		displayName: 'Email',
		placeholder: 'e.g. name@example.com',
		parse: parseEmail,
	},
	clientUserId: {
		displayName: 'Client User ID',
		placeholder: 'e.g. 123456',
		description: `Your main ID for the user. ${NEVER_SHARED}`,
		parse: parseId,
	},
	shopifyId: {
		displayName: 'Shopify ID',
		placeholder: 'e.g. 207119551',
		description: `ID of the customer in Shopify. ${NEVER_SHARED}`,
		parse: parseId,
	},
	klaviyoId: {
		displayName: 'Klaviyo ID',
		placeholder: 'e.g. 01GDDKASAP8TKDDA2GRZDSVP4H',
		description: `ID of the profile in Klaviyo. ${NEVER_SHARED}`,
		parse: parseId,
	},
};

/** The parameter for an identifier. */
export function identifierProperty(name: IdentifierName): INodeProperties {
	const { displayName, placeholder, description } = IDENTIFIERS[name];
	return { displayName, name, type: 'string', default: '', placeholder, description };
}

/** Stands beside every phone: the country of those without a country code. An expression gives it for each item. */
export const defaultCountry: INodeProperties = {
	displayName: 'Default Country',
	name: 'defaultCountry',
	type: 'options',
	options: [{ name: 'None: Every Phone Begins With +', value: '' }, ...countryChoices()],
	default: '',
	description:
		'Country of phones without + and a country code, such as (206) 399-6576. An expression can give its name or two-letter code for each item.',
};

function countryOf(source: ItemSource) {
	return parseField(defaultCountry.displayName, source.parameter(defaultCountry.name), parseCountry);
}
