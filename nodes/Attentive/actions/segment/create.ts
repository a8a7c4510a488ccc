import { newSegmentSchema, segmentSchema } from '../../../schemas/segments';
import { requiredText, text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';
import { segmentListEndpoint, segmentsPermission, shownSegment } from './segmentEndpoint';

export const create = defineOperation({
	resource: 'segment',
	operation: 'create',
	name: 'Create',
	action: 'Create a segment',
	description: 'Makes an empty segment, to add members to',
	kind: 'write',
	endpoint: { ...segmentListEndpoint, method: 'POST' },
	permission: segmentsPermission('Write'),
	repeat: 'unsafe',
	fields: {
		name: requiredText({
			displayName: 'Name',
			placeholder: 'e.g. Loyalty Gold Members',
			description: 'As Attentive shows it; at most 240 characters',
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
			description: 'Your own ID of the segment. If empty, Attentive makes one.',
		}),
	},
	schema: newSegmentSchema,
	payload: ({ name, description, externalId }) => ({
		name,
		...(description === undefined ? {} : { description }),
		...(externalId === undefined ? {} : { externalId }),
	}),
	answerDetails: (body) => shownSegment(segmentSchema.parse(body)),
});
