import { writes } from '../../../delivery/writes';
import {
	deleteRequestSchema,
	type DeleteRequest,
	privacyRequestAnswerSchema,
} from '../../../schemas/privacyRequests';
import { text } from '../../../fields/simple';
import { userBy } from '../../../fields/user';
import { deletionNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/defineOperation';
import { maskedRequest } from './maskedRequest';
import { unknownPerson } from '../../../errors/reasons';

export const create = defineOperation({
	resource: 'privacyRequest',
	operation: 'create',
	name: 'Create',
	action: 'Create deletion request',
	description: 'Ask Attentive to delete all data about a person',
	kind: 'write',
	permission: { name: 'Privacy Requests', level: 'Write' },
	isIdempotent: false,
	guard: { deed: 'Delete People' },
	resultOnly: true,
	notices: [deletionNotice],
	fields: { subject: userBy({ others: ['clientUserId'], customIdentifiers: false }) },
	additionalFields: {
		requestMsg: text({
			displayName: 'Audit Trail Message',
			placeholder: 'e.g. Request by email on March 4',
			description: 'Attentive stores it with the request',
		}),
	},
	schema: deleteRequestSchema,
	labels: { subjectEmail: 'Email', subjectPhone: 'Phone' },
	read: ({ subject, requestMsg }) => ({
		payload: {
			...(subject.email ? { subjectEmail: subject.email } : {}),
			...(subject.phone ? { subjectPhone: subject.phone } : {}),
			...(subject.clientUserId ? { clientUserId: subject.clientUserId } : {}),
			...(requestMsg ? { requestMsg } : {}),
		},
	}),
	skipRepeats: { example: 'email' },
	delivery: writes<DeleteRequest>({
		endpoint: { method: 'POST', path: '/v1/privacy/delete-request', requestsPerSecond: 150 },
		masked: maskedRequest,
		answer(body) {
			const { id, processed, type } = privacyRequestAnswerSchema.parse(body);
			return {
				...(id === undefined ? {} : { id }),
				...(processed === undefined ? {} : { processed }),
				...(type === undefined ? {} : { type }),
			};
		},
		needed: {
			id: 'Attentive did not return an ID, so the status of this request cannot be looked up',
		},
		refusal: unknownPerson,
	}),
});
