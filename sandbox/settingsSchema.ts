import { z } from 'zod';
import { fields } from './api/rules';
import { eligibilityScopes } from './attentive/account';
import { signatureForms } from './attentive/deliveries';
import { archivedSegmentHandlings } from './attentive/segments';
import { stopHandlings } from './attentive/subscriptions';
import { deletedWebhookHandlings, webhookUpdateForms } from './attentive/webhooks';

const milliseconds = z.number().finite().min(0);

/** What a test may set; what is left out stays as it is. */
export const settingsSchema = fields(
	{
		attributeTypes: z.enum(['json', 'content']).optional(),
		dropEqualExternalEventIds: z.boolean().optional(),
		eligibility: z.enum(eligibilityScopes).optional(),
		subscribeAfterStop: z.enum(stopHandlings).optional(),
		deletedWebhooks: z.enum(deletedWebhookHandlings).optional(),
		webhookUpdates: z.enum(webhookUpdateForms).optional(),
		archivedSegments: z.enum(archivedSegmentHandlings).optional(),
		deletionMs: milliseconds.optional(),
		signature: z.enum(signatureForms).optional(),
		retryDelaysMs: z.array(milliseconds.max(2 ** 31 - 1)).optional(),
		deliveryTimeoutMs: milliseconds.min(1).optional(),
	},
	'assumed',
);
