import * as fc from 'fast-check';
import { inAscii, trimmed, visibleName, withoutInvisible } from '../../../nodes/values/characters';
import { parseDate, parseDateTime } from '../../../nodes/values/date';
import { parseNumber } from '../../../nodes/values/number';
import { parsePhone } from '../../../nodes/values/phone';
import { isAbsent, parseText, parseYesNo } from '../../../nodes/values/text';
import { looksOf } from './patterns';

const ZONE = { timeZone: 'America/New_York' };
const byFormat = (format: string) => ({ ...ZONE, format });

/** What is copied along unseen, anywhere in a value. */
const INVISIBLE = [
	'\u200b', // mholt/PapaParse#917
	'\ufeff', // adaltas/node-csv-parse#284, SheetJS/sheetjs#2620
	'\u200e', // formatjs/formatjs#201, formatjs/date-time-format-timezone#20
	'\u200f', // moment/moment#3487, dart-lang/i18n#852
	'\u202a', // the contacts of iPhone and Windows put it around phones
	'\u202c',
	'\u2060',
	'\u2066',
	'\u2069',
	'\u00ad',
	'\u200c',
	'\u200d',
	'\u3164', // desktop-app/lib_ui#331
	// Control characters: demisto/content#2800, OpenDataServices/flatten-tool#435, msupply-foundation/open-msupply#10462 (scanners).
	'\u0000',
	'\u0002',
	'\u001d',
	'\u007f',
	'\u009d',
	'\ufffc',
];

describe('characters that are not seen', () => {
	const VALUES: Array<[string, (text: string) => unknown, string, unknown]> = [
		['a number', (text) => parseNumber(text), '1,250.50', 1250.5],
		['a negative number', (text) => parseNumber(text), '-12', -12],
		['a day', (text) => parseDate(text, ZONE), '2026-03-04', '2026-03-04'],
		['a day in a format', (text) => parseDate(text, byFormat('M/d/yyyy')), '3/4/2026', '2026-03-04'],
		[
			'a moment',
			(text) => parseDateTime(text, ZONE)?.toUTC().toISO(),
			'2026-03-04 09:30Z',
			'2026-03-04T09:30:00.000Z',
		],
		['a serial number', (text) => parseDate(text, ZONE), '46085', '2026-03-04'],
		['yes', parseYesNo, 'TRUE', true],
		['no', parseYesNo, 'no', false],
		['a phone', (text) => parsePhone(text), '+12063996576', '+12063996576'],
		['a name', visibleName, 'first_name', 'first_name'],
	];
	test.each(VALUES)('are as if they were not in %s', (_what, parse, written, expected) => {
		for (const character of INVISIBLE) {
			for (let place = 0; place <= written.length; place++) {
				const text = written.slice(0, place) + character + written.slice(place);
				expect([text, parse(text)]).toEqual([text, expected]);
			}
		}
	});

	test('alone are an absent value', () => {
		for (const character of INVISIBLE) {
			expect(isAbsent(` ${character}${character} `)).toBe(true);
			expect(parseText(character)).toBeUndefined();
			expect(parseNumber(character)).toBeUndefined();
			expect(parsePhone(character)).toBeUndefined();
			expect(parseYesNo(character)).toBeUndefined();
			expect(parseDate(character, ZONE)).toBeUndefined();
		}
	});

	test('are cut off at the ends of free text', () => {
		for (const character of INVISIBLE) expect(parseText(`${character} Ann ${character}`)).toBe('Ann');
		expect(parseText('\u202bשלום\u202c')).toBe('שלום');
	});

	// guillaumemeyer/watermarks-remover#27, jhy/jsoup#1248, usablica/persian.js#20, desktop-app/lib_ui#331
	test.each([
		['Persian', 'می\u200cروم'],
		['Hindi', 'क्\u200dष'],
		['Malayalam, at the end', 'അവന്\u200d'],
		['Kannada, at the end', 'ಕನ್\u200c'],
		['an Arabic letter in its joined form', 'ه\u200d'],
		['a family', '👨\u200d👩\u200d👧'],
		['a heart', '❤\ufe0f'],
		['the flag of Scotland', '🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}'],
		['a soft hyphen', 'Donau\u00addampf'],
		['Hebrew beside English', 'a\u200fב\u200ec'],
	])('belong to free text: %s', (_what, text) => {
		expect(parseText(` ${text} `)).toBe(text);
		expect(trimmed(text)).toBe(text);
	});

	// opengovsg/postmangovsg#88, mafintosh/csv-parser#140, sindresorhus/neat-csv#10
	test.each([
		['\ufeffemail', 'email'],
		['\u200brecipient', 'recipient'],
		['first\u200bname\u200e', 'firstname'],
		['birth\u00adday', 'birthday'],
		['a\u200db', 'ab'],
		['کد\u200cپستی', 'کد\u200cپستی'],
		['❤\ufe0f points', '❤\ufe0f points'],
		[' tier ', 'tier'],
		['\u200b', ''],
		['e\u0000mail\u0000', 'email'],
		// A byte order mark that was read as Windows, DOS or Mac text: julien-f/csv2json#11, xlson/groovycsv#21.
		['ï»¿email', 'email'],
		['∩╗┐place', 'place'],
		['Ôªøname', 'name'],
		['naïve', 'naïve'],
	])('are not in the name %j: %j', (written, expected) => {
		expect(visibleName(written)).toBe(expected);
	});

	test('no pattern looks at the ends of a long text', () => {
		const text = `${'\u200b'.repeat(50_000)}Ann${' \u200b'.repeat(50_000)}`;
		expect(looksOf(() => expect(trimmed(text)).toBe('Ann')).count).toBe(0);
	});

	test('ASCII is left as it is', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme-ascii' }), (text) => {
				expect(trimmed(text)).toBe(text.trim());
				expect(visibleName(text)).toBe(text.trim());
				expect(withoutInvisible(text)).toBe(text.trim());
				expect(inAscii(text)).toBe(text);
			}),
		);
	});
});

