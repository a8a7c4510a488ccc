import * as fc from 'fast-check';
import { getExampleNumber, parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js/max';
import examples from 'libphonenumber-js/examples.mobile.json';
import { parsePhone } from '../../../nodes/values/phone';
import { codeOf, EMPTY_CELLS, problemOf } from './problem';

const phone = (value: unknown, country?: CountryCode) => parsePhone(value, () => country);

describe('a phone as people write it', () => {
	test.each([
		'+12063996576',
		'+1 206 399 6576',
		'+1 (206) 399-6576',
		'+1-206-399-6576',
		'+1.206.399.6576',
		'+1/206/399/6576',
		'  +12063996576  ',
		'\u00a0+1\u00a0206\u00a0399\u00a06576\u00a0',
		"'+12063996576",
		'tel:+1-206-399-6576',
		'TEL:+12063996576',
		'+1\u2011206\u2011399\u20116576',
		'+1 206–399–6576',
		'(+1) 206-399-6576',
		'\u202a+12063996576\u202c',
		'\u200b+12063996576',
		'\ufeff+12063996576',
		'+12063996576.0',
	])('%j is the same number, whatever the country', (written) => {
		expect(phone(written)).toBe('+12063996576');
		expect(phone(written, 'US')).toBe('+12063996576');
		expect(phone(written, 'DE')).toBe('+12063996576');
	});

	test.each([
		'(206) 399-6576',
		'206.399.6576',
		'206-399-6576',
		'206 399 6576',
		'2063996576',
		'1 206 399 6576',
		'1-206-399-6576',
		'12063996576',
		'(206)399-6576',
		'206−399−6576',
		'206‒399‒6576',
		'2063996576.0',
		'12063996576.0',
		2063996576,
		12063996576,
		1.2063996576e10,
	])('%j is read with the default country', (written) => {
		expect(phone(written, 'US')).toBe('+12063996576');
	});

	test.each<[string | number, CountryCode, string]>([
		['020 7946 0958', 'GB', '+442079460958'],
		['07911 123456', 'GB', '+447911123456'],
		['0044 20 7946 0958', 'GB', '+442079460958'],
		['+44 (0)20 7946 0958', 'GB', '+442079460958'],
		['011 44 20 7946 0958', 'US', '+442079460958'],
		['0171 1234567', 'DE', '+491711234567'],
		['0171/1234567', 'DE', '+491711234567'],
		['(+49) 171 1234567', 'DE', '+491711234567'],
		['0412 345 678', 'AU', '+61412345678'],
		['06 12 34 56 78', 'FR', '+33612345678'],
		['+33 (0)6 12 34 56 78', 'FR', '+33612345678'],
		['06 1234 5678', 'IT', '+390612345678'],
		['347 123 4567', 'IT', '+393471234567'],
		['090-1234-5678', 'JP', '+819012345678'],
		['(416) 555-0123', 'CA', '+14165550123'],
		['8 701 123 45 67', 'KZ', '+77011234567'],
	])('%j of %s is %s', (written, country, expected) => {
		const read = codeOf(() => phone(written, country)) ?? phone(written, country);
		// What is dialled to get abroad may as well be refused: it names another country than the default.
		if (country === 'US') expect([expected, 'phoneImpossible', 'phoneWrongLength']).toContain(read);
		else expect(read).toBe(expected);
	});

	test('area codes that are newer than the phone library are taken with +1', () => {
		expect(phone('+1 457 399 6576')).toBe('+14573996576');
		// As Attentive's own documentation writes its example.
		expect(phone('+13115552368')).toBe('+13115552368');
	});

	test('the country is asked for only where it is needed', () => {
		const country = jest.fn(() => 'US' as const);
		parsePhone('+442079460958', country);
		expect(country).not.toHaveBeenCalled();
		parsePhone('2063996576', country);
		expect(country).toHaveBeenCalled();
	});
});

describe('what a spreadsheet loses', () => {
	test.each<[string | number, CountryCode, string]>([
		[12063996576, 'US', '+12063996576'],
		['12063996576', 'CA', '+12063996576'],
		[442079460958, 'GB', '+442079460958'],
		[7911123456, 'GB', '+447911123456'],
		[1711234567, 'DE', '+491711234567'],
		[33612345678, 'FR', '+33612345678'],
		[612345678, 'FR', '+33612345678'],
		[412345678, 'AU', '+61412345678'],
		[61412345678, 'AU', '+61412345678'],
		[9012345678, 'JP', '+819012345678'],
		[919812345678, 'IN', '+919812345678'],
		[5511912345678, 'BR', '+5511912345678'],
	])('%j of %s gets its + or its zero back: %s', (written, country, expected) => {
		expect(phone(written, country)).toBe(expected);
	});

	test.each(['1.9148E+10', '1,9148E+10', '1.2064e+10', '4.91711E+11', 1e21])(
		'%j has lost digits for good',
		(written) => {
			expect(codeOf(() => phone(written, 'US'))).toBe('shortenedNumber');
			expect(codeOf(() => phone(written))).toBe('shortenedNumber');
		},
	);

	test.each<[string, CountryCode, string]>([
		['1711234567.0', 'DE', '+491711234567'],
		['491711234567.0', 'DE', '+491711234567'],
		['+491711234567.0', 'DE', '+491711234567'],
		['2063996576.0', 'US', '+12063996576'],
		['7911123456.0', 'GB', '+447911123456'],
		['43664123456.0', 'AT', '+43664123456'],
	])(
		'%s of %s (a number that a script wrote as a decimal) never becomes the phone of somebody else',
		(...row) => {
			const [written, country, expected] = row;
			const code = codeOf(() => phone(written, country));
			if (code === undefined) expect(phone(written, country)).toBe(expected);
		},
	);

	test('two readings are no reading', () => {
		// 0491 is an area code, 171 a mobile network: which of the two is meant only the owner of the row knows.
		const problem = problemOf(() => phone(491711234567, 'DE'));
		expect(problem?.reasonCode).toBe('phoneAmbiguous');
		expect(problem?.reason).toContain('+491711234567');
		expect(problem?.wayOut).toMatch(/\+/);
	});
});

describe('what cannot be a phone is told', () => {
	test.each<[unknown, CountryCode | undefined, string]>([
		['2063996576', undefined, 'phoneWithoutCountry'],
		[12063996576, undefined, 'phoneWithoutCountry'],
		['399-6576', 'US', 'phoneTooShort'],
		['12345', 'US', 'phoneTooShort'],
		['+1206399', undefined, 'phoneTooShort'],
		['+120639965761234', undefined, 'phoneTooLong'],
		['+999 12345678', undefined, 'phoneCountryCode'],
		['9999999999', 'US', 'phoneImpossible'],
		['0000000000', 'US', 'phoneImpossible'],
		['+19999999999', undefined, 'phoneImpossible'],
		// The library takes 17 digits of a German landline.
		['+49 30 9044418282820', undefined, 'phoneImpossible'],
		['030 9044418282820', 'DE', 'phoneImpossible'],
		['+15555555555', undefined, 'phoneImpossible'],
		['206-012-3456', 'US', 'phoneImpossible'],
		['+1 206 399 6576 ext. 5', undefined, 'phoneWithExtension'],
		['(206) 399-6576 x12', 'US', 'phoneWithExtension'],
		['+12063996576, +12063996577', undefined, 'severalPhones'],
		['+12063996576; +12063996577', undefined, 'severalPhones'],
		['2063996576 or 2063996577', 'US', 'severalPhones'],
		['(206) 399-6576 / (206) 399-6577', 'US', 'severalPhones'],
		['call me', 'US', 'notAPhone'],
		['n/a', undefined, 'notAPhone'],
		['-', undefined, 'notAPhone'],
		['-', 'US', 'notAPhone'],
		['name@example.com', 'US', 'notAPhone'],
		[true, 'US', 'notAPhone'],
		[['+12063996576'], 'US', 'notText'],
		[{ phone: '+12063996576' }, 'US', 'notText'],
	])('%j with %s: %s', (written, country, code) => {
		expect(codeOf(() => phone(written, country))).toBe(code);
	});

	test('the error says what to do, and shows the value', () => {
		const problem = problemOf(() => phone('2063996576'));
		expect(problem?.value).toBe('2063996576');
		expect(problem?.wayOut).toMatch(/Default Country/);
	});

	test.each(EMPTY_CELLS)('%j is no phone and no error', (cell) => {
		expect(phone(cell)).toBeUndefined();
		expect(phone(cell, 'US')).toBeUndefined();
	});
});

const COUNTRIES = [
	'US', 'CA', 'GB', 'DE', 'FR', 'IT', 'ES', 'AU', 'NZ', 'IN', 'JP', 'BR', 'MX', 'NL', 'SE', 'CH', 'AT', 'IE', 'PL', 'SG',
] as const satisfies CountryCode[]; // prettier-ignore

/** A valid mobile number: the country's example with its last four digits drawn. */
const validPhone = fc
	.record({ country: fc.constantFrom(...COUNTRIES), last: fc.integer({ min: 0, max: 9_999 }) })
	.map(({ country, last }) => {
		const example = getExampleNumber(country, examples)?.number ?? '';
		return { country, number: example.slice(0, -4) + String(last).padStart(4, '0') };
	})
	.filter(({ number, country }) => {
		const parsed = parsePhoneNumberFromString(number);
		return parsed?.isValid() === true && parsed.country === country;
	});

describe('for any valid number of many countries', () => {
	test('international forms come back the same', () => {
		fc.assert(
			fc.property(validPhone, fc.constantFrom(...COUNTRIES), ({ number }, other) => {
				const parsed = parsePhoneNumberFromString(number);
				const spaced = parsed?.formatInternational() ?? '';
				for (const written of [
					number,
					spaced,
					spaced.replaceAll(' ', '-'),
					spaced.replaceAll(' ', '.'),
					parsed?.getURI(),
				]) {
					expect(phone(written)).toBe(number);
					expect(phone(written, other)).toBe(number);
				}
			}),
		);
	});

	test('the national form comes back the same in its country', () => {
		fc.assert(
			fc.property(validPhone, ({ number, country }) => {
				const national = parsePhoneNumberFromString(number)?.formatNational() ?? '';
				for (const written of [national, national.replaceAll(/[\s()-]/g, ''), ` ${national} `]) {
					expect(phone(written, country)).toBe(number);
				}
			}),
		);
	});

	test('without its + it comes back the same in its country, or is called ambiguous', () => {
		fc.assert(
			fc.property(validPhone, fc.boolean(), ({ number, country }, asNumber) => {
				const digits = number.slice(1);
				const written = asNumber ? Number(digits) : digits;
				const code = codeOf(() => phone(written, country));
				if (code === undefined) expect(phone(written, country)).toBe(number);
				else expect(code).toBe('phoneAmbiguous');
			}),
		);
	});

	test('without a + it never becomes a number of another calling code than that of the stated country', () => {
		const written = fc.oneof(
			validPhone.map(({ number }) => number.slice(1)),
			validPhone.map(({ number }) => parsePhoneNumberFromString(number)?.nationalNumber ?? ''),
			fc.stringMatching(/^[0-9]{4,15}$/).filter((digits) => !digits.startsWith('00')),
		);
		fc.assert(
			fc.property(written, fc.constantFrom(...COUNTRIES), (digits, country) => {
				if (codeOf(() => phone(digits, country)) !== undefined) return;
				const read = phone(digits, country) ?? '';
				const calling = parsePhoneNumberFromString(getExampleNumber(country, examples)?.number ?? '');
				expect(read.startsWith(`+${calling?.countryCallingCode}`)).toBe(true);
				// Nothing is made up: the digits are those that were written, but for a zero or a code in front.
				const withoutPrefix = digits.replace(/^0/, '');
				expect(read.endsWith(withoutPrefix.slice(-6))).toBe(true);
			}),
			{ numRuns: 500 },
		);
	});

	test('any text is a number in E.164, absent, or an error that says why', () => {
		fc.assert(
			fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[+()0-9 .x/-]{0,20}$/), fc.double()), (value) => {
				const problem = problemOf(() => phone(value, 'US'));
				if (problem) expect(problem.reason).not.toBe('');
				else expect(phone(value, 'US') ?? '+12063996576').toMatch(/^\+[1-9]\d{6,14}$/);
			}),
			{ numRuns: 500 },
		);
	});
});

