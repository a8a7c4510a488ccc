import type { Page } from 'playwright-core';

/** The panel of a node in n8n's editor. */
export class Panel {
	constructor(private readonly page: Page) {}

	async open(workflowId: string, nodeId: string): Promise<void> {
		await this.page.goto(`/workflow/${workflowId}/${nodeId}`);
		await this.page.getByTestId('node-parameters').waitFor();
	}

	/** Chooses an option of a parameter by the words that it has in the panel. */
	async choose(parameter: string, option: string): Promise<void> {
		const input = this.input(parameter);
		if ((await input.locator('input').inputValue()) === option) return;
		await input.click();
		await this.page.getByRole('option', { name: option, exact: true }).click();
	}

	async fill(parameter: string, value: string): Promise<void> {
		await this.input(parameter).locator('input, textarea').first().fill(value);
	}

	/** The parameters in which n8n sees something missing or wrong, by name. */
	async issues(): Promise<string[]> {
		const found: string[] = [];
		for (const issue of await this.page.getByTestId('parameter-issues').all()) {
			const input = issue.locator(
				'xpath=ancestor::*[.//*[starts-with(@data-test-id,"parameter-input-")]][1]',
			);
			const inner = input.locator('[data-test-id^="parameter-input-"]').first();
			found.push(((await inner.getAttribute('data-test-id')) ?? '').replace('parameter-input-', ''));
		}
		return found;
	}

	async execute(): Promise<void> {
		await this.page.getByTestId('node-execute-button').first().click();
	}

	/** The text of the panel's right side. */
	output() {
		return this.page.getByTestId('output-panel');
	}

	private input(parameter: string) {
		return this.page.getByTestId(`parameter-input-${parameter}`).first();
	}
}
