import type { ItemSource } from '../parameters/itemSource';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { toggle } from './choice';
import { parseField, readsUnfound, shownFor, type Field, type ShowRules } from './field';
import { FROM_CUSTOM, FROM_LIST, ONE_BY_ONE, PRODUCTS } from './productsPanel';

const ADDITIONAL = 'additionalFields';
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

/** An additional field: for prices that no format knows. */
export const pricesInMinorUnits = shownOnlyFor(
	[ONE_BY_ONE, FROM_CUSTOM],
	toggle({
		displayName: 'Prices in Minor Units',
		description:
			'Whether 1999 means 19.99. The number of decimals depends on the currency: JPY has none, KWD has three.',
	}),
);

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
	parse: (source) => parseField(COMBINE.displayName, source.parameter(COMBINE.name), parseText),
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

/** Whether prices that no format knows are in minor units. */
export function isInMinorUnits(source: ItemSource): boolean {
	return pricesInMinorUnits.parse(source.within(ADDITIONAL), 'pricesInMinorUnits');
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
