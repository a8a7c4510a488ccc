import type { Locator, Page } from 'playwright-core';
import type { SavedCredential, Workflow } from '../../whole-n8n';
import type { Browser } from '../e2e/browser';
import { Panel } from '../e2e/panel';
import type { Stage } from '../e2e/stage';
import { attentive } from '../e2e/workflows';

/** In pixels of the page. */
export interface Area {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** From the top of a panel's tabs to where its parameters may begin. */
const TABS = 34;
const MARGIN = 8;

/** What stands in a panel, but is no part of what a picture is about. */
const ASIDE = [
	'.el-notification',
	'[data-test-id="floating-nodes"]',
	'[data-test-id="node-feature-request"]',
	'[data-test-id="panel-drag-button"]',
	// The bubble that says what the mouse is on.
	'[role="tooltip"]',
];

/** A page of n8n's, and what is asked of it for a picture. */
export class Studio {
	readonly page: Page;
	readonly panel: Panel;
	private opened = { workflow: '', url: '' };

	constructor(
		readonly stage: Stage,
		readonly browser: Browser,
		/** Named as n8n names a first one. */
		readonly credential: SavedCredential,
	) {
		this.page = browser.page;
		this.panel = new Panel(this.page);
	}

	async size(width: number, height: number): Promise<void> {
		await this.page.setViewportSize({ width, height });
	}

	/** Opens the panel of one node of a new workflow, unless the picture before has it open. */
	async open(workflow: Workflow, nodeName = attentive): Promise<void> {
		const wanted = JSON.stringify(workflow);
		if (this.opened.workflow === wanted && this.opened.url === this.page.url()) return;
		const id = await this.stage.rest.createWorkflow(workflow);
		await this.panel.open(id, workflow.nodes.find(({ name }) => name === nodeName)?.id ?? '');
		await this.hide(...ASIDE);
		this.opened = { workflow: wanted, url: this.page.url() };
	}

	async hide(...selectors: string[]): Promise<void> {
		await this.page.addStyleTag({ content: `${selectors.join(', ')} { display: none !important; }` });
	}

	/** The smallest area with all of these in it. */
	async around(...parts: Locator[]): Promise<Area> {
		const boxes: Area[] = [];
		for (const part of parts) {
			const box = await part.first().boundingBox();
			if (!box) throw new Error(`The page does not show ${String(part)}`);
			boxes.push(box);
		}
		const x = Math.min(...boxes.map((box) => box.x));
		const y = Math.min(...boxes.map((box) => box.y));
		return {
			x,
			y,
			width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
			height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
		};
	}

	/** Of an open panel: the input and the parameters from the first of these to the last. */
	async inputAndParameters(first: string, last: string): Promise<Area> {
		await this.scrollTo(first);
		const { x, y } = await this.around(this.page.getByTestId('ndv'));
		const right = await this.around(this.parameters);
		const end = await this.around(this.item(last));
		return { x, y, width: right.x + right.width - x, height: end.y + end.height + MARGIN - y };
	}

	/** Of an open panel: what stands in its middle, down to this parameter. */
	async parametersAlone(last: string): Promise<Area> {
		const { x, width } = await this.around(this.parameters);
		const button = await this.around(this.page.getByTestId('node-execute-button'));
		const y = button.y - MARGIN;
		const end = await this.around(this.item(last));
		return { x, y, width, height: end.y + end.height + MARGIN - y };
	}

	/** So that this parameter is the first in sight. */
	async scrollTo(parameter: string): Promise<void> {
		// The last ones can be the first in sight, too.
		await this.page.addStyleTag({
			content: '[data-test-id="node-parameters"]::after { content: ""; flex: none; height: 100vh; }',
		});
		const wanted = (await this.around(this.page.getByTestId('tab-params'))).y + TABS;
		const { y } = await this.around(this.item(parameter));
		await this.parameters.evaluate((element, distance) => element.scrollBy(0, distance), y - wanted);
		// Away from the parameters, which show more under the mouse.
		await this.page.mouse.move(2, 2);
	}

	private item(parameter: string): Locator {
		return this.parameters.locator(
			`[data-test-id="parameter-item"]:has([data-test-id="parameter-input-${parameter}"], [data-test-id="assignment-collection-${parameter}"])`,
		);
	}

	/** Runs the node of the open panel and shows what comes out as a table. */
	async execute(): Promise<void> {
		await this.panel.execute();
		await this.output.getByTestId('radio-button-table').click();
	}

	/** The output with its first rows. */
	async outputTo(rows: number): Promise<Area> {
		const last = this.output.locator('tbody tr').nth(rows - 1);
		await last.waitFor();
		const all = await this.around(this.output);
		const end = await this.around(last);
		return { ...all, height: end.y + end.height + 2 - all.y };
	}

	get parameters(): Locator {
		return this.page.getByTestId('node-parameters');
	}

	get output(): Locator {
		return this.page.getByTestId('output-panel');
	}

	parameter(name: string): Locator {
		return this.page.getByTestId(`parameter-input-${name}`);
	}
}
