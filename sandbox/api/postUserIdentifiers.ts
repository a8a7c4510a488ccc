import { endpoint, noQuery } from './endpoint';
import { customIdentifiers, email, identifier, identifierLimit, phone } from './eventUser';
import { fields, follow, type Rule } from './rules';

interface Identified {
	clientUserId?: string | undefined;
	customIdentifiers?: unknown[] | undefined;
}

const someOfOurs: Rule<Identified> = {
	expected: 'a clientUserId or a custom identifier',
	source: 'OpenAPI',
	holds: (identified) => identified.clientUserId !== undefined || identified.customIdentifiers !== undefined,
};

const atLeastTwo: Rule<Identified> = {
	expected: 'at least two identifiers',
	source: 'OpenAPI',
	holds: (identified) => Object.values(identified).flat().length >= 2,
};

const body = fields(
	{
		phone: phone.optional(),
		email: email.superRefine(follow(identifierLimit)).optional(),
		shopifyId: identifier.optional(),
		klaviyoId: identifier.optional(),
		clientUserId: identifier.optional(),
		customIdentifiers: customIdentifiers.optional(),
	},
	'assumed',
).superRefine(follow<Identified>(someOfOurs, atLeastTwo));

export const postUserIdentifiers = endpoint({
	method: 'POST',
	path: '/v1/identity-resolution/user-identifiers',
	permission: 'identity:write',
	requestsPerSecond: 10,
	query: noQuery,
	body,
	answer({ account, body: identifiers, write }) {
		write(account.users.link(identifiers));
		return { status: 202 };
	},
});
