import { endpoint, noBody, noQuery } from './endpoint';
import { currentSegment, segmentParams, segmentRequestsPerSecond } from './segment';

/** Archives, which the API cannot undo. A second time it is a 404 (assumed). */
export const deleteSegment = endpoint({
	method: 'DELETE',
	path: '/v2/segments/external/{externalId}',
	permission: 'segments:write',
	requestsPerSecond: segmentRequestsPerSecond,
	params: segmentParams,
	query: noQuery,
	body: noBody,
	answer({ account, params: { externalId }, write }) {
		const segment = currentSegment(account, externalId);
		segment.archived = true;
		segment.updated = account.clock.now();
		write();
		return { status: 204 };
	},
});
