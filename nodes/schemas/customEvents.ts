import { z } from 'zod';
import { eventUserSchema } from './identifiers';

/** Body of POST /v1/events/custom. */
export const customEventSchema = z
	.object({
		type: z
			.string()
			.min(1)
			.regex(/^[^"'(){}[\]\\|,]*$/, `may hold none of " ' ( ) { } [ ] \\ | ,`),
		user: eventUserSchema,
		properties: z
			.record(
				z
					.string()
					.min(1)
					.regex(/^[^"{}[\]\\|]*$/, 'may hold none of " { } [ ] \\ |'),
				z.unknown(),
			)
			.optional(),
		externalEventId: z.string().min(1).max(255, 'has more than 255 characters').optional(),
		occurredAt: z.string().datetime({ offset: true }).optional(),
	})
	.strict();

export type CustomEvent = z.infer<typeof customEventSchema>;
