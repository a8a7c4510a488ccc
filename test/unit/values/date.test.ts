import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseDate, parseDateTime } from '../../../nodes/values/date';
import { codeOf, EMPTY_CELLS, problemOf } from './problem';

const NEW_YORK = 'America/New_York';
const BERLIN = 'Europe/Berlin';

const utc = (value: unknown, timeZone = NEW_YORK, format?: string) =>
	parseDateTime(value, { timeZone, format })?.toUTC().toISO();
const day = (value: unknown, timeZone = NEW_YORK, format?: string) => parseDate(value, { timeZone, format });

describe('a moment', () => {
	test.each([
		['2026-03-04T09:30:00Z', '2026-03-04T09:30:00.000Z'],
		['2026-03-04T09:30:00.123Z', '2026-03-04T09:30:00.123Z'],
		['2026-03-04T09:30:00.123456Z', '2026-03-04T09:30:00.123Z'],
		['2026-03-04T09:30Z', '2026-03-04T09:30:00.000Z'],
		['2026-03-04t09:30:00z', '2026-03-04T09:30:00.000Z'],
		['2026-03-04T09:30:00+02:00', '2026-03-04T07:30:00.000Z'],
		['2026-03-04T09:30:00+0200', '2026-03-04T07:30:00.000Z'],
		['2026-03-04 09:30:00 +02:00', '2026-03-04T07:30:00.000Z'],
		['2026-03-04 09:30:00+00', '2026-03-04T09:30:00.000Z'],
		['2026-03-04 09:30:00 Z', '2026-03-04T09:30:00.000Z'],
		['2026-03-04T09:30:00', '2026-03-04T14:30:00.000Z'],
		['2026-03-04 09:30:00', '2026-03-04T14:30:00.000Z'],
		['2026-03-04 09:30', '2026-03-04T14:30:00.000Z'],
		['2026-03-04', '2026-03-04T05:00:00.000Z'],
		['2026-07-04T09:30:00', '2026-07-04T13:30:00.000Z'],
		[' 2026-03-04 ', '2026-03-04T05:00:00.000Z'],
		[1772616600, '2026-03-04T09:30:00.000Z'],
		['1772616600', '2026-03-04T09:30:00.000Z'],
		[1772616600.5, '2026-03-04T09:30:00.500Z'],
		[1772616600123, '2026-03-04T09:30:00.123Z'],
		['1772616600123', '2026-03-04T09:30:00.123Z'],
		[new Date('2026-03-04T09:30:00Z'), '2026-03-04T09:30:00.000Z'],
		[DateTime.fromISO('2026-03-04T09:30:00+02:00', { setZone: true }), '2026-03-04T07:30:00.000Z'],
	])('%p is %s', (value, expected) => {
		expect(utc(value)).toBe(expected);
	});

	test.each([
		['3/4/2026', 'M/d/yyyy', '2026-03-04T05:00:00.000Z'],
		['03/04/2026', 'M/d/yyyy', '2026-03-04T05:00:00.000Z'],
		['3/4/2026', 'd/M/yyyy', '2026-04-03T04:00:00.000Z'],
		['04.03.2026', 'd.M.yyyy', '2026-03-04T05:00:00.000Z'],
		['3/4/26', 'M/d/yy', '2026-03-04T05:00:00.000Z'],
		['3/4/2026 9:30 PM', 'M/d/yyyy h:mm a', '2026-03-05T02:30:00.000Z'],
		['4 Mar 2026', 'd MMM yyyy', '2026-03-04T05:00:00.000Z'],
		['20260304', 'yyyyMMdd', '2026-03-04T05:00:00.000Z'],
		[20260304, 'yyyyMMdd', '2026-03-04T05:00:00.000Z'],
		// A sheet mixes: what is certain is read whatever the format.
		['2026-03-04', 'M/d/yyyy', '2026-03-04T05:00:00.000Z'],
		[46085, 'M/d/yyyy', '2026-03-04T05:00:00.000Z'],
	])('%p written as %s is %s', (value, format, expected) => {
		expect(utc(value, NEW_YORK, format)).toBe(expected);
	});

	test('always has an offset when it is sent', () => {
		for (const value of ['2026-03-04', 46085.5, 1772616600, '2026-03-04T09:30:00Z']) {
			expect(parseDateTime(value, { timeZone: NEW_YORK })?.toISO()).toMatch(/(Z|[+-]\d{2}:\d{2})$/);
		}
	});
});

