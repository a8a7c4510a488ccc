import { z } from 'zod';
import { entriesOf, recognized, toldEntries, toldFlag, toldText } from './answers';
import { customIdentifiersSchema, emailSchema, identifierSchema, phoneSchema } from './identifiers';

export const SUBSCRIPTION_TYPES = ['MARKETING', 'TRANSACTIONAL', 'CHECKOUT_ABANDONED'] as const;
export const CHANNELS = ['TEXT', 'EMAIL'] as const;

const subscriptionSchema = z.object({ type: z.enum(SUBSCRIPTION_TYPES), channel: z.enum(CHANNELS) }).strict();
export type Subscription = z.infer<typeof subscriptionSchema>;

/** A person as subscriptions know one: the phone decides about texts, the email about emails. */
const subscriberSchema = z.object({ phone: phoneSchema.optional(), email: emailSchema.optional() }).strict();

/** Body of POST /v1/subscriptions. */
export const subscribeSchema = z
	.object({
		user: subscriberSchema,
		signUpSourceId: z.string().min(1).optional(),
		externalIdentifiers: z
			.object({
				clientUserId: identifierSchema.optional(),
				shopifyId: identifierSchema.optional(),
				klaviyoId: identifierSchema.optional(),
				customIdentifiers: customIdentifiersSchema.optional(),
			})
			.strict()
			.optional(),
		locale: z
			.object({
				language: z
					.string()
					.regex(/^[a-z]{2}$/, 'is not a language code of two lowercase letters, such as en'),
				country: z.string().regex(/^[A-Z]{2}$/, 'is not a country code of two uppercase letters, such as US'),
			})
			.strict()
			.optional(),
		subscriptionType: z.enum(['MARKETING', 'TRANSACTIONAL']).optional(),
		singleOptIn: z.boolean().optional(),
	})
	.strict();

export type SubscribeRequest = z.infer<typeof subscribeSchema>;

/** Body of POST /v1/subscriptions/unsubscribe. */
export const unsubscribeSchema = z
	.object({
		user: subscriberSchema,
		subscriptions: z.array(subscriptionSchema).min(1).optional(),
		notification: z
			.object({ language: z.enum(['en-US', 'fr-CA']).optional(), disabled: z.boolean().optional() })
			.strict()
			.optional(),
	})
	.strict();

export type UnsubscribeRequest = z.infer<typeof unsubscribeSchema>;

const answeredSubscription = z.object({ type: toldText, channel: toldText }).catch({});

/** Answer of GET /v1/subscriptions. */
export const eligibilityAnswerSchema = recognized(
	z.object({
		subscriptionEligibilities: entriesOf(
			z.object({
				subscription: answeredSubscription,
				eligibility: z.object({ isEligible: toldFlag }).catch({}),
			}),
		).nullish(),
	}),
);

/** Answers of subscribe and unsubscribe; what they say beside is not needed. */
export const subscriptionAnswerSchema = z.object({
	subscriptionResponses: toldEntries(
		z.object({
			subscription: answeredSubscription,
			subscriptionCreationStatus: toldText,
			subscriptionUnsubscribeStatus: toldText,
		}),
	),
});

/** Query of GET /v1/subscriptions and GET /v1/attributes/custom: one of both. */
export const contactSchema = z.union([
	z.object({ phone: phoneSchema }).strict(),
	z.object({ email: emailSchema }).strict(),
]);

export type PhoneOrEmail = z.infer<typeof contactSchema>;
