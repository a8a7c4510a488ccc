import { DateTime } from 'luxon';
import { dateText, isAbsent, parseShortText, withoutTextMark, type ShortKind } from './text';
import { ValueError } from './valueError';

/** How a date is written where it is not ISO: tokens of Luxon, such as M/d/yyyy. */
export interface DateOptions {
	format?: string;
	/** IANA name of the time zone in which a date without an offset is meant. */
	timeZone: string;
}

/** Excel and Sheets count days from here; it is off by two so that their 29 February 1900 comes out right. */
const SPREADSHEET_EPOCH = { year: 1899, month: 12, day: 30 };
/** Days: 1910 to 2173. Smaller numbers are rather counts or years, larger ones are seconds. */
const SERIAL_DAYS = { from: 3_654, to: 100_000 };
/** Unix times: seconds below this, milliseconds above (as seconds it would be the year 5138). */
const FIRST_MILLISECONDS = 100_000_000_000;
const FIRST_SECONDS = 100_000_000;

const DATE: ShortKind = {
	name: 'a date',
	longest: 100,
	reasonCode: 'dateTooLong',
	wayOut: 'Write it like 2026-03-04 or 2026-03-04T09:30:00Z',
};

const ISO = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?\s*(Z|[+-]\d{2}(:?\d{2})?)?)?$/i;

/**
 * A moment: ISO text, a date object, a spreadsheet's serial number, Unix seconds or milliseconds, or text in the stated format;
 * undefined where the cell is empty. Throws a ValueError for anything else, also for 3/4/2026 without a stated format.
 */
export function parseDateTime(value: unknown, options: DateOptions): DateTime | undefined {
	if (isAbsent(value)) return undefined;
	const written = dateText(value) ?? withoutTextMark(parseShortText(value, DATE) ?? '');
	const parsed = value instanceof Date ? DateTime.fromJSDate(value) : read(written, options);
	// A moment without a place of its own is meant where the workflow is.
	const moment = value instanceof Date ? parsed?.setZone(options.timeZone) : parsed;
	if (moment?.isValid) return moment;
	throw new ValueError(problem(value, written, options));
}

function read(written: string, { format, timeZone }: DateOptions): DateTime | undefined {
	// Digits alone are a number, unless the stated format is digits alone as well (yyyyMMdd).
	if (/^\d+(\.\d+)?$/.test(written) && !/^[yMdHms]+$/.test(format ?? ''))
		return fromNumber(Number(written), timeZone);
	if (ISO.test(written)) {
		const joined = written.replace(/\s*(?=[+-]\d{2}(:?\d{2})?$|Z$)/i, '').replace(' ', 'T');
		return DateTime.fromISO(joined, { zone: timeZone, setZone: true });
	}
	if (format !== undefined) checkFormat(format);
	return format === undefined
		? undefined
		: DateTime.fromFormat(written, format, { zone: timeZone, locale: 'en' });
}

/** A day without a time, as 2026-03-04; undefined where the cell is empty. Throws like parseDateTime. */
export function parseDate(value: unknown, options: DateOptions): string | undefined {
	return parseDateTime(value, options)?.toISODate() ?? undefined;
}

function fromNumber(number: number, timeZone: string): DateTime | undefined {
	if (number >= FIRST_MILLISECONDS) return DateTime.fromMillis(number, { zone: timeZone });
	if (number >= FIRST_SECONDS) return DateTime.fromSeconds(number, { zone: timeZone });
	if (number < SERIAL_DAYS.from || number > SERIAL_DAYS.to) return undefined;
	// Counted in wall time, so that a serial number means the same hour on both sides of a clock change.
	const wall = DateTime.fromObject(SPREADSHEET_EPOCH, { zone: 'utc' })
		.plus({ days: Math.floor(number) })
		.plus({ seconds: Math.round((number % 1) * 86_400) });
	return wall.setZone(timeZone, { keepLocalTime: true });
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

const EXAMPLE = DateTime.utc(2026, 12, 31, 9, 30);

function problem(value: unknown, written: string, options: DateOptions) {
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
			? `Write it like ${EXAMPLE.toFormat(options.format)} or ${EXAMPLE.toISODate()}`
			: 'Write it like 2026-03-04 or 2026-03-04T09:30:00Z, or enter the date format',
	};
}
