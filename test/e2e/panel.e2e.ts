import { openBrowser, type Browser } from './browser';
import { variants } from './description';
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

afterAll(async () => {
	await browser?.close();
});

afterEach(() => {
	expect(browser.takeErrors()).toEqual([]);
});

/** Opens the panel of a new Attentive node. @returns the workflow's ID */
async function openPanel(parameters = {}): Promise<string> {
	const workflow = attentiveWorkflow('In the browser', stage.credential, parameters);
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
	for (const { name, choices, requiredEmpty } of await variants(stage)) {
		for (const { parameter, option } of choices) await panel.choose(parameter, option);
		await browser.picture(name, 'node-parameters');
		expect({ name, issues: await panel.issues() }).toEqual({ name, issues: requiredEmpty });
	}
}, 600_000);

test('all optional fields of each operation show', async () => {
	for (const { name, full } of await variants(stage)) {
		await openPanel(full);
		await browser.picture(`${name}-full`, 'node-parameters');
	}
}, 900_000);

test('the node runs from its panel and shows its result', async () => {
	await openPanel({ resource: 'customEvent', operation: 'send' });
	await panel.fill('type', 'Points Awarded');
	await panel.fill('phone', somePhone);
	await panel.execute();
	await panel.output().getByText('accepted').waitFor();
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
	await browser.page.getByText('Send a custom event').waitFor();
	await browser.picture('actions', 'node-creator');
});

test('the credential can be tested in its dialog', async () => {
	const { page } = browser;
	await openPanel();
	await page.getByTestId('credential-edit-button').click();
	const dialog = page.getByTestId('editCredential-modal');
	await dialog.getByTestId('credentials-config-container-test-success').waitFor();
	await browser.picture('credential', 'editCredential-modal');
});
