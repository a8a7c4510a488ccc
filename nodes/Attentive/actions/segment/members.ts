import { inJob, neededOfJob } from '../../../delivery/jobs';
import { writes } from '../../../delivery/writes';
import type { Person } from '../../../fields/person';
import { userBy } from '../../../fields/user';
import { waitingOptions } from '../../../fields/waiting';
import { MOST_MEMBERS, segmentMemberSchema, type SegmentMember } from '../../../schemas/segments';
import { membersEndpoint, segment, segmentsPermission } from './segmentEndpoint';

const fields = {
	externalId: segment,
	user: userBy({ others: ['clientUserId'], customIdentifiers: false }),
};

function read({ externalId, user }: { externalId: string; user: Person }) {
	const { email, phone, clientUserId } = user;
	return {
		payload: {
			externalId,
			member: {
				...(email === undefined ? {} : { email }),
				...(phone === undefined ? {} : { phone }),
				...(clientUserId === undefined ? {} : { clientUserId }),
			},
		},
	};
}

/** What adding and removing members declare alike. */
export const membersOperation = {
	resource: 'segment',
	kind: 'write' as const,
	permission: segmentsPermission('All'),
	isIdempotent: true,
	fields,
	options: waitingOptions,
	schema: segmentMemberSchema,
	read,
	// A member that comes twice is sent once.
	merge: {
		kind: 'same' as const,
		by: ({ externalId, member: { email, phone, clientUserId } }: SegmentMember) =>
			JSON.stringify([externalId, email?.toLowerCase(), phone, clientUserId]),
	},
};

/** Members of one segment share a request. */
export function membersDelivery(method: 'POST' | 'DELETE') {
	return writes<SegmentMember>({
		endpoint: membersEndpoint(method),
		batch: { most: MOST_MEMBERS, by: ({ externalId }) => externalId },
		request: ([first, ...others]) => ({
			body: { externalId: first.externalId, members: [first, ...others].map(({ member }) => member) },
		}),
		separates: true,
		needed: neededOfJob,
		process: inJob(({ member }: SegmentMember) => member),
		details: ({ externalId }) => ({ externalId }),
	});
}
