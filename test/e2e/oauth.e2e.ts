import { openBrowser, type Browser } from './browser';
import { enterStage, type Stage } from './stage';
import { attentive, attentiveWorkflow, sendEvent, somePhone, start } from './workflows';

let stage: Stage;
let browser: Browser;
beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
	browser = await openBrowser(stage);
});
afterAll(async () => await browser?.close());

test('somebody connects the OAuth2 credential in n8n’s dialog, and a workflow runs with it', async () => {
	const { page } = browser;
	const app = await stage.control.addOAuthApp({
		name: 'Public app',
		redirectUris: [`${stage.url}/rest/oauth2-credential/callback`],
		scopes: ['events:write'],
	});
	const credential = await stage.rest.createCredential('By OAuth', 'attentiveOAuth2Api', {
		clientId: app.clientId,
		clientSecret: app.clientSecret,
		scope: 'events:write',
		baseUrl: stage.sandboxUrl,
		authorizeUrl: `${stage.sandboxUrl}/integrations/oauth-install`,
	});
	const { nodes, ...rest } = attentiveWorkflow('OAuth', credential, sendEvent, [
		{ phone: somePhone, points: 1 },
	]);
	const id = await stage.rest.createWorkflow({
		...rest,
		nodes: nodes.map((node) =>
			node.name === attentive
				? {
						...node,
						parameters: { ...node.parameters, authentication: 'oAuth2' },
						credentials: { attentiveOAuth2Api: credential },
					}
				: node,
		),
	});

	const before = await stage.rest.run(id, start);
	expect(JSON.stringify(before.data.resultData.error)).toContain('connect it first');

	await page.goto(`/home/credentials/${credential.id}`);
	const dialog = page.getByTestId('editCredential-modal');
	await dialog.waitFor();
	await browser.picture('oauth-dialog', 'editCredential-modal');
	const opened = page.context().waitForEvent('page');
	await dialog.getByRole('button', { name: 'Connect' }).click();
	const popup = await opened;
	await popup.locator('#authorize').waitFor();
	expect(await popup.locator('#scopes').innerText()).toBe('events:write');
	await popup.locator('#authorize').click();
	await dialog.getByText('Account connected').first().waitFor();
	await browser.picture('oauth-connected', 'editCredential-modal');

	const node = nodes.find(({ name }) => name === attentive);
	await page.goto(`/workflow/${id}/${node?.id}`);
	await page.getByTestId('credentials-label').first().waitFor();
	const chosen = page.getByTestId('node-credentials-select').locator('input');
	expect(await chosen.inputValue()).toBe('By OAuth');
	await browser.picture('oauth-panel', 'node-parameters');

	const after = await stage.rest.run(id, start);
	expect(after.items(attentive)).toMatchObject([{ json: { attentive: { status: 'accepted' } } }]);
	expect(await stage.control.ledger('POST /v1/events/custom')).toMatchObject([{ token: 'Public app' }]);
});
