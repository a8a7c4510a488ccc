import { z } from 'zod';
import { emailSchema, identifierSchema, phoneSchema } from './identifiers';

/** Body of POST /v1/identity-resolution/user-identifiers. */
export const userIdentifiersSchema = z
	.object({
		phone: phoneSchema.optional(),
		email: emailSchema.optional(),
		shopifyId: identifierSchema.optional(),
		klaviyoId: identifierSchema.optional(),
		clientUserId: identifierSchema.optional(),
		customIdentifiers: z
			.array(z.object({ name: z.string().min(1), value: identifierSchema }).strict())
			.min(1)
			.optional(),
	})
	.strict();
