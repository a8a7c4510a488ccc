import { Refusal } from '../attentive/refusal';
import { endpoint, noQuery } from './endpoint';
import { fields } from './rules';
import { newSegmentId, segmentDescription, segmentName, segmentRequestsPerSecond } from './segment';

export const postSegments = endpoint({
	method: 'POST',
	path: '/v2/segments',
	permission: 'segments:write',
	requestsPerSecond: segmentRequestsPerSecond,
	query: noQuery,
	body: fields(
		{
			name: segmentName,
			description: segmentDescription.optional(),
			externalId: newSegmentId.optional(),
		},
		'assumed',
	),
	answer({ account: { segments }, body, write }) {
		const { name, description = 'Manual Segment Upload Public API V2', externalId } = body;
		if (externalId !== undefined && segments.find(externalId) !== undefined) {
			throw new Refusal(
				400,
				`body.externalId: expected an ID that no segment has, archived ones included, received ${JSON.stringify(externalId)} [assumed]`,
			);
		}
		const created = segments.create({ externalId, name, description });
		write();
		return { status: 201, body: { externalId: created.externalId, name, description } };
	},
});