describe("a spreadsheet's serial number", () => {
	test.each<[number | string, string]>([
		[46085, '2026-03-04T00:00:00.000'],
		['46085', '2026-03-04T00:00:00.000'],
		[46085.5, '2026-03-04T12:00:00.000'],
		[46085.395833333336, '2026-03-04T09:30:00.000'],
		['46085.395833333336', '2026-03-04T09:30:00.000'],
		[46085.999999999, '2026-03-05T00:00:00.000'],
		// New York's clocks go forward on 8 March and back on 1 November 2026.
		[46089, '2026-03-08T00:00:00.000'],
		[46089.5, '2026-03-08T12:00:00.000'],
		[46090, '2026-03-09T00:00:00.000'],
		[46090.395833333336, '2026-03-09T09:30:00.000'],
		[46327, '2026-11-01T00:00:00.000'],
		[46327.5, '2026-11-01T12:00:00.000'],
		[46328, '2026-11-02T00:00:00.000'],
	])('%p is %s on the clock of New York', (serial, expected) => {
		const moment = parseDateTime(serial, { timeZone: NEW_YORK });
		expect(moment?.zoneName).toBe(NEW_YORK);
		expect(moment?.toISO({ includeOffset: false })).toBe(expected);
	});

	test.each([
		[25569, '1970-01-01'],
		[18264, '1950-01-01'],
		[16803, '1946-01-01'],
		[11689, '1932-01-01'],
		[73050, '2099-12-31'],
	])('%p as a birthday is %s', (serial, expected) => {
		expect(day(serial)).toBe(expected);
	});

	test('means the same day in every time zone', () => {
		const zone = fc.constantFrom(
			'UTC',
			NEW_YORK,
			BERLIN,
			'Asia/Tokyo',
			'Pacific/Auckland',
			'America/Sao_Paulo',
		);
		fc.assert(
			fc.property(fc.integer({ min: 25_569, max: 73_050 }), zone, (serial, timeZone) => {
				const expected = DateTime.utc(1899, 12, 30).plus({ days: serial }).toISODate();
				expect(day(serial, timeZone)).toBe(expected);
				expect(day(serial + 0.75, timeZone)).toBe(expected);
			}),
		);
	});
});

describe('a day', () => {
	test.each<[unknown, string]>([
		['2026-03-04', '2026-03-04'],
		['2026-03-04T23:30:00-05:00', '2026-03-04'],
		['2026-03-04T00:30:00+09:00', '2026-03-04'],
		['1990-05-01T00:00:00.000Z', '1990-05-01'],
		['2024-02-29', '2024-02-29'],
		[46085.75, '2026-03-04'],
	])('%p is %s', (value, expected) => {
		expect(day(value)).toBe(expected);
	});

	test('of a Unix time is the day of the time zone', () => {
		const seconds = Date.UTC(2026, 2, 4, 3) / 1_000;
		expect(day(seconds, NEW_YORK)).toBe('2026-03-03');
		expect(day(seconds, BERLIN)).toBe('2026-03-04');
		expect(day(seconds * 1_000, NEW_YORK)).toBe('2026-03-03');
	});
});

describe('what is no date is told', () => {
	test.each<[unknown, string]>([
		['3/4/2026', 'dateAmbiguous'],
		['03.04.2026', 'dateAmbiguous'],
		['3-4-26', 'dateAmbiguous'],
		['3/4/2026 9:30', 'dateAmbiguous'],
		['2026-02-30', 'notADate'],
		['2026-13-01', 'notADate'],
		['2025-02-29', 'notADate'],
		['2026-03-04T25:00:00Z', 'notADate'],
		['0000-00-00', 'notADate'],
		['0000-00-00 00:00:00', 'notADate'],
		['yesterday', 'notADate'],
		['2026', 'notADate'],
		['20260304', 'notADate'],
		[5, 'notADate'],
		[0, 'notADate'],
		[-5, 'notADate'],
		[true, 'notADate'],
		[new Date('nonsense'), 'notText'],
		[['2026-03-04'], 'notText'],
		[{ year: 2026 }, 'notText'],
	])('%p: %s', (value, code) => {
		const told = codeOf(() => utc(value));
		// An invalid date object may be told in either way, as long as it is told.
		if (value instanceof Date) expect(['notText', 'notADate']).toContain(told);
		else expect(told).toBe(code);
	});

	test('2026-3-4 is refused or read, and never called ambiguous', () => {
		expect(codeOf(() => utc('2026-3-4'))).not.toBe('dateAmbiguous');
	});

	test('a stated format is named in the error', () => {
		const problem = problemOf(() => utc('25/12/2026', NEW_YORK, 'M/d/yyyy'));
		expect(problem?.reasonCode).toBe('notADate');
		expect(problem?.reason).toContain('M/d/yyyy');
		expect(codeOf(() => utc('2/30/2026', NEW_YORK, 'M/d/yyyy'))).toBe('notADate');
	});

	test.each(EMPTY_CELLS)('%j is no date and no error: never now', (cell) => {
		expect(utc(cell)).toBeUndefined();
		expect(day(cell)).toBeUndefined();
	});
});

test('any moment in ISO text comes back the same', () => {
	const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
	fc.assert(
		fc.property(moment, fc.constantFrom(NEW_YORK, BERLIN, 'UTC', 'Asia/Kolkata'), (date, timeZone) => {
			expect(utc(date.toISOString(), timeZone)).toBe(date.toISOString());
			expect(utc(date, timeZone)).toBe(date.toISOString());
			const offset = DateTime.fromJSDate(date, { zone: timeZone }).toISO();
			expect(utc(offset)).toBe(date.toISOString());
		}),
	);
});
