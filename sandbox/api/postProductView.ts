import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { eventFields, stored } from './ecommerceEvent';
import { endpoint, noQuery } from './endpoint';
import { fields } from './rules';

export const postProductView = endpoint({
	method: 'POST',
	path: '/v1/events/ecommerce/product-view',
	permission: 'ecommerce:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body: fields(eventFields, 'assumed'),
	answer: (call) => stored(call, 'product-view', call.body),
});
