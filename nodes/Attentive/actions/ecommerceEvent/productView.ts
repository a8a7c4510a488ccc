import { defineOperation } from '../../../operation/operation';
import { cartEvent } from './productsEvent';

export const productView = defineOperation({
	...cartEvent,
	operation: 'productView',
	name: 'Product View',
	action: 'Send product view event',
	description: 'Send an event about products that a user viewed, which can start a browse journey',
	endpoint: { method: 'POST', path: '/v1/events/ecommerce/product-view', requestsPerSecond: 150 },
});
