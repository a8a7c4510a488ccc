import { webhookIdSchema } from '../../../schemas/webhooks';
import { defineOperation } from '../../../operation/operation';
import { webhook, webhooksPermission } from './webhookEndpoint';

export const deleteWebhook = defineOperation({
	resource: 'webhook',
	operation: 'delete',
	name: 'Delete',
	action: 'Delete webhook',
	description: 'Delete a webhook permanently, with its signing key',
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
	details: ({ webhookId }) => ({ webhookId, deleted: true }),
});
