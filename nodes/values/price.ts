import { code as iso4217 } from 'currency-codes';
import { parseNumber } from './number';
import { parseText, withoutInvisible, withoutTextMark } from './text';
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
	const known = /^[a-z]{3}$/i.test(written) ? iso4217(written.toUpperCase()) : undefined;
	if (known) return { code: known.code, digits: known.digits };
	throw new ValueError({
		reasonCode: 'unknownCurrency',
		value,
		reason: 'is not a currency code of ISO 4217',
		wayOut: 'Write its three letters, such as USD or EUR',
	});
}

/** Signs that stand for one currency only; "$", "£", "¥" and "kr" stand for several. */
const SIGNS: Record<string, string> = {
	'€': 'EUR',
	'₹': 'INR',
	'₩': 'KRW',
	'₪': 'ILS',
	'₺': 'TRY',
	'₫': 'VND',
};
const AROUND_AMOUNT =
	/^([+-]?)\s*([^\d\s.,+-][^\d+-]{0,4}?)?\s*([+-]?[\d.,][\d.,\s'’]*?)\s*([^\d\s.,'’+-][^\d]{0,4})?$/u;
/** Three digits behind a single dot or comma may be thousands or decimals. */
const THOUSANDS_OR_DECIMALS = /^[1-9]\d{0,2}[.,]\d{3}$/;

/**
 * The price of one piece as people and shops write it ("€1.234,50", "USD 19.99", 19.99), rounded to the currency's digits;
 * undefined where the cell is empty. Throws a ValueError for what is no price, is negative or names another currency.
 */
export function parsePrice(value: unknown, currency: Currency): number | undefined {
	const text = typeof value === 'number' || typeof value === 'boolean' ? undefined : parseText(value);
	if (text === undefined) return inRange(parseNumber(value), value, currency);
	const [, sign = '', before = '', amount = '', after = ''] =
		AROUND_AMOUNT.exec(withoutTextMark(withoutInvisible(text))) ?? [];
	for (const mark of [before, after]) checkMark(mark.trim(), value, currency);
	if (amount !== '' && currency.digits < 3 && THOUSANDS_OR_DECIMALS.test(amount.trim())) {
		throw new ValueError({
			reasonCode: 'priceAmbiguous',
			value,
			reason: 'can be read in two ways: its last three digits may be thousands or decimals',
			wayOut: 'Write it with all its decimals, such as 1234.50, or without any separator',
		});
	}
	return inRange(parseNumber(amount === '' ? text : sign + amount), value, currency);
}

/** A price in minor units, such as cents; undefined where the cell is empty. Throws a ValueError for what is no whole number. */
export function parseMinorUnits(value: unknown, { digits }: Currency): number | undefined {
	const units = parseNumber(value);
	if (units === undefined) return undefined;
	if (Number.isInteger(units) && units >= 0) return units / 10 ** digits;
	throw new ValueError({
		reasonCode: 'notMinorUnits',
		value,
		reason: 'is not a whole number of minor units, such as cents, from 0 up',
		wayOut: 'Switch off "Prices in Minor Units" if prices are like 19.99',
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

function checkMark(mark: string, value: unknown, { code }: Currency): void {
	const named = SIGNS[mark] ?? (/^[A-Z]{3}$/.test(mark) && iso4217(mark) ? mark : undefined);
	if (named === undefined || named === code) return;
	throw new ValueError({
		reasonCode: 'otherCurrency',
		value,
		reason: `is in ${named}, but the currency is ${code}`,
		wayOut: 'Correct the currency',
	});
}
