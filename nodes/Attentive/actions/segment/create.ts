import { writes } from '../../../delivery/writes';
import { newSegmentSchema, segmentSchema, type NewSegment } from '../../../schemas/segments';
import { requiredText, text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import { segmentListEndpoint, segmentsPermission, shownSegment } from './segmentEndpoint';

export const create = defineOperation({
	resource: 'segment',
	operation: 'create',
	name: 'Create',
	action: 'Create segment',
	description: 'Create an empty segment',
	kind: 'write',
	permission: segmentsPermission('Write'),
	isIdempotent: false,
	fields: {
		name: requiredText({
			displayName: 'Name',
			placeholder: 'e.g. Loyalty Gold Members',
			description: 'Name in Attentive, at most 240 characters',
		}),
	},
	additionalFields: {
		description: text({
			displayName: 'Description',
			placeholder: 'e.g. Customers with gold status',
			description: '2 to 500 characters',
		}),
		externalId: text({
			displayName: 'External ID',
			placeholder: 'e.g. loyalty_gold_2025',
			description: 'Your ID for the segment. If empty, Attentive creates one.',
		}),
	},
	schema: newSegmentSchema,
	read: ({ name, description, externalId }) => ({
		payload: {
			name,
			...(description === undefined ? {} : { description }),
			...(externalId === undefined ? {} : { externalId }),
		},
	}),
	delivery: writes<NewSegment>({
		endpoint: { ...segmentListEndpoint, method: 'POST' },
		details: ({ externalId }) => (externalId === undefined ? {} : { externalId }),
		answer: (body) => shownSegment(segmentSchema.parse(body)),
		needed: {
			externalId:
				"Attentive did not return the external ID of the new segment. Find it with 'Segment: Get Many'",
		},
	}),
});
