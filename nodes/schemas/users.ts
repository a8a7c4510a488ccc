import { z } from 'zod';
import { emailSchema, identifierSchema, phoneSchema } from './identifiers';
import { named } from './named';

/** Most users in one request. */
export const MOST_USERS = 256;
/** Attentive's limit for the custom attributes of a user in v2. */
const MOST_CUSTOM = 100;
/** As for v1: a longer name is refused. */
const LONGEST_NAME = 200;

const text = z.string().min(1);

/** A schema for the values takes three times as long, and there are many. */
function customProblem(name: string, value: unknown): string | undefined {
	if (name.length > LONGEST_NAME) return `has more than ${LONGEST_NAME} characters as a name`;
	const isText = typeof value === 'string' && value !== '';
	return isText || typeof value === 'number' || typeof value === 'boolean'
		? undefined
		: 'is not accepted by Attentive';
}

const attributesSchema = z
	.object({
		firstName: text.optional(),
		lastName: text.optional(),
		demographic: z
			.object({
				language: text.optional(),
				dateOfBirth: z
					.string()
					.regex(/^\d{4}-\d{2}-\d{2}$/)
					.optional(),
				age: z.number().int().min(0).max(150, 'is not an age').optional(),
				organization: text.optional(),
				title: text.optional(),
				website: text.optional(),
			})
			.strict()
			.optional(),
		location: z
			.object({
				address1: text.optional(),
				address2: text.optional(),
				city: text.optional(),
				state: text.optional(),
				zip: text.optional(),
				latitude: text.optional(),
				longitude: text.optional(),
				country: text.optional(),
				region: text.optional(),
				timezone: text.optional(),
			})
			.strict()
			.optional(),
		locale: z.object({ language: text.optional(), country: text.optional() }).strict().optional(),
		custom: named(z.unknown(), customProblem)
			.refine((custom) => Object.keys(custom).length <= MOST_CUSTOM, {
				message: `are more than ${MOST_CUSTOM} custom attributes`,
			})
			.optional(),
	})
	.strict();

const subscriptionSchema = z
	.object({
		signUpSourceId: text,
		channel: z.enum(['TEXT', 'EMAIL']),
		subscriptionType: z.enum(['MARKETING', 'TRANSACTIONAL']),
		singleOptIn: z.boolean().optional(),
	})
	.strict();

/** Body of POST /v2/user/attributes, and a user of POST /v2/bulk/user/attributes. */
export const userSchema = z
	.object({
		identifiers: z
			.object({
				email: emailSchema.optional(),
				phone: phoneSchema.optional(),
				shopifyId: identifierSchema.optional(),
				klaviyoId: identifierSchema.optional(),
				clientUserId: identifierSchema.optional(),
				customIdentifiers: z
					.array(z.object({ key: text, value: identifierSchema }).strict())
					.min(1)
					.optional(),
			})
			.strict(),
		attributes: attributesSchema.optional(),
		subscriptions: z.array(subscriptionSchema).min(1).optional(),
	})
	.strict();

export type UserUpsert = z.infer<typeof userSchema>;
export type UserSubscription = z.infer<typeof subscriptionSchema>;
