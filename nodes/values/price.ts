import { iso4217 } from './iso4217';
import { parseNumber } from './number';
import { parseShortText, parseText, withoutInvisible, withoutTextMark, type ShortKind } from './text';
import { ValueError } from './valueError';

export interface Currency {
	/** ISO 4217, in capitals. */
	code: string;
	/** Digits of its minor unit: 2 for USD, none for JPY, 3 for KWD. */
	digits: number;
}

/** A currency by its ISO 4217 code in any case; undefined where the cell is empty. Throws a ValueError for any other text. */
export function parseCurrency(value: unknown): Currency | undefined {
	const written = parseText(value);
	if (written === undefined) return undefined;
	const known = currencyWithCode(written);
	if (known) return { code: known.code, digits: known.digits };
	throw new ValueError({
		reasonCode: 'unknownCurrency',
		value,
		reason: 'is not a currency code of ISO 4217',
		wayOut: 'Enter a three-letter code, such as USD or EUR',
	});
}

/** Whether text is the code of a currency, in any case. */
export function isKnownCurrency(text: string): boolean {
	return currencyWithCode(text) !== undefined;
}

function currencyWithCode(text: string) {
	return text.length === 3 && /^[a-z]{3}$/i.test(text) ? iso4217(text.toUpperCase()) : undefined;
}

const PRICE: ShortKind = {
	name: 'a price',
	longest: 100,
	reasonCode: 'priceTooLong',
	wayOut: 'Write it like 19.99, with or without the sign or code of its currency',
};

