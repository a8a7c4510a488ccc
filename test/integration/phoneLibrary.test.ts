import { resolve } from 'node:path';
import * as whole from '../../nodes/values/phoneLibrary';

/** As the build makes it: without what formats numbers. */
const built = jest.requireActual<typeof whole>(
	resolve(__dirname, '../../dist/libraries/libphonenumber-js.js'),
);

/** A generator of numbers that are the same at each run (a linear congruence). */
function dice(): (most: number) => number {
	let state = 20_261_129;
	return (most) => {
		state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
		return state % most;
	};
}

function read(library: typeof whole, written: string, country: whole.CountryCode | undefined): unknown[] {
	const found = library.parsePhoneNumberFromString(written, country);
	return [
		found?.number,
		found?.country,
		found?.ext,
		found?.getType(),
		found?.isValid(),
		found?.isPossible(),
		found?.isNonGeographic(),
		library.validatePhoneNumberLength(written, country),
	];
}

test('the phone library of the package reads numbers as the whole one does', () => {
	const roll = dice();
	const countries = whole.getCountries();
	expect(built.getCountries()).toEqual(countries);
	const digits = (count: number) => Array.from({ length: count }, () => roll(10)).join('');
	const different: string[] = [];
	let valid = 0;
	for (const country of countries) {
		const code = whole.getCountryCallingCode(country);
		expect(built.getCountryCallingCode(country)).toBe(code);
		for (let round = 0; round < 100; round++) {
			const national = digits(4 + roll(9));
			for (const written of [national, `0${national}`, `+${code}${national}`, `00${code}${national}`]) {
				const [one, other] = [whole, built].map((library) => JSON.stringify(read(library, written, country)));
				if (one !== other) different.push(`${country} ${written}: ${one} ${other}`);
				if (one?.includes(',true,true')) valid++;
			}
		}
	}
	expect(different).toEqual([]);
	// So that it compares numbers that exist, too.
	expect(valid).toBeGreaterThan(3_000);
});
