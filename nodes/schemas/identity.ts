import { z } from 'zod';
import { customIdentifiersSchema, identifierSchema, phoneSchema } from './identifiers';

/** Body of POST /v1/identity-resolution/user-identifiers. */
export const userIdentifiersSchema = z
	.object({
		phone: phoneSchema.optional(),
		email: identifierSchema.optional(),
		shopifyId: identifierSchema.optional(),
		klaviyoId: identifierSchema.optional(),
		clientUserId: identifierSchema.optional(),
		customIdentifiers: customIdentifiersSchema.optional(),
	})
	.strict();

export type UserIdentifiers = z.infer<typeof userIdentifiersSchema>;
