import * as fc from 'fast-check';
import { parseCurrency, parseMinorUnits, parsePrice, type Currency } from '../../../nodes/values/price';
import { codeOf, EMPTY_CELLS, problemOf } from './problem';

function currency(code: string): Currency {
	const known = parseCurrency(code);
	if (!known) throw new Error(`No currency: ${code}`);
	return known;
}

const price = (written: unknown, code = 'USD') => parsePrice(written, currency(code));

describe('a price', () => {
	test.each<[unknown, string, number]>([
		[19.99, 'USD', 19.99],
		[0, 'USD', 0],
		['0.00', 'USD', 0],
		[BigInt(12), 'USD', 12],
		['19.99', 'USD', 19.99],
		['19.9900', 'USD', 19.99],
		['33.333333', 'USD', 33.33],
		[11.996666666, 'USD', 12],
		['.5', 'USD', 0.5],
		['$.50', 'USD', 0.5],
		['$ .50', 'USD', 0.5],
		[" '19.99 ", 'USD', 19.99],
		['$19.99', 'USD', 19.99],
		['$1,299', 'USD', 1299],
		['1,299', 'USD', 1299],
		['19.99$', 'CAD', 19.99],
		['+$5', 'USD', 5],
		['\u200e$\u200b19.99', 'USD', 19.99],
		['€1.234,50', 'EUR', 1234.5],
		['1 234,50 €', 'EUR', 1234.5],
		['1\u202f234,50\u00a0€', 'EUR', 1234.5],
		['€ 0,99', 'EUR', 0.99],
		['12,5 EUR', 'EUR', 12.5],
		["CHF 1'234.50", 'CHF', 1234.5],
		['Fr. 20.50', 'CHF', 20.5],
		['SFr 1’234.50', 'CHF', 1234.5],
		['R$ 10,90', 'BRL', 10.9],
		['₹1,23,456.00', 'INR', 123456],
		['₹12,34,567', 'INR', 1234567],
		['Rs. 500', 'INR', 500],
		['Rs.500', 'INR', 500],
		['Rs.1,500.00', 'INR', 1500],
		['S/. 10.00', 'PEN', 10],
		['S/.10.00', 'PEN', 10],
		['kr 199', 'SEK', 199],
		['199 kr', 'NOK', 199],
		['199,00 kr.', 'DKK', 199],
		['kr. 199', 'DKK', 199],
		['kr.199', 'DKK', 199],
		['19,99 zł', 'PLN', 19.99],
		['1 299,00 Kč', 'CZK', 1299],
		['R 19.99', 'ZAR', 19.99],
		['100 руб.', 'RUB', 100],
		['฿100.00', 'THB', 100],
		['USD 19.99', 'USD', 19.99],
		['usd19.99', 'USD', 19.99],
		['$19.99 USD', 'USD', 19.99],
		['USD $19.99', 'USD', 19.99],
		['US$ 19.99', 'USD', 19.99],
		['US $19.99', 'USD', 19.99],
		['¥1999', 'JPY', 1999],
		['1999.00', 'JPY', 1999],
		[1999.4, 'JPY', 1999],
		['¥ 1999', 'CNY', 1999],
		['1.234', 'KWD', 1.234],
		['KWD 1,234.567', 'KWD', 1234.567],
		[1.2345, 'KWD', 1.234],
	])('%p in %s is %p', (written, code, expected) => {
		expect(price(written, code)).toBe(expected);
	});

	test.each([
		['¥1,234', 'JPY', 1234],
		['$12.990', 'CLP', 12990],
		['₩999,000', 'KRW', 999000],
		['1,234,567', 'JPY', 1234567],
	])('%p in %s has no decimals: %p', (written, code, expected) => {
		expect(price(written, code)).toBe(expected);
	});

	test.each([
		['1.234', 'USD'],
		['€ 12.990', 'EUR'],
		['Rp 150.000', 'IDR'],
		['1,234', 'KWD'],
	])('%p in %s can be read in two ways', (written, code) => {
		expect(codeOf(() => price(written, code))).toBe('priceAmbiguous');
	});

	test.each([
		[-0.01, 'USD'],
		['-5', 'USD'],
		['-$5', 'USD'],
		['$-5', 'USD'],
		['- $ 5', 'USD'],
		['−19,99 kr', 'SEK'],
		['–5', 'USD'],
	])('%p is negative', (written, code) => {
		expect(codeOf(() => price(written, code))).toBe('negativePrice');
	});

	test.each<[unknown, string]>([
		['free', 'notANumber'],
		['1\n250', 'notANumber'],
		['1\r\n250.00', 'notANumber'],
		['18_x000D_99', 'notANumber'],
		['Contact us', 'notANumber'],
		['n/a', 'notANumber'],
		['-', 'notANumber'],
		['.', 'notANumber'],
		['$', 'notANumber'],
		['USD', 'notANumber'],
		['12.50-', 'notANumber'],
		['--5', 'notANumber'],
		['-$-5', 'notANumber'],
		['(5.00)', 'notANumber'],
		['($5.00)', 'notANumber'],
		['19.99-29.99', 'notANumber'],
		['5–10', 'notANumber'],
		['from 5', 'notANumber'],
		['2 x 5', 'notANumber'],
		['10 20', 'notANumber'],
		['99¢', 'notANumber'],
		['99p', 'notANumber'],
		['1.5k', 'notANumber'],
		['2M', 'notANumber'],
		['50%', 'notANumber'],
		['5 pcs', 'notANumber'],
		['A1', 'notANumber'],
		['P100', 'notANumber'],
		['USD.50', 'notANumber'],
		['#DIV/0!', 'notANumber'],
		['#REF!', 'notANumber'],
		['1.2.3', 'notANumber'],
		['1,25,0', 'notANumber'],
		['1e5', 'notANumber'],
		['0x10', 'notANumber'],
		['١٩٫٩٩', 'notANumber'],
		['١٢.5', 'notANumber'],
		['１９.９９', 'notANumber'],
		['2026-03-04', 'notANumber'],
		[new Date(0), 'notANumber'],
		[true, 'notANumber'],
		[false, 'notANumber'],
		['1.9148E+10', 'shortenedNumber'],
		[1e300, 'numberTooLarge'],
		[Number.POSITIVE_INFINITY, 'numberTooLarge'],
		[['5'], 'notText'],
		[{ amount: '5' }, 'notText'],
	])('%p is none: %s', (written, code) => {
		expect(codeOf(() => price(written))).toBe(code);
	});

	test.each([
		['€5', 'USD'],
		['5 €', 'USD'],
		['EUR 5', 'USD'],
		['eur 5', 'USD'],
		['5 gbp', 'USD'],
		['US$5', 'CAD'],
		['R$ 5', 'USD'],
		['$5', 'EUR'],
		['£5', 'USD'],
		['¥5', 'USD'],
		['5 kr', 'EUR'],
		['kr. 5', 'EUR'],
		['$5 CAD', 'USD'],
	])('%p is not in %s', (written, code) => {
		expect(problemOf(() => price(written, code))).toMatchObject({
			reasonCode: 'otherCurrency',
			reason: expect.stringContaining(`but the currency is ${code}`),
		});
	});

	test.each(EMPTY_CELLS)('%j is no price and no error: never 0', (cell) => {
		expect(price(cell)).toBeUndefined();
	});

	test('what a browser of each country shows is read as what it means', () => {
		const styles = fc.constantFrom<[string, string]>(
			['en-US', 'USD'],
			['en-GB', 'GBP'],
			['de-DE', 'EUR'],
			['fr-FR', 'EUR'],
			['de-CH', 'CHF'],
			['sv-SE', 'SEK'],
			['da-DK', 'DKK'],
			['pl-PL', 'PLN'],
			['pt-BR', 'BRL'],
			['en-IN', 'INR'],
			['ja-JP', 'CNY'],
			['en-CA', 'USD'],
		);
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 99_999_999 }),
				styles,
				fc.constantFrom('symbol', 'code', 'narrowSymbol'),
				(cents, [locale, code], currencyDisplay) => {
					const written = new Intl.NumberFormat(locale, {
						style: 'currency',
						currency: code,
						currencyDisplay,
					}).format(cents / 100);
					// JavaScript writes it for Japan with another sign than people do.
					expect(price(written.replace('元', '¥').replace('￥', '¥'), code)).toBe(cents / 100);
				},
			),
			{ examples: [[123_450, ['de-DE', 'EUR'], 'symbol']], numRuns: 500 },
		);
	});

	test('whole amounts in currencies without decimals, as their countries write them', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 99_999_999 }),
				fc.constantFrom<[string, string]>(
					['ja-JP', 'JPY'],
					['es-CL', 'CLP'],
					['ko-KR', 'KRW'],
					['vi-VN', 'VND'],
				),
				(amount, [locale, code]) => {
					const written = new Intl.NumberFormat(locale, { style: 'currency', currency: code }).format(amount);
					expect(price(written.replace('￥', '¥'), code)).toBe(amount);
				},
			),
			{ numRuns: 300 },
		);
	});

	test('a number is rounded to the currency’s digits and never changes more', () => {
		fc.assert(
			fc.property(
				fc.double({ noNaN: true, min: 0, max: 1e9 }),
				fc.constantFrom('USD', 'JPY', 'KWD'),
				(number, code) => {
					const { digits } = currency(code);
					const parsed = price(number, code) ?? Number.NaN;
					expect(Math.abs(parsed - number)).toBeLessThanOrEqual(0.5 * 10 ** -digits + 1e-6);
					expect(String(parsed).split('.')[1]?.length ?? 0).toBeLessThanOrEqual(digits);
				},
			),
		);
	});

	test('any text is a price from 0 up, or a plain problem', () => {
		const piece = fc.constantFrom(
			'1',
			'23',
			'456',
			'.',
			',',
			' ',
			'-',
			'€',
			'$',
			'kr',
			'USD',
			"'",
			'(',
			'%',
			'¢',
			'k',
		);
		fc.assert(
			fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
				let parsed: number | undefined = 0;
				problemOf(() => (parsed = price(pieces.join(''))));
				expect(parsed ?? 0).toBeGreaterThanOrEqual(0);
			}),
			{ numRuns: 2_000 },
		);
	});
});

