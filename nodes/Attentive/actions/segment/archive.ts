import { segmentIdSchema } from '../../../schemas/segments';
import { defineOperation } from '../../../operation/operation';
import { segment, segmentEndpoint, segmentPath, segmentsPermission } from './segmentEndpoint';

export const archive = defineOperation({
	resource: 'segment',
	operation: 'delete',
	name: 'Archive',
	action: 'Archive segment',
	description: 'Archive a segment. Attentive can restore it.',
	kind: 'write',
	endpoint: segmentEndpoint('DELETE'),
	permission: segmentsPermission('Write'),
	repeat: 'repeatable',
	goneIsDone: true,
	fields: { externalId: segment },
	additionalFields: {},
	schema: segmentIdSchema,
	payload: ({ externalId }) => ({ externalId }),
	send: ({ externalId }) => ({ path: segmentPath(externalId) }),
	changes: ({ externalId }) => externalId,
	details: ({ externalId }) => ({ externalId, archived: true }),
});
