import { company } from '../attentive/company';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noBody, noQuery } from './endpoint';

/** Any token may ask who it is (notes: it passes even without a permission to write). Both versions answer the same. */
const me = (path: string) =>
	endpoint({
		method: 'GET',
		path,
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

export const getMe = me('/v1/me');
export const getMeV2 = me('/v2/me');
