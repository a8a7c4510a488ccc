import type { INodeParameters } from 'n8n-workflow';
import { openBrowser, usualSize, type Browser } from './browser';
import { triggerVariants } from './description';
import { Panel } from './panel';
import { enterStage, type Stage } from './stage';
import { setUpTrigger, type Trigger } from './trigger';
import { somePhone } from './workflows';

/** So that a whole panel fits. */
const tall = { width: 1500, height: 1900 };

let stage: Stage;
let browser: Browser;
let panel: Panel;

beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
	browser = await openBrowser(stage);
	panel = new Panel(browser.page);
});

afterAll(async () => {
	await browser?.close();
});

afterEach(async () => {
	await browser.page.setViewportSize(usualSize);
	expect(browser.takeErrors()).toEqual([]);
});

async function openTrigger(parameters?: INodeParameters): Promise<Trigger> {
	const trigger = await setUpTrigger(stage, 'Trigger in the browser', ['sms.unsubscribed']);
	const { workflowId } = trigger;
	if (parameters) await stage.rest.changeWorkflow(workflowId, trigger.workflow(parameters));
	await panel.open(workflowId, 'trigger');
	return trigger;
}

test('each way to set it up can be chosen, and asks for nothing but what it needs', async () => {
	await openTrigger({});
	await browser.page.setViewportSize(tall);
	for (const { name, choices, requiredEmpty } of await triggerVariants(stage)) {
		for (const { parameter, option } of choices) await panel.choose(parameter, option);
		await browser.picture(`trigger-${name}`);
		expect({ name, issues: await panel.issues() }).toEqual({
			name,
			issues: [...requiredEmpty, 'triggerOn'],
		});
		// n8n's editor offers credentials of another kind, and an ID in place of the name, if the declarations mislead it.
		const signingKeys = browser.page.getByTestId('node-credentials-select').last().locator('input');
		expect(await signingKeys.inputValue()).toBe('Keys of Trigger in the browser');
	}
});

test('all options of each way to set it up show', async () => {
	await browser.page.setViewportSize(tall);
	for (const { name, full } of await triggerVariants(stage)) {
		await openTrigger(full);
		await browser.picture(`trigger-${name}-full`, 'node-parameters');
	}
});

test('the panel shows the notice of the setup that is chosen', async () => {
	await openTrigger({ setUp: 'byHand' });
	const text = browser.page.getByTestId('node-parameters');
	await text.getByText('Set up the webhook in Attentive once').waitFor();
	await browser.picture('trigger-by-hand', 'node-parameters');
	await panel.choose('setUp', 'Automatically Through the API');
	await text.getByText('or finds it by its URL').waitFor();
	expect(await text.getByText('Set up the webhook in Attentive once').count()).toBe(0);
	await browser.picture('trigger-by-api', 'node-parameters');
});

test('events that were chosen for one setup do not count for the other: n8n asks for them again', async () => {
	await openTrigger();
	expect(await panel.issues()).toEqual([]);
	await panel.choose('setUp', 'Automatically Through the API');
	expect(await panel.issues()).toContain('triggerOn');
});

test('the URL for Attentive is in the panel', async () => {
	const { productionUrl } = await openTrigger();
	const { page } = browser;
	await page.getByText('Webhook URLs', { exact: true }).click();
	await page.getByText('Production URL').first().click();
	await page.getByTestId('node-parameters').getByText(productionUrl).waitFor();
	await browser.picture('trigger-urls');
});

test('"Listen for test event" shows a delivery that nobody signed, and why it is not verified', async () => {
	const { testUrl } = await openTrigger();
	await panel.execute();
	const body = JSON.stringify({ type: 'sms.unsubscribed', subscriber: { phone: somePhone } });
	const headers = { 'content-type': 'application/json' };
	await browser.page.getByText('Listening for test event').first().waitFor();
	await browser.picture('trigger-listening');
	expect((await fetch(testUrl, { method: 'POST', headers, body })).status).toBe(200);
	await panel.output().getByText('signatureVerified').first().waitFor();
	await panel.output().getByTestId('radio-button-json').click();
	await panel.output().getByText('x-attentive-hmac-sha256 is missing').waitFor();
	await browser.picture('trigger-test-event');
});

test('the trigger is found in the list of nodes', async () => {
	const { workflowId } = await openTrigger();
	const { page } = browser;
	await page.goto(`/workflow/${workflowId}`);
	await page.getByTestId('node-creator-plus-button').first().click();
	await page.getByTestId('node-creator-search-bar').fill('attentive');
	await page.getByTestId('item-iterator-item').getByText('Attentive', { exact: true }).first().click();
	await page.getByTestId('node-creator').getByText('Triggers').first().click();
	await browser.picture('trigger-in-list', 'node-creator');
});
