import { z } from 'zod';

/** Attentive's limit for identifiers (Identity API). For emails, no other call documents it. */
export const LONGEST_IDENTIFIER = 100;

export const identifierSchema = z.string().min(1).max(LONGEST_IDENTIFIER);

export const phoneSchema = z.string().regex(/^\+[1-9]\d{6,14}$/, 'is not in the form +12063996576');
export const emailSchema = z.string().min(1);

/** Identifiers of the company's own making, by their names. */
export const customIdentifiersSchema = z
	.array(z.object({ name: z.string().min(1), value: identifierSchema }).strict())
	.min(1);

const externalIdentifiersSchema = z
	.object({
		clientUserId: identifierSchema.optional(),
		customIdentifiers: customIdentifiersSchema.optional(),
	})
	.strict();

/** The user of custom and eCommerce events and of customAttribute.set: at least one identifier, nothing else. */
export const eventUserSchema = z
	.object({
		phone: phoneSchema.optional(),
		email: emailSchema.optional(),
		externalIdentifiers: externalIdentifiersSchema.optional(),
	})
	.strict();

export type EventUser = z.infer<typeof eventUserSchema>;
