import { endpoint, noBody, noQuery } from './endpoint';
import { segmentParams, segmentRequestsPerSecond, segmentResponse, unknownSegment } from './segment';

export const getSegment = endpoint({
	method: 'GET',
	path: '/v2/segments/external/{externalId}',
	permission: { anyOf: ['segments:read', 'segments:write'] },
	requestsPerSecond: segmentRequestsPerSecond,
	params: segmentParams,
	query: noQuery,
	body: noBody,
	answer({ account: { segments, settings }, params: { externalId } }) {
		const segment = segments.find(externalId);
		if (segment === undefined || (segment.archived && settings.archivedSegments === 'gone')) {
			throw unknownSegment(externalId, 'path.externalId');
		}
		return { status: 200, body: segmentResponse(segment) };
	},
});
