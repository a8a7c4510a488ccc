import { defineOperation } from '../../../operation/defineOperation';
import { cartEvent, eventDelivery } from './productsEvent';

export const productView = defineOperation({
	...cartEvent,
	operation: 'productView',
	name: 'Product View',
	action: 'Send product view event',
	description: 'Send an event about products that a user viewed, which can start a browse journey',
	delivery: eventDelivery('product-view'),
});
