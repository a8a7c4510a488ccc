import type { z } from 'zod';
import { MOST_MEMBERS, segmentMemberSchema } from '../../../schemas/segments';
import type { Person } from '../../../fields/person';
import { userBy } from '../../../fields/user';
import { segment, segmentsPermission } from './segmentEndpoint';

type SegmentMember = z.infer<typeof segmentMemberSchema>;

const fields = {
	externalId: segment,
	user: userBy({ others: ['clientUserId'], customIdentifiers: false }),
};

function payload({ externalId, user }: { externalId: string; user: Person }) {
	const { email, phone, clientUserId } = user;
	return {
		externalId,
		member: {
			...(email === undefined ? {} : { email }),
			...(phone === undefined ? {} : { phone }),
			...(clientUserId === undefined ? {} : { clientUserId }),
		},
	};
}

/** What adding and removing members say of themselves alike. */
export const membersOperation = {
	resource: 'segment',
	kind: 'write' as const,
	permission: segmentsPermission('All'),
	repeat: 'repeatable' as const,
	fields,
	additionalFields: {},
	schema: segmentMemberSchema,
	payload,
	person: ({ user }: { user: Person }): Person => user,
	// The segment.
	details: ({ externalId }: SegmentMember) => ({ externalId }),
	// Members of one segment travel together.
	gather: {
		sizePerRequest: MOST_MEMBERS,
		by: ({ externalId }: SegmentMember) => externalId,
		send: (payloads: SegmentMember[]) => ({
			body: { externalId: payloads[0]?.externalId, members: payloads.map(({ member }) => member) },
		}),
		halves: true,
	},
	// A member that comes twice is sent once.
	join: {
		kind: 'same' as const,
		by: ({ externalId, member: { email, phone, clientUserId } }: SegmentMember) =>
			JSON.stringify([externalId, email?.toLowerCase(), phone, clientUserId]),
	},
	job: { recordOf: ({ member }: SegmentMember): unknown => member },
};
