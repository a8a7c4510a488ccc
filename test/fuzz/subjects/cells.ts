import { DateTime } from 'luxon';
import { inAscii, visibleName, withoutInvisible } from '../../../nodes/values/characters';
import { latitude, longitude } from '../../../nodes/values/coordinate';
import { parseCountry } from '../../../nodes/values/country';
import { parseBirthday, parseDate, parseDateTime } from '../../../nodes/values/date';
import { parseEmail } from '../../../nodes/values/email';
import { formulaErrorIn } from '../../../nodes/values/formulaError';
import { parseIdentifier, parseProductId } from '../../../nodes/values/identifier';
import { parseLanguage } from '../../../nodes/values/language';
import { looksLikeNumber, parseNumber } from '../../../nodes/values/number';
import { parsePhone } from '../../../nodes/values/phone';
import { parseCurrency, parseMinorUnits, parsePrice } from '../../../nodes/values/price';
import { stableJson } from '../../../nodes/values/stableJson';
import { parseText, parseYesNo } from '../../../nodes/values/text';
import { excerpt, listed } from '../../../nodes/values/valueError';
import { parseEventNames } from '../../../nodes/webhooks/events';
import { parseAs } from '../../../nodes/fields/mappedTypes';
import { largeValues, longTexts, SAMPLES, value } from '../hostile';
import { differs, subject, type Subject } from './subject';

const ZONE = { timeZone: 'America/New_York' };
const [USD, JPY, KWD] = [
	{ code: 'USD', digits: 2 },
	{ code: 'JPY', digits: 0 },
	{ code: 'KWD', digits: 3 },
];
const ATTRIBUTES = { one: 'Attribute', many: 'Attributes', structured: true, required: false, example: '{}' };

type Parse = (cell: unknown) => unknown;

/** A parser of cells: undefined where the cell is empty, and what it gives it reads as the same again. */
function cell(
	name: string,
	parse: Parse,
	samples: readonly string[],
	wrong: (output: NonNullable<unknown>, input: unknown) => string | undefined = () => undefined,
	again = true,
): Subject {
	return subject({
		name,
		make: (random) => value(random, random.chance(0.8) ? samples : undefined),
		large: (size) => [...longTexts(size), ...largeValues(size)],
		parse,
		wrong(input, output) {
			if (output === undefined || output === null) return undefined;
			return wrong(output, input) ?? (again ? differs('read again', parse(output), output) : undefined);
		},
	});
}

const form = (pattern: RegExp) => (output: unknown) =>
	typeof output === 'string' && pattern.test(output) ? undefined : `is not of the form ${String(pattern)}`;

const number =
	(most = Number.MAX_VALUE) =>
	(output: unknown) =>
		typeof output === 'number' && Math.abs(output) <= most ? undefined : 'is not a number in its range';

/** Digits that count: without zeros at either end. */
const digitsOf = (text: string) =>
	inAscii(text.normalize('NFKC'))
		.replace(/\D/g, '')
		.replace(/^0+|0+$/g, '');

/** A number must have the digits that were written: else it is another. Of decimals it keeps 15; of integers all, or it is refused. */
function sameDigits(output: NonNullable<unknown>, input: unknown): string | undefined {
	if (typeof input !== 'string' || /e/i.test(String(output)) || /e/i.test(input)) return number()(output);
	const [written, read] = [input.replaceAll('_x000D_', ''), String(output)].map((one) =>
		Number(`0.${digitsOf(one)}`),
	);
	return Math.abs(Number(written) - Number(read)) < 1e-14
		? number()(output)
		: 'has other digits than were written';
}

/** The number of a phone ends as it was written: nobody else is texted. */
function sameEnd(output: NonNullable<unknown>, input: unknown): string | undefined {
	if (typeof input !== 'string' && typeof input !== 'number') return 'is not of a text';
	const written = inAscii(String(input).normalize('NFKC'))
		.replace(/(@|:\d+@).*$/s, '')
		.replace(/\D/g, '');
	return written.replace(/0+$/, '').endsWith(String(output).slice(-6).replace(/0+$/, ''))
		? form(/^\+[1-9]\d{6,14}$/)(output)
		: 'ends otherwise than it was written';
}

function sameDay(output: NonNullable<unknown>, input: unknown): string | undefined {
	const written = typeof input === 'string' ? (/^\d{4}-\d\d-\d\d$/.exec(input)?.[0] ?? output) : output;
	return form(/^\d{4}-\d\d-\d\d$/)(output) ?? differs('the day', output, written);
}

/** JavaScript reads ISO with an offset too. */
function sameMoment(output: NonNullable<unknown>, input: unknown): string | undefined {
	if (!(output instanceof DateTime) || !output.isValid) return 'is not a valid moment';
	const isIso =
		typeof input === 'string' &&
		/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(input);
	if (isIso && !input.includes('T24')) return differs('the moment', output.toMillis(), Date.parse(input));
	// Places had offsets of seconds once, which ISO cannot write.
	if (output.year < 1_900) return undefined;
	const again = parseDateTime(output.toISO(), ZONE);
	return differs('read again', again?.toMillis(), output.toMillis());
}

