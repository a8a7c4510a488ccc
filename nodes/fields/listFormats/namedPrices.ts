import { member } from '../../values/member';
import { isKnownCurrency } from '../../values/price';
import { checkDepth } from '../../values/nested';
import { isAbsent } from '../../values/text';
import { attempted } from '../../values/valueError';
import { parseField } from '../field';
import { parsedJson } from '../mappedTypes';
import type { Part } from './listFormat';

/** An amount, and its currency where the value names it. */
export interface NamedPrice {
	amount: Part;
	currency?: Part;
}

const AMOUNTS = ['value', 'amount', 'price'];
const CURRENCIES = ['currency', 'currency_code', 'currencyCode'];
/** JSON of a list or of an object. */
const JSON_TEXT = /^\s*[[{]/;

/**
 * The prices in a value that names several, or one with its currency: [{ value: 19.99, currency: 'USD' }], { USD: 19.99, EUR: 18 },
 * { shop_money: { amount, currency_code }, presentment_money: {...} }, or their JSON text. Undefined for anything else.
 * Throws a ValueError for a value that is nested too deeply.
 */
export function namedPrices({ field, value }: Part): NamedPrice[] | undefined {
	if (typeof value === 'string') {
		const read = JSON_TEXT.test(value) ? attempted(() => parsedJson(value)) : undefined;
		return read && 'value' in read ? namedPrices({ field, value: read.value }) : undefined;
	}
	if (typeof value !== 'object' || value === null || value instanceof Date) return undefined;
	parseField(field, value, checkDepth);
	const members = Object.entries(value).map(([name, one]) => ({
		name,
		part: { field: Array.isArray(value) ? `${field}[${name}]` : `${field}.${name}`, value: one },
	}));
	if (members.length === 0) return [{ amount: { field, value: undefined } }];
	if (!Array.isArray(value)) {
		const single = money({ field, value });
		if (single) return [single];
		if (members.every(({ name }) => isKnownCurrency(name)))
			return members.map(({ name, part }) => ({
				amount: part,
				currency: { field: part.field, value: name },
			}));
	}
	const all = members.flatMap(({ part }) => money(part) ?? []);
	return all.length === members.length ? all : undefined;
}

/** An object with an amount and perhaps a currency, or with such an object in the place of its amount. */
function money(part: Part): NamedPrice | undefined {
	const amount = namedPart(part, AMOUNTS);
	if (amount === undefined) return undefined;
	if (typeof amount.value === 'object' && amount.value !== null) return money(amount);
	const currency = namedPart(part, CURRENCIES);
	return { amount, ...(currency && !isAbsent(currency.value) ? { currency } : {}) };
}

function namedPart({ field, value }: Part, names: string[]): Part | undefined {
	if (Array.isArray(value)) return undefined;
	const name = names.find((one) => member(value, one) !== undefined);
	return name === undefined ? undefined : { field: `${field}.${name}`, value: member(value, name) };
}
