import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readWorkflowFile } from '../../embedded-n8n';
import { examplesFolder } from '../../whole-n8n/folders';
import { openBrowser, type Browser } from './browser';
import { Panel } from './panel';
import { enterStage, type Stage } from './stage';
import { until } from './until';

/** The examples, as somebody has them who uses nothing but n8n's import button. */
const files = readdirSync(examplesFolder).filter((name) => name.endsWith('.json'));

let stage: Stage;
let browser: Browser;

beforeAll(async () => {
	stage = await enterStage();
	browser = await openBrowser(stage);
	await stage.control.reset();
});

afterAll(async () => await browser?.close());

test.each(files)('%s: n8n has all of its nodes, in these versions', async (file) => {
	const known = await stage.rest.nodeTypes();
	const unknown = readWorkflowFile(join(examplesFolder, file)).nodes.filter(
		({ type, typeVersion }) =>
			!known.some(({ name, version }) => name === type && [version].flat().includes(typeVersion)),
	);
	expect(unknown.map(({ name }) => name)).toEqual([]);
});

test('a flow is imported, gets its credential, and sends its sample', async () => {
	const { page } = browser;
	const { nodes } = readWorkflowFile(join(examplesFolder, 'shipping-updates.json'));
	await page.goto('/workflow/new');
	await page.getByTestId('canvas-wrapper').waitFor();
	await page
		.getByTestId('workflow-import-input')
		.setInputFiles(join(examplesFolder, 'shipping-updates.json'));
	await page.getByTestId('canvas-node').nth(11).waitFor();
	expect(await page.getByTestId('sticky').count()).toBe(4);

	const panel = new Panel(page);
	const sending = nodes
		.filter(({ type }) => type === 'n8n-nodes-attentive.attentive')
		.map(({ name }) => name);
	expect(sending).toHaveLength(3);
	for (const name of sending) {
		await panel.enter(name);
		const chosen = page.getByTestId('node-credentials-select').locator('input');
		await until(`${name} has a credential`, async () => {
			if ((await chosen.inputValue()) === stage.credential.name) return true;
			const choice = page.getByRole('option', { name: stage.credential.name }).first();
			// A list that is opened while the panel still changes is closed again: then once more.
			if (await choice.isVisible()) await choice.click({ timeout: 1_000 }).catch(() => {});
			else if ((await chosen.getAttribute('aria-expanded')) !== 'true') await chosen.click();
			return false;
		});
		await panel.leave();
	}
	await page.getByTestId('execute-workflow-button-Send a Sample').dispatchEvent('click');
	await until('three events', async () => {
		return (await stage.control.ledger('POST /v1/events/custom')).length === 3;
	});
	await browser.picture('imported');
	expect(browser.takeErrors()).toEqual([]);
});
