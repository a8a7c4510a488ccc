import { writes } from '../../../delivery/writes';
import { segmentIdSchema, type SegmentId } from '../../../schemas/segments';
import { defineOperation } from '../../../operation/defineOperation';
import { segment, segmentEndpoint, segmentPath, segmentsPermission } from './segmentEndpoint';

export const archive = defineOperation({
	resource: 'segment',
	operation: 'delete',
	name: 'Archive',
	action: 'Archive segment',
	description: 'Archive a segment. Attentive can restore it.',
	kind: 'write',
	permission: segmentsPermission('Write'),
	isIdempotent: true,
	fields: { externalId: segment },
	schema: segmentIdSchema,
	read: ({ externalId }) => ({ payload: { externalId }, changes: externalId }),
	delivery: writes<SegmentId>({
		endpoint: segmentEndpoint('DELETE'),
		request: ([{ externalId }]) => ({ path: segmentPath(externalId) }),
		notFound: 'alreadyGone',
		details: ({ externalId }) => ({ externalId, archived: true }),
	}),
});
