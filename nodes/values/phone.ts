import {
	getCountryCallingCode,
	parsePhoneNumberFromString,
	validatePhoneNumberLength,
	type CountryCode,
	type PhoneNumber,
} from './phoneLibrary';
import { inAscii } from './characters';
import { countryName } from './country';
import { withoutPhoneMarks } from './exportMarks';
import {
	isAbsent,
	isShortenedNumber,
	parseShortText,
	withoutInvisible,
	withoutTextMark,
	type ShortKind,
} from './text';
import type { Warning } from './warning';
import { ValueError } from './valueError';

const PHONE: ShortKind = {
	name: 'a phone number',
	longest: 100,
	reasonCode: 'phoneTooLong',
	wayOut: 'Write one number, such as +12063996576, or leave it empty',
};

/** A number begins with + or with a digit or bracket; it holds digits and what people put between them. */
const WRITTEN_LIKE_A_PHONE =
	/^(tel:)?\s*(\+[\d\s().\-/\u2010-\u2015\u2212]|[\d().\-/\u2010-\u2015\u2212])[\d\s().\-/\u2010-\u2015\u2212]*$/i;
/** A date in the column of phones, or a number below 0. */
const LIKE_A_DATE = /^(-|\d{4}-\d{1,2}-\d{1,2}$|\d{1,2}[./]\d{1,2}[./](19|20)\d{2}$)/;

/**
 * A phone in any written form as E.164 (+12063996576); undefined where the cell is empty.
 *
 * A "+" or a leading zero that a spreadsheet dropped is put back where the default country leaves only one reading.
 * Throws a ValueError that says why something cannot be a phone.
 *
 * @param countryOf gives the country of numbers without a country code; asked only for those
 * @param warn is called for a number that is sent although its area code is not known
 */
export function parsePhone(
	value: unknown,
	countryOf: () => CountryCode | undefined = () => undefined,
	warn: (warning: Warning) => void = () => undefined,
): string | undefined {
	if (isAbsent(value)) return undefined;
	// A column of numbers that was once decimal shows as 2065550123.0.
	const written = withoutPhoneMarks(
		withoutTextMark(inAscii(withoutInvisible(parseShortText(value, PHONE) ?? ''))),
	)
		// The mark of a long vowel is next to the hyphen on Japanese keyboards.
		.replace(/(?<=\d)ー(?=\d)/g, '-')
		.replace(/^(\+?\d{7,})[.,]0+$/, '$1')
		.replace(/^\((\+\d{1,3})\)/, '$1');
	if (isShortenedNumber(written)) {
		throw new ValueError({
			reasonCode: 'shortenedNumber',
			value,
			reason: 'was shortened by a spreadsheet, so its last digits are lost',
			wayOut: 'Format the column as text in the spreadsheet and enter the number again',
		});
	}
	const isFraction = typeof value === 'number' && !Number.isInteger(value);
	const isWrittenLikeOne = WRITTEN_LIKE_A_PHONE.test(written) && /\d/.test(written);
	if (!isWrittenLikeOne || LIKE_A_DATE.test(written) || isFraction) throw notAPhone(value, written);
	if (written.startsWith('+') || /^tel:\s*\+/i.test(written)) return international(value, written);
	const country = countryOf();
	if (!country) {
		throw new ValueError({
			reasonCode: 'phoneWithoutCountry',
			value,
			reason: 'has no country code',
			wayOut: 'Write it as +12063996576, or choose a Default Country',
		});
	}
	return national(value, written, country, warn);
}

/**
 * North America's numbers, also those of area codes that are newer than the phone library: only with +1, for without it
 * a number of another country may look like this. 555 and codes with a 9 in the middle are kept back.
 */
const NORTH_AMERICAN = /^\+1(?!555|37|96)[2-9][0-8]\d[2-9]\d{6}$/;

function international(value: unknown, written: string): string {
	// Most numbers of most accounts: the library would say the same, in ten times as long.
	if (NORTH_AMERICAN.test(written)) return written;
	const parsed = parsePhoneNumberFromString(written);
	if (parsed && !parsed.ext && exists(parsed)) return parsed.number;
	throw invalid(value, written, undefined);
}

function exists(parsed: PhoneNumber): boolean {
	// The library knows North American numbers without an area code; they cannot be reached from elsewhere.
	if (parsed.countryCallingCode === '1') return NORTH_AMERICAN.test(parsed.number);
	return isValid(parsed);
}

/** The library's patterns of some countries take more digits than the 15 that any number has (E.164). */
function isValid(parsed: PhoneNumber): boolean {
	return parsed.isValid() && parsed.number.length <= 16;
}

