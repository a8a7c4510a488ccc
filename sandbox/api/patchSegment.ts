import { endpoint, noQuery } from './endpoint';
import { fields, follow, type Rule } from './rules';
import {
	currentSegment,
	segmentDescription,
	segmentName,
	segmentParams,
	segmentRequestsPerSecond,
	segmentResponse,
} from './segment';

const anyChange: Rule<object> = {
	expected: 'at least one of name and description',
	source: 'OpenAPI',
	holds: (changes) => Object.keys(changes).length > 0,
};

export const patchSegment = endpoint({
	method: 'PATCH',
	path: '/v2/segments/external/{externalId}',
	permission: 'segments:write',
	requestsPerSecond: segmentRequestsPerSecond,
	params: segmentParams,
	query: noQuery,
	body: fields(
		{ name: segmentName.optional(), description: segmentDescription.optional() },
		'assumed',
	).superRefine(follow<object>(anyChange)),
	answer({ account, params: { externalId }, body: { name, description }, write }) {
		const segment = currentSegment(account, externalId);
		if (name !== undefined) segment.name = name;
		if (description !== undefined) segment.description = description;
		segment.updated = account.clock.now();
		write();
		return { status: 200, body: segmentResponse(segment) };
	},
});
