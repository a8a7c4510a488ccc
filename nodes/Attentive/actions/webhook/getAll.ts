import { z } from 'zod';
import { reads } from '../../../delivery/reads';
import { webhooksAnswerSchema } from '../../../schemas/webhooks';
import { defineOperation } from '../../../operation/defineOperation';
import { listEndpoint, shownWebhook, webhooksPermission } from './webhookEndpoint';

export const getAll = defineOperation({
	resource: 'webhook',
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many webhooks',
	description: 'Get all webhooks of your app',
	kind: 'read',
	permission: webhooksPermission,
	isIdempotent: true,
	fields: {},
	schema: z.object({}).strict(),
	read: () => ({ payload: {} }),
	delivery: reads({
		endpoint: listEndpoint,
		records: (body) => (webhooksAnswerSchema.parse(body).webhooks ?? []).map(shownWebhook),
	}),
});
