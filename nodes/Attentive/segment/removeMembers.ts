import { segmentMemberSchema } from '../../schemas/segments';
import type { Person } from '../fields/person';
import { jobNotice, membersOrderNotice } from '../notices';
import { defineOperation } from '../operation';
import { memberFields, memberJob, memberPayload, membersTogether, sameMember } from './members';
import { membersEndpoint, segmentsPermission } from './segmentEndpoint';

export const removeMembers = defineOperation({
	resource: 'segment',
	operation: 'removeMembers',
	name: 'Remove Members',
	action: 'Remove members from a segment',
	description: 'Takes people out of a segment, up to 10,000 in a request. Attentive works on it for hours.',
	kind: 'write',
	endpoint: membersEndpoint('DELETE'),
	permission: segmentsPermission('All'),
	repeat: 'repeatable',
	notices: [jobNotice, membersOrderNotice],
	fields: memberFields,
	additionalFields: {},
	schema: segmentMemberSchema,
	payload: memberPayload,
	person: (values): Person => values.user,
	details: ({ externalId }) => ({ externalId }),
	gather: membersTogether,
	join: sameMember,
	job: memberJob,
});
