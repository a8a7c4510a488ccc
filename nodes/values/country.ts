import { getCountries, isSupportedCountry, type CountryCode } from './phoneLibrary';
import { BY_ALPHA_3, byNumericCode } from './countryCodes';
import { englishName } from './countryNames';
import { alphabetically, inAscii, withoutAccents, withoutInvisible } from './characters';
import { withoutCodeMarks } from './exportMarks';
import { parseShortText, withoutTextMark, type ShortKind } from './text';
import { ValueError } from './valueError';

/** Names of ISO 3166-1, of the United Nations and of people that are not the usual English name. */
const OTHER_NAMES: Record<string, string> = {
	AE: 'UAE, Emirates',
	AG: 'Antigua',
	AU: 'Aus, Commonwealth of Australia',
	AX: 'Aland',
	BA: 'Bosnia',
	BL: 'Saint Barts',
	BN: 'Brunei Darussalam',
	BO: 'Plurinational State of Bolivia',
	BQ: 'Bonaire Sint Eustatius and Saba, Bonaire',
	CA: 'Can',
	CC: 'Cocos Islands, Keeling Islands, Cocos Keeling Islands',
	CD: 'Democratic Republic of the Congo, DR Congo, DRC, Congo Kinshasa, Congo Democratic Republic, Zaire',
	CG: 'Congo, Congo Brazzaville, Congo Republic',
	CH: 'Swiss Confederation',
	CI: 'Ivory Coast',
	CN: "People's Republic of China, PRC, Mainland China",
	CV: 'Cabo Verde',
	CZ: 'Czech Republic',
	DZ: "People's Democratic Republic of Algeria",
	EG: 'Arab Republic of Egypt',
	EH: 'Sahrawi Arab Democratic Republic',
	ER: 'State of Eritrea',
	ET: 'Federal Democratic Republic of Ethiopia',
	FK: 'Falkland Islands Malvinas, Malvinas',
	FM: 'Federated States of Micronesia, Micronesia Fed Sts',
	FO: 'Faeroe Islands',
	FR: 'French Republic',
	GA: 'Gabonese Republic',
	GB: 'UK, U.K., Great Britain, Britain, England, Scotland, Wales, Northern Ireland, United Kingdom of Great Britain and Northern Ireland',
	GM: 'Gambia',
	GR: 'Hellenic Republic',
	HK: 'Hong Kong, Hong Kong SAR, Hong Kong Special Administrative Region of China, Hong Kong China',
	IE: 'Eire',
	IL: 'State of Israel',
	IR: 'Islamic Republic of Iran',
	IT: 'Italian Republic',
	JO: 'Hashemite Kingdom of Jordan',
	KG: 'Kyrgyz Republic',
	KP: "Democratic People's Republic of Korea, DPRK, Korea North, Korea Democratic Republic",
	KR: 'Korea, Republic of Korea, Korea South',
	KW: 'State of Kuwait',
	LA: "Lao People's Democratic Republic, Lao, Lao PDR",
	LB: 'Lebanese Republic',
	LK: 'Democratic Socialist Republic of Sri Lanka',
	LU: 'Grand Duchy of Luxembourg',
	LY: 'Libyan Arab Jamahiriya',
	MF: 'Saint Martin French part',
	MK: 'Macedonia, FYROM, former Yugoslav Republic of Macedonia',
	MM: 'Myanmar, Burma',
	MO: 'Macau, Macao, Macao SAR, Macao Special Administrative Region of China, Macao SAR China, Macau SAR China',
	MX: 'United Mexican States',
	NL: 'Holland',
	PG: 'Independent State of Papua New Guinea',
	PS: 'Palestine, State of Palestine, Occupied Palestinian Territory',
	PT: 'Portuguese Republic',
	PW: 'Belau',
	QA: 'State of Qatar',
	RE: 'Reunion',
	RU: 'Russian Federation',
	RW: 'Rwandese Republic',
	SH: 'Saint Helena Ascension and Tristan da Cunha',
	SJ: 'Svalbard and Jan Mayen Islands',
	SK: 'Slovak Republic',
	ST: 'Democratic Republic of Sao Tome and Principe, Sao Tome',
	SX: 'Saint Maarten, Sint Maarten Dutch part, Saint Martin Dutch part',
	SY: 'Syrian Arab Republic',
	SZ: 'Swaziland',
	TC: 'Turks and Caicos',
	TG: 'Togolese Republic',
	TL: 'East Timor, Democratic Republic of Timor-Leste',
	TR: 'Turkey',
	TT: 'Trinidad',
	TW: 'Taiwan Province of China, Republic of China, Taiwan ROC, Chinese Taipei',
	TZ: 'United Republic of Tanzania',
	US: 'USA, U.S., U.S.A., United States of America, America, U S A, U S',
	UY: 'Eastern Republic of Uruguay',
	VA: 'Holy See, Vatican, Holy See Vatican City State, Vatican City State',
	VE: 'Bolivarian Republic of Venezuela, Venezuela RB',
	VG: 'Virgin Islands British',
	VI: 'Virgin Islands US, United States Virgin Islands, Virgin Islands of the United States',
	VN: 'Viet Nam, Socialist Republic of Viet Nam',
	WS: 'Independent State of Samoa, Western Samoa',
	XK: 'XKX, XKK',
};

