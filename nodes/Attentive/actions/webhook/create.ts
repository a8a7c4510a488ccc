import { writes } from '../../../delivery/writes';
import { newWebhookSchema, webhookSchema, type NewWebhook } from '../../../schemas/webhooks';
import { requiredText } from '../../../fields/simple';
import { parseField } from '../../../fields/field';
import { defineOperation } from '../../../operation/defineOperation';
import {
	chosenEvents,
	events,
	otherEvents,
	parseWebhookUrl,
	shownWebhook,
	webhooksPermission,
} from './webhookEndpoint';

export const create = defineOperation({
	resource: 'webhook',
	operation: 'create',
	name: 'Create',
	action: 'Create webhook',
	description:
		'Have Attentive deliver events to a URL. The Attentive Trigger node can do this for its own URL.',
	kind: 'write',
	permission: webhooksPermission,
	isIdempotent: false,
	fields: {
		url: requiredText({
			displayName: 'URL',
			placeholder: 'e.g. https://example.com/attentive',
			description:
				'Address that Attentive delivers to (https only). Its signing key is on the Webhooks tab of your app in Attentive.',
		}),
		events: events('Events to deliver to the URL.'),
	},
	additionalFields: {
		otherEvents: otherEvents('Names of events to deliver that are not in the list of Events.'),
	},
	schema: newWebhookSchema,
	read: (values) => ({
		payload: { url: parseField('URL', values.url, parseWebhookUrl), events: chosenEvents(values) },
	}),
	delivery: writes<NewWebhook>({
		endpoint: { method: 'POST', path: '/v1/webhooks', requestsPerSecond: 150 },
		details: ({ url, events: types }) => ({ url, events: types }),
		answer: (body) => shownWebhook(webhookSchema.parse(body)),
		needed: {
			webhookId: "Attentive did not return the ID of the new webhook. Find it with 'Webhook: Get Many'",
		},
	}),
});
