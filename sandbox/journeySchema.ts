import { IANAZone } from 'luxon';
import { z } from 'zod';
import { fields, notEmpty, text } from './api/rules';
import type { Journey } from './attentive/journey';

const anyText = text(notEmpty);
const wallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time as in 20:00');

const anyJourney = {
	name: anyText,
	subscriptionType: z.enum(['MARKETING', 'TRANSACTIONAL']),
	quietHours: fields(
		{
			start: wallTime,
			end: wallTime,
			timeZone: z.string().refine((zone) => IANAZone.isValidZone(zone), 'expected an IANA time zone'),
		},
		'assumed',
	).nullable(),
	attributesNeeded: z.array(anyText).optional(),
};
const triggered = z.discriminatedUnion('trigger', [
	fields({ ...anyJourney, trigger: z.literal('postPurchase') }, 'assumed'),
	fields(
		{ ...anyJourney, trigger: z.literal('abandonedCart'), delayMs: z.number().finite().min(0) },
		'assumed',
	),
]);
const custom = fields({ ...anyJourney, event: anyText }, 'assumed');

/** A union would say no more than that neither form fits: so the form is chosen first. */
export const journeySchema: z.ZodType<Journey, z.ZodTypeDef, unknown> = z
	.unknown()
	.transform((received, context): Journey => {
		const isTriggered = typeof received === 'object' && received !== null && 'trigger' in received;
		const outcome = (isTriggered ? triggered : custom).safeParse(received);
		if (outcome.success) return outcome.data;
		for (const issue of outcome.error.issues) context.addIssue(issue);
		return z.NEVER;
	});
