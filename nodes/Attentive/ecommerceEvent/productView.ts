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

export const productView = defineOperation({
	resource: 'ecommerceEvent',
	operation: 'productView',
	name: 'Product View',
	action: 'Send a product view',
	description: 'Tells Attentive that a user looked at a product, which can start a browse journey',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/events/ecommerce/product-view', requestsPerSecond: 150 },
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