/** The currencies that a sign stands for. */
const SIGNS: Record<string, string> = {
	'€': 'EUR',
	'₹': 'INR',
	'₩': 'KRW KPW',
	'₪': 'ILS',
	'₺': 'TRY',
	'₫': 'VND',
	'£': 'GBP EGP FKP GIP LBP SDG SHP SSP SYP',
	'¥': 'JPY CNY',
	kr: 'SEK NOK DKK ISK',
	$: 'USD AUD CAD NZD HKD SGD TWD MXN ARS CLP COP UYU DOP CUP BRL BBD BMD BND BSD BZD CVE FJD GYD JMD KYD LRD MOP NAD NIO SBD SRD TOP TTD WST XCD ZWG',
	US$: 'USD',
	CA$: 'CAD',
	A$: 'AUD',
	AU$: 'AUD',
	NZ$: 'NZD',
	HK$: 'HKD',
	R$: 'BRL',
	MX$: 'MXN',
};
/** A sign such as "$" or "US$"; not that of cents. */
const SIGN = /^(\p{L}{0,3})(?!¢)\p{Sc}$/u;
/** Abbreviations that people write, with or without a dot behind them. */
const ABBREVIATIONS = new Set('rs fr sfr r rm rp s/ zł kč ft lei лв руб р грн tl dh dhs din'.split(' '));
const MARK = "[^\\d\\s.,'’+-][^\\d+-]{0,5}?";
/** A dot behind letters belongs to them: "Rs.500" is 500. */
const AMOUNT = "(?:(?<![\\p{L}/])[.,])?\\d[\\d.,'’ ]*?";
const AROUND_AMOUNT = new RegExp(`^([+-]?) ?(${MARK})? ?([+-]?) ?(${AMOUNT}) ?(${MARK})?$`, 'u');
/** By twos before the last three, as in India: 12,34,567. In a plain number this is more likely a slip. */
const INDIAN = /^[1-9]\d?(,\d{2})+,\d{3}(\.\d+)?$/;
/** Three digits behind a single dot or comma may be thousands or decimals. */
const THOUSANDS_OR_DECIMALS = /^[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * The price of one piece as people and shops write it ("€1.234,50", "USD 19.99", 19.99), rounded to the currency's digits;
 * undefined where the cell is empty. Throws a ValueError for what is no price, is negative or names another currency.
 */
export function parsePrice(value: unknown, currency: Currency): number | undefined {
	const text =
		typeof value === 'number' || typeof value === 'boolean' ? undefined : parseShortText(value, PRICE);
	if (text === undefined) return inRange(parseNumber(value), value, currency);
	// Two lines are two prices.
	const written = withoutTextMark(withoutInvisible(text))
		.replace(/[^\S\r\n]+/g, ' ')
		.replace(/[−–]/g, '-');
	const [, sign = '', before = '', innerSign = '', amount = '', after = ''] =
		AROUND_AMOUNT.exec(written) ?? [];
	for (const mark of [before, after]) checkMark(mark.replaceAll(' ', ''), value, currency);
	// Prices are what shops write: digits of another script are more likely a mistake there than in a number.
	if (amount === '' && /(?![0-9])\p{Nd}/u.test(written)) throw notAPrice(value);
	if (amount === '') return inRange(parseNumber(text), value, currency);
	const plain = sign + innerSign + grouped(amount, value, currency);
	return inRange(parseNumber(plain, { decimals: 'point' }), value, currency);
}

/** The amount without a separator whose meaning only the currency tells. Throws a ValueError where it does not. */
function grouped(amount: string, value: unknown, { digits }: Currency): string {
	if (INDIAN.test(amount)) return amount.replaceAll(',', '');
	if (!THOUSANDS_OR_DECIMALS.test(amount)) return amount;
	if (digits === 0) return amount.replace(/[.,]/, '');
	if (digits >= 3 && amount.includes('.')) return amount;
	// Machines write decimals with a dot, and no price of such a currency has three of them behind a comma.
	if (digits < 3 && amount.includes(',')) return amount.replace(',', '');
	throw new ValueError({
		reasonCode: 'priceAmbiguous',
		value,
		reason: 'can be read in two ways: its last three digits may be thousands or decimals',
		wayOut: 'Write it with all its decimals, such as 1234.50, or without any separator',
	});
}

/**
 * A price in minor units, such as cents; undefined where the cell is empty. Throws a ValueError for what is no whole number.
 * @param decimals how many digits the minor units are, where a shop counts otherwise than ISO 4217
 */
export function parseMinorUnits(
	value: unknown,
	{ digits }: Currency,
	decimals: number = digits,
): number | undefined {
	const units = parseNumber(value, { decimals: 'point' });
	if (units === undefined) return undefined;
	const hasDecimals = typeof value === 'string' && /[.,]\d{0,2}$/.test(value.trim());
	if (Number.isInteger(units) && units >= 0 && !hasDecimals) return units / 10 ** decimals;
	throw new ValueError({
		reasonCode: 'notMinorUnits',
		value,
		reason: 'is not a whole number of minor units, such as cents, from 0 up',
		wayOut: "Turn off 'Prices in Minor Units' if prices are like 19.99",
	});
}

function inRange(price: number | undefined, value: unknown, { digits }: Currency): number | undefined {
	if (price === undefined) return undefined;
	if (price >= 0) return Number(price.toFixed(digits));
	throw new ValueError({
		reasonCode: 'negativePrice',
		value,
		reason: 'is negative',
		wayOut: 'Leave refunds and discounts out of the list',
	});
}

/** What stands beside an amount must say its currency, and no other: else "#DIV/0!", "99¢" and "1.5k" were prices. */
function checkMark(mark: string, value: unknown, { code }: Currency): void {
	const plain = /\p{Sc}/u.test(mark) ? mark : mark.toLowerCase().replace(/\.$/, '');
	const letters = SIGN.exec(mark)?.[1] ?? mark;
	const isCode = /^[a-z]{3}$/i.test(letters) && iso4217(letters.toUpperCase()) !== undefined;
	const named = SIGNS[plain]?.split(' ') ?? (isCode ? [letters.toUpperCase()] : undefined);
	if (named?.includes(code)) return;
	if (named === undefined) {
		if (mark === '' || SIGN.test(mark) || ABBREVIATIONS.has(plain)) return;
		throw notAPrice(value);
	}
	throw new ValueError({
		reasonCode: 'otherCurrency',
		value,
		reason: `is in ${named.length === 1 ? named[0] : `a currency with the sign "${plain}"`}, but the currency is ${code}`,
		wayOut: 'Correct the currency',
	});
}

function notAPrice(value: unknown): ValueError {
	return new ValueError({
		reasonCode: 'notANumber',
		value,
		reason: 'is not a price',
		wayOut: PRICE.wayOut,
	});
}
