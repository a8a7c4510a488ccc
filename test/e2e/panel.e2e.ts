import type { INodeParameters } from 'n8n-workflow';
import { openBrowser, usualSize, type Browser } from './browser';
import { freshPanels, furtherPanels } from './description';
import { Panel } from './panel';
import { enterStage, type Stage } from './stage';
import { attentive, attentiveWorkflow, somePhone, start } from './workflows';

let stage: Stage;
let browser: Browser;
let panel: Panel;

beforeAll(async () => {
	stage = await enterStage();
	await stage.control.reset();
	browser = await openBrowser(stage);
	panel = new Panel(browser.page);
});

/** So that a whole panel fits. */
const tall = { width: 1500, height: 3200 };

afterAll(async () => {
	await browser?.close();
});

afterEach(async () => {
	await browser.page.setViewportSize(usualSize);
	expect(browser.takeErrors()).toEqual([]);
});

/** Opens the panel of a new Attentive node. @returns the workflow's ID */
async function openPanel(parameters = {}, credential = stage.credential): Promise<string> {
	const workflow = attentiveWorkflow('In the browser', credential, parameters);
	const id = await stage.rest.createWorkflow(workflow);
	await panel.open(id, workflow.nodes.find(({ name }) => name === attentive)?.id ?? '');
	return id;
}

test('the editor shows the workflow', async () => {
	const id = await stage.rest.createWorkflow(attentiveWorkflow('On the canvas', stage.credential, {}));
	await browser.page.goto(`/workflow/${id}`);
	for (const name of [start, attentive]) {
		await browser.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).waitFor();
	}
	await browser.picture('canvas');
});

test('each operation can be chosen, and asks for nothing but what it needs', async () => {
	await openPanel();
	await browser.page.setViewportSize(tall);
	const panels = [...(await freshPanels(stage)), ...(await furtherPanels(stage))];
	for (const { name, choices, requiredEmpty } of panels) {
		for (const { parameter, option } of choices) await panel.choose(parameter, option);
		await browser.picture(name, 'node-parameters');
		expect({ name, issues: await panel.issues() }).toEqual({ name, issues: requiredEmpty });
	}
}, 600_000);

/** Pictures of the panels of nodes that are filled in already. */
async function picturesOf(panels: Array<{ name: string; parameters: INodeParameters }>): Promise<void> {
	await browser.page.setViewportSize(tall);
	const [template] = attentiveWorkflow('Filled in', stage.credential, {}).nodes.slice(-1);
	if (!template) throw new Error('The workflow has no node.');
	const nodes = panels.map(({ name, parameters }, index) => ({
		...template,
		id: `node-${index}`,
		name,
		parameters,
		position: [0, index * 120] as [number, number],
	}));
	const id = await stage.rest.createWorkflow({ name: 'Filled in', nodes, connections: {} });
	await panel.open(id, nodes[0]?.id ?? '');
	for (const [index, { name }] of panels.entries()) {
		if (index > 0) await panel.switchTo(name);
		await browser.picture(name, 'node-parameters');
	}
}

test('all optional fields of each operation show', async () => {
	const panels = await freshPanels(stage);
	await picturesOf(panels.map(({ name, full }) => ({ name: `${name}-full`, parameters: full })));
}, 600_000);

test('what subscribes people beside an upsert shows', async () => {
	const parameters = { resource: 'user', operation: 'upsert', subscribeToo: true, consent: 'perItem' };
	await picturesOf([{ name: 'user-upsert-subscribeToo', parameters }]);
});

test('the node runs from its panel and shows its result', async () => {
	await openPanel({ resource: 'customEvent', operation: 'send' });
	await panel.fill('type', 'Points Awarded');
	await panel.fill('phone', somePhone);
	await panel.execute();
	await panel.output().getByText('accepted', { exact: true }).waitFor();
	await browser.picture('result');
	const [event] = await stage.control.ledger('POST /v1/events/custom');
	expect(event?.body).toMatchObject({ type: 'Points Awarded', user: { phone: somePhone } });
});

test('a failed run says in the panel what to do', async () => {
	await openPanel({ resource: 'customEvent', operation: 'send', type: 'Points Awarded', phone: '123' });
	await panel.execute();
	await panel.output().getByText(/phone/i).first().waitFor();
	await browser.picture('failure');
});

test('the node is found in the list of nodes, with its actions', async () => {
	const id = await stage.rest.createWorkflow(attentiveWorkflow('Add a node', stage.credential, {}));
	await browser.page.goto(`/workflow/${id}`);
	await browser.page.getByTestId('node-creator-plus-button').first().click();
	await browser.page.getByTestId('node-creator-search-bar').fill('attentive');
	await browser.page
		.getByTestId('item-iterator-item')
		.getByText('Attentive', { exact: true })
		.first()
		.click();
	await browser.page.getByTestId('node-creator').getByText('Send custom event').waitFor();
	await browser.picture('actions', 'node-creator');
});

test.each([
	{ what: 'right', name: 'credential', text: 'Connection tested successfully' },
	{ what: 'wrong', name: 'credential-wrong', text: 'Attentive does not accept this API key' },
])('the dialog of a credential with the $what key tests it', async ({ what, name, text }) => {
	const { page } = browser;
	const wrong = { apiKey: 'wrong', baseUrl: stage.sandboxUrl };
	const credential =
		what === 'right'
			? stage.credential
			: await stage.rest.createCredential('Wrong key', 'attentiveApi', wrong);
	await openPanel({}, credential);
	await page.getByTestId('credential-edit-button').click();
	const dialog = page.getByTestId('editCredential-modal');
	if (what === 'wrong') await dialog.getByText('More details').click();
	await dialog.getByText(text).first().waitFor();
	await browser.picture(name, 'editCredential-modal');
});
