import { DateTime } from 'luxon';
import { consent } from '../../../nodes/fields/consent';
import { RunError } from '../../../nodes/errors/runError';
import { problemOf } from '../values/problem';
import { source } from '../rows';

type Row = Record<string, unknown>;

const panel = consent.properties('consent');
const sourceOf = (row: Row, parameters: Row) => source(row, { consent: 'perItem', ...parameters }, { panel });
const given = (row: Row, parameters: Row) => consent.parse(sourceOf(row, parameters), 'consent');
const leftOut = (row: Row, parameters: Row) => consent.leavesOut?.(sourceOf(row, parameters), 'consent');
const daysAgo = (days: number) => DateTime.now().minus({ days }).toISO();

const BOTH = { textConsent: '={{ $json.texts }}', emailConsent: '={{ $json.emails }}' };

test('a person confirms consent for all items', () => {
	expect(given({}, { consent: 'confirmed' })).toEqual({});
	expect(leftOut({}, { consent: 'confirmed' })).toBeUndefined();
});

test.each([[''], [undefined], ['column']])('%p is no statement of consent, and stops the run', (way) => {
	const parse = () => given({}, { consent: way });
	expect(parse).toThrow(RunError);
	expect(problemOf(parse)?.reasonCode).toBe('consentNotStated');
});

describe('consent of an item', () => {
	test.each<[unknown, unknown, Array<'TEXT' | 'EMAIL'>]>([
		['yes', 'yes', []],
		['TRUE', 'x', []],
		[1, true, []],
		['yes', 'no', ['EMAIL']],
		['no', 'yes', ['TEXT']],
		['yes', '', ['EMAIL']],
		['yes', null, ['EMAIL']],
		['maybe', 'yes', ['TEXT']],
		[['yes'], 'yes', ['TEXT']],
		['no', 'unsubscribed', ['TEXT', 'EMAIL']],
		[undefined, undefined, ['TEXT', 'EMAIL']],
	])('to texts %j, to emails %j: none for %j', (texts, emails, none) => {
		const found = given({ texts, emails }, BOTH);
		expect(Object.keys(found)).toEqual(none);
		expect(leftOut({ texts, emails }, BOTH) !== undefined).toBe(none.length === 2);
	});

	test('a yes for one channel is none for the other', () => {
		expect(given({ texts: 'yes' }, { textConsent: BOTH.textConsent })).toEqual({
			EMAIL: "'Consent to Emails' is not set",
		});
		expect(given({ emails: 'yes' }, { textConsent: '', emailConsent: BOTH.emailConsent })).toEqual({
			TEXT: "'Consent to Texts' is not set",
		});
	});

	test('where neither is asked for, the run stops', () => {
		for (const parameters of [{}, { textConsent: '', emailConsent: ' ' }])
			expect(() => given({ texts: 'yes' }, parameters)).toThrow(RunError);
	});

	test('a skipped item says why, for both', () => {
		expect(leftOut({ texts: 'no', emails: '' }, BOTH)).toEqual({
			reasonCode: 'noConsent',
			reason: "no consent: 'Consent to Texts' does not say yes; 'Consent to Emails' does not say yes",
		});
	});
});

describe('the date of consent', () => {
	const dated = (row: Row, details: Row) =>
		given({ texts: 'yes', emails: 'yes', ...row }, { ...BOTH, consentDetails: details });
	const DATES = { textConsentDate: '={{ $json.textsAt }}', emailConsentDate: '={{ $json.emailsAt }}' };

	test('counts for its own channel only', () => {
		const row = { textsAt: daysAgo(40), emailsAt: daysAgo(5) };
		expect(dated(row, { ...DATES, maxConsentAge: 30 })).toEqual({
			TEXT: "'Text Consent Date' is more than 30 days ago",
		});
		expect(dated(row, { ...DATES, maxConsentAge: 0 })).toEqual({});
	});

	test('without a maximum age any past date is right; an empty or future one is not', () => {
		expect(dated({ textsAt: '2001-01-01', emailsAt: '2001-01-01' }, DATES)).toEqual({});
		expect(dated({ textsAt: '', emailsAt: daysAgo(-3) }, DATES)).toEqual({
			TEXT: "'Text Consent Date' is empty",
			EMAIL: "'Email Consent Date' is in the future",
		});
	});

	test.each(['#N/A', '#VALUE!', '#¡REF!', { error: '#ERROR!' }])(
		'%j is an empty one, as an error of a formula',
		(date) => {
			const parameters = {
				...BOTH,
				consentDetails: { textConsentDate: '={{ $json.date }}', maxConsentAge: 0 },
			};
			expect(given({ texts: 'yes', emails: 'yes', date }, parameters)).toEqual({
				TEXT: "'Text Consent Date' is empty",
			});
		},
	);

	test('is read in its format', () => {
		const row = { textsAt: '3/4/2020', emailsAt: '5/6/2020' };
		expect(dated(row, { ...DATES, consentDateFormat: 'M/d/yyyy' })).toEqual({});
		expect(problemOf(() => dated(row, DATES))).toMatchObject({
			field: 'Text Consent Date',
			reasonCode: 'dateAmbiguous',
		});
	});

	test('a maximum age without a date stops the run, as does one that is no number', () => {
		expect(() => dated({}, { maxConsentAge: 30 })).toThrow(RunError);
		expect(() => dated({ textsAt: daysAgo(1) }, { ...DATES, maxConsentAge: -1 })).toThrow(RunError);
		expect(() =>
			dated({ textsAt: daysAgo(1) }, { textConsentDate: DATES.textConsentDate, maxConsentAge: 30 }),
		).toThrow(RunError);
	});

	test('an item without consent needs no date', () => {
		const row = { texts: 'no', emails: 'no', textsAt: 'never', emailsAt: 'never' };
		expect(Object.keys(dated(row, DATES))).toEqual(['TEXT', 'EMAIL']);
	});
});
