import { newWebhookSchema, webhookSchema } from '../../../schemas/webhooks';
import { requiredText } from '../../../fields/simple';
import { parseField } from '../../../fields/field';
import { defineOperation } from '../../../operation/operation';
import { events, parseWebhookUrl, shownWebhook, webhooksPermission } from './webhookEndpoint';

export const create = defineOperation({
	resource: 'webhook',
	operation: 'create',
	name: 'Create',
	action: 'Create a webhook',
	description:
		'Has Attentive deliver events to a URL. A workflow that starts with the Attentive Trigger does this by itself.',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/webhooks', requestsPerSecond: 150 },
	permission: webhooksPermission,
	repeat: 'unsafe',
	fields: {
		url: requiredText({
			displayName: 'URL',
			placeholder: 'https://example.com/attentive',
			description:
				'Where Attentive delivers to; https only. Attentive shows the signing key of the webhook on the Webhooks tab of your app.',
		}),
		events: events('What is delivered to the URL.'),
	},
	additionalFields: {},
	schema: newWebhookSchema,
	payload: (values) => ({ url: parseField('URL', values.url, parseWebhookUrl), events: values.events }),
	answerDetails: (body) => shownWebhook(webhookSchema.parse(body)),
});
