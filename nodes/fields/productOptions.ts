import type { ItemSource } from '../parameters/itemSource';
import { isFormulaError } from '../values/formulaError';
import { parseNumber } from '../values/number';
import { parseText } from '../values/text';
import { attempted, ValueError } from '../values/valueError';
import { toggle } from './choice';
import { parseField, readsUnfound, rowsIn, shownFor, type Field, type ShowRules } from './field';
import type { Part } from './listFormats/listFormat';
import { FORMAT, FROM_CUSTOM, FROM_LIST, ONE_BY_ONE, inOtherCurrencies, PRODUCTS } from './productsPanel';

const ADDITIONAL = 'additionalFields';
/** Shops whose lists have the buyer's price beside their own. */
const FROM_SHOPS_WITH_TWO = { ...FROM_LIST, [FORMAT]: ['shopify'] };
const COMBINE = { name: 'combineItemsBy', displayName: 'Combine Items By' };

/** An additional field: a shop's SKUs instead of its IDs. */
export const useSkuAsId = shownOnlyFor(
	[FROM_LIST],
	toggle({
		displayName: 'Use SKU as ID',
		description:
			'Whether to send the SKU of each product as its product ID and variant ID. Turn it on if your catalog in Attentive uses SKUs as IDs.',
	}),
);

const IN_MINOR_UNITS = 'pricesInMinorUnits';

/** An additional field: for prices that no format knows. */
export const pricesInMinorUnits = shownOnlyFor(
	[ONE_BY_ONE, FROM_CUSTOM],
	toggle({
		displayName: 'Prices in Minor Units',
		description:
			"Whether 1999 means 19.99. The number of decimals depends on the currency (JPY has none, KWD has three), unless you add 'Decimals in Minor Units'.",
	}),
);

const DECIMALS = { name: 'minorUnitDecimals', displayName: 'Decimals in Minor Units' };
const MOST_DECIMALS = 4;

/** An additional field: for shops whose minor units are not those of ISO 4217. */
export const minorUnitDecimals: Field<number | undefined> = shownOnlyFor([ONE_BY_ONE, FROM_CUSTOM], {
	properties: () => [
		shownFor(
			{ [IN_MINOR_UNITS]: [true] },
			{
				...DECIMALS,
				type: 'string',
				default: '',
				placeholder: 'e.g. 2',
				description: `How many of the last digits of each price are decimals, from 0 to ${MOST_DECIMALS}, such as 2 if 1999 means 19.99 in every currency. If empty, it depends on the currency (ISO 4217).`,
			},
		),
	],
	parse(source) {
		if (!pricesInMinorUnits.parse(source, IN_MINOR_UNITS)) return undefined;
		const value = source.parameter(DECIMALS.name);
		const read = attempted(() => parseNumber(value));
		const decimals = 'value' in read ? read.value : Number.NaN;
		if (decimals === undefined) return undefined;
		if (Number.isInteger(decimals) && decimals >= 0 && decimals <= MOST_DECIMALS) return decimals;
		throw new ValueError({
			reasonCode: 'notDecimals',
			field: DECIMALS.displayName,
			value,
			reason: `is not a whole number from 0 to ${MOST_DECIMALS}`,
			wayOut: 'Enter how many decimals the prices have, such as 2, or leave it empty',
		});
	},
});

/** An additional field: what a shop's list says of the price that the buyer saw. */
export const allCurrencies = shownOnlyFor(
	[FROM_SHOPS_WITH_TWO],
	toggle({
		displayName: 'Prices in All Currencies',
		description:
			'Whether to also send the price in the currency that the buyer saw, where the list has it. Otherwise, only the price in the currency of the shop is sent.',
	}),
);

const OTHER_FIELDS = { name: 'otherPriceFields', displayName: 'Other Price Fields' };

export interface OtherPriceField {
	field: string;
	path: string;
	currency: Part;
}

