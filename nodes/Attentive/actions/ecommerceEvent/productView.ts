import { defineOperation } from '../../../operation/operation';
import { cartEvent } from './productsEvent';

export const productView = defineOperation({
	...cartEvent,
	operation: 'productView',
	name: 'Product View',
	action: 'Send a product view event',
	description: 'Tells Attentive that a user looked at a product, which can start a browse journey',
	endpoint: { method: 'POST', path: '/v1/events/ecommerce/product-view', requestsPerSecond: 150 },
});
