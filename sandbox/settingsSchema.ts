import { z } from 'zod';
import { fields } from './api/rules';
import {
	bulkUserRefusals,
	duplicateCodeHandlings,
	eligibilitiesOfUnknown,
	eligibilityScopes,
	removalsOfUnknown,
	subscribingAgain,
	userSubscriptionTypes,
} from './attentive/account';
import { longIdForms, refusalForms } from './attentive/answers';
import { bulkJobOrders } from './attentive/bulkJobs';
import { signatureForms } from './attentive/deliveries';
import { jobResultEmails, jobResultOrders, jobResultShapes } from './attentive/jobResults';
import { catalogErrorHandlings, catalogStateNames, validateOnlyEnds } from './attentive/catalog';
import { archivedSegmentHandlings } from './attentive/segments';
import { stopHandlings } from './attentive/subscriptions';
import { deletedWebhookHandlings, webhookUpdateForms } from './attentive/webhooks';

const whole = z.number().int().min(0);
const milliseconds = z.number().finite().min(0);

/** What a test may set; what is left out stays as it is. */
export const settingsSchema = fields(
	{
		attributeTypes: z.enum(['json', 'content']).optional(),
		dropEqualExternalEventIds: z.boolean().optional(),
		eligibility: z.enum(eligibilityScopes).optional(),
		eligibilityOfUnknown: z.enum(eligibilitiesOfUnknown).optional(),
		removalOfUnknown: z.enum(removalsOfUnknown).optional(),
		subscribeAfterStop: z.enum(stopHandlings).optional(),
		subscribeAgain: z.enum(subscribingAgain).optional(),
		deletedWebhooks: z.enum(deletedWebhookHandlings).optional(),
		webhookUpdates: z.enum(webhookUpdateForms).optional(),
		moreWebhookEvents: z.array(z.string().min(1)).optional(),
		archivedSegments: z.enum(archivedSegmentHandlings).optional(),
		deletionMs: milliseconds.optional(),
		signature: z.enum(signatureForms).optional(),
		retryDelaysMs: z.array(milliseconds.max(2 ** 31 - 1)).optional(),
		deliveryTimeoutMs: milliseconds.min(1).optional(),
		upsertMs: milliseconds.optional(),
		bulkUserRefusals: z.enum(bulkUserRefusals).optional(),
		userSubscriptionType: z.enum(userSubscriptionTypes).optional(),
		customAttributeLimit: whole.optional(),
		bulkBodyLimit: whole.optional(),
		offerBodyLimit: whole.optional(),
		offerConflicts: z.union([z.literal(400), z.literal(404)]).optional(),
		duplicateCodes: z.enum(duplicateCodeHandlings).optional(),
		missingFields: z.array(z.string().min(1)).optional(),
		nullFields: z.array(z.string().min(1)).optional(),
		oddEntries: z.boolean().optional(),
		refusalForm: z.enum(refusalForms).optional(),
		longIds: z.enum(longIdForms).optional(),
		bulkJobMs: milliseconds.optional(),
		bulkJobOrder: z.enum(bulkJobOrders).optional(),
		bulkJobEnd: z.string().min(1).optional(),
		bulkJobMessage: z.string().min(1).nullable().optional(),
		refusedRecords: z
			.array(
				fields({ match: z.string().min(1), status: whole.min(400).max(599), message: z.string() }, 'assumed'),
			)
			.optional(),
		jobResultShape: z.enum(jobResultShapes).optional(),
		jobResultOrder: z.enum(jobResultOrders).optional(),
		jobResultMissing: whole.optional(),
		jobResultEmails: z.enum(jobResultEmails).optional(),
		signedUrlMs: milliseconds.optional(),
		signedUrlInstead: z.string().min(1).nullable().optional(),
		catalogValidationMs: milliseconds.optional(),
		catalogSavingMs: milliseconds.optional(),
		catalogEnd: z.string().min(1).optional(),
		catalogStates: z.enum(catalogStateNames).optional(),
		validateOnlyEnd: z.enum(validateOnlyEnds).optional(),
		catalogErrors: z.enum(catalogErrorHandlings).optional(),
		validateOnlyDefault: z.boolean().optional(),
		catalogLimits: fields({ fileBytes: whole, lineBytes: whole, lines: whole }, 'assumed').optional(),
		chunkedUploads: z.union([z.literal(411), z.literal(501)]).optional(),
		uploadContentType: z.enum(['none', 'any']).optional(),
	},
	'assumed',
);
