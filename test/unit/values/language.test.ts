import { parseLanguage, parseLanguageAndRegion } from '../../../nodes/values/language';
import { ValueError } from '../../../nodes/values/valueError';

/** Each with where it was found. */
const FORMS: Array<[string, string]> = [
	// Examples of Attentive's OpenAPI files: v1 LocaleDto and NotificationConfigDto, v2 locale and demographic.
	['en', 'en'],
	['en-US', 'en'],
	['fr-CA', 'fr'],
	['French', 'fr'],
	['English/American', 'en'],
	// lingui/js-lingui#164, 1Password/sys-locale#3, shoelace-style/localize#20
	['en_US', 'en'],
	['nl_NL', 'nl'],
	// smhg/express-locale#18, NatLibFi/Skosmos#1204
	['en_US.UTF-8', 'en'],
	['pt_BR.utf8', 'pt'],
	['ca_ES@valencia', 'ca'],
	// Shopify/condense-number#16, dotCMS/core#29580
	['pt-BR', 'pt'],
	['en-us', 'en'],
	// imsujan276/shopify_flutter#142
	['EN', 'en'],
	['TR', 'tr'],
	// mailchimp/mc-woocommerce#492: get_locale() of WordPress, which has formal German
	['de_DE_formal', 'de'],
	// umpirsky/language-list#13, bluesky-social/social-app#4461: codes that Java and Android still give
	['iw', 'he'],
	['iw_IL', 'he'],
	['in_ID', 'id'],
	['ji', 'yi'],
	// rspeer/langcodes#27: codes of ISO 639-2, both kinds
	['eng', 'en'],
	['fra', 'fr'],
	['fre', 'fr'],
	['ger', 'de'],
	['zho-Hans-CN', 'zh'],
	// ibericode/mailchimp-for-wordpress#93: a browser's header
	['fr-CA,fr;q=0.9,en;q=0.8', 'fr'],
	['ENGLISH', 'en'],
	['English (US)', 'en'],
	['English - United States', 'en'],
	['French (Canada)', 'fr'],
	['Canadian French', 'fr'],
	['Chinese, Simplified', 'zh'],
	['Simplified Chinese', 'zh'],
	['Norwegian Bokmål', 'nb'],
	['Français', 'fr'],
	['espanol', 'es'],
	['日本語', 'ja'],
	['Filipino', 'tl'],
	['tl', 'tl'],
	['fil', 'tl'],
	['Farsi', 'fa'],
	[' en ', 'en'],
];

test.each(FORMS)('%j is %s', (written, code) => {
	expect(parseLanguage(written)).toBe(code);
});

test.each([undefined, null, '', '  '])('%j is none', (empty) => {
	expect(parseLanguage(empty)).toBeUndefined();
});

test.each<unknown>([
	'Klingon',
	'xx',
	'jp',
	'x'.repeat(10_000),
	'haw',
	'english please',
	7,
	true,
	{},
	'constructor',
	'-',
	'()',
])('%j is refused', (odd) => {
	expect(() => parseLanguage(odd)).toThrow(ValueError);
});

test.each([
	['en-US', 'US'],
	['en_us', 'US'],
	['English/American', 'US'],
	['English (US)', 'US'],
	['English (United Kingdom)', 'GB'],
	['Canadian French', 'CA'],
	['zh-Hant-TW', 'TW'],
	['fr-CA,fr;q=0.9', 'CA'],
])('%j has the region %s', (written, region) => {
	expect(parseLanguageAndRegion(written)?.region).toBe(region);
});

test('a region that is not known is told from none', () => {
	expect(parseLanguageAndRegion('English (Narnia)')).toEqual({ language: 'en', region: 'Narnia' });
	expect(parseLanguageAndRegion('English')).toEqual({ language: 'en' });
});
