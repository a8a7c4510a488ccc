import { z } from 'zod';
import { toldFlag, toldId, toldText } from './answers';
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
	id: toldId,
	processed: toldFlag,
	type: toldText,
	subjectEmail: toldText,
	subjectPhone: toldText,
	requestMsg: toldText,
	requestDateTime: toldText,
	processingStartDateTime: toldText,
	processingEndDateTime: toldText,
});
export type PrivacyRequestAnswer = z.infer<typeof privacyRequestAnswerSchema>;
