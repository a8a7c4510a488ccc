import { DateTime } from 'luxon';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { endpoint, noBody, noQuery } from './endpoint';
import { fields, text } from './rules';

export const getDeleteRequest = endpoint({
	method: 'GET',
	path: '/v1/privacy/delete-request/{id}',
	permission: 'privacy_requests:read',
	requestsPerSecond: defaultRequestsPerSecond,
	errorForm: 'text',
	params: fields({ id: text() }, 'OpenAPI'),
	query: noQuery,
	body: noBody,
	answer({ account, params: { id } }) {
		const request = account.privacyRequests.find(id);
		if (request === undefined) {
			throw new Refusal(
				404,
				`path.id: expected the ID of a deletion request, received ${JSON.stringify(id)} [OpenAPI]`,
			);
		}
		const { subject, requestMsg, requestedAt, dueAt, processed } = request;
		return {
			status: 200,
			// What is undefined is left out; OpenAPI has no field for a clientUserId.
			body: {
				id,
				processed,
				type: 'DELETE',
				subjectPhone: subject.phone && maskedPhone(subject.phone),
				subjectEmail: subject.email && maskedEmail(subject.email),
				requestMsg,
				requestDateTime: time(requestedAt),
				// The sandbox deletes in no time, once it is due.
				processingStartDateTime: processed ? time(dueAt) : undefined,
				processingEndDateTime: processed ? time(dueAt) : undefined,
			},
		};
	},
});

/** As in the published example, +*****5555, whatever the length (assumed). */
function maskedPhone(phone: string): string {
	return `+*****${phone.slice(-4)}`;
}

/** As in the published example, a**@website.com, whatever the length (assumed). */
function maskedEmail(email: string): string {
	return `${email.slice(0, 1)}**${email.slice(email.indexOf('@'))}`;
}

/** As in the published example: an offset without a colon. */
function time(ms: number): string {
	return DateTime.fromMillis(ms, { zone: 'utc' }).toFormat("yyyy-MM-dd'T'HH:mm:ss.SSSZZZ");
}
