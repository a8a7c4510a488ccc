import { DateTime } from 'luxon';
import { inAscii, withoutInvisible } from './characters';
import { withoutQuotes } from './exportMarks';
import { dateText, isAbsent, parseShortText, withoutTextMark, type ShortKind } from './text';
import { ValueError } from './valueError';

/** How a date is written where it is not ISO: tokens of Luxon, such as M/d/yyyy. */
export interface DateOptions {
	format?: string;
	/** IANA name of the time zone in which a date without an offset is meant. */
	timeZone: string;
	/** Whether a year of two digits is never one to come, as in a birthday. */
	yearsArePast?: boolean;
}

/** Excel and Sheets count days from here; it is off by two so that their 29 February 1900 comes out right. */
const SPREADSHEET_EPOCH = { year: 1899, month: 12, day: 30 };
/** Days: 1910 to 2173. Smaller numbers are rather counts or years, larger ones are seconds. */
const SERIAL_DAYS = { from: 3_654, to: 100_000 };
/** Unix times: seconds below this, milliseconds above (as seconds it would be the year 5138). */
const FIRST_MILLISECONDS = 100_000_000_000;
const FIRST_SECONDS = 100_000_000;
/** A Unix time outside these years is rather one in another unit. */
const UNIX_YEARS = { from: 1971, to: 2100 };
/** Milliseconds of the units in which systems count. */
const UNITS = {
	seconds: 1_000,
	milliseconds: 1,
	microseconds: 1e-3,
	nanoseconds: 1e-6,
	minutes: 60_000,
	hours: 3_600_000,
};
/** 20260304, 202603041830 and 20260304183000 are dates written in digits. */
const DIGITS_OF_A_DATE = /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(([01]\d|2[0-3])([0-5]\d){1,2})?$/;

/** Years that Attentive can be sent: those of four digits. Systems write the year 1 for no date. */
const YEARS = { from: 1_000, to: 9_999 };
/** In minutes; no place on Earth is farther from UTC. */
const LARGEST_OFFSET = 14 * 60;
/** No one who was born before is alive. */
const USUAL_YEARS = { from: 1_900, to: 2_100 };

const DATE: ShortKind = {
	name: 'a date',
	longest: 100,
	reasonCode: 'dateTooLong',
	wayOut: 'Write it like 2026-03-04 or 2026-03-04T09:30:00Z',
};

const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?[0-5]\d)?)?)?$/i;

/**
 * A moment: ISO text, a date object, a spreadsheet's serial number, Unix seconds or milliseconds, or text in the stated format;
 * undefined where the cell is empty. Throws a ValueError for anything else, also for 3/4/2026 without a stated format.
 */
export function parseDateTime(value: unknown, options: DateOptions): DateTime | undefined {
	if (isAbsent(value)) return undefined;
	if (value instanceof Date) {
		// A moment without a place of its own is meant where the workflow is.
		const moment = DateTime.fromJSDate(value).setZone(options.timeZone);
		if (moment.isValid) return sendable(moment, value);
	}
	const text = dateText(value) ?? parseShortText(value, DATE) ?? '';
	const written = withoutQuotes(withoutTextMark(inAscii(withoutInvisible(text))));
	const moment = read(written, options, value);
	if (!moment?.isValid) throw new ValueError(problem(value, written, options));
	if (!isInAnotherCalendar(text, moment)) return sendable(moment, value);
	throw new ValueError({
		reasonCode: 'dateYear',
		value,
		reason: `is in the year ${moment.year}, perhaps of another calendar`,
		wayOut: DATE.wayOut,
	});
}

/** Whether it is written in the digits of a script whose calendar counts other years, such as the Persian or the Thai one. */
function isInAnotherCalendar(text: string, { year }: DateTime): boolean {
	const isOfAnotherScript = /(?![0-9\uff10-\uff19])\p{Nd}/u.test(text);
	return isOfAnotherScript && (year < USUAL_YEARS.from || year > USUAL_YEARS.to);
}

function read(written: string, options: DateOptions, value: unknown): DateTime | undefined {
	const { format, timeZone } = options;
	if (isNumber(written, format)) return fromNumber(written, timeZone, value);
	if (ISO.test(written)) {
		const joined = written.replace(/\s*(?=[+-]\d{2}(:?\d{2})?$|Z$)/i, '').replace(' ', 'T');
		return DateTime.fromISO(joined, { zone: timeZone, setZone: true });
	}
	if (format === undefined) return undefined;
	checkFormat(format);
	return inFormat(written, { ...options, format: inAscii(format) }, value);
}

