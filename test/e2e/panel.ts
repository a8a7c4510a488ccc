import type { Locator, Page } from 'playwright-core';
import { until } from './until';

/** The panel of a node in n8n's editor. */
export class Panel {
	constructor(private readonly page: Page) {}

	async open(workflowId: string, nodeId: string): Promise<void> {
		await this.page.goto(`/workflow/${workflowId}/${nodeId}`);
		await this.parameters.waitFor();
	}

	/** From one node's panel to that of another node of the same workflow: much faster than opening it anew. */
	async switchTo(nodeName: string): Promise<void> {
		await this.leave();
		await this.enter(nodeName);
	}

	/** From the canvas. */
	async enter(nodeName: string): Promise<void> {
		// The node may lie outside of the window.
		await this.page
			.locator(`[data-test-id="canvas-node"][data-node-name="${nodeName}"]`)
			.getByTestId('canvas-default-node')
			.dispatchEvent('dblclick');
		await this.parameters.waitFor();
	}

	/** Back to the canvas. */
	async leave(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.parameters.waitFor({ state: 'detached' });
	}

	/** Chooses an option of a parameter by the words that it has in the panel. */
	async choose(parameter: string, option: string): Promise<void> {
		const input = this.input(parameter);
		if ((await input.locator('input').inputValue()) === option) return;
		// An option's description stands below its name.
		const name = this.page.getByText(option, { exact: true });
		const choice = this.page.getByRole('option').filter({ has: name }).first();
		// A list that is opened while the panel still changes is closed again, also between a look and the click: then once more.
		await until(`${parameter} is ${option}`, async () => {
			if ((await this.shown(parameter)) === option) return true;
			if (await choice.isVisible()) await choice.click({ timeout: 1_000 }).catch(() => {});
			else if ((await input.locator('input').getAttribute('aria-expanded')) !== 'true') await input.click();
			return false;
		});
	}

	async fill(parameter: string, value: string): Promise<void> {
		await this.input(parameter).locator('input, textarea').first().fill(value);
	}

	/** Adds an option of a collection, by the words of its button and of the option. */
	async add(button: string, option: string): Promise<void> {
		await this.parameters.getByPlaceholder(button).click();
		await this.page.getByRole('option', { name: option, exact: true }).click();
	}

	/** What stands in a parameter: its text, its expression or the name of the option that is chosen. */
	async shown(parameter: string): Promise<string> {
		return await this.input(parameter).evaluate((element) => {
			const editor = element.querySelector('.cm-content');
			return String(editor?.textContent ?? element.querySelector('input, textarea')?.value ?? '').trim();
		});
	}

	/** Drags a field from the input into a parameter. */
	async dragInto(parameter: string, field: Locator): Promise<void> {
		const before = await this.shown(parameter);
		await this.drag(field, this.input(parameter));
		await until(`${parameter} takes the field`, async () => (await this.shown(parameter)) !== before);
	}

	/** Drags a field into the rows of Map Each Field. */
	async dragRow(parameter: string, field: Locator): Promise<void> {
		const collection = this.page.getByTestId(`assignment-collection-${parameter}`);
		const rows = collection.getByTestId('assignment');
		const before = await rows.count();
		await this.drag(field, collection.getByTestId('assignment-collection-drop-area'));
		await until(`${parameter} gets a row`, async () => (await rows.count()) > before);
	}

	/** A field in the input's schema, by its path, such as `.body.points`. */
	schemaField(path: string): Locator {
		return this.page.locator(`[data-test-id="ndv-input-panel"] [data-path="${path}"]`);
	}

	/** The header of a column in the input's table. */
	tableField(name: string): Locator {
		return this.page.getByTestId('ndv-input-panel').locator('th').getByText(name, { exact: true });
	}

	/** Is there while a field is held over this place, which would take it. */
	ready(target: Locator): Locator {
		return target.locator(
			'xpath=descendant-or-self::*[contains(@class, "activeDrop") or contains(@class, "_active_")]',
		);
	}

	/** With the mouse, as a person does; n8n moves things while something is dragged. */
	private async drag(field: Locator, target: Locator): Promise<void> {
		const { mouse } = this.page;
		await target.scrollIntoViewIfNeeded();
		await field.hover();
		await mouse.down();
		const ready = this.ready(target);
		await until('the target is ready for the field', async () => {
			const box = await target.boundingBox();
			if (!box) return false;
			const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
			await mouse.move(x, y - 2);
			await mouse.move(x, y, { steps: 4 });
			return (await ready.count()) > 0;
		});
		await mouse.up();
	}

	/** The parameters in which n8n sees something missing or wrong, by name. */
	async issues(): Promise<string[]> {
		const parameter =
			'starts-with(@data-test-id,"parameter-input-") and @data-test-id!="parameter-input-field"';
		const names: string[] = [];
		for (const issue of await this.page.getByTestId('parameter-issues').all()) {
			const nearest = issue.locator(`xpath=ancestor::*[descendant-or-self::*[${parameter}]][1]`);
			const input = nearest.locator(`xpath=descendant-or-self::*[${parameter}]`).first();
			names.push(((await input.getAttribute('data-test-id')) ?? '').replace('parameter-input-', ''));
		}
		return names;
	}

	async execute(): Promise<void> {
		await this.page.getByTestId('node-execute-button').first().click();
	}

	/** Runs the nodes before this one and shows what they give as a table. */
	async executePrevious(): Promise<void> {
		const input = this.page.getByTestId('ndv-input-panel');
		await input.getByText('Execute previous nodes').click();
		await input.getByTestId('radio-button-table').click();
		await input.locator('th').first().waitFor();
	}

	/** A button that adds a row. */
	async clickAdd(button: string): Promise<void> {
		await this.parameters.getByText(button, { exact: true }).click();
	}

	/** The text of the panel's right side. */
	output() {
		return this.page.getByTestId('output-panel');
	}

	private get parameters() {
		return this.page.getByTestId('node-parameters');
	}

	private input(parameter: string) {
		return this.page.getByTestId(`parameter-input-${parameter}`).first();
	}
}
