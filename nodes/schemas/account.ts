import { z } from 'zod';

/** Answer of GET /v1/me: who the token belongs to. */
export const accountSchema = z
	.object({
		applicationName: z.string().nullish(),
		attentiveDomainName: z.string().nullish(),
		companyName: z.string().nullish(),
		contactEmail: z.string().nullish(),
		companyId: z.string().nullish(),
	})
	.refine(({ companyName, companyId }) => Boolean(companyName ?? companyId));
