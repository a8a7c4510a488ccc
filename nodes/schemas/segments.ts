import { z } from 'zod';
import { entriesOf, recognized, toldFlag, toldId, toldText } from './answers';
import { emailSchema, identifierSchema, phoneSchema } from './identifiers';

/** Most members in one request. */
export const MOST_MEMBERS = 10_000;
/** Most segments that one page of the list can have. */
export const LARGEST_PAGE = 1_000;

const trimmed = z.string().trim();
const nameSchema = trimmed.min(1, 'is empty').max(240, 'has more than 240 characters');
const descriptionSchema = trimmed
	.min(2, 'has fewer than 2 characters')
	.max(500, 'has more than 500 characters');
const externalIdSchema = trimmed.min(1, 'is empty').max(255, 'has more than 255 characters');

/** Body of POST /v2/segments. */
export const newSegmentSchema = z
	.object({
		name: nameSchema,
		description: descriptionSchema.optional(),
		externalId: externalIdSchema.optional(),
	})
	.strict();

export type NewSegment = z.infer<typeof newSegmentSchema>;

export const segmentIdSchema = z.object({ externalId: externalIdSchema }).strict();

export type SegmentId = z.infer<typeof segmentIdSchema>;

/** What to change of a segment: at least one of the two. */
export const segmentChangesSchema = segmentIdSchema
	.extend({ name: nameSchema.optional(), description: descriptionSchema.optional() })
	.strict()
	.refine(({ name, description }) => name !== undefined || description !== undefined, {
		message: 'changes nothing: enter a name or a description',
	});

export type SegmentChanges = z.infer<typeof segmentChangesSchema>;

export const segmentFilterSchema = z
	.object({
		name: nameSchema.optional(),
		externalId: externalIdSchema.optional(),
		updatedSince: z.string().datetime({ offset: true }).optional(),
		/** Most segments that are wanted; none means all. */
		most: z.number().int().positive().optional(),
	})
	.strict();

export type SegmentFilter = z.infer<typeof segmentFilterSchema>;

/** A member of a segment: at least one identifier. */
export const segmentMemberSchema = z
	.object({
		externalId: externalIdSchema,
		member: z
			.object({
				email: emailSchema.optional(),
				phone: phoneSchema.optional(),
				clientUserId: identifierSchema.optional(),
			})
			.strict(),
	})
	.strict();

export type SegmentMember = z.infer<typeof segmentMemberSchema>;

/** A segment as the answers show it; creating answers without the times. */
export const segmentSchema = z.object({
	externalId: toldId,
	name: toldText,
	description: toldText,
	created: toldText,
	updated: toldText,
});

export type Segment = z.infer<typeof segmentSchema>;

/** A page of GET /v2/segments. */
export const segmentsPageSchema = recognized(
	z.object({ segments: entriesOf(segmentSchema).nullish(), cursor: toldText, hasMore: toldFlag }),
);
