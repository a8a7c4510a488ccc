import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noQuery } from './endpoint';
import { email, identifier, phone } from './eventUser';
import { fields, follow, notEmpty, text, type Rule } from './rules';
import { unknownPerson } from './unknownPerson';

interface Subject {
	subjectEmail?: string | undefined;
	subjectPhone?: string | undefined;
	clientUserId?: string | undefined;
}

const anySubject: Rule<Subject> = {
	expected: 'at least one of subjectEmail, subjectPhone and clientUserId',
	source: 'OpenAPI',
	holds: ({ subjectEmail, subjectPhone, clientUserId }) =>
		[subjectEmail, subjectPhone, clientUserId].some((each) => each !== undefined),
};

// That a phone has to be in E.164 stands elsewhere in OpenAPI; that it holds here too is assumed.
const body = fields(
	{
		subjectEmail: email.optional(),
		subjectPhone: phone.optional(),
		clientUserId: identifier.optional(),
		requestMsg: text({ ...notEmpty, source: 'assumed' }).optional(),
	},
	'assumed',
).superRefine(follow<Subject>(anySubject));

export const postDeleteRequest = endpoint({
	method: 'POST',
	path: '/v1/privacy/delete-request',
	permission: 'privacy_requests:write',
	requestsPerSecond: defaultRequestsPerSecond,
	errorForm: 'text',
	query: noQuery,
	body,
	answer({ account, body: { subjectEmail, subjectPhone, clientUserId, requestMsg }, write }) {
		const { users, privacyRequests, clock, settings } = account;
		const subject = { email: subjectEmail, phone: subjectPhone, clientUserId };
		const [user] = users.matching(subject);
		if (user === undefined && settings.removalOfUnknown === 'notFound') throw unknownPerson(subject, 'body');
		const requestedAt = clock.now();
		const { id } = privacyRequests.file({
			subject,
			requestMsg,
			requestedAt,
			dueAt: requestedAt + settings.deletionMs,
		});
		write(user);
		// OpenAPI's schema has more, its example just this.
		return { status: 200, body: { id } };
	},
});
