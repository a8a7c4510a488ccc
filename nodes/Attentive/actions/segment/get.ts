import { segmentIdSchema, segmentSchema } from '../../../schemas/segments';
import { defineOperation } from '../../../operation/operation';
import { segment, segmentEndpoint, segmentPath, segmentsPermission, shownSegment } from './segmentEndpoint';

export const get = defineOperation({
	resource: 'segment',
	operation: 'get',
	name: 'Get',
	action: 'Get segment',
	description: 'Get the name, description and dates of a segment. Attentive does not list its members.',
	kind: 'read',
	endpoint: segmentEndpoint('GET'),
	permission: segmentsPermission('Read'),
	repeat: 'repeatable',
	fields: { externalId: segment },
	additionalFields: {},
	schema: segmentIdSchema,
	payload: ({ externalId }) => ({ externalId }),
	send: ({ externalId }) => ({ path: segmentPath(externalId) }),
	records: (body) => [shownSegment(segmentSchema.parse(body))],
});
