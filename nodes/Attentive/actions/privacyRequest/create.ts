import { deleteRequestSchema, privacyRequestAnswerSchema } from '../../../schemas/privacyRequests';
import type { Person } from '../../../fields/person';
import { text } from '../../../fields/simple';
import { userBy } from '../../../fields/user';
import { deletionNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/operation';
import { maskedRequest } from './maskedRequest';
import { unknownPerson } from '../../../errors/reasons';

export const create = defineOperation({
	resource: 'privacyRequest',
	operation: 'create',
	name: 'Create',
	action: 'Create deletion request',
	description: 'Ask Attentive to delete all data about a person',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/privacy/delete-request', requestsPerSecond: 150 },
	permission: { name: 'Privacy Requests', level: 'Write' },
	repeat: 'unsafe',
	refusal: unknownPerson,
	guarded: 'Delete People',
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
	payload: ({ subject, requestMsg }) => ({
		...(subject.email ? { subjectEmail: subject.email } : {}),
		...(subject.phone ? { subjectPhone: subject.phone } : {}),
		...(subject.clientUserId ? { clientUserId: subject.clientUserId } : {}),
		...(requestMsg ? { requestMsg } : {}),
	}),
	shown: maskedRequest,
	person: (values): Person => values.subject,
	skipRepeats: { example: 'email' },
	answerDetails: (body) => {
		const { id, processed, type } = privacyRequestAnswerSchema.parse(body);
		return { id, ...(processed === undefined ? {} : { processed }), ...(type === undefined ? {} : { type }) };
	},
});
