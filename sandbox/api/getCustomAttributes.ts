import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { endpoint, noBody } from './endpoint';
import { email, phone } from './eventUser';
import { fields, follow, text, type Rule } from './rules';

const plusEncoded: Rule<string> = {
	expected: 'the + of the phone number encoded as %2B, because a + in a query means a space',
	source: 'OpenAPI',
	holds: (value) => !value.startsWith(' '),
};

const exactlyOne: Rule<{ phone?: string | undefined; email?: string | undefined }> = {
	expected: 'exactly one of phone and email',
	source: 'OpenAPI',
	holds: (query) => (query.phone === undefined) !== (query.email === undefined),
};

const query = fields(
	{ phone: text(plusEncoded).pipe(phone).optional(), email: email.optional() },
	'assumed',
).superRefine(follow(exactlyOne));

export const getCustomAttributes = endpoint({
	method: 'GET',
	path: '/v1/attributes/custom',
	permission: 'attributes:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query,
	body: noBody,
	answer({ account, query: { phone, email } }) {
		// A user without attributes and a user that does not exist look alike (assumed).
		const attributes = account.users.find({ phone, email })?.attributes ?? [];
		return { status: 200, body: [...attributes].map(([name, { text: value }]) => ({ name, value })) };
	},
});