/** An additional field: fields of the lines with prices in other currencies. */
export const otherPrices: Field<OtherPriceField[]> = shownOnlyFor([FROM_CUSTOM], {
	properties: () => [
		inOtherCurrencies(
			{
				...OTHER_FIELDS,
				description: 'Fields of the list with the price of each product in other currencies',
			},
			{
				displayName: 'Price Field',
				name: 'field',
				type: 'string',
				requiresDataPath: 'single',
				default: '',
				placeholder: 'e.g. price_eur',
				description: 'Name of the field with the price of one unit in this currency',
			},
		),
	],
	parse: (source) =>
		rowsIn(source.parameter(OTHER_FIELDS.name), 'prices', OTHER_FIELDS.displayName).flatMap((row) => {
			const field = `${OTHER_FIELDS.displayName}: Price Field`;
			const path = parseField(field, row.field, parseText);
			if (path === undefined) return [];
			return [
				{ field, path, currency: { field: `${OTHER_FIELDS.displayName}: Currency`, value: row.currency } },
			];
		}),
});

/** An additional field: what items of one cart have in common. */
export const combineItemsBy: Field<string | undefined> = shownOnlyFor([ONE_BY_ONE], {
	properties: () => [
		{
			...COMBINE,
			type: 'string',
			default: '',
			placeholder: 'e.g. {{ $json.order_id }}',
			description:
				'Items with the same value, such as an order number, become one event with all their products. If one of them is invalid, that event is not sent.',
		},
	],
	parse(source) {
		const value = source.parameter(COMBINE.name);
		// All items whose formula has failed have the same error.
		return isFormulaError(value) ? undefined : parseField(COMBINE.displayName, value, parseText);
	},
});

/** What the items of one cart have in common; undefined where each item is an event of its own. */
export function cartOf(source: ItemSource): string | undefined {
	const additional = source.within(ADDITIONAL);
	if (source.runWide(PRODUCTS) !== 'oneByOne' || !additional.isGiven(COMBINE.name)) return undefined;
	const cart = combineItemsBy.parse(additional, COMBINE.name);
	if (cart !== undefined) return cart;
	const unfound = additional.unfound([COMBINE.name]);
	if (unfound) throw readsUnfound(unfound);
	throw new ValueError({
		reasonCode: 'missing',
		field: COMBINE.displayName,
		reason: 'is empty, so it is unknown which items belong together',
		wayOut: 'Enter a value that all items of one order share, or remove the field',
	});
}

/** Whether a shop's SKUs are sent as IDs. */
export function isSkuTheId(source: ItemSource): boolean {
	return source.runWide(PRODUCTS) !== 'oneByOne' && useSkuAsId.parse(source.within(ADDITIONAL), 'useSkuAsId');
}

/** Whether a shop's prices in the buyer's currency are sent, too. */
export function sendsAllCurrencies(source: ItemSource): boolean {
	return allCurrencies.parse(source.within(ADDITIONAL), 'allCurrencies');
}

/** The fields of a list of one's own with prices in other currencies. */
export function otherPriceFields(source: ItemSource): OtherPriceField[] {
	return otherPrices.parse(source.within(ADDITIONAL), OTHER_FIELDS.name);
}

/** Whether prices that no format knows are in minor units. */
export function isInMinorUnits(source: ItemSource): boolean {
	return pricesInMinorUnits.parse(source.within(ADDITIONAL), IN_MINOR_UNITS);
}

/** How many decimals they have; undefined where that depends on the currency. */
export function decimalsInMinorUnits(source: ItemSource): number | undefined {
	return minorUnitDecimals.parse(source.within(ADDITIONAL), DECIMALS.name);
}

/** A field of a collection that is shown where one of several sets of rules holds. */
function shownOnlyFor<Value>(sets: ShowRules[], field: Field<Value>): Field<Value> {
	const fromRoot = (rules: ShowRules): ShowRules =>
		Object.fromEntries(Object.entries(rules).map(([name, values]) => [`/${name}`, values]));
	return {
		...field,
		properties: (name) =>
			sets.flatMap((rules) => field.properties(name).map((property) => shownFor(fromRoot(rules), property))),
	};
}
