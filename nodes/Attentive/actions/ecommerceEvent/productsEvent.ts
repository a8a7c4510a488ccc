import { productsEventSchema, type ProductsEvent } from '../../../schemas/ecommerceEvents';
import { ValueError } from '../../../values/valueError';
import { toggle } from '../../../fields/choice';
import type { Values } from '../../../fields/field';
import { eventUser, type Person } from '../../../fields/person';
import { orderOf, products } from '../../../fields/products';
import { moment, text } from '../../../fields/simple';
import { user } from '../../../fields/user';
import type { ItemFacts } from '../../../operation/operation';
import { ageWarnings, type Warning } from '../../../operation/warnings';
import { attentiveProducts, productWarnings } from './products';
import { unknownPerson } from '../../../errors/reasons';

/** What the three eCommerce events have in common. */
export const productsFields = {
	user,
	products,
	currency: text({
		displayName: 'Currency',
		placeholder: 'e.g. USD',
		description: 'Needed. Currency of the prices, by its three letters (ISO 4217), such as USD.',
	}),
};

export const productsAdditionalFields = {
	occurredAt: moment({
		displayName: 'Occurred At',
		description: 'When it happened; now if empty. An event older than 12 hours starts no journey.',
	}),
	pricesInMinorUnits: toggle({
		displayName: 'Prices in Minor Units',
		description:
			'Whether 1999 means 19.99, as payment services and the WooCommerce Store API write it. Each currency has its own digits: JPY none, KWD three.',
	}),
};

type EventValues = Values<typeof productsFields> & Values<typeof productsAdditionalFields>;

export function productsEvent(values: EventValues, facts: ItemFacts) {
	return {
		items: attentiveProducts(values),
		user: eventUser(values.user),
		occurredAt: values.occurredAt?.toISO() ?? facts.now,
	};
}

export function productsEventWarnings(
	event: ProductsEvent,
	{ now }: ItemFacts,
	values: EventValues,
): Warning[] {
	return [...ageWarnings(event.occurredAt, now), ...productWarnings(values.products)];
}

const LABELS: Record<string, string> = {
	user: 'The user',
	occurredAt: 'Occurred At',
	orderId: 'Order ID',
	salesChannel: 'Sales Channel',
};

/** Rows of one order or cart: one event with the products of all. */
export const rowsOfOneOrder = {
	kind: 'whole' as const,
	by: orderOf,
	merge<Event extends ProductsEvent>(first: Event, next: Event): Event {
		for (const name of Object.keys(LABELS)) {
			const [one, other] = [first, next].map((event) =>
				JSON.stringify(Object.entries(event).find(([key]) => key === name)),
			);
			if (one === other) continue;
			throw new ValueError({
				reasonCode: 'rowsDiffer',
				field: LABELS[name],
				reason: 'is not the same in all rows of the order',
				wayOut: 'Make it the same in each row of one order, or check the Order Column',
			});
		}
		return { ...first, items: [...first.items, ...next.items] };
	},
};

/** What a product view and an add to cart say of themselves alike. */
export const cartEvent = {
	resource: 'ecommerceEvent',
	kind: 'write' as const,
	permission: { name: 'eCommerce', level: 'Write' as const },
	repeat: 'unsafe' as const,
	refusal: unknownPerson,
	fields: productsFields,
	additionalFields: productsAdditionalFields,
	schema: productsEventSchema,
	payload: productsEvent,
	person: (values: EventValues): Person => values.user,
	warnings: productsEventWarnings,
	details: ({ items }: ProductsEvent) => ({ products: items.length }),
	join: rowsOfOneOrder,
	skipRepeats: { example: 'cart_id' },
};
