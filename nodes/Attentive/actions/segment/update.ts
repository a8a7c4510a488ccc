import { writes } from '../../../delivery/writes';
import { segmentChangesSchema, segmentSchema, type SegmentChanges } from '../../../schemas/segments';
import { text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import { segment, segmentEndpoint, segmentPath, segmentsPermission, shownSegment } from './segmentEndpoint';

export const update = defineOperation({
	resource: 'segment',
	operation: 'update',
	name: 'Update',
	action: 'Update segment',
	description: 'Update the name or the description of a segment. Empty fields stay as they are.',
	kind: 'write',
	permission: segmentsPermission('Write'),
	isIdempotent: true,
	fields: {
		externalId: segment,
		name: text({
			displayName: 'Name',
			placeholder: 'e.g. Loyalty Gold Members',
			description: 'New name, at most 240 characters. If empty, it stays as it is.',
		}),
		description: text({
			displayName: 'Description',
			placeholder: 'e.g. Customers with gold status',
			description: 'New description, 2 to 500 characters. If empty, it stays as it is.',
		}),
	},
	schema: segmentChangesSchema,
	read: ({ externalId, name, description }) => ({
		payload: {
			externalId,
			...(name === undefined ? {} : { name }),
			...(description === undefined ? {} : { description }),
		},
		changes: externalId,
	}),
	delivery: writes<SegmentChanges>({
		endpoint: segmentEndpoint('PATCH'),
		request: ([{ externalId, ...changes }]) => ({ path: segmentPath(externalId), body: changes }),
		details: ({ externalId }) => ({ externalId }),
		answer: (body) => shownSegment(segmentSchema.parse(body)),
	}),
});
