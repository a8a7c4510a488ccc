import { z } from 'zod';
import { eventUserSchema } from './identifiers';
import { named } from './named';

/** Body of POST /v1/events/custom. */
export const customEventSchema = z
	.object({
		type: z
			.string()
			.min(1)
			.regex(/^[^"'(){}[\]\\|,]*$/, `must not contain any of " ' ( ) { } [ ] \\ | ,`),
		user: eventUserSchema,
		properties: named(z.unknown(), (name) =>
			/["{}[\]\\|]/.test(name) ? 'must not contain any of " { } [ ] \\ |' : undefined,
		).optional(),
		externalEventId: z.string().min(1).optional(),
		occurredAt: z.string().datetime({ offset: true }).optional(),
	})
	.strict();

export type CustomEvent = z.infer<typeof customEventSchema>;
