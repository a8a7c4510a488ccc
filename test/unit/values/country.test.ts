import { countryChoices, parseCountry } from '../../../nodes/values/country';
import { BY_ALPHA_3 } from '../../../nodes/values/countryCodes';
import { codeOf, EMPTY_CELLS } from './problem';

test.each([
	['US', 'US'],
	['us', 'US'],
	[' gb ', 'GB'],
	['UK', 'GB'],
	['USA', 'US'],
	['U.S.A.', 'US'],
	['United States', 'US'],
	['united states of america', 'US'],
	['United Kingdom', 'GB'],
	['Great Britain', 'GB'],
	['England', 'GB'],
	['Germany', 'DE'],
	['Canada', 'CA'],
	['Puerto Rico', 'PR'],
	['Hong Kong', 'HK'],
	['Turkey', 'TR'],
	['Czech Republic', 'CZ'],
	['The Netherlands', 'NL'],
])('%j is %s', (written, code) => {
	expect(parseCountry(written)).toBe(code);
});

/** Members of the kind, with where they were found. */
test.each([
	// arpitkatiyar1999/Country-Picker#19.
	['Trinidad & Tobago', 'TT'],
	['Trinidad and Tobago', 'TT'],
	['Antigua & Barbuda', 'AG'],
	['BOSNIA AND HERZEGOVINA', 'BA'],
	['Saint Vincent and the Grenadines', 'VC'],
	['St Vincent & Grenadines', 'VC'],
	['St. Lucia', 'LC'],
	['Saint Lucia', 'LC'],
	['St Kitts and Nevis', 'KN'],
	['Saint Barthélemy', 'BL'],
	['St. Barthelemy', 'BL'],
	['Sao Tome and Principe', 'ST'],
	["Cote d'Ivoire", 'CI'],
	['Côte d’Ivoire', 'CI'],
	['Curacao', 'CW'],
	['Türkiye', 'TR'],
	['Turkiye', 'TR'],
	// ISO 3166-1 (mledoze/countries, Debian's iso-codes).
	['GBR', 'GB'],
	['deu', 'DE'],
	['840', 'US'],
	[840, 'US'],
	['036', 'AU'],
	['044', 'BS'],
	['Korea, Republic of', 'KR'],
	["Korea (Democratic People's Republic of)", 'KP'],
	['Bolivia (Plurinational State of)', 'BO'],
	['Bolivia, Plurinational State of', 'BO'],
	['Iran (Islamic Republic of)', 'IR'],
	['Moldova, Republic of', 'MD'],
	['Tanzania, United Republic of', 'TZ'],
	['Venezuela (Bolivarian Republic of)', 'VE'],
	['Micronesia (Federated States of)', 'FM'],
	['Congo, The Democratic Republic of the', 'CD'],
	['Congo', 'CG'],
	['Virgin Islands, British', 'VG'],
	['Virgin Islands (U.S.)', 'VI'],
	['Falkland Islands (Malvinas)', 'FK'],
	['Saint Martin (French part)', 'MF'],
	['Sint Maarten (Dutch part)', 'SX'],
	['Taiwan, Province of China', 'TW'],
	['Russian Federation', 'RU'],
	['Viet Nam', 'VN'],
	['Syrian Arab Republic', 'SY'],
	["Lao People's Democratic Republic", 'LA'],
	['Brunei Darussalam', 'BN'],
	['Holy See', 'VA'],
	['Palestine, State of', 'PS'],
	['United Kingdom of Great Britain and Northern Ireland', 'GB'],
	['Federal Republic of Germany', 'DE'],
	['Kingdom of the Netherlands', 'NL'],
	['Netherlands (the)', 'NL'],
	['Bahamas, The', 'BS'],
	['Gambia (the)', 'GM'],
	['Dominican Republic', 'DO'],
	['Republic of Ireland', 'IE'],
	['Republic of China', 'TW'],
	["People's Republic of China", 'CN'],
	// The World Bank's lists.
	['Korea, Rep.', 'KR'],
	['Congo, Dem. Rep.', 'CD'],
	['Egypt, Arab Rep.', 'EG'],
	['Hong Kong SAR, China', 'HK'],
	['Yemen, Rep.', 'YE'],
	['Scotland', 'GB'],
])('%j is %s, too', (written, code) => {
	expect(parseCountry(written)).toBe(code);
});

test.each([44, '44', '1', 8, '001', '000', '999', 'State of Georgia', 'Saint', 'Republic of', 'New England'])(
	'%j may be something else than a country',
	(written) => {
		expect(codeOf(() => parseCountry(written))).toBe('unknownCountry');
	},
);

/** As shops, banks and forms write them. */
test.each([
	// woocommerce/woocommerce#25152 and its list of countries.
	['United States (US)', 'US'],
	['United Kingdom (UK)', 'GB'],
	['Belau', 'PW'],
	['Saint Martin (Dutch part)', 'SX'],
	['Saint Martin (French part)', 'MF'],
	['Macao S.A.R., China', 'MO'],
	// wp-e-commerce/WP-e-Commerce#63.
	['Great Britain (UK)', 'GB'],
	['US - United States', 'US'],
	['DE: Germany', 'DE'],
	// The World Bank's: countries/countries#793, michaelwittig/node-i18n-iso-countries#318.
	['XKX', 'XK'],
	['Korea, Dem. Rep.', 'KP'],
	['Micronesia, Fed. Sts.', 'FM'],
	// Half of a name, or its parts turned round: ChiefWoof/Updated-Leaderboard#5, annexare/Countries#36.
	['Turks & Caicos', 'TC'],
	['Åland', 'AX'],
	['Bosnia', 'BA'],
	['Korea South', 'KR'],
	['St. Barts', 'BL'],
	['Côte d´Ivoire', 'CI'],
	['U. S. A.', 'US'],
	// With characters that are not seen, or wide ones.
	['U\u200bS', 'US'],
	['ＵＳＡ', 'US'],
])('%s is %s', (written, expected) => {
	expect(parseCountry(written)).toBe(expected);
});

test.each(['United States (CA)', 'FR - Germany', 'Georgia (US)', 'Canada: US'])(
	'%s names two countries, or none',
	(written) => {
		expect(codeOf(() => parseCountry(written))).toBe('unknownCountry');
	},
);

test('every country of ISO 3166-1 is read by each of its codes', () => {
	const codes = [...BY_ALPHA_3];
	expect(codes.length).toBe(countryChoices().length - ['AC', 'TA', 'XK'].length);
	for (const [alpha3, code] of codes) {
		expect(parseCountry(alpha3)).toBe(code);
		expect(alpha3).toMatch(/^[A-Z]{3}$/);
	}
});

test.each(['XX', 'Atlantis', 'U', '1', 49, true])('%j is no country', (written) => {
	expect(codeOf(() => parseCountry(written))).toBe('unknownCountry');
});

test.each(EMPTY_CELLS)('%j is no country and no error', (cell) => {
	expect(parseCountry(cell)).toBeUndefined();
});

test('every country of the list is read, by its code and by its name', () => {
	const choices = countryChoices();
	expect(choices.length).toBeGreaterThan(200);
	for (const { name, value } of choices) {
		expect(parseCountry(value)).toBe(value);
		if (name !== value) expect(parseCountry(name)).toBe(value);
	}
	expect(new Set(choices.map(({ value }) => value)).size).toBe(choices.length);
});
