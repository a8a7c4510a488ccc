import { webhookIdSchema } from '../../../schemas/webhooks';
import { defineOperation } from '../../../operation/operation';
import { webhook, webhooksPermission } from './webhookEndpoint';

export const deleteWebhook = defineOperation({
	resource: 'webhook',
	operation: 'delete',
	name: 'Delete',
	action: 'Delete a webhook',
	description: 'Ends the deliveries of a webhook for good; its signing key is lost with it',
	kind: 'write',
	endpoint: { method: 'DELETE', path: '/v1/webhooks/{webhookId}', requestsPerSecond: 150 },
	permission: webhooksPermission,
	repeat: 'repeatable',
	goneIsDone: true,
	fields: { webhookId: webhook },
	additionalFields: {},
	schema: webhookIdSchema,
	payload: ({ webhookId }) => ({ webhookId }),
	send: ({ webhookId }) => ({ path: `/v1/webhooks/${encodeURIComponent(webhookId)}` }),
	changes: ({ webhookId }) => webhookId,
	details: ({ webhookId }) => ({ webhookId }),
});
