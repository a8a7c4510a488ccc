import { defineOperation } from '../../../operation/operation';
import { cartEvent } from './productsEvent';

export const addToCart = defineOperation({
	...cartEvent,
	operation: 'addToCart',
	name: 'Add to Cart',
	action: 'Send an add-to-cart event',
	description: 'Tells Attentive that a user put products into the cart, which can start a cart journey',
	endpoint: { method: 'POST', path: '/v1/events/ecommerce/add-to-cart', requestsPerSecond: 150 },
});
