import { newSegmentSchema, segmentSchema } from '../../../schemas/segments';
import { requiredText, text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';
import { segmentListEndpoint, segmentsPermission, shownSegment } from './segmentEndpoint';

export const create = defineOperation({
	resource: 'segment',
	operation: 'create',
	name: 'Create',
	action: 'Create segment',
	description: 'Create an empty segment',
	kind: 'write',
	endpoint: { ...segmentListEndpoint, method: 'POST' },
	permission: segmentsPermission('Write'),
	repeat: 'unsafe',
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
	payload: ({ name, description, externalId }) => ({
		name,
		...(description === undefined ? {} : { description }),
		...(externalId === undefined ? {} : { externalId }),
	}),
	answerDetails: (body) => shownSegment(segmentSchema.parse(body)),
});
