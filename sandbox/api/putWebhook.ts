import { z } from 'zod';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { endpoint, noQuery } from './endpoint';
import { fields, follow, type Rule } from './rules';
import { answered, offeredEvents, ownWebhook, webhookEvents, webhookParams, webhookUrl } from './webhook';

const anyChange: Rule<object> = {
	expected: 'at least one of url, events and disabled',
	source: 'assumed',
	holds: (changes) => Object.keys(changes).length > 0,
};

export const putWebhook = endpoint({
	method: 'PUT',
	path: '/v1/webhooks/{webhookId}',
	permission: 'webhooks:write',
	requestsPerSecond: defaultRequestsPerSecond,
	params: webhookParams,
	query: noQuery,
	body: fields(
		{ url: webhookUrl.optional(), events: webhookEvents.optional(), disabled: z.boolean().optional() },
		'assumed',
	).superRefine(follow<object>(anyChange)),
	answer({ account, token, params, body, write }) {
		const { url, events, disabled } = body;
		const webhook = ownWebhook(account, token, params.webhookId);
		if (account.settings.webhookUpdates === 'whole' && (url === undefined || events === undefined)) {
			throw new Refusal(
				400,
				`body: expected url and events (only disabled may be left out), received only ${Object.keys(body).join(', ')} [assumed]`,
			);
		}
		// What is left out stays as it is (assumed).
		if (events !== undefined) webhook.events = offeredEvents(events, account);
		if (url !== undefined) webhook.url = url;
		if (disabled === true) webhook.disable(account.clock.now());
		if (disabled === false) webhook.enable();
		write();
		return { status: 200, body: answered(webhook) };
	},
});
