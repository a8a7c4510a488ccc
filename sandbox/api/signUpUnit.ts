import type { Account } from '../attentive/account';
import { Refusal } from '../attentive/refusal';
import type { Locale, SignUpUnit } from '../attentive/signUpUnits';
import { fields, text, type Rule } from './rules';

export const language: Rule<string> = {
	expected: 'a language in ISO 639-1, as in en',
	source: 'OpenAPI',
	holds: (code) => /^[a-z]{2}$/.test(code),
};

export const country: Rule<string> = {
	expected: 'a country in ISO 3166-1 alpha 2, as in US',
	source: 'OpenAPI',
	holds: (code) => /^[A-Z]{2}$/.test(code),
};

export const locale = fields({ language: text(language), country: text(country) }, 'assumed');

/** How a request says which sign-up unit it means. */
export interface NamedUnit {
	signUpSourceId?: string | undefined;
	locale?: Locale | undefined;
	subscriptionType?: SignUpUnit['type'] | undefined;
}

export const completeLocale: Rule<NamedUnit> = {
	expected: 'signUpSourceId, or both locale and subscriptionType',
	source: 'OpenAPI',
	holds: (named) =>
		named.signUpSourceId !== undefined ||
		(named.locale !== undefined && named.subscriptionType !== undefined),
};

export const onlyOneWay: Rule<NamedUnit> = {
	expected: 'signUpSourceId without locale and subscriptionType, or these without it',
	source: 'assumed',
	holds: (named) =>
		named.signUpSourceId === undefined ||
		(named.locale === undefined && named.subscriptionType === undefined),
};

/** That an unknown ID is a 400 is assumed; that locale and type must match exactly one unit is published. */
export function signUpUnitOf({ signUpUnits }: Account, named: NamedUnit, place: string): SignUpUnit {
	const { signUpSourceId, locale, subscriptionType } = named;
	if (locale === undefined || subscriptionType === undefined) {
		const unit = signUpUnits.find(signUpSourceId);
		if (unit !== undefined) return unit;
		throw new Refusal(
			400,
			`${place}.signUpSourceId: expected the ID of an API sign-up unit, received ${JSON.stringify(signUpSourceId)} [assumed]`,
		);
	}
	const [unit, ...others] = signUpUnits.matching(locale, subscriptionType);
	if (unit !== undefined && others.length === 0) return unit;
	const count = unit === undefined ? 'none' : others.length + 1;
	throw new Refusal(
		400,
		`${place}.locale and subscriptionType: expected to match exactly one API sign-up unit, received ` +
			`${locale.language}-${locale.country} and ${subscriptionType}, which match ${count} [OpenAPI]`,
	);
}
