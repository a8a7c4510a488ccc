import { z } from 'zod';
import { emailSchema, identifierSchema, phoneSchema } from './identifiers';

/** Body of POST /v1/privacy/delete-request. */
export const deleteRequestSchema = z
	.object({
		subjectEmail: emailSchema.optional(),
		subjectPhone: phoneSchema.optional(),
		clientUserId: identifierSchema.optional(),
		requestMsg: z.string().min(1).optional(),
	})
	.strict();

export type DeleteRequest = z.infer<typeof deleteRequestSchema>;

/** Answers about a deletion request. Attentive masks the subject in its status answer. */
export const privacyRequestAnswerSchema = z.object({
	id: z.string(),
	processed: z.boolean().optional(),
	type: z.string().optional(),
	subjectEmail: z.string().optional(),
	subjectPhone: z.string().optional(),
	requestMsg: z.string().optional(),
	requestDateTime: z.string().optional(),
	processingStartDateTime: z.string().optional(),
	processingEndDateTime: z.string().optional(),
});
export type PrivacyRequestAnswer = z.infer<typeof privacyRequestAnswerSchema>;
