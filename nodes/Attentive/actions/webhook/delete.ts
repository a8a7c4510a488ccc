import { writes } from '../../../delivery/writes';
import { webhookIdSchema, type WebhookId } from '../../../schemas/webhooks';
import { defineOperation } from '../../../operation/defineOperation';
import { webhook, webhooksPermission } from './webhookEndpoint';

export const deleteWebhook = defineOperation({
	resource: 'webhook',
	operation: 'delete',
	name: 'Delete',
	action: 'Delete webhook',
	description: 'Delete a webhook permanently, with its signing key',
	kind: 'write',
	permission: webhooksPermission,
	isIdempotent: true,
	fields: { webhookId: webhook },
	schema: webhookIdSchema,
	read: ({ webhookId }) => ({ payload: { webhookId }, changes: webhookId }),
	delivery: writes<WebhookId>({
		endpoint: { method: 'DELETE', path: '/v1/webhooks/{webhookId}', requestsPerSecond: 150 },
		request: ([{ webhookId }]) => ({ path: `/v1/webhooks/${encodeURIComponent(webhookId)}` }),
		notFound: 'alreadyGone',
		details: ({ webhookId }) => ({ webhookId, deleted: true }),
	}),
});
