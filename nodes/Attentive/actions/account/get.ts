import { z } from 'zod';
import { accountSchema } from '../../../schemas/account';
import { defineOperation } from '../../../operation/operation';

export const get = defineOperation({
	resource: 'account',
	operation: 'get',
	name: 'Get',
	action: 'Get account',
	description: 'Get the company and app that the credential belongs to',
	kind: 'read',
	endpoint: { method: 'GET', path: '/v1/me', requestsPerSecond: 150 },
	repeat: 'repeatable',
	fields: {},
	additionalFields: {},
	schema: z.object({}).strict(),
	payload: () => ({}),
	send: () => ({}),
	records: (body) => [accountSchema.parse(body)],
});
