import type { EmbeddedN8n } from '../../embedded-n8n';
import { startEmbeddedN8n } from '../../embedded-n8n';
import type { TestServer } from './server';
import { startServer } from './server';
import { fixturePackage } from './workflows';

let n8n: EmbeddedN8n;
let server: TestServer;
let answer: { status: number; body: object };

beforeAll(async () => {
	n8n = await startEmbeddedN8n({ packageFolder: fixturePackage });
	server = await startServer((_, response) => {
		response.writeHead(answer.status, { 'content-type': 'application/json' });
		response.end(JSON.stringify(answer.body));
	});
});

afterAll(async () => await server.close());

test.each([
	[200, {}, { status: 'OK', message: 'Connection successful!' }],
	[200, { state: { kind: 'closed' } }, { status: 'Error', message: 'Closed' }],
	[401, {}, { status: 'Error', message: 'The key is not valid' }],
	[500, {}, { status: 'Error', message: 'Internal Server Error' }],
])('answer %i %j', async (status, body, expected) => {
	answer = { status, body };
	const result = await n8n.testCredential('fixtureApi', { apiKey: 'k1', baseUrl: server.url });
	expect(result).toEqual(expected);
	expect(server.requests.at(-1)).toMatchObject({ path: '/me?fixed=value', authorization: 'Bearer k1' });
});

test('wrong address', async () => {
	expect(await n8n.testCredential('fixtureApi', { apiKey: 'k1' })).toEqual({
		status: 'Error',
		message: 'ECONNREFUSED',
	});
});

test('an OAuth2 credential without a test of its own only needs to be connected', async () => {
	expect(await n8n.testCredential('googleSheetsOAuth2Api', {})).toMatchObject({ status: 'Error' });
	const oauthTokenData = { access_token: 't' };
	expect(await n8n.testCredential('googleSheetsOAuth2Api', { oauthTokenData })).toMatchObject({
		status: 'OK',
	});
});

test('a type that nothing tests', async () => {
	expect(await n8n.testCredential('httpHeaderAuth', { name: 'a', value: 'b' })).toMatchObject({
		message: 'No testing function found for this credential.',
	});
});
