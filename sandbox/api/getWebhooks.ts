import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noBody, noQuery } from './endpoint';
import { listed } from './webhook';

export const getWebhooks = endpoint({
	method: 'GET',
	path: '/v1/webhooks',
	permission: 'webhooks:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body: noBody,
	answer({ account, token }) {
		const { webhooks, settings } = account;
		const deleted = settings.deletedWebhooks === 'listed' ? webhooks.listRemoved() : [];
		const own = [...webhooks.list(), ...deleted].filter(({ app }) => app === token.label);
		return { status: 200, body: { webhooks: own.map(listed) } };
	},
});