describe('minor units', () => {
	test.each<[unknown, string, number]>([
		[1999, 'USD', 19.99],
		['1999', 'USD', 19.99],
		['1,999', 'USD', 19.99],
		['1 999', 'EUR', 19.99],
		[0, 'USD', 0],
		['0', 'USD', 0],
		[1999, 'JPY', 1999],
		['1999', 'KWD', 1.999],
		[1, 'CLF', 0.0001],
	])('%p in %s is %p', (written, code, expected) => {
		expect(parseMinorUnits(written, currency(code))).toBe(expected);
	});

	test.each<[unknown, string]>([
		[19.99, 'notMinorUnits'],
		['19.99', 'notMinorUnits'],
		['19.00', 'notMinorUnits'],
		['19,0', 'notMinorUnits'],
		['1.999', 'notMinorUnits'],
		[-1, 'notMinorUnits'],
		['-1', 'notMinorUnits'],
		['free', 'notANumber'],
		[true, 'notANumber'],
		['1E+3', 'shortenedNumber'],
	])('%p is none: %s', (written, code) => {
		expect(codeOf(() => parseMinorUnits(written, currency('USD')))).toBe(code);
	});

	test.each(EMPTY_CELLS)('%j is none and no error', (cell) => {
		expect(parseMinorUnits(cell, currency('USD'))).toBeUndefined();
	});
});

describe('a currency', () => {
	test.each([
		['USD', 'USD', 2],
		[' usd ', 'USD', 2],
		['Jpy', 'JPY', 0],
		['KWD', 'KWD', 3],
		['CLP', 'CLP', 0],
		['ISK', 'ISK', 0],
	])('%p is %s with %i digits', (written, code, digits) => {
		expect(parseCurrency(written)).toEqual({ code, digits });
	});

	test.each<[unknown, string]>([
		['DEM', 'withdrawn'],
		['HRK', 'withdrawn'],
		['BYR', 'withdrawn'],
		['BTC', 'no currency of ISO 4217'],
		['US', 'too short'],
		['USDT', 'too long'],
		['$', 'a sign'],
		['€', 'a sign'],
		['US Dollar', 'a name'],
		['ＵＳＤ', 'full-width'],
		['840', 'a number of ISO 4217'],
		[840, 'a number'],
		[true, 'a switch'],
	])('%p is none (%s)', (written) => {
		expect(codeOf(() => parseCurrency(written))).toBe('unknownCurrency');
	});

	test.each(EMPTY_CELLS)('%j is none and no error', (cell) => {
		expect(parseCurrency(cell)).toBeUndefined();
	});
});
