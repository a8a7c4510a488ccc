import * as fc from 'fast-check';
import { DateTime } from 'luxon';
import { parseBirthday, parseDate, parseDateTime } from '../../../nodes/values/date';
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

/** The time zone of the computer that n8n runs on, in minutes before UTC. */
function onAComputerAt(minutes: number): jest.SpyInstance {
	return jest.spyOn(Date.prototype, 'getTimezoneOffset').mockReturnValue(minutes);
}

describe('a day from a database', () => {
	afterEach(() => jest.restoreAllMocks());

	const ZONES = [
		'UTC',
		NEW_YORK,
		BERLIN,
		'Asia/Tokyo',
		'Pacific/Auckland',
		'Pacific/Honolulu',
		'Pacific/Kiritimati',
	];

	// Date objects at midnight UTC: tediousjs/node-mssql#509 (SQL Server), MongoDB, and node-postgres on a computer in UTC.
	test.each(['2026-03-04', '1960-06-02', '1990-05-01', '2024-02-29', '2026-01-01', '2026-11-01'])(
		'%s at midnight UTC is that day, wherever the workflow is',
		(written) => {
			const date = new Date(`${written}T00:00:00Z`);
			for (const zone of ZONES) {
				expect([zone, day(date, zone)]).toEqual([zone, written]);
				// On a retry n8n has made text of it.
				expect([zone, day(date.toISOString(), zone)]).toEqual([zone, written]);
			}
		},
	);

	// Date objects at midnight of the computer: brianc/node-postgres#818, #2154, evoluteur/evolutility-server-node#17, and mysql2.
	test.each<[number, string, string]>([
		[-60, '1975-05-10T23:00:00.000Z', '1975-05-11'],
		[-600, '2018-04-22T14:00:00.000Z', '2018-04-23'],
		[300, '2026-03-04T05:00:00.000Z', '2026-03-04'],
	])('on a computer %p minutes before UTC, %s is %s', (minutes, iso, expected) => {
		onAComputerAt(minutes);
		for (const zone of [BERLIN, NEW_YORK]) {
			expect(day(new Date(iso), zone)).toBe(expected);
			expect(day(iso, zone)).toBe(expected);
		}
	});

	test('at midnight where the workflow is is the day there', () => {
		onAComputerAt(0);
		for (const value of [new Date('2026-03-03T23:00:00Z'), '2026-03-03T23:00:00.000Z']) {
			expect(day(value, BERLIN)).toBe('2026-03-04');
		}
	});

	test('any date object is the same day as the text that n8n makes of it', () => {
		const moment = fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true });
		fc.assert(
			fc.property(moment, fc.constantFrom(...ZONES), (date, zone) => {
				expect(day(date.toISOString(), zone)).toBe(day(date, zone));
			}),
		);
	});

	// HubSpot gives days as milliseconds of midnight UTC: hubspot-net/HubSpot.NET#98, act-now-coalition/covid-data-model#758.
	test.each<[number | string, string]>([
		[641520000000, '1990-05-01'],
		['641520000000', '1990-05-01'],
		[641520000, '1990-05-01'],
		[1772582400000, '2026-03-04'],
	])('%p is %s wherever the workflow is', (value, expected) => {
		for (const zone of ZONES) expect([zone, day(value, zone)]).toEqual([zone, expected]);
	});

	test('a Unix time at any other moment is the day of the workflow', () => {
		expect(day(1772582400001, NEW_YORK)).toBe('2026-03-03');
		expect(day(1772582401, NEW_YORK)).toBe('2026-03-03');
		// Serial numbers of a sheet, and digits of a format, that are midnight UTC by chance.
		expect(day(46084 + 19 / 24, NEW_YORK)).toBe('2026-03-03');
		expect(day('202603031900', NEW_YORK, 'yyyyMMddHHmm')).toBe('2026-03-03');
		expect(utc(641520000000)).toBe('1990-05-01T00:00:00.000Z');
	});

	test('a moment stays a moment', () => {
		expect(utc(new Date('2026-03-04T00:00:00Z'))).toBe('2026-03-04T00:00:00.000Z');
		expect(utc('2026-03-04T00:00:00.000Z')).toBe('2026-03-04T00:00:00.000Z');
	});
});

