import { z } from 'zod';
import { isBefore } from '../../whole-n8n';
import { enterStage, type Stage } from './stage';

const shownSchema = z.object({ data: z.object({ signingKeys: z.string() }) });

/** These lose Attentive's answer on its way to the rules of the test, and have words of their own for its status. */
const hasOwnWords = isBefore('2.36');

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
		message: hasOwnWords
			? /^Authorization failed/
			: /^Attentive does not accept this API key\. Copy the whole key again/,
	},
	{
		what: 'an address that answers something else',
		data: { path: '/elsewhere' },
		status: 'Error',
		message: hasOwnWords
			? /^The resource you are requesting could not be found/
			: /^This Base URL does not lead to Attentive's API\. Set it to https:/,
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

test('a signing key that is added to the dots of the saved ones: the test says so, the saved ones alone pass', async () => {
	const type = 'attentiveWebhookApi';
	const saved = await stage.rest.createCredential('Signing keys of one webhook', type, {
		signingKeys: 'first-key',
	});
	const test = async (added: string) => {
		const shown = shownSchema.parse(await stage.rest.get(`/rest/credentials/${saved.id}?includeData=true`));
		// What n8n shows as dots.
		expect(shown.data.signingKeys).not.toContain('first-key');
		const data = { signingKeys: shown.data.signingKeys + added };
		return await stage.rest.send('POST', '/rest/credentials/test', { credentials: { ...saved, type, data } });
	};
	expect(await test('')).toMatchObject({ status: 'OK' });
	const lost = {
		status: 'Error',
		message: expect.stringMatching(/Paste all keys again, or add a second credential\.$/),
	};
	expect(await test('\nsecond-key')).toMatchObject(lost);
	expect(await test('second-key')).toMatchObject(lost);
});
