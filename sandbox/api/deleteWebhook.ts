import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noBody, noQuery } from './endpoint';
import { ownWebhook, webhookParams } from './webhook';

export const deleteWebhook = endpoint({
	method: 'DELETE',
	path: '/v1/webhooks/{webhookId}',
	permission: 'webhooks:write',
	requestsPerSecond: defaultRequestsPerSecond,
	params: webhookParams,
	query: noQuery,
	body: noBody,
	answer({ account, token, params, write }) {
		account.webhooks.remove(ownWebhook(account, token, params.webhookId));
		write();
		return { status: 204 };
	},
});
