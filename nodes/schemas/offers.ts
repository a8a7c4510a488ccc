import { z } from 'zod';

/** Most codes in one request. */
export const MOST_CODES = 200_000;

const utcSchema = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/, 'is not a UTC time');

/** Codes for one offer, and the dates between which they may be given out. */
export const offerCodesSchema = z
	.object({
		offerId: z
			.string()
			.regex(/^\d+$/, "is not a number: use the one at the end of the offer's URL in Attentive"),
		codes: z
			.array(z.string().min(1))
			.min(1)
			.max(MOST_CODES, `are more than ${MOST_CODES} in one item, the limit of a request`),
		distributionStart: utcSchema.optional(),
		distributionStop: utcSchema.optional(),
	})
	.strict();

export type OfferCodes = z.infer<typeof offerCodesSchema>;
