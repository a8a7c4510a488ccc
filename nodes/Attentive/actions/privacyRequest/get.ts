import { z } from 'zod';
import { reads } from '../../../delivery/reads';
import { recognized } from '../../../schemas/answers';
import { privacyRequestAnswerSchema } from '../../../schemas/privacyRequests';
import { pathId } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import { maskedRequest } from './maskedRequest';

export const get = defineOperation({
	resource: 'privacyRequest',
	operation: 'get',
	name: 'Get',
	action: 'Get deletion request',
	description: 'Get the status of a deletion request',
	kind: 'read',
	permission: { name: 'Privacy Requests', level: 'Read' },
	isIdempotent: true,
	fields: {
		requestId: pathId({
			displayName: 'Request ID',
			placeholder: 'e.g. 123abc',
			description: 'ID from Privacy Request: Create',
			wayOut: 'Take it from the item that filed the request',
		}),
	},
	schema: z.object({ requestId: z.string().min(1) }).strict(),
	read: ({ requestId }) => ({ payload: { requestId } }),
	delivery: reads<{ requestId: string }>({
		endpoint: { method: 'GET', path: '/v1/privacy/delete-request/{id}', requestsPerSecond: 150 },
		request: ({ requestId }) => ({ path: `/v1/privacy/delete-request/${encodeURIComponent(requestId)}` }),
		records: (body, { requestId }) => [
			{ id: requestId, ...maskedRequest(recognized(privacyRequestAnswerSchema).parse(body)) },
		],
	}),
});
