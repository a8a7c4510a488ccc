import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noQuery } from './endpoint';
import { fields } from './rules';
import { answered, offeredEvents, webhookEvents, webhookUrl } from './webhook';

export const postWebhooks = endpoint({
	method: 'POST',
	path: '/v1/webhooks',
	permission: 'webhooks:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	// That both are needed is assumed: OpenAPI requires nothing.
	body: fields({ url: webhookUrl, events: webhookEvents }, 'assumed'),
	answer({ account, token, body: { url, events }, write }) {
		const webhook = account.webhooks.add({
			app: token.label,
			byHand: false,
			url,
			events: offeredEvents(events, account),
		});
		write();
		return { status: 201, body: answered(webhook) };
	},
});
