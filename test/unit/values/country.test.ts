import { countryChoices, parseCountry } from '../../../nodes/values/country';
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
