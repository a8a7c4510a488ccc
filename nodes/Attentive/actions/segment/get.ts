import { reads } from '../../../delivery/reads';
import { segmentIdSchema, segmentSchema, type SegmentId } from '../../../schemas/segments';
import { recognized } from '../../../schemas/answers';
import { defineOperation } from '../../../operation/defineOperation';
import { segment, segmentEndpoint, segmentPath, segmentsPermission, shownSegment } from './segmentEndpoint';

export const get = defineOperation({
	resource: 'segment',
	operation: 'get',
	name: 'Get',
	action: 'Get segment',
	description: 'Get the name, description and dates of a segment. Attentive does not list its members.',
	kind: 'read',
	permission: segmentsPermission('Read'),
	isIdempotent: true,
	fields: { externalId: segment },
	schema: segmentIdSchema,
	read: ({ externalId }) => ({ payload: { externalId } }),
	delivery: reads<SegmentId>({
		endpoint: segmentEndpoint('GET'),
		request: ({ externalId }) => ({ path: segmentPath(externalId) }),
		records: (body, { externalId }) => [
			{ externalId, ...shownSegment(recognized(segmentSchema).parse(body)) },
		],
	}),
});
