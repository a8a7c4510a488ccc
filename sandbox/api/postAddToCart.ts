import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { eventFields, stored } from './ecommerceEvent';
import { endpoint, noQuery } from './endpoint';
import { fields } from './rules';

export const postAddToCart = endpoint({
	method: 'POST',
	path: '/v1/events/ecommerce/add-to-cart',
	permission: 'ecommerce:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body: fields(eventFields, 'assumed'),
	answer: (call) => stored(call, 'add-to-cart', call.body),
});
