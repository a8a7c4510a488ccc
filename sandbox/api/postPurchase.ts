import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { eventFields, stored } from './ecommerceEvent';
import { endpoint, noQuery } from './endpoint';
import { fields, notEmpty, oneOf, text } from './rules';

/** The empty one is published too. */
const channelTypes = ['WEB', 'IOS_APP', 'ANDROID_APP', 'IN_STORE', 'PHONE', 'OTHER', ''] as const;

export const postPurchase = endpoint({
	method: 'POST',
	path: '/v1/events/ecommerce/purchase',
	permission: 'ecommerce:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body: fields(
		{
			...eventFields,
			orderId: text(notEmpty).optional(),
			// That a channel without its type is refused is assumed: OpenAPI requires nothing in it.
			salesChannel: fields({ channelType: oneOf(channelTypes, 'OpenAPI') }, 'assumed').optional(),
		},
		'assumed',
	),
	answer({ body, ...call }) {
		const { salesChannel, ...event } = body;
		return stored(call, 'purchase', { ...event, salesChannel: salesChannel?.channelType });
	},
});
