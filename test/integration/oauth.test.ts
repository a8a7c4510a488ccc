import {
	NodeConnectionTypes,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type INodeParameters,
	type INodeType,
} from 'n8n-workflow';
import { startEmbeddedN8n, type WorkflowFile } from '../../embedded-n8n';
import { permissions } from '../../sandbox/attentive/tokens';
import { EVENTS, rows, SEND_EVENT, statuses, useBench } from './setup';

const bench = useBench();

/** What n8n stores of a credential that was connected. */
const connected = (token: string, type = 'Bearer'): ICredentialDataDecryptedObject => ({
	clientId: 'client',
	clientSecret: 'secret',
	baseUrl: bench.sandbox.url,
	oauthTokenData: { access_token: token, id_token: 'id', token_type: type },
});

const createToken = async (scopes = [...permissions]) =>
	await bench.sandbox.control.createToken({ label: 'public app', scopes });

/** A workflow whose node uses an OAuth2 credential. */
function workflow(parameters: INodeParameters, data: ICredentialDataDecryptedObject): WorkflowFile {
	const file = bench.workflow({ ...parameters, authentication: 'oAuth2' });
	const attentiveOAuth2Api = bench.n8n.addCredential('attentiveOAuth2Api', data);
	const nodes = file.nodes.map((node) =>
		node.credentials ? { ...node, credentials: { attentiveOAuth2Api } } : node,
	);
	return { ...file, nodes };
}

/** Sends an event for each row with an OAuth2 credential. */
async function send(data: ICredentialDataDecryptedObject, count = 1) {
	const input = rows(count).map((json) => ({ json }));
	return await bench.n8n.run(workflow(SEND_EVENT, data), { input });
}

describe('the OAuth2 credential', () => {
	/** Puts out the node's credential as n8n gives it to nodes: with the type's defaults, expressions resolved. */
	const reader: INodeType = {
		description: {
			displayName: 'Reader',
			name: 'reader',
			group: ['output'],
			version: 1,
			description: 'Reads its credential',
			defaults: { name: 'Reader' },
			inputs: [NodeConnectionTypes.Main],
			outputs: [NodeConnectionTypes.Main],
			credentials: [{ name: 'attentiveOAuth2Api' }],
			properties: [],
		},
		async execute(this: IExecuteFunctions) {
			const { ...json } = await this.getCredentials('attentiveOAuth2Api');
			return [[{ json: JSON.parse(JSON.stringify(json)) }]];
		},
	};

	async function read(data: ICredentialDataDecryptedObject) {
		const n8n = await startEmbeddedN8n({ extraNodeTypes: { 'test.reader': reader } });
		const credential = n8n.addCredential('attentiveOAuth2Api', data);
		const run = await n8n.run(
			{
				nodes: [
					{
						id: '1',
						name: 'Reader',
						type: 'test.reader',
						typeVersion: 1,
						position: [0, 0],
						parameters: {},
						credentials: { attentiveOAuth2Api: credential },
					},
				],
				connections: {},
			},
			{ startNode: 'Reader', input: [{ json: {} }] },
		);
		return run.json('Reader')[0];
	}

	test('has Attentive’s addresses and all scopes, and sends the client secret in the body', async () => {
		expect(await read({ clientId: 'client', clientSecret: 'secret' })).toMatchObject({
			grantType: 'authorizationCode',
			authentication: 'body',
			clientId: 'client',
			clientSecret: 'secret',
			scope: permissions.join(' '),
			authUrl: 'https://ui.attentivemobile.com/integrations/oauth-install',
			accessTokenUrl: 'https://api.attentivemobile.com/v1/authorization-codes/tokens',
		});
	});

	test('goes elsewhere with its base URL and authorize URL, and asks for other scopes', async () => {
		const data = {
			baseUrl: ' http://127.0.0.1:8080/ ',
			authorizeUrl: 'http://127.0.0.1:8080/integrations/oauth-install',
			scopes: 'webhooks:write',
		};
		expect(await read(data)).toMatchObject({
			scope: 'webhooks:write',
			authUrl: 'http://127.0.0.1:8080/integrations/oauth-install',
			accessTokenUrl: 'http://127.0.0.1:8080/v1/authorization-codes/tokens',
		});
	});

	test('does not send the client secret to a plain http address', async () => {
		for (const baseUrl of ['http://attentive.example', 'ftp://127.0.0.1', '', 'http://127.0.0.1.example'])
			expect((await read({ baseUrl }))?.accessTokenUrl).toBe('');
	});

	test('is tested with GET /v1/me once it is connected', async () => {
		const { n8n } = bench;
		expect((await n8n.testCredential('attentiveOAuth2Api', connected(await createToken()))).status).toBe(
			'OK',
		);
		expect(await n8n.testCredential('attentiveOAuth2Api', connected('wrong'))).toEqual({
			status: 'Error',
			message: expect.stringContaining('reconnect'),
		});
	});
});

describe('the node with an OAuth2 credential', () => {
	test('sends with its token', async () => {
		const run = await send(connected(await createToken()), 3);
		expect(statuses(run)).toEqual(['accepted', 'accepted', 'accepted']);
		const ledger = await bench.sandbox.control.ledger(EVENTS);
		expect(ledger.map(({ token }) => token)).toEqual(['public app', 'public app', 'public app']);
	});

	test('fills the lists of the panel with it', async () => {
		const data = connected(await createToken(['webhooks:write']));
		const file = workflow({ resource: 'webhook', operation: 'delete' }, data);
		expect(await bench.n8n.searchList(file, 'Attentive', 'searchWebhooks')).toEqual({ results: [] });
	});

	test('keeps the token in the header, whatever the type of token is called', async () => {
		const run = await send(connected(await createToken(), 'mac'));
		expect(statuses(run)).toEqual(['accepted']);
		expect(await bench.sandbox.control.unknownRequests()).toEqual([]);
	});

	test('asks once where the token is not accepted, and does not tell it', async () => {
		const run = await send(connected('secret-token'));
		expect(run.error?.message).toContain('Attentive does not accept');
		expect(run.error?.message).toContain('connect');
		expect(await bench.requests(EVENTS)).toBe(1);
		expect(JSON.stringify([run.error, run.fullRunData])).not.toContain('secret-token');
	});

	test('names the permission that is missing', async () => {
		const run = await send(connected(await createToken(['webhooks:write'])));
		expect(run.error?.message).toContain('does not have the "Custom Events" permission');
		expect(await bench.requests(EVENTS)).toBe(1);
	});

	test.each([
		['never connected', {}],
		['nothing that could be a token', { oauthTokenData: {} }],
		['an empty token', { oauthTokenData: { access_token: '' } }],
	])('%s: says to connect it first, and sends nothing', async (_case, data) => {
		const run = await send({ baseUrl: bench.sandbox.url, ...data });
		expect(run.error?.message).toBe(
			'The OAuth2 credential is not connected to Attentive yet. Open the credential and connect it first.',
		);
		expect(await bench.requests(EVENTS)).toBe(0);
	});

	test('keeps the token from a plain http address', async () => {
		const run = await send({ ...connected('token'), baseUrl: 'http://attentive.example' });
		expect(run.error?.message).toContain('is not a plain https address');
	});
});

test('a saved workflow that says nothing of authentication uses the API key', async () => {
	const run = await bench.run(SEND_EVENT, rows(1));
	expect(run.workflow.nodes.at(-1)?.parameters).not.toHaveProperty('authentication');
	expect(statuses(run)).toEqual(['accepted']);
});
