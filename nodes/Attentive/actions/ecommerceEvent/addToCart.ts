import { defineOperation } from '../../../operation/defineOperation';
import { cartEvent, eventDelivery } from './productsEvent';

export const addToCart = defineOperation({
	...cartEvent,
	operation: 'addToCart',
	name: 'Add to Cart',
	action: 'Send add-to-cart event',
	description: 'Send an event about products that a user added to the cart, which can start a cart journey',
	delivery: eventDelivery('add-to-cart'),
});
