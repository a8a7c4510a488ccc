import type { ProductsEvent } from '../../../schemas/ecommerceEvents';
import { productsEventSchema } from '../../../schemas/ecommerceEvents';
import { ValueError } from '../../../values/valueError';
import type { Values } from '../../../fields/field';
import { eventUser, type Person } from '../../../fields/person';
import { cartOf, combineItemsBy, pricesInMinorUnits, useSkuAsId } from '../../../fields/productOptions';
import { moment } from '../../../fields/simple';
import { user } from '../../../fields/user';
import type { ItemFacts } from '../../../operation/operation';
import { ageWarnings, type Warning } from '../../../operation/warnings';
import { cart } from './cart';
import { unknownPerson } from '../../../errors/reasons';

/** What the three eCommerce events have in common. */
export const productsFields = { user, cart };

export const productsAdditionalFields = {
	combineItemsBy,
	occurredAt: moment({
		displayName: 'Occurred At',
		description:
			'When it happened. If empty, the current time is sent. An event more than 12 hours old starts no journey.',
	}),
	pricesInMinorUnits,
	useSkuAsId,
};

type EventValues = Values<typeof productsFields> & Values<typeof productsAdditionalFields>;

export function productsEvent(values: EventValues, facts: ItemFacts) {
	return {
		items: values.cart.items,
		user: eventUser(values.user),
		occurredAt: values.occurredAt?.toISO() ?? facts.now,
	};
}

export function productsEventWarnings(
	event: ProductsEvent,
	{ now }: ItemFacts,
	values: EventValues,
): Warning[] {
	return [...ageWarnings(event.occurredAt, now), ...values.cart.warnings];
}

/** What the result says of the products. */
export function productsDetails({ items }: ProductsEvent, values?: EventValues) {
	const { leftOut = 0, prices } = values?.cart ?? {};
	return {
		products: items.length,
		...(leftOut > 0 ? { leftOut } : {}),
		...(prices === undefined ? {} : { prices }),
	};
}

const LABELS: Record<string, string> = {
	user: 'The user',
	occurredAt: 'Occurred At',
	orderId: 'Order ID',
	salesChannel: 'Sales Channel',
};

/** Items of one order or cart: one event with the products of all. */
export const itemsOfOneCart = {
	kind: 'whole' as const,
	by: cartOf,
	merge<Event extends ProductsEvent>(first: Event, next: Event): Event {
		for (const name of Object.keys(LABELS)) {
			const [one, other] = [first, next].map((event) =>
				JSON.stringify(Object.entries(event).find(([key]) => key === name)),
			);
			if (one === other) continue;
			throw new ValueError({
				reasonCode: 'rowsDiffer',
				field: LABELS[name],
				reason: 'is not the same in all items of the order',
				wayOut: "Make it the same in all items of one order, or check 'Combine Items By'",
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
	details: productsDetails,
	join: itemsOfOneCart,
	skipRepeats: { example: 'cart_id' },
};
