import { enterStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
});

test.each([
	{
		what: 'the right key',
		data: {},
		status: 'OK',
		message: /^Connection successful!$/,
	},
	{
		what: 'a wrong key',
		data: { apiKey: 'wrong' },
		status: 'Error',
		message: /^Attentive does not accept this API key\. Copy the whole key again/,
	},
	{
		what: 'an address that answers something else',
		data: { path: '/elsewhere' },
		status: 'Error',
		message: /^This Base URL does not lead to Attentive's API\. Set it to https:/,
	},
	{
		what: 'an address without encryption on another computer',
		data: { baseUrl: 'http://api.attentivemobile.com' },
		status: 'Error',
		message: /^This Base URL does not lead to Attentive's API\. Set it to https:/,
	},
])('the test of the credential with $what: $status', async ({ data, status, message }) => {
	const { path = '', ...given }: { path?: string; apiKey?: string; baseUrl?: string } = data;
	const answer = await stage.rest.testCredential('attentiveApi', {
		apiKey: stage.apiKey,
		baseUrl: stage.sandboxUrl + path,
		...given,
	});
	expect(answer).toEqual({ status, message: expect.stringMatching(message) });
});
