import { z } from 'zod';
import { privacyRequestAnswerSchema } from '../../../schemas/privacyRequests';
import { requiredText } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';
import { maskedRequest } from './maskedRequest';

export const get = defineOperation({
	resource: 'privacyRequest',
	operation: 'get',
	name: 'Get',
	action: 'Get deletion request',
	description: 'Get the status of a deletion request',
	kind: 'read',
	endpoint: { method: 'GET', path: '/v1/privacy/delete-request/{id}', requestsPerSecond: 150 },
	permission: { name: 'Privacy Requests', level: 'Read' },
	repeat: 'repeatable',
	fields: {
		requestId: requiredText({
			displayName: 'Request ID',
			placeholder: 'e.g. 123abc',
			description: 'ID from Privacy Request: Create',
		}),
	},
	additionalFields: {},
	schema: z.object({ requestId: z.string().min(1) }).strict(),
	payload: ({ requestId }) => ({ requestId }),
	send: ({ requestId }) => ({ path: `/v1/privacy/delete-request/${encodeURIComponent(requestId)}` }),
	records: (body) => [maskedRequest(privacyRequestAnswerSchema.parse(body))],
});
