import { z } from 'zod';

/** Answer of GET /v1/me: who the token belongs to. */
export const accountSchema = z.object({
	applicationName: z.string().optional(),
	attentiveDomainName: z.string().optional(),
	companyName: z.string().optional(),
	contactEmail: z.string().optional(),
	companyId: z.string().optional(),
});