let byName: Map<string, CountryCode> | undefined;

/** Made when the first country is read: n8n loads the node at its start. */
function countriesByName(): Map<string, CountryCode> {
	byName ??= new Map(
		getCountries().flatMap((code) =>
			[englishName(code), ...(OTHER_NAMES[code]?.split(', ') ?? [])].map(
				(name) => [folded(name), code] as const,
			),
		),
	);
	return byName;
}

/** A name without what people write in several ways: "St. Vincent & Grenadines" is "saint vincent grenadines". */
function folded(name: string): string {
	return withoutAccents(name)
		.replace(/['’‘`´ʼ.]/g, '')
		.replace(/[^\p{L}\p{N}]+/gu, ' ')
		.replace(/\bst\b/g, 'saint')
		.replace(/\brep\b/g, 'republic')
		.replace(/\bdem\b/g, 'democratic')
		.replace(/\b(and|the|of)\b/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();
}

/** What ISO puts before or behind many a name: Republic of Austria; Moldova, Republic of. */
const KIND_OF_STATE =
	/^(?:(?:federal |islamic |federative )?republic|kingdom|commonwealth|principality|sultanate|union) (?=\S)/;

function named(written: string): CountryCode | undefined {
	// "Korea, Republic of" and "Bolivia (Plurinational State of)" are turned round.
	const [, name = written, rest = ''] = /^([^,(]+)[,(]([^)]*)\)?$/.exec(written) ?? [];
	const readings = [folded(written), folded(`${rest} ${name}`)];
	const bare = readings.map((reading) => reading.replace(KIND_OF_STATE, ''));
	return [...readings, ...bare]
		.map((reading) => countriesByName().get(reading))
		.find((code) => code !== undefined);
}

/** A name with its code: United States (US), US - United States. */
const WITH_CODE = [
	/^(?<name>[^()]+)\((?<code>[A-Z]{2,3})\)$/,
	/^(?<code>[A-Z]{2,3})\s*(?:[-–]\s|:)\s*(?<name>\D+)$/,
];

function byCode(written: string): CountryCode | undefined {
	const code = written.toUpperCase();
	return isSupportedCountry(code) ? code : (BY_ALPHA_3.get(code) ?? byNumericCode(written));
}

/** The country of a name with its code, where both say the same. */
function namedWithCode(written: string): CountryCode | undefined {
	const found = WITH_CODE.map((form) => form.exec(written)?.groups).find((groups) => groups !== undefined);
	const { name, code } = found ?? {};
	if (name === undefined || code === undefined) return undefined;
	const country = named(name.trim());
	return country === (byCode(code) ?? named(code)) ? country : undefined;
}

/** Countries whose names take an article in a sentence. */
const WITH_ARTICLE =
	/^(United |Bahamas|Gambia|Maldives|Netherlands|Philippines|Comoros|.*(Islands|Republic|Territory)$)/;

/** The English name of a country as it stands in a sentence: the United States, France. */
export function countryName(code: CountryCode): string {
	const name = englishName(code);
	return WITH_ARTICLE.test(name) ? `the ${name}` : name;
}

/** All countries that have telephone numbers, by their English name, for a list to choose from. */
export function countryChoices(): Array<{ name: string; value: string }> {
	const choices = getCountries().map((code) => ({ name: englishName(code), value: String(code) }));
	return alphabetically(choices, ({ name }) => name);
}

const COUNTRY: ShortKind = {
	name: 'the name of a country',
	longest: 100,
	reasonCode: 'countryTooLong',
	wayOut: 'Enter its English name or two-letter code, such as US or GB',
};

/**
 * A country by its code of ISO 3166-1 (US, USA, 840) or its English name; undefined where the cell is empty. Throws a ValueError otherwise,
 * also for a number that has lost its zeros: 44 may be the Bahamas' 044 or the calling code of the United Kingdom.
 */
export function parseCountry(value: unknown): CountryCode | undefined {
	const text = parseShortText(value, COUNTRY);
	if (text === undefined) return undefined;
	const written = withoutCodeMarks(withoutTextMark(inAscii(withoutInvisible(text))));
	const known = byCode(written) ?? named(written) ?? namedWithCode(written);
	if (known) return known;
	throw new ValueError({
		reasonCode: 'unknownCountry',
		value,
		reason: 'is not a country',
		wayOut: COUNTRY.wayOut,
	});
}
