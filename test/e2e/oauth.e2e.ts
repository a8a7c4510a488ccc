import { openBrowser, type Browser } from './browser';
import { setUpOAuth } from './oauth';
import { enterStage, type Stage } from './stage';
import { attentive, start } from './workflows';

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
	const { credential, workflowId: id, nodeId } = await setUpOAuth(stage);

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

	await page.goto(`/workflow/${id}/${nodeId}`);
	await page.getByTestId('credentials-label').first().waitFor();
	const chosen = page.getByTestId('node-credentials-select').locator('input');
	expect(await chosen.inputValue()).toBe('By OAuth');
	await browser.picture('oauth-panel', 'node-parameters');

	const after = await stage.rest.run(id, start);
	expect(after.items(attentive)).toMatchObject([{ json: { attentive: { status: 'accepted' } } }]);
	expect(await stage.control.ledger('POST /v1/events/custom')).toMatchObject([{ token: 'Public app' }]);
});
