import type { Page } from 'playwright-core';
import type { Panel } from './panel';
import { until } from './until';

/** Most controls between two that a person wants. */
const FARTHEST = 60;

/** A person who has no mouse, in the panel of a node. Goes through the panel from above. */
export class Keyboard {
	constructor(
		private readonly page: Page,
		private readonly panel: Panel,
	) {}

	/** From the head of the panel to its last control, and on to the output. @returns the test IDs around what had the focus */
	async walk(): Promise<Set<string>> {
		const met = new Set<string>();
		await this.begin();
		for (let step = 0; step < FARTHEST; step++) {
			await this.page.keyboard.press('Tab');
			for (const id of await this.around()) met.add(id);
			if (met.has('output-panel')) return met;
		}
		throw new Error(`The output was not reached. Met: ${[...met].join(', ')}`);
	}

	async begin(): Promise<void> {
		await this.page.getByTestId('credential-edit-button').focus();
	}

	/** Text into a field. */
	async type(parameter: string, text: string): Promise<void> {
		await this.reach(parameter);
		await this.page.keyboard.type(text);
		await this.untilShown(parameter, text);
	}

	/** An expression into a text field: "=" as the first character turns the field into one. */
	async typeExpression(parameter: string, expression: string): Promise<void> {
		await this.reach(parameter);
		await this.page.keyboard.type('=');
		await this.typeInEditor(parameter, expression);
	}

	/** An expression into a list or a code editor: by the switch before it. */
	async switchToExpression(parameter: string, expression: string): Promise<void> {
		await this.reach(`${parameter}-parameter-input-options-container`);
		while (!(await this.around()).includes('radio-button-fixed')) await this.page.keyboard.press('Tab');
		await this.page.keyboard.press('ArrowRight');
		await this.typeInEditor(parameter, expression);
	}

	private async typeInEditor(parameter: string, expression: string): Promise<void> {
		await until(`the editor of ${parameter} has the focus`, async () => await this.isInEditor());
		// An editor that is empty would lose its switch to expressions by this.
		if ((await this.panel.shown(parameter)) !== '') {
			for (const key of ['ControlOrMeta+a', 'Backspace']) await this.page.keyboard.press(key);
		}
		// n8n closes the braces by itself.
		await this.page.keyboard.type(expression.replace(/[\s}]+$/, ''));
		await this.untilShown(parameter, expression);
		if (!(await this.isInEditor())) throw new Error(`${parameter} is not an expression.`);
	}

	/** An option of a list. */
	async choose(parameter: string, option: string): Promise<void> {
		await this.reach(parameter);
		for (let step = 0; step < FARTHEST; step++) {
			if ((await this.optionAtCursor()).startsWith(option)) break;
			await this.page.keyboard.press('ArrowDown');
		}
		await this.page.keyboard.press('Enter');
		await until(`${option} is chosen`, async () => (await this.panel.shown(parameter)) === option);
	}

	/** Runs the node by the button in its empty output. */
	async execute(): Promise<void> {
		await this.reach('output-panel');
		while (!(await this.focusedText()).includes('Execute step')) await this.page.keyboard.press('Tab');
		await this.page.keyboard.press('Enter');
	}

	/** Goes on with Tab until the focus is within what has this test ID, or belongs to this parameter. */
	private async reach(name: string): Promise<void> {
		for (let step = 0; step < FARTHEST; step++) {
			const around = await this.around();
			if (around.includes(name) || around.includes(`parameter-input-${name}`)) return;
			if (await this.isInEditor()) await this.leaveEditor();
			else await this.page.keyboard.press('Tab');
		}
		throw new Error(`${name} was not reached.`);
	}

	/** In an expression, Tab indents. After Escape it goes on, unless that Escape has only closed n8n's suggestions. */
	private async leaveEditor(): Promise<void> {
		for (const key of ['Escape', 'Escape', 'Tab']) await this.page.keyboard.press(key);
	}

	private async untilShown(parameter: string, text: string): Promise<void> {
		// n8n adds spaces within the braces.
		const bare = (one: string) => one.replaceAll(/\s/g, '');
		await until(
			`${parameter} shows ${text}`,
			async () => bare(await this.panel.shown(parameter)) === bare(text),
		);
	}

	private async isInEditor(): Promise<boolean> {
		return (await this.page.locator('.cm-content:focus').count()) > 0;
	}

	/** Test IDs of what has the focus, and of what it stands in. */
	private async around(): Promise<string[]> {
		const ids = await this.page
			.locator(':focus')
			.locator('xpath=ancestor-or-self::*[@data-test-id]')
			.evaluateAll((elements) => elements.map((element) => String(element.getAttribute('data-test-id'))));
		return ids.filter((id) => id !== 'parameter-input-field');
	}

	/** The option that Enter would choose in the list that has the focus. */
	private async optionAtCursor(): Promise<string> {
		const id = await this.focused((element) => element.getAttribute('aria-activedescendant'));
		if (id === '') return '';
		const option = this.page.locator(`[id="${id}"]`);
		return (await option.count()) > 0 ? (await option.innerText()).trim() : '';
	}

	private async focusedText(): Promise<string> {
		return await this.focused((element) => element.textContent);
	}

	private async focused(
		read: (element: {
			getAttribute(name: string): string | null;
			textContent: string | null;
		}) => string | null,
	): Promise<string> {
		const focus = this.page.locator(':focus');
		return (await focus.count()) > 0 ? ((await focus.first().evaluate(read)) ?? '') : '';
	}
}