describe('an area code that is newer than the phone library, in a country that the user chose', () => {
	const warned = (value: unknown, country?: CountryCode) => {
		const warnings: string[] = [];
		const read = parsePhone(
			value,
			() => country,
			({ code }) => void warnings.push(code),
		);
		return [read, ...warnings];
	};

	test.each<[string | number, CountryCode, string, string]>([
		['(436) 217-5944', 'US', '+14362175944', '436'],
		['436-217-5944', 'CA', '+14362175944', '436'],
		['1 (436) 217-5944', 'US', '+14362175944', '436'],
		['4362175944', 'US', '+14362175944', '436'],
		[14362175944, 'US', '+14362175944', '436'],
		['(457) 399-6576', 'US', '+14573996576', '457'],
		['565-777-8888', 'US', '+15657778888', '565'], // nyaruka/phonenumbers#212
		['(471) 399-6576', 'US', '+14713996576', '471'],
		['621.399.6576', 'US', '+16213996576', '621'],
		['(483) 399-6576', 'PR', '+14833996576', '483'],
	])('%s with %s is sent as %s, with a warning', (written, country, expected, areaCode) => {
		expect(warned(written, country)).toEqual([expected, `newAreaCode ${areaCode}`]);
	});

	// Once newer than the library, and known by now: google/libphonenumber#1388, #974, cedvdb/phone_numbers_parser#89,
	// daviddrysdale/python-phonenumbers#314, chronotruck/FlagPhoneNumber#197
	test.each(['463', '380', '324', '948', '572'])('%s is known: no warning', (areaCode) => {
		expect(warned(`(${areaCode}) 217-5944`, 'US')).toEqual([`+1${areaCode}2175944`]);
	});

	test('with +1 it is sent as it is', () => {
		expect(warned('+1 436 217 5944', 'US')).toEqual(['+14362175944']);
	});

	test.each<[string, CountryCode | undefined, string]>([
		['(436) 217-5944', undefined, 'phoneWithoutCountry'],
		['(436) 117-5944', 'US', 'phoneImpossible'],
		['(436) 017-5944', 'US', 'phoneImpossible'],
		['(436) 911-5944', 'US', 'phoneImpossible'],
		['(136) 217-5944', 'US', 'phoneImpossible'],
		['(911) 217-5944', 'US', 'phoneImpossible'],
		['(311) 217-5944', 'US', 'phoneImpossible'],
		['(555) 217-5944', 'US', 'phoneImpossible'],
		['(375) 217-5944', 'US', 'phoneImpossible'],
		['(496) 217-5944', 'US', 'phoneImpossible'],
		['(242) 999-1234', 'US', 'phoneImpossible'],
		['(436) 217-594', 'US', 'phoneTooShort'],
		// google/libphonenumber#1836: a number of Singapore without its + was taken for one of a new area code.
		['4573996576', 'US', 'phoneAmbiguous'],
	])('%s with %s is refused: %s', (written, country, code) => {
		expect(codeOf(() => warned(written, country))).toBe(code);
	});
});
