import { z } from 'zod';
import { webhooksAnswerSchema } from '../../../schemas/webhooks';
import { defineOperation } from '../../../operation/operation';
import { listEndpoint, shownWebhook, webhooksPermission } from './webhookEndpoint';

export const getAll = defineOperation({
	resource: 'webhook',
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many webhooks',
	description: 'Get all webhooks of your app',
	kind: 'read',
	endpoint: listEndpoint,
	permission: webhooksPermission,
	repeat: 'repeatable',
	fields: {},
	additionalFields: {},
	schema: z.object({}).strict(),
	payload: () => ({}),
	send: () => ({}),
	records: (body) => webhooksAnswerSchema.parse(body).webhooks.map(shownWebhook),
});
