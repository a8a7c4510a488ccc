import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noBody } from './endpoint';
import { phoneOrEmail } from './phoneOrEmail';

export const getCustomAttributes = endpoint({
	method: 'GET',
	path: '/v1/attributes/custom',
	permission: 'attributes:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: phoneOrEmail('OpenAPI'),
	body: noBody,
	answer({ account, query: { phone, email } }) {
		// A user without attributes and a user that does not exist look alike (assumed).
		const attributes = account.users.find({ phone, email })?.attributes ?? [];
		return { status: 200, body: [...attributes].map(([name, { text: value }]) => ({ name, value })) };
	},
});
