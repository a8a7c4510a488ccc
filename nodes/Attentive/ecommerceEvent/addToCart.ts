import { productsEventSchema } from '../../schemas/ecommerceEvents';
import type { Person } from '../fields/person';
import { defineOperation } from '../operation';
import {
	productsAdditionalFields,
	productsEvent,
	productsEventWarnings,
	productsFields,
	rowsOfOneOrder,
} from './productsEvent';

export const addToCart = defineOperation({
	resource: 'ecommerceEvent',
	operation: 'addToCart',
	name: 'Add to Cart',
	action: 'Send an add to cart',
	description: 'Tells Attentive that a user put products into the cart, which can start a cart journey',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/events/ecommerce/add-to-cart', requestsPerSecond: 150 },
	permission: { name: 'eCommerce', level: 'Write' },
	repeat: 'unsafe',
	fields: productsFields,
	additionalFields: productsAdditionalFields,
	schema: productsEventSchema,
	payload: productsEvent,
	person: (values): Person => values.user,
	warnings: productsEventWarnings,
	details: ({ items }) => ({ products: items.length }),
	join: rowsOfOneOrder,
	once: {},
});
