import type { z } from 'zod';

/** A control request that cannot be done, with why. */
export class ControlRefusal extends Error {}

export function checked<Output>(schema: z.ZodType<Output, z.ZodTypeDef, unknown>, value: unknown): Output {
	const outcome = schema.safeParse(value);
	if (outcome.success) return outcome.data;
	const complaints = outcome.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
	throw new ControlRefusal(complaints.join('; '));
}
