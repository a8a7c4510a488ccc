import axios from 'axios';
import type { OAuthApp } from '../../sandbox/control';
import { phone, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const installPath = '/integrations/oauth-install';
const tokenPath = '/v1/authorization-codes/tokens';
const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';
const scopes = ['ecommerce:write', 'webhooks:write'] as const;
const state = 'eyJ0b2tlbiI6ImErYi9jPSJ9==';

let app: OAuthApp;
beforeEach(async () => {
	await control().setClock('2026-07-01T10:00:00Z');
	app = await control().addOAuthApp({ name: 'n8n', redirectUris: [redirectUri], scopes: [...scopes] });
});

/** A browser, or an app: without the API key. */
const anyone = () =>
	axios.create({
		baseURL: api().sandbox.url,
		proxy: false,
		maxRedirects: 0,
		validateStatus: () => true,
	});
const asked = (rest: object = {}) => ({
	client_id: app.clientId,
	redirect_uri: redirectUri,
	response_type: 'code',
	scope: scopes.join(' '),
	state,
	...rest,
});
const look = (params: object) => anyone().get(installPath, { params });
const decide = (fields: Record<string, string>) => anyone().post(installPath, new URLSearchParams(fields));
async function allow(rest: object = {}): Promise<string> {
	const { headers } = await decide({ ...asked(rest), decision: 'authorize' });
	return new URL(headers.location).searchParams.get('code') ?? '';
}
const exchanged = (code: string, rest: object = {}) => ({
	grant_type: 'authorization_code',
	code,
	redirect_uri: redirectUri,
	client_id: app.clientId,
	client_secret: app.clientSecret,
	...rest,
});
const exchange = (fields: Record<string, string>, headers = {}) =>
	anyone().post(tokenPath, new URLSearchParams(fields), { headers });
const tokenOf = async (rest: object = {}) => (await exchange(exchanged(await allow(rest)))).data.access_token;

describe('the page', () => {
	it('names the app, the company and the scopes, and has a button', async () => {
		const { status, headers, data } = await look(asked());
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(data).toContain('<h1>n8n asks for access to Sandbox Company</h1>');
		expect(data).toContain('<li>ecommerce:write</li><li>webhooks:write</li>');
		expect(data).toMatch(/<button id="authorize" name="decision" value="authorize">Authorize<\/button>/);
		expect(data).toContain(`<input type="hidden" name="state" value="${state}">`);
	});

	it('names all scopes of the app where none are asked for', async () => {
		const { data } = await look(asked({ scope: undefined, response_type: undefined, state: undefined }));
		expect(data).toContain('<li>ecommerce:write</li><li>webhooks:write</li>');
		expect(data).not.toContain('name="state"');
	});

	it('shows what others wrote as text', async () => {
		const named = { name: '<b>"A&B"</b>', redirectUris: [redirectUri] };
		app = await control().addOAuthApp(named);
		const { data } = await look(asked({ state: '"><script>' }));
		expect(data).toContain('<h1>&lt;b&gt;&quot;A&amp;B&quot;&lt;/b&gt; asks');
		expect(data).toContain('value="&quot;&gt;&lt;script&gt;"');
	});

	it('takes a + between scopes, as a query has it', async () => {
		const query = `client_id=${app.clientId}&redirect_uri=${redirectUri}&scope=${scopes.join('+')}`;
		expect((await anyone().get(`${installPath}?${query}`)).status).toBe(200);
	});

	it.each<[string, object, string]>([
		['no client ID', { client_id: undefined }, 'client_id'],
		['an unknown client ID', { client_id: 'nobody' }, 'client_id: expected that of an app'],
		['no redirect URI', { redirect_uri: undefined }, 'redirect_uri'],
		['another redirect URI', { redirect_uri: `${redirectUri}/` }, 'redirect_uri: expected one of the app'],
		['a redirect URI with more to it', { redirect_uri: `${redirectUri}?a=b` }, 'redirect_uri'],
		['another response type', { response_type: 'token' }, 'response_type'],
		['a scope that is none', { scope: 'ecommerce:write events:read' }, 'scope'],
		['a scope that the app may not have', { scope: 'ecommerce:write events:write' }, 'scope'],
		['a scope twice', { scope: 'ecommerce:write ecommerce:write' }, 'scope'],
		['scopes with commas', { scope: scopes.join(',') }, 'one space'],
		['an empty scope', { scope: '' }, 'scope'],
		['an empty state', { state: '' }, 'state'],
		['an unknown parameter', { prompt: 'consent' }, 'prompt'],
	])('400 and nobody is sent anywhere for %s', async (_what, rest, named) => {
		const page = await look(asked(rest));
		expect([page.status, page.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8']);
		expect(page.data).toContain('cannot be installed');
		expect(page.data).toContain(named);
		const fields: Record<string, string> = Object.fromEntries(
			Object.entries(asked(rest)).filter(([, value]) => value !== undefined),
		);
		const sent = await decide({ ...fields, decision: 'authorize' });
		expect([sent.status, sent.headers.location]).toEqual([400, undefined]);
	});

	it.each([
		['no decision', {}],
		['another decision', { decision: 'perhaps' }],
	])('400 for %s', async (_what, rest) => {
		expect((await decide({ ...asked(), ...rest })).status).toBe(400);
	});

	it('sends back with a code and the state as it came', async () => {
		const { status, headers } = await decide({ ...asked(), decision: 'authorize' });
		const back = new URL(headers.location);
		expect([status, `${back.origin}${back.pathname}`]).toEqual([302, redirectUri]);
		expect([...back.searchParams]).toEqual([
			['code', expect.stringMatching(/^[\w-]{20,}$/)],
			['state', state],
		]);
	});

	it('keeps what the redirect URI has', async () => {
		const withQuery = 'https://example.com/back?tenant=7';
		app = await control().addOAuthApp({ name: 'other', redirectUris: [redirectUri, withQuery] });
		const fields = asked({ redirect_uri: withQuery, scope: 'events:write' });
		const { headers } = await decide({ ...fields, decision: 'authorize' });
		expect(headers.location).toMatch(/^https:\/\/example\.com\/back\?tenant=7&code=[\w-]+&state=/);
	});

	it('sends back without a code where somebody cancels', async () => {
		const { headers } = await decide({ ...asked(), decision: 'cancel' });
		expect([...new URL(headers.location).searchParams]).toEqual([
			['error', 'access_denied'],
			['state', state],
		]);
	});
});

describe(`POST ${tokenPath}`, () => {
	it('gives a token that does not expire, and no refresh token', async () => {
		const { status, data, headers } = await exchange(exchanged(await allow()));
		expect([status, headers['x-ratelimit-limit']]).toEqual([200, '150']);
		expect(data).toEqual({
			access_token: expect.any(String),
			id_token: expect.any(String),
			token_type: 'Bearer',
		});
		expect(data.id_token).not.toBe(data.access_token);
		await control().advanceClock(365 * 24 * 60 * 60 * 1000);
		const Authorization = `Bearer ${data.access_token}`;
		const me = await anyone().get('/v1/me', { headers: { Authorization } });
		expect([me.status, me.data.applicationName]).toEqual([200, 'n8n']);
		const asId = await anyone().get('/v1/me', { headers: { Authorization: `Bearer ${data.id_token}` } });
		expect(asId.status).toBe(401);
	});

	it('the token may do what was allowed, and nothing else', async () => {
		const headers = { Authorization: `Bearer ${await tokenOf({ scope: 'ecommerce:write' })}` };
		const items = [{ productId: 'A', productVariantId: 'A', price: [{ value: 1 }] }];
		const post = (path: string, body: object) => anyone().post(path, body, { headers });
		const bought = await post('/v1/events/ecommerce/purchase', { items, user: { phone } });
		const sent = await post('/v1/events/custom', { type: 'A', user: { phone } });
		const listed = await anyone().get('/v1/webhooks', { headers });
		expect([bought, sent, listed].map(({ status }) => status)).toEqual([200, 403, 403]);
		expect(await control().ledger()).toMatchObject([{ token: 'n8n' }]);
	});

	it('all tokens of an app are one app', async () => {
		const body = { url: 'https://example.com/a', events: ['sms.sent'] };
		const first = { Authorization: `Bearer ${await tokenOf()}` };
		const second = { Authorization: `Bearer ${await tokenOf()}` };
		expect(first).not.toEqual(second);
		const { data } = await anyone().post('/v1/webhooks', body, { headers: first });
		expect((await anyone().delete(`/v1/webhooks/${data.id}`, { headers: second })).status).toBe(204);
	});

	it.each([
		[119_999, 200],
		[120_000, 400],
	])('a code is good for two minutes: after %d ms %d', async (ms, expected) => {
		const code = await allow();
		await control().advanceClock(ms);
		expect((await exchange(exchanged(code))).status).toBe(expected);
	});

	it('a code is good once, and the token stays', async () => {
		const code = await allow();
		const { data } = await exchange(exchanged(code));
		const again = await exchange(exchanged(code));
		expect([again.status, again.data.error]).toEqual([400, 'invalid_grant']);
		const headers = { Authorization: `Bearer ${data.access_token}` };
		expect((await anyone().get('/v1/me', { headers })).status).toBe(200);
	});

	it.each<[string, () => object, number, string]>([
		['another grant type', () => ({ grant_type: 'refresh_token' }), 400, 'invalid_request'],
		['an empty code', () => ({ code: '' }), 400, 'invalid_request'],
		['an unknown code', () => ({ code: 'nothing' }), 400, 'invalid_grant'],
		['another redirect URI', () => ({ redirect_uri: 'https://example.com' }), 400, 'invalid_grant'],
		['an unknown client', () => ({ client_id: 'nobody' }), 401, 'invalid_client'],
		['a wrong secret', () => ({ client_secret: `${app.clientSecret}x` }), 401, 'invalid_client'],
		['an empty secret', () => ({ client_secret: '' }), 400, 'invalid_request'],
		['an unknown field', () => ({ scope: 'events:write' }), 400, 'invalid_request'],
	])('refuses %s, and the code stays good', async (_what, rest, status, error) => {
		const code = await allow();
		const refused = await exchange(exchanged(code, rest()));
		expect([refused.status, refused.data]).toEqual([
			status,
			{ error, error_description: expect.stringContaining('expected') },
		]);
		expect(JSON.stringify(refused.data)).not.toContain(app.clientSecret);
		expect((await exchange(exchanged(code))).status).toBe(200);
	});

	it.each(['grant_type', 'code', 'redirect_uri', 'client_id', 'client_secret'])('needs %s', async (name) => {
		const fields: Record<string, string> = exchanged(await allow());
		delete fields[name];
		const { status, data } = await exchange(fields);
		expect([status, data.error]).toEqual([400, 'invalid_request']);
		expect(data.error_description).toContain(name);
	});

	it('takes forms only, each field once, without a header for client or token', async () => {
		const fields = exchanged(await allow());
		const twice = new URLSearchParams([...Object.entries(fields), ['code', fields.code]]);
		const basic = Buffer.from(`${app.clientId}:${app.clientSecret}`).toString('base64');
		const answers = [
			await anyone().post(tokenPath, fields),
			await anyone().post(tokenPath, twice),
			await exchange(fields, { Authorization: `Basic ${basic}` }),
			await exchange(fields, { Authorization: `Bearer ${api().sandbox.apiKey}` }),
		];
		expect(answers.map(({ status, data }) => [status, data.error])).toEqual(
			answers.map(() => [400, 'invalid_request']),
		);
		expect((await exchange(fields)).status).toBe(200);
	});

	it('not the code of another app', async () => {
		const code = await allow();
		app = await control().addOAuthApp({ name: 'other', redirectUris: [redirectUri] });
		const { status, data } = await exchange(exchanged(code));
		expect([status, data.error]).toEqual([400, 'invalid_grant']);
	});

	it('is counted and can fail, and no secret stands in the ledger', async () => {
		await control().addFault({ endpoint: `POST ${tokenPath}`, kind: '503' });
		const fields = exchanged(await allow());
		expect([(await exchange(fields)).status, (await exchange(fields)).status]).toEqual([503, 200]);
		const counts = await control().requests();
		expect(counts.find(({ endpoint }) => endpoint === `POST ${tokenPath}`)).toMatchObject({
			statuses: { '200': 1, '503': 1 },
		});
		expect(await control().ledger()).toEqual([]);
	});

	it('a reset forgets apps and tokens', async () => {
		const headers = { Authorization: `Bearer ${await tokenOf()}` };
		await control().reset();
		expect((await anyone().get('/v1/me', { headers })).status).toBe(401);
		expect((await look(asked())).status).toBe(400);
	});
});

describe('control', () => {
	it('gives every app an ID and a secret of its own, and any scope where none is said', async () => {
		const other = await control().addOAuthApp({ name: 'other', redirectUris: [redirectUri] });
		expect(other).toEqual({
			name: 'other',
			clientId: expect.stringMatching(/^[0-9a-f]{32}$/),
			clientSecret: expect.any(String),
			redirectUris: [redirectUri],
			scopes: expect.arrayContaining(['attributes:write', 'webhooks:write']),
		});
		expect([app.clientId, app.clientSecret]).not.toContain(other.clientId);
		expect(app.clientSecret).not.toBe(other.clientSecret);
	});

	it.each<[string, object, string]>([
		['a name that is taken', { name: 'sandbox' }, 'already'],
		['no redirect URI', { redirectUris: [] }, 'redirectUris'],
		['a redirect URI that is not safe', { redirectUris: ['http://example.com/'] }, 'https'],
		['an unknown scope', { scopes: ['all'] }, 'scopes'],
	])('refuses %s', async (_what, rest, named) => {
		const bad = { name: 'other', redirectUris: [redirectUri], ...rest };
		await expect(control().addOAuthApp(bad)).rejects.toThrow(named);
	});
});
