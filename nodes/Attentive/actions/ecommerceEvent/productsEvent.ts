import type { IDataObject } from 'n8n-workflow';
import type { Delivery } from '../../../delivery/delivery';
import { writes } from '../../../delivery/writes';
import type { ProductsEvent } from '../../../schemas/ecommerceEvents';
import { productsEventSchema } from '../../../schemas/ecommerceEvents';
import { ValueError } from '../../../values/valueError';
import type { Values } from '../../../fields/field';
import { eventUser } from '../../../fields/person';
import {
	allCurrencies,
	cartOf,
	combineItemsBy,
	minorUnitDecimals,
	otherPrices,
	pricesInMinorUnits,
	useSkuAsId,
} from '../../../fields/productOptions';
import { moment } from '../../../fields/simple';
import { user } from '../../../fields/user';
import type { ItemFacts } from '../../../operation/operation';
import { ageWarnings } from '../../../fields/warnings';
import { cart } from './cart';
import { unknownPerson } from '../../../errors/reasons';

/** What the three eCommerce events have in common. */
export const productsFields = { user, cart };

export const productsAdditionalFields = {
	allCurrencies,
	combineItemsBy,
	minorUnitDecimals,
	occurredAt: moment({
		displayName: 'Occurred At',
		description:
			'When it happened. If empty, the current time is sent. An event more than 12 hours old starts no journey.',
	}),
	otherPriceFields: otherPrices,
	pricesInMinorUnits,
	useSkuAsId,
};

type EventValues = Values<typeof productsFields> & Values<typeof productsAdditionalFields>;

/** The event that an item says, and what is to be known about it. */
export function readEvent(values: EventValues, { now }: ItemFacts) {
	const { items, leftOut, prices, warnings } = values.cart;
	const occurredAt = values.occurredAt?.toISO() ?? now;
	return {
		payload: { items, user: eventUser(values.user), occurredAt },
		details: {
			...(leftOut > 0 ? { leftOut } : {}),
			...(prices === undefined ? {} : { prices }),
		},
		warnings: [...ageWarnings(occurredAt, now), ...warnings],
	};
}

/**
 * @param name of the event, as its path ends
 * @param details what the result says of the event beside the number of products
 */
export function eventDelivery<Event extends ProductsEvent>(
	name: string,
	details: (event: Event) => IDataObject = () => ({}),
): Delivery<Event> {
	return writes<Event>({
		endpoint: { method: 'POST', path: `/v1/events/ecommerce/${name}`, requestsPerSecond: 150 },
		details: (event) => ({ ...details(event), products: event.items.length }),
		refusal: unknownPerson,
	});
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
		const names = new Set([...Object.keys(first), ...Object.keys(next)]);
		names.delete('items');
		for (const name of names) {
			const [one, other] = [first, next].map((event) =>
				JSON.stringify(Object.entries(event).find(([key]) => key === name)),
			);
			if (one === other) continue;
			throw new ValueError({
				reasonCode: 'rowsDiffer',
				field: LABELS[name] ?? name,
				reason: 'is not the same in all items of the order',
				wayOut: "Make it the same in all items of one order, or check 'Combine Items By'",
			});
		}
		return { ...first, items: [...first.items, ...next.items] };
	},
};

/** What a product view and an add to cart declare alike. */
export const cartEvent = {
	resource: 'ecommerceEvent',
	kind: 'write' as const,
	permission: { name: 'eCommerce', level: 'Write' as const },
	isIdempotent: false,
	fields: productsFields,
	additionalFields: productsAdditionalFields,
	schema: productsEventSchema,
	read: readEvent,
	merge: itemsOfOneCart,
	skipRepeats: { example: 'cart_id' },
};
