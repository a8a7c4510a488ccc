import { company } from '../attentive/company';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noBody, noQuery } from './endpoint';

/** Any token may ask who it is (notes: it passes even without a permission to write). */
export const getMe = endpoint({
	method: 'GET',
	path: '/v1/me',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body: noBody,
	answer: ({ token }) => ({
		status: 200,
		body: {
			applicationName: token.label,
			attentiveDomainName: 'sandbox.attn.tv',
			companyName: company.name,
			contactEmail: 'sandbox@example.com',
			companyId: company.id,
		},
	}),
});
