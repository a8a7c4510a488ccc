import type { Account } from '../attentive/account';
import { recordDone } from '../attentive/bulkJobs';
import type { Segment, SegmentMember } from '../attentive/segments';
import { userRecord, type Identifiers } from '../attentive/users';
import { bulkEndpoint, submitJob } from './bulk';
import { endpoint, noQuery } from './endpoint';
import { email, identifier, phone } from './eventUser';
import { asReceived, fields, follow, text, type Rule } from './rules';
import { currentSegment, notBlank } from './segment';
import { z } from 'zod';

const path = '/v2/bulk/segments/members';

const fewEnough: Rule<unknown[]> = {
	expected: 'from 1 to 10,000 members',
	source: 'OpenAPI',
	holds: (members) => members.length >= 1 && members.length <= 10_000,
};

const someIdentifier: Rule<object> = {
	expected: 'at least one of email, phone and clientUserId',
	source: 'OpenAPI',
	holds: (member) => Object.keys(member).length > 0,
};

export const member = fields(
	{ email: email.optional(), phone: phone.optional(), clientUserId: identifier.optional() },
	'assumed',
).superRefine(follow<object>(someIdentifier));

/** Of one bad member the whole request is refused (assumed, as the request "is validated"). */
const body = fields(
	{
		externalId: text(notBlank),
		members: z.array(z.unknown()).superRefine(follow(fewEnough)).pipe(z.array(member)),
	},
	'assumed',
);

/** Adding and removing differ in nothing but what is done in the end. */
function segmentMembers(
	method: 'POST' | 'DELETE',
	message: string,
	change: (segment: Segment, member: SegmentMember, known: Identifiers[]) => void,
) {
	return endpoint({
		...bulkEndpoint,
		method,
		path,
		permission: 'segments:write',
		query: noQuery,
		body: asReceived(body),
		answer({ account, token, body: { externalId, members }, write }) {
			const segment = currentSegment(account, externalId, 'body.externalId');
			return submitJob(
				account,
				{
					endpoint: `${method} ${path}`,
					app: token.label,
					records: members,
					segment: externalId,
					identities: members,
					perform(index) {
						const each = members[index];
						if (each === undefined) throw new Error(`The job has no member ${index}.`);
						if (segment.archived)
							return { status: 404, message: 'expected a segment that is not archived [assumed]' };
						change(segment, each, everythingKnown(account, each));
						return recordDone;
					},
				},
				write,
				message,
			);
		},
	});
}

export const postSegmentMembers = segmentMembers(
	'POST',
	'Bulk segment member add job successfully submitted',
	(segment, each, known) => segment.add(each, known),
);

export const deleteSegmentMembers = segmentMembers(
	'DELETE',
	'Bulk segment member removal job successfully submitted',
	(segment, _each, known) => segment.remove(known),
);

/** Identifiers of one person count as one, if a user has them all. Nobody has to be a user to be a member (assumed). */
function everythingKnown({ users }: Account, each: SegmentMember): Identifiers[] {
	const known = users.matching(each).map(userRecord);
	return [
		each,
		...known.flatMap(({ phones, emails, clientUserIds }) => [
			...phones.map((value) => ({ phone: value })),
			...emails.map((value) => ({ email: value })),
			...clientUserIds.map((value) => ({ clientUserId: value })),
		]),
	];
}
