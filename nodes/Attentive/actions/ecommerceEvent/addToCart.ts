import { defineOperation } from '../../../operation/operation';
import { cartEvent } from './productsEvent';

export const addToCart = defineOperation({
	...cartEvent,
	operation: 'addToCart',
	name: 'Add to Cart',
	action: 'Send add-to-cart event',
	description: 'Send an event about products that a user added to the cart, which can start a cart journey',
	endpoint: { method: 'POST', path: '/v1/events/ecommerce/add-to-cart', requestsPerSecond: 150 },
});
