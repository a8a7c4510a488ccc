import { z } from 'zod';
import { reads } from '../../../delivery/reads';
import { defineOperation } from '../../../operation/defineOperation';
import { accountSchema } from '../../../schemas/account';

export const get = defineOperation({
	resource: 'account',
	operation: 'get',
	name: 'Get',
	action: 'Get account',
	description: 'Get the company and app that the credential belongs to',
	kind: 'read',
	isIdempotent: true,
	fields: {},
	schema: z.object({}).strict(),
	read: () => ({ payload: {} }),
	delivery: reads({
		endpoint: { method: 'GET', path: '/v1/me', requestsPerSecond: 150 },
		records: (body) => [accountSchema.parse(body)],
	}),
});
