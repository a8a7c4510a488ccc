import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { randomSecret } from '../attentive/tokens';
import { endpoint, noQuery } from './endpoint';
import { fields, notEmpty, oneOf, text } from './rules';

/** The second half of OAuth: the code of an allowed app becomes a token. It stands in no ledger, which has no place for secrets. */
export const postAuthorizationCode = endpoint({
	method: 'POST',
	path: '/v1/authorization-codes/tokens',
	open: true,
	requestsPerSecond: defaultRequestsPerSecond,
	bodyForm: 'form',
	errorForm: 'oauth',
	errorsWithBody: [400, 401],
	query: noQuery,
	// That all are needed is assumed: OpenAPI requires nothing.
	body: fields(
		{
			grant_type: oneOf(['authorization_code'], 'OpenAPI'),
			code: text(notEmpty),
			redirect_uri: text(notEmpty),
			client_id: text(notEmpty),
			client_secret: text(notEmpty),
		},
		'assumed',
	),
	answer({ account: { oauthApps, tokens, clock }, body }) {
		const app = oauthApps.find(body.client_id);
		if (app === undefined || app.clientSecret !== body.client_secret) {
			throw new Refusal(
				401,
				'body: expected client_id and client_secret of an app [assumed]',
				'invalid_client',
			);
		}
		const authorization = oauthApps.authorizationOf(body.code, clock.now());
		if (authorization?.app !== app) {
			throw new Refusal(
				400,
				'body.code: expected a code that this app was given in the last two minutes and has not used [notes]',
				'invalid_grant',
			);
		}
		if (authorization.redirectUri !== body.redirect_uri) {
			throw new Refusal(
				400,
				`body.redirect_uri: expected the one of the authorization, ${authorization.redirectUri}, received ${body.redirect_uri} [OpenAPI]`,
				'invalid_grant',
			);
		}
		oauthApps.useUp(body.code);
		const token = randomSecret();
		tokens.add(token, app.name, authorization.scopes);
		// An ID token is published, its use is not: nothing takes this one. There is no refresh token (notes).
		return {
			status: 200,
			body: { access_token: token, id_token: randomSecret(), token_type: 'Bearer' },
		};
	},
});
