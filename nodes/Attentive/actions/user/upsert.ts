import { defineOperation } from '../../../operation/defineOperation';
import { upsertDelivery, upsertOperation } from './upsertOperation';

export const upsert = defineOperation({
	...upsertOperation,
	operation: 'upsert',
	name: 'Create or Update',
	action: 'Create or update user',
	description: 'Create or update a user with personal details, custom attributes and identifiers',
	delivery: upsertDelivery({
		endpoint: { method: 'POST', path: '/v2/user/attributes', requestsPerSecond: 150 },
	}),
});