const { numbers, dates, people, names } = SAMPLES;

export const cells: Subject[] = [
	cell('phone, default country US', (written) => parsePhone(written, () => 'US'), people, sameEnd),
	cell('phone, default country GB', (written) => parsePhone(written, () => 'GB'), people, sameEnd),
	cell('phone, no default country', (written) => parsePhone(written), people, sameEnd),
	cell('email', parseEmail, people, (output, input) =>
		withoutInvisible(String(input)).includes(String(output))
			? form(/^[^\s@]+@[^\s@]+$/)(output)
			: 'was not written',
	),
	cell('ID', parseIdentifier, people, form(/^\S|^.*\S$/s)),
	cell('product ID', parseProductId, people, form(/\S/)),
	cell('number', (written) => parseNumber(written), numbers, sameDigits),
	cell(
		'number, decimal point',
		(written) => parseNumber(written, { decimals: 'point' }),
		numbers,
		sameDigits,
	),
	cell(
		'number, decimal comma',
		(written) => parseNumber(written, { decimals: 'comma' }),
		numbers,
		sameDigits,
	),
	cell('price in US dollars', (written) => parsePrice(written, USD), numbers, number()),
	cell('price in yen', (written) => parsePrice(written, JPY), numbers, number()),
	cell('price in Kuwaiti dinars', (written) => parsePrice(written, KWD), numbers, number()),
	cell('price in cents', (written) => parseMinorUnits(written, USD), numbers, number(), false),
	cell('currency', (written) => parseCurrency(written)?.code, names, form(/^[A-Z]{3}$/)),
	cell('date', (written) => parseDate(written, ZONE), dates, sameDay),
	cell(
		'date in a given format',
		(written) => parseDate(written, { ...ZONE, format: 'M/d/yyyy' }),
		dates,
		sameDay,
	),
	cell('birthday', (written) => parseBirthday(written, ZONE), dates, sameDay),
	cell('date and time', (written) => parseDateTime(written, ZONE), dates, sameMoment, false),
	cell(
		'date and time in a given format',
		(written) => parseDateTime(written, { ...ZONE, format: 'd.M.yy H:mm' }),
		dates,
		(output) => (output instanceof DateTime && output.isValid ? undefined : 'is not a valid moment'),
		false,
	),
	cell(
		'date format',
		(format) => parseDateTime('11/12/2026 10:11', { ...ZONE, format: String(format) }),
		['M/d/yyyy', "d 'de' MMMM yyyy", 'yyyyMMdd', 'd.M.yy H:mm', 'MMMM'],
		() => undefined,
		false,
	),
	cell('country', parseCountry, names, form(/^[A-Z]{2}$/)),
	cell('language', parseLanguage, names, form(/^[a-z]{2}$/)),
	cell('yes or no', parseYesNo, names, (output) => (typeof output === 'boolean' ? undefined : 'is neither')),
	cell('latitude', latitude, names, (output) => number(90)(Number(output))),
	cell('longitude', longitude, names, (output) => number(180)(Number(output))),
	cell(
		'text',
		parseText,
		numbers,
		(output) =>
			typeof output === 'string' && output.trim() === output ? undefined : 'has blanks at its ends',
		false,
	),
	cell(
		'value of the type JSON',
		(written) => parseAs('json', written, () => ZONE, ATTRIBUTES),
		SAMPLES.json,
		() => undefined,
		false,
	),
	cell(
		'event names',
		(written) => parseEventNames(written),
		names,
		(output) =>
			Array.isArray(output) && output.every((name) => typeof name === 'string' && name.length <= 100)
				? undefined
				: 'has no names',
	),
	cell(
		'spreadsheet formula error',
		formulaErrorIn,
		['#N/A', '#DIV/0!', 'Err:502', '#¿NOMBRE?'],
		form(/^.{2,30}$/s),
	),
	cell(
		'text that looks like a number',
		(written) => typeof written === 'string' && looksLikeNumber(written),
		numbers,
		() => undefined,
		false,
	),
	cell(
		'field name',
		(written) => (typeof written === 'string' ? visibleName(written) : undefined),
		names,
		() => undefined,
		false,
	),
	cell('value in an error message', (written) => excerpt(written), names, form(/^[^\n]{0,60}$/)),
	cell(
		'names in an error message',
		(written) => (Array.isArray(written) ? listed(written.map(String)) : undefined),
		names,
		form(/^[^\n]{0,640}$/),
		false,
	),
	subject({
		name: 'canonical JSON',
		make: (random) => value(random),
		large: (size) => [...longTexts(size), ...largeValues(size)],
		parse: stableJson,
		isDeclared: () => false,
		wrong: (_input, output) => {
			// JSON rounds what only a bigint can hold.
			if (/\d{17}/.test(String(output))) return undefined;
			return differs('read again', stableJson(JSON.parse(String(output))), output);
		},
	}),
];
