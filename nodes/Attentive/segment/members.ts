import type { z } from 'zod';
import { MOST_MEMBERS, type segmentMemberSchema } from '../../schemas/segments';
import type { Person } from '../fields/person';
import { userBy } from '../fields/user';
import { segment } from './segmentEndpoint';

type SegmentMember = z.infer<typeof segmentMemberSchema>;

export const memberFields = {
	externalId: segment,
	user: userBy({ others: ['clientUserId'], customIdentifiers: false }),
};

export function memberPayload({ externalId, user }: { externalId: string; user: Person }) {
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

/** Members of one segment travel together. */
export const membersTogether = {
	sizePerRequest: MOST_MEMBERS,
	by: ({ externalId }: SegmentMember) => externalId,
	send: (payloads: SegmentMember[]) => ({
		body: { externalId: payloads[0]?.externalId, members: payloads.map(({ member }) => member) },
	}),
	halves: true,
};

/** A member that comes twice is sent once. */
export const sameMember = {
	kind: 'same' as const,
	by: ({ externalId, member: { email, phone, clientUserId } }: SegmentMember) =>
		JSON.stringify([externalId, email?.toLowerCase(), phone, clientUserId]),
};

export const memberJob = { recordOf: ({ member }: SegmentMember): unknown => member };
