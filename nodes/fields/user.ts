import type { INodeProperties } from 'n8n-workflow';
import { Problems } from '../errors/problems';
import type { ItemSource } from '../parameters/itemSource';
import { customIdentifiersProperty, readCustomIdentifiers } from './customIdentifiers';
import { parseField, withoutFormulaError, type Field } from './field';
import {
	defaultCountry,
	IDENTIFIERS,
	identifierProperty,
	parseLimitedEmail,
	type IdentifierName,
} from './identifiers';
import { ifInvalidProperties, leftOutIdentifier, usesOthers } from './ifInvalid';
import { nobody } from './nobody';
import type { Person } from './person';

const OTHERS = 'otherIdentifiers';
const IN_SIGHT = ['phone', 'email'] as const;
const ANY = 'Enter at least one: phone, email or another identifier';

type OtherIdentifier = Exclude<IdentifierName, 'phone' | 'email'>;

/** Which identifiers a call takes. Phone and email are in sight, the others in a collection. */
export interface Identifiers {
	/** In sight as well, where nearly every item needs it. */
	inSight?: OtherIdentifier[];
	others: OtherIdentifier[];
	customIdentifiers: boolean;
	/** Whether the call documents the limit of IDs for the email, too. */
	limitsEmail?: true;
	/** Whether these identifiers are enough for the call; unless given, any is. */
	isEnough?(person: Person): boolean;
	/** What must be filled in, for the hint below the email. */
	hint?: string;
}

/** The user by any of the identifiers that a call takes, several together. Parsing throws a ValueError where an item names nobody. */
export function userBy(identifiers: Identifiers): Field<Person> {
	return {
		properties: () => userProperties(identifiers),
		options: () => ifInvalidProperties,
		parse: (source) => person(source, identifiers),
		person: (value) => value,
	};
}

/** The user of custom and eCommerce events and of customAttribute.set. */
export const user = userBy({ others: ['clientUserId'], customIdentifiers: true });

function userProperties({
	inSight = [],
	others,
	customIdentifiers,
	hint = ANY,
}: Identifiers): INodeProperties[] {
	const otherIdentifiers: INodeProperties = {
		displayName: 'Other Identifiers',
		name: OTHERS,
		type: 'collection',
		placeholder: 'Add Identifier',
		default: {},
		description:
			'IDs besides phone and email. An ID alone works only after Identity: Add Identifiers has linked it to a person.',
		options: [...others.map(identifierProperty), ...(customIdentifiers ? [customIdentifiersProperty] : [])],
	};
	return [
		identifierProperty('phone'),
		{ ...identifierProperty('email'), hint },
		defaultCountry,
		...inSight.map(identifierProperty),
		...(others.length > 0 || customIdentifiers ? [otherIdentifiers] : []),
	];
}

function person(source: ItemSource, identifiers: Identifiers): Person {
	const { inSight = [], others, customIdentifiers } = identifiers;
	const atOnce: IdentifierName[] = [...IN_SIGHT, ...inSight];
	const collection = source.within(OTHERS);
	const found: Person = {};
	const problems = new Problems();
	for (const name of [...atOnce, ...others]) {
		const { displayName } = IDENTIFIERS[name];
		const parse = name === 'email' && identifiers.limitsEmail ? parseLimitedEmail : IDENTIFIERS[name].parse;
		const written = () => (atOnce.includes(name) ? source : collection).parameter(name);
		const value = problems.collect(() => {
			const value = withoutFormulaError(source, displayName, written());
			return parseField(displayName, value, (raw) => parse(raw, source));
		});
		if (value !== undefined) found[name] = value;
	}
	const custom = problems.collect(() =>
		customIdentifiers ? readCustomIdentifiers(source, collection.parameter('customIdentifiers')) : undefined,
	);
	if (custom) found.customIdentifiers = custom;
	const isAny = Object.keys(found).length > 0;
	const isEnough = isAny && identifiers.isEnough?.(found) !== false;
	if (problems.any && !(isEnough && usesOthers(source))) problems.throwAny();
	for (const problem of problems.all) source.warn(leftOutIdentifier(problem));
	if (isAny) return found;
	const hasOthers = others.length > 0 || customIdentifiers;
	throw nobody(source, hasOthers ? [...atOnce, OTHERS] : atOnce);
}