describe('digits that are not ASCII', () => {
	/** All scripts that have digits of their own, by Unicode's names for them. */
	const SCRIPTS = Intl.supportedValuesOf('numberingSystem').filter((system) => {
		const digits = new Intl.NumberFormat('en', { numberingSystem: system, useGrouping: false }).format(
			987_654_321,
		);
		return /^\p{Nd}{9}$/u.test(digits);
	});

	test('of every script are read', () => {
		expect(SCRIPTS.length).toBeGreaterThan(40);
		for (const numberingSystem of SCRIPTS) {
			const format = new Intl.NumberFormat('en', { numberingSystem, useGrouping: false });
			expect([numberingSystem, inAscii(format.format(1_234_567_890))]).toEqual([
				numberingSystem,
				'1234567890',
			]);
			expect(parseNumber(format.format(46))).toBe(46);
		}
	});

	test.each<[string, number]>([
		['１２５０', 1250],
		['１，２５０．５０', 1250.5],
		['－３', -3],
		['￥１，２００', 1200],
		['１２　５００', 12500],
		['١٢٣٤٥٦٧٫٨٩', 1234567.89], // autoNumeric/autoNumeric#342
		['١٬٢٥٠', 1250],
		['١٫٢٥٠', 1.25],
		['۱۲۵۰', 1250], // bl00mber/react-phone-input-2#459
		['१२५०', 1250], // google/libphonenumber#954
		['๑๒๕๐', 1250],
	])('%s is the number %p', (written, expected) => {
		expect(parseNumber(written)).toBe(expected);
	});

	test.each<[string, 'JP' | 'IR' | 'IN' | 'SA' | undefined, string]>([
		['０９０－１２３４－５６７８', 'JP', '+819012345678'],
		['０９０ー１２３４ー５６７８', 'JP', '+819012345678'],
		['（０９０）１２３４　５６７８', 'JP', '+819012345678'],
		['０９０‐１２３４‐５６７８', 'JP', '+819012345678'],
		['＋８１　９０　１２３４　５６７８', undefined, '+819012345678'],
		['۰۹۱۲ ۳۴۵ ۶۷۸۹', 'IR', '+989123456789'], // jackocnr/intl-tel-input#2105
		['+٩٦٦ ٥٠ ١٢٣ ٤٥٦٧', undefined, '+966501234567'], // catamphetamine/libphonenumber-js#141
		['٠٥٠ ١٢٣ ٤٥٦٧', 'SA', '+966501234567'],
		['९८१२३ ४५६७८', 'IN', '+919812345678'],
	])('%s of %s is the phone %s', (written, country, expected) => {
		expect(parsePhone(written, () => country)).toBe(expected);
	});

	test.each<[string, string | undefined, string]>([
		['２０２６－０３－０４', undefined, '2026-03-04'],
		['２０２６／３／４', 'yyyy/M/d', '2026-03-04'],
		['２０２６年３月４日', 'yyyy年M月d日', '2026-03-04'],
		['٢٠٢٦-٠٣-٠٤', undefined, '2026-03-04'],
		['٢٣\u200f/٦\u200f/٢٠١٧', 'd/M/yyyy', '2017-06-23'], // tutao/tutanota#2793
		['٢٤/٢/٢٠١٧', 'd/M/yyyy', '2017-02-24'], // globalizejs/globalize#696
		['３／４／２０２６', 'M／d／yyyy', '2026-03-04'],
	])('%s in the format %s is the day %s', (written, format, expected) => {
		expect(parseDate(written, { ...ZONE, format })).toBe(expected);
	});

	test('of a script with a calendar of its own are no year of ours', () => {
		expect(() => parseDate('۱۴۰۴-۱۲-۱۳', ZONE)).toThrow('is in the year 1404, perhaps of another calendar');
		expect(() => parseDate('๒๕๖๙-๐๓-๐๔', ZONE)).toThrow('is in the year 2569, perhaps of another calendar');
	});

	test.each([
		['１', true],
		['ＹＥＳ', true],
		['０', false],
		['١', true],
	])('%s is yes: %p', (written, expected) => {
		expect(parseYesNo(written)).toBe(expected);
	});

	// date-fns/date-fns#3348
	test('a narrow blank before PM is a blank', () => {
		const moment = parseDateTime('3/4/2026 9:30\u202fPM', byFormat('M/d/yyyy h:mm a'));
		expect(moment?.toUTC().toISO()).toBe('2026-03-05T02:30:00.000Z');
	});
});