/** Digits alone are a number, unless the stated format is digits alone as well (yyyyMMdd). */
function isNumber(written: string, format: string | undefined): boolean {
	return /^-?\d+(\.\d+)?$/.test(written) && !/^[yMdHms]+$/.test(format ?? '');
}

function inFormat(
	written: string,
	{ format, timeZone, yearsArePast }: DateOptions & { format: string },
	value: unknown,
): DateTime | undefined {
	const by = (years: string) => {
		const moment = DateTime.fromFormat(written, withYears(format, years), {
			zone: timeZone,
			locale: 'en',
			setZone: true,
		});
		return moment.isValid ? sendable(moment, value).setZone(timeZone) : undefined;
	};
	const years = yearsOf(format);
	if (years.length > 2) return by(years);
	const long = by('yyyy');
	if (long) return long;
	// With "y" alone Luxon takes 59 for the year 59.
	const short = by('yy');
	return short && yearsArePast && short > DateTime.now() ? short.minus({ years: 100 }) : short;
}

/** The years of a format, which may hold words in quotes. */
function yearsOf(format: string): string {
	return /y+/.exec(format.replace(/'[^']*'/g, ''))?.[0] ?? '';
}

function withYears(format: string, years: string): string {
	return format.replace(/'[^']*'|y+/g, (part) => (part.startsWith('y') ? years : part));
}

/** A moment whose year and offset can be sent. Throws a ValueError for any other. */
function sendable(moment: DateTime, value: unknown): DateTime {
	const years = [moment.year, moment.toUTC().year];
	const year = years.find((one) => one < YEARS.from || one > YEARS.to);
	if (year !== undefined) {
		throw new ValueError({
			reasonCode: 'dateYear',
			value,
			reason: `is in the year ${year}`,
			wayOut: 'Correct the year, or leave it empty if there is no date',
		});
	}
	if (Math.abs(moment.offset) <= LARGEST_OFFSET) return moment;
	throw new ValueError({
		reasonCode: 'dateOffset',
		value,
		reason: 'has an offset of more than 14 hours from UTC',
		wayOut: 'Write it like 2026-03-04T09:30:00-05:00',
	});
}

/**
 * A day without a time, as 2026-03-04; undefined where the cell is empty. Throws like parseDateTime.
 *
 * Databases give a day as a date object at midnight: that of UTC, or of the computer that n8n runs on. On a retry n8n has made
 * text of it, such as 2026-03-04T00:00:00.000Z, which is read alike. HubSpot gives it as the Unix time of midnight UTC.
 */
export function parseDate(value: unknown, options: DateOptions): string | undefined {
	const moment = parseDateTime(value, options);
	return moment && dayOf(value, moment, options);
}

function dayOf(value: unknown, moment: DateTime, { timeZone, format }: DateOptions): string | undefined {
	const isDateObject = value instanceof Date || (typeof value === 'string' && TEXT_OF_DATE.test(value));
	const text = typeof value === 'number' || typeof value === 'string' ? String(value).trim() : '';
	const isUnixTime = isNumber(text, format) && Math.abs(Number(text)) > SERIAL_DAYS.to;
	if (!isDateObject && !isUnixTime) return moment.toISODate() ?? undefined;
	const midnight = (isDateObject ? ['utc', 'system'] : ['utc'])
		.map((zone) => moment.setZone(zone))
		.find((each) => each.equals(each.startOf('day')));
	return (midnight ?? moment.setZone(timeZone)).toISODate() ?? undefined;
}

/** What JSON makes of a date object. */
const TEXT_OF_DATE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * A date of birth, as 1959-01-17; undefined where the cell is empty. A year of two digits is the latest that is not in the future.
 * Throws a ValueError also for a day on which no one who is alive was born.
 */
export function parseBirthday(value: unknown, options: DateOptions): string | undefined {
	const day = parseDate(value, { ...options, yearsArePast: true });
	if (day === undefined) return undefined;
	const inFuture = day > (DateTime.now().setZone(options.timeZone).toISODate() ?? '');
	if (!inFuture && Number(day.slice(0, 4)) >= USUAL_YEARS.from) return day;
	throw new ValueError({
		reasonCode: 'notABirthday',
		value,
		reason: inFuture ? 'is in the future' : `is before ${USUAL_YEARS.from}`,
		wayOut: 'Correct the year',
	});
}

function fromNumber(written: string, timeZone: string, value: unknown): DateTime | undefined {
	const number = Number(written);
	const size = Math.abs(number);
	if (size > SERIAL_DAYS.to) {
		const unit = size >= FIRST_MILLISECONDS ? UNITS.milliseconds : UNITS.seconds;
		const moment = DateTime.fromMillis(Math.round(number * unit), { zone: timeZone });
		const isUnixTime =
			size >= FIRST_SECONDS && isUnixYear(moment.toUTC().year) && !DIGITS_OF_A_DATE.test(written);
		if (isUnixTime) return moment;
		throw notAUnixTime(written, value);
	}
	if (number < SERIAL_DAYS.from) return undefined;
	// Counted in wall time, so that a serial number means the same hour on both sides of a clock change.
	const wall = DateTime.fromObject(SPREADSHEET_EPOCH, { zone: 'utc' })
		.plus({ days: Math.floor(number) })
		.plus({ seconds: Math.round((number % 1) * 86_400) });
	return wall.setZone(timeZone, { keepLocalTime: true });
}

function isUnixYear(year: number): boolean {
	return year >= UNIX_YEARS.from && year <= UNIX_YEARS.to;
}

function notAUnixTime(written: string, value: unknown): ValueError {
	return new ValueError({
		reasonCode: 'notADate',
		value,
		reason: `is not a Unix time in seconds or milliseconds between ${UNIX_YEARS.from} and ${UNIX_YEARS.to}`,
		wayOut: otherMeaning(written),
	});
}

/** What a number may be that is not a Unix time as it is read here. */
function otherMeaning(written: string): string {
	if (DIGITS_OF_A_DATE.test(written))
		return `If it is a date, enter its format, ${'yyyyMMddHHmmss'.slice(0, written.length)}`;
	const unit = Object.entries(UNITS).find(([, each]) => {
		const { year } = DateTime.fromMillis(Number(written) * each, { zone: 'utc' });
		return isUnixYear(year);
	});
	const guess = unit ? `It may be in ${unit[0]}. ` : '';
	return `${guess}Write the date like 2026-03-04 or 2026-03-04T09:30:00Z`;
}

/** Most characters of a format. */
const LONGEST_FORMAT = 100;

/** Throws a ValueError for a format by which no date can be read. */
function checkFormat(format: string): void {
	const wrong = (reason: string) =>
		new ValueError({
			reasonCode: 'dateFormat',
			field: 'Date Format',
			value: format,
			reason,
			wayOut: 'Use d, M and y, such as M/d/yyyy. Uppercase M is the month, lowercase m the minutes',
		});
	if (format.length > LONGEST_FORMAT) throw wrong('is too long for a date format');
	if (!['y', 'M', 'd'].every((part) => format.includes(part)))
		throw wrong('does not have a day, a month and a year');
	// Digits could be shared out among many parts in more ways than can be tried.
	const parts =
		format
			.replace(/'[^']*'/g, '')
			.match(/([A-Za-z])\1*/g)
			?.map((part) => part.charAt(0)) ?? [];
	if (new Set(parts).size < parts.length) throw wrong('has the same part twice, such as two days');
}

function problem(value: unknown, written: string, options: DateOptions) {
	const example = DateTime.utc(2026, 12, 31, 9, 30);
	const parts = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{2,4})/.exec(written);
	if (parts && options.format === undefined && !ISO.test(written)) {
		return {
			reasonCode: 'dateAmbiguous',
			value,
			reason: 'can mean different dates in different countries',
			wayOut: 'Enter the date format, such as M/d/yyyy or d.M.yyyy',
		};
	}
	return {
		reasonCode: 'notADate',
		value,
		reason: options.format ? `is not a valid date in the format ${options.format}` : 'is not a date',
		wayOut: options.format
			? `Write it like ${example.toFormat(options.format)} or ${example.toISODate()}`
			: 'Write it like 2026-03-04 or 2026-03-04T09:30:00Z, or enter the date format',
	};
}