/** A number without "+": as written, or with the "+" or the leading zero put back that a spreadsheet dropped. */
function national(
	value: unknown,
	written: string,
	country: CountryCode,
	warn: (warning: Warning) => void,
): string {
	const digits = written.replace(/\D/g, '');
	const asWritten = reading(written, country);
	const withPlus = parsePhoneNumberFromString(`+${digits}`);
	const plusIsPossible = withPlus !== undefined && isValid(withPlus) && withPlus.number !== asWritten?.number;
	const sameCountry = withPlus?.countryCallingCode === getCountryCallingCode(country);
	// A landline here that would be a mobile abroad: rather the "+" was lost.
	const mayBeAbroad = plusIsPossible && isMobile(withPlus) && asWritten !== undefined && !isMobile(asWritten);
	if (asWritten && plusIsPossible && (sameCountry || mayBeAbroad)) {
		throw ambiguous(value, asWritten.number, withPlus.number);
	}
	if (asWritten) return asWritten.number;
	if (plusIsPossible && sameCountry) return withPlus.number;
	const withZero = reading(`0${digits}`, country);
	if (withZero && isMobile(withZero)) return withZero.number;
	const newer = ofNewAreaCode(digits, country);
	// Digits alone, which are also a mobile abroad, have rather lost their "+" than that they are of an area code that nobody knows.
	if (newer && plusIsPossible && isMobile(withPlus) && /^\d+$/.test(written))
		throw ambiguous(value, newer, withPlus.number);
	if (newer) {
		const areaCode = newer.slice(2, 5);
		warn({
			code: `newAreaCode ${areaCode}`,
			message: `has a phone with the area code ${areaCode}, which is not in the list of area codes. Check that it exists`,
		});
		return newer;
	}
	throw invalid(value, written, country);
}

function ambiguous(value: unknown, one: string, other: string): ValueError {
	return new ValueError({
		reasonCode: 'phoneAmbiguous',
		value,
		reason: `can be read as ${one} or as ${other}`,
		wayOut: 'Write it with + and the country code',
	});
}

/** Codes and exchanges such as 211 and 911 are services of three digits. */
const OF_NEW_AREA_CODE = /^1?([2-9](?!11)[0-8]\d[2-9](?!11)\d{6})$/;

/** A number of a North American country whose area code no country has by the library's list: it may be newer than that. */
function ofNewAreaCode(digits: string, country: CountryCode): string | undefined {
	const [, ten] = OF_NEW_AREA_CODE.exec(digits) ?? [];
	if (ten === undefined || getCountryCallingCode(country) !== '1') return undefined;
	const parsed = parsePhoneNumberFromString(`+1${ten}`);
	return parsed && parsed.country === undefined && exists(parsed) ? parsed.number : undefined;
}

/** A number that is valid only in another country than the one named would be a guess, and might text a stranger. */
function reading(written: string, country: CountryCode): PhoneNumber | undefined {
	const parsed = parsePhoneNumberFromString(written, country);
	if (!parsed || !isValid(parsed) || parsed.ext || !exists(parsed)) return undefined;
	return parsed.countryCallingCode === getCountryCallingCode(country) ? parsed : undefined;
}

function isMobile(parsed: PhoneNumber): boolean {
	const type = parsed.getType();
	return type === 'MOBILE' || type === 'FIXED_LINE_OR_MOBILE';
}

function invalid(value: unknown, written: string, country: CountryCode | undefined): ValueError {
	const where = country ? ` for ${countryName(country)}` : '';
	// Without the zero that is dialled at home, and does not count.
	const bare = parsePhoneNumberFromString(written, country)?.number ?? written;
	const wayOut = country
		? 'Correct it, or write it with + and the country code if it belongs to another country'
		: 'Write it with + and the country code, such as +12063996576';
	switch (validatePhoneNumberLength(bare, country)) {
		case 'TOO_SHORT':
			return new ValueError({
				reasonCode: 'phoneTooShort',
				value,
				reason: `has too few digits${where}`,
				wayOut,
			});
		case 'TOO_LONG':
			if (/\d{4}\s*\/\s*[\d(]/.test(written) && written.replace(/\D/g, '').length >= 14) {
				return notAPhone(value, written, true);
			}
			return new ValueError({
				reasonCode: 'phoneTooLong',
				value,
				reason: `has too many digits${where}`,
				wayOut,
			});
		case 'INVALID_LENGTH':
			return new ValueError({
				reasonCode: 'phoneWrongLength',
				value,
				reason: `has the wrong number of digits${where}`,
				wayOut,
			});
		case 'INVALID_COUNTRY':
			return new ValueError({
				reasonCode: 'phoneCountryCode',
				value,
				reason: 'does not begin with a valid country code',
				wayOut,
			});
		case 'NOT_A_NUMBER':
			return notAPhone(value, written);
		default:
			return new ValueError({
				reasonCode: 'phoneImpossible',
				value,
				reason: `is not a valid number${where}`,
				wayOut,
			});
	}
}

/** Whether there is something between two numbers: a sign, a slash behind a long one, or a word. */
function areSeveral(written: string): boolean {
	if (/[,;|&]/.test(written)) return true;
	const long = written.search(/\d{6}/);
	if (long >= 0 && written.includes('/', long)) return true;
	const digits = [...written.matchAll(/\d/g)].map(({ index }) => index);
	return /\b(or|and)\b/i.test(written.slice(digits[0] ?? 0, (digits.at(-1) ?? -1) + 1));
}

function notAPhone(value: unknown, written: string, several = areSeveral(written)): ValueError {
	const extension = /\d\s*(ext|x|extension|#)\.?\s*\d/i.test(written);
	const reason = extension
		? 'has an extension, which cannot get texts'
		: several
			? 'is more than one number'
			: 'is not a phone number';
	const reasonCode = extension ? 'phoneWithExtension' : several ? 'severalPhones' : 'notAPhone';
	return new ValueError({
		reasonCode,
		value,
		reason,
		wayOut: PHONE.wayOut,
	});
}
