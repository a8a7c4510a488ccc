import { parsePrice, type Currency } from '../../values/price';
import { isAbsent } from '../../values/text';
import { ValueError } from '../../values/valueError';
import { inField } from '../../errors/runError';
import { machineNumber } from './line';
import type { Part, Price } from './listFormat';

/** An amount in major units, as a machine writes it: 19.9, "19.90", "14.309999999999999". */
export function major(amount: Part): Price {
	return priceOf(amount, (currency) => machineNumber(amount.value) ?? parsePrice(amount.value, currency));
}

/** An amount in minor units, such as cents. How many digits they are follows from the currency, unless the shop counts in its own way. */
export function minor(
	amount: Part,
	digitsOf: (currency: Currency) => number = ({ digits }) => digits,
): Price {
	return priceOf(amount, (currency) => {
		if (isAbsent(amount.value)) return undefined;
		const units = machineNumber(amount.value);
		if (units !== undefined && Number.isInteger(units)) return units / 10 ** digitsOf(currency);
		throw new ValueError({
			reasonCode: 'notMinorUnits',
			value: amount.value,
			reason: 'is not a whole number of minor units, such as cents',
			wayOut: 'Send the list as the shop gives it, or choose Custom as List Format',
		});
	});
}

/** A total as the price of one piece. */
export function forEachPiece(total: Price, quantity: Part): Price {
	const pieces = machineNumber(quantity.value) ?? 1;
	return changed(total, (amount) => (pieces > 0 ? amount / pieces : amount));
}

/** The price of a piece as the total of a line. */
export function forAllPieces(price: Price, quantity: Part): Price {
	const pieces = machineNumber(quantity.value) ?? 1;
	return changed(price, (amount) => amount * pieces);
}

/** An amount and what is added to it. What is absent counts as nothing. */
export function plus(amount: Price, ...others: Price[]): Price {
	return changed(amount, (sum, currency) =>
		others.reduce((all, other) => all + (other.in(currency) ?? 0), sum),
	);
}

/** An amount less what is taken from it. What is absent counts as nothing. */
export function less(amount: Price, ...others: Price[]): Price {
	return changed(amount, (sum, currency) =>
		others.reduce((all, other) => all - (other.in(currency) ?? 0), sum),
	);
}

/** The first of these amounts that is there; else the last, so that an error names what people know best. */
export function firstOf(first: Price, ...others: Price[]): Price {
	const all = [first, ...others];
	return all.find(({ value }) => !isAbsent(value)) ?? all[all.length - 1] ?? first;
}

function changed(price: Price, change: (amount: number, currency: Currency) => number): Price {
	return priceOf(price, (currency) => {
		const amount = price.in(currency);
		return amount === undefined ? undefined : change(amount, currency);
	});
}

/** A price whose errors name the field that it was read from. */
export function priceOf({ field, value }: Part, read: (currency: Currency) => number | undefined): Price {
	return {
		field,
		value,
		in(currency) {
			try {
				return read(currency);
			} catch (error) {
				throw inField(error, field, value);
			}
		},
	};
}