describe('a birthday', () => {
	const birthday = (value: unknown, format?: string) => parseBirthday(value, { timeZone: NEW_YORK, format });
	const daysFromNow = (days: number) => DateTime.now().setZone(NEW_YORK).plus({ days });

	test.each<[unknown, string, string]>([
		['1/17/59', 'M/d/yy', '1959-01-17'], // moment/luxon#1329
		['31-12-40', 'd-M-yy', '1940-12-31'], // tidyverse/lubridate#560
		['110345', 'ddMMyy', '1945-03-11'], // moment/luxon#792
		['1/17/61', 'M/d/yy', '1961-01-17'],
		['2/29/56', 'M/d/yy', '1956-02-29'],
		['1/17/59', 'M/d/y', '1959-01-17'], // moment/luxon#1628: "y" takes the year literally
		['1/5/15', 'M/d/y', '2015-01-05'], // ExactTarget/fuelux#1483
		['2/29/00', 'M/d/yy', '2000-02-29'],
		['1/17/1959', 'M/d/yy', '1959-01-17'],
		['17 Jan 59', 'd MMM yy', '1959-01-17'],
		['01/01/57', 'dd/MM/yy', '1957-01-01'], // 1024pix/pix#1850, frappe/erpnext#6867
		['16-07-68', 'd-M-yy', '1968-07-16'], // opensanctions/opensanctions#4940
		['2/20/49', 'M/d/yy', '1949-02-20'], // SheetJS/sheetjs#2301
	])('%s written as %s is %s', (value, format, expected) => {
		expect(birthday(value, format)).toBe(expected);
	});

	test('is never to come', () => {
		const tomorrow = daysFromNow(1);
		expect(problemOf(() => birthday(tomorrow.toISODate()))?.reason).toBe('is in the future');
		expect(problemOf(() => birthday('2059-01-17'))?.reason).toBe('is in the future');
		expect(problemOf(() => birthday('1/17/2059', 'M/d/yy'))?.reason).toBe('is in the future');
		expect(problemOf(() => birthday(new Date('2059-01-17')))?.reason).toBe('is in the future');
		expect(birthday(tomorrow.toFormat('M/d/yy'), 'M/d/yy')).toBe(tomorrow.minus({ years: 100 }).toISODate());
		const today = daysFromNow(0).toISODate();
		expect(birthday(today)).toBe(today);
	});

	test('of no one who is alive is refused', () => {
		expect(problemOf(() => birthday('1899-12-30'))?.reason).toBe('is before 1900');
		expect(birthday('1900-01-01')).toBe('1900-01-01');
	});

	test.each(EMPTY_CELLS)('%j is no birthday and no error', (cell) => {
		expect(birthday(cell)).toBeUndefined();
	});

	test('elsewhere a year of two digits is as Luxon has it', () => {
		expect(day('1/17/59', NEW_YORK, 'M/d/yy')).toBe('2059-01-17');
		expect(day('1/17/59', NEW_YORK, 'M/d/y')).toBe('2059-01-17');
	});
});

