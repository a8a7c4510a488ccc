import { englishName } from '../../../nodes/values/countryNames';
import { getCountries } from '../../../nodes/values/phoneLibrary';

/** Names that differ between the versions of Unicode's CLDR which Node brings. */
const RENAMED: Record<string, string[]> = { TR: ['Turkey', 'Türkiye'] };

test('every country with telephone numbers has the name that Intl gives it', () => {
	const intl = new Intl.DisplayNames(['en'], { type: 'region' });
	const different = getCountries().filter(
		(code) => englishName(code) !== intl.of(code) && !RENAMED[code]?.includes(englishName(code)),
	);
	expect(different).toEqual([]);
});

test('a code without a name stays as it is', () => {
	expect(englishName('ZZ')).toBe('ZZ');
});
