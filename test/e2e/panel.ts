import type { Page } from 'playwright-core';

/** The panel of a node in n8n's editor. */
export class Panel {
	constructor(private readonly page: Page) {}

	async open(workflowId: string, nodeId: string): Promise<void> {
		await this.page.goto(`/workflow/${workflowId}/${nodeId}`);
		await this.parameters.waitFor();
	}

	/** From one node's panel to that of another node of the same workflow: much faster than opening it anew. */
	async switchTo(nodeName: string): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.parameters.waitFor({ state: 'detached' });
		// The node may lie outside of the window.
		await this.page
			.locator(`[data-test-id="canvas-node"][data-node-name="${nodeName}"]`)
			.getByTestId('canvas-default-node')
			.dispatchEvent('dblclick');
		await this.parameters.waitFor();
	}

	/** Chooses an option of a parameter by the words that it has in the panel. */
	async choose(parameter: string, option: string): Promise<void> {
		const input = this.input(parameter);
		if ((await input.locator('input').inputValue()) === option) return;
		await input.click();
		// An option's description stands below its name.
		const name = this.page.getByText(option, { exact: true });
		await this.page.getByRole('option').filter({ has: name }).first().click();
	}

	async fill(parameter: string, value: string): Promise<void> {
		await this.input(parameter).locator('input, textarea').first().fill(value);
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
