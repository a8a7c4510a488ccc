import { getCountries, isSupportedCountry, type CountryCode } from 'libphonenumber-js/max';
import { parseShortText, type ShortKind } from './text';
import { ValueError } from './valueError';

const englishNames = new Intl.DisplayNames(['en'], { type: 'region' });

const byName = new Map<string, CountryCode>([
	['uk', 'GB'],
	['great britain', 'GB'],
	['england', 'GB'],
	['usa', 'US'],
	['u.s.', 'US'],
	['u.s.a.', 'US'],
	['united states of america', 'US'],
	['can', 'CA'],
	['aus', 'AU'],
	['hong kong', 'HK'],
	['macau', 'MO'],
	['macao', 'MO'],
	['turkey', 'TR'],
	['czech republic', 'CZ'],
	['the netherlands', 'NL'],
	['holland', 'NL'],
	['ivory coast', 'CI'],
	['uae', 'AE'],
	['korea', 'KR'],
]);
for (const code of getCountries()) {
	const name = englishNames.of(code);
	if (name) byName.set(name.toLowerCase(), code);
}

/** Countries whose names take an article in a sentence. */
const WITH_ARTICLE =
	/^(United |Bahamas|Gambia|Maldives|Netherlands|Philippines|Comoros|.*(Islands|Republic|Territory)$)/;

/** The English name of a country as it stands in a sentence: the United States, France. */
export function countryName(code: CountryCode): string {
	const name = englishNames.of(code) ?? code;
	return WITH_ARTICLE.test(name) ? `the ${name}` : name;
}

/** All countries that have telephone numbers, by their English name, for a list to choose from. */
export function countryChoices(): Array<{ name: string; value: string }> {
	return getCountries()
		.map((code) => ({ name: englishNames.of(code) ?? code, value: String(code) }))
		.sort((a, b) => a.name.localeCompare(b.name));
}

const COUNTRY: ShortKind = {
	name: 'the name of a country',
	longest: 100,
	reasonCode: 'countryTooLong',
	wayOut: 'Enter its English name or two-letter code, such as US or GB',
};

/** A country by its two-letter code or its English name; undefined where the cell is empty. Throws a ValueError otherwise. */
export function parseCountry(value: unknown): CountryCode | undefined {
	const written = parseShortText(value, COUNTRY);
	if (written === undefined) return undefined;
	const code = written.toUpperCase();
	if (isSupportedCountry(code)) return code;
	const named = byName.get(written.toLowerCase());
	if (named) return named;
	throw new ValueError({
		reasonCode: 'unknownCountry',
		value,
		reason: 'is not a country',
		wayOut: COUNTRY.wayOut,
	});
}