describe('a bare number that is no Unix time of ours', () => {
	test.each<[number | string, string]>([
		[1772616600123456, 'It may be in microseconds. '], // vshulcz/deja-vu#2102, shaarli/netscape-bookmark-parser#45
		['1772452800000000000', 'It may be in nanoseconds. '], // vshulcz/deja-vu#2102
		[86400000000, 'It may be in milliseconds. '], // martijnarts/unix.click#4: 1972, which as seconds would be 4707
		[4133980800, ''], // 2101
		[29543610, 'It may be in minutes. '],
		[492393, 'It may be in hours. '],
		[-345600000, ''], // 1959 in seconds
		[-345600000000, ''],
		[-302407200000, ''], // brianc/node-postgres#2154
		[99999999999, 'It may be in milliseconds. '],
	])('%p: %j', (value, guess) => {
		const problem = problemOf(() => utc(value));
		expect(problem).toEqual({
			reasonCode: 'notADate',
			value,
			reason: 'is not a Unix time in seconds or milliseconds between 1971 and 2100',
			wayOut: `${guess}Write the date like 2026-03-04 or 2026-03-04T09:30:00Z`,
		});
		expect(codeOf(() => day(value))).toBe('notADate');
	});

	test.each<[number | string, string]>([
		[20260304, 'yyyyMMdd'], // hbz/oerworldmap#1321
		[202603041830, 'yyyyMMddHHmm'],
		['20260304183015', 'yyyyMMddHHmmss'],
	])('%p may be a date in the format %s', (value, format) => {
		expect(problemOf(() => utc(value))?.wayOut).toBe(`If it is a date, enter its format, ${format}`);
		expect(day(value, NEW_YORK, format)).toBe('2026-03-04');
	});

	test.each<[number, string]>([
		[4102444799, '2099-12-31T23:59:59.000Z'],
		[100000000, '1973-03-03T09:46:40.000Z'],
		[4102444799000, '2099-12-31T23:59:59.000Z'],
		[104000000000, '1973-04-18T16:53:20.000Z'],
	])('%p is one: %s', (value, expected) => {
		expect(utc(value)).toBe(expected);
	});
});

describe('what no date can be is never sent', () => {
	test.each<[unknown, string | undefined, string]>([
		[new Date('+012026-01-17T00:00:00Z'), undefined, 'dateYear'], // colinhacks/zod#6154
		[new Date(8.64e15), undefined, 'dateYear'],
		[new Date('-000001-01-01T00:00:00Z'), undefined, 'dateYear'],
		['20222-02-02', 'y-MM-dd', 'notADate'], // iamkun/dayjs#1780
		['2/2/20222', 'M/d/yyyyy', 'dateYear'],
		['0001-01-01T00:00:00', undefined, 'dateYear'], // what .NET writes for no date
		['0022-05-01', undefined, 'dateYear'], // CareTogether/CareTogetherCMS#971
		['9999-12-31T23:59:59', undefined, 'dateYear'], // 10000 in UTC
		['+012026-01-17T00:00:00Z', undefined, 'notADate'],
		['2026-03-04T09:30:00+15:00', undefined, 'dateOffset'],
		['2026-03-04T09:30:00-99:00', undefined, 'dateOffset'], // moment/moment#5572
		['2024-02-23T14:00:00.000-21:00', undefined, 'dateOffset'], // oasis-tcs/csaf#981
		['2026-03-04T09:30:00+14:30', undefined, 'dateOffset'], // theexperiencecompany/gaia#785
		['2026-03-04T09:30:00-00:99', undefined, 'notADate'],
		['2026-03-04 09:30 +15:00', 'yyyy-MM-dd HH:mm ZZ', 'dateOffset'],
		['3/4/2026 9:30 +15:00', 'M/d/yyyy H:mm ZZ', 'dateOffset'],
		[DateTime.fromISO('2026-03-04T09:30:00+15:00', { setZone: true }), undefined, 'dateOffset'],
	])('%p in the format %s: %s', (value, format, code) => {
		expect(codeOf(() => utc(value, NEW_YORK, format))).toBe(code);
		expect(codeOf(() => day(value, NEW_YORK, format))).toBe(code);
	});

	test.each([
		['2026-03-04T09:30:00+14:00', '2026-03-03T19:30:00.000Z'],
		['2026-03-04T09:30:00-12:00', '2026-03-04T21:30:00.000Z'],
		['2020-01-09 07:53:30+1300', '2020-01-08T18:53:30.000Z'], // sisyphsu/dateparser#1
		['2026-03-04T09:30:00+05:45', '2026-03-04T03:45:00.000Z'],
		['9999-12-31', '9999-12-31T05:00:00.000Z'],
	])('%s is one: %s', (value, expected) => {
		expect(utc(value)).toBe(expected);
	});
});

test('a part of a millisecond is none of a moment', () => {
	expect(parseDateTime('1772616600000.5', { timeZone: 'UTC' })?.toMillis()).toBe(1_772_616_600_001);
	expect(parseDateTime(1_772_616_600.123_4, { timeZone: 'UTC' })?.toMillis()).toBe(1_772_616_600_123);
});
