import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { readWorkflowFile } from '../../embedded-n8n';
import { examplesFolder } from '../../whole-n8n/folders';
import type { Still } from './pictures';

/** Around the sections, in pixels of the canvas. */
const MARGIN = 20;
const note = 'n8n-nodes-base.stickyNote';

/** An example on n8n's canvas: its nodes, and the headings of its sections. The overview is on the flow's page. */
function flowPicture(name: string): Still {
	const { nodes: all, connections } = readWorkflowFile(join(examplesFolder, `${name}.json`));
	const [overview] = all.filter(({ type }) => type === note);
	const nodes = all
		.filter((node) => node !== overview)
		.map((node) => (node.type === note ? heading(node) : node));
	return {
		name: `flow-${name}`,
		sharpness: 1,
		shows: ({ icon }) => [
			icon,
			nodes.map(({ name: label, type, position, parameters: { content, width, height } }) =>
				type === note ? { position, content, width, height } : { label, type, position },
			),
			connections,
		],
		async set(studio) {
			const { page } = studio;
			const id = await studio.stage.rest.createWorkflow({ name, nodes, connections });
			const { width, height } = extentOf(nodes);
			// n8n then shows the whole canvas without making it smaller.
			await studio.size(Math.ceil(width * 1.4) + 400, Math.ceil(height * 1.4) + 400);
			await page.goto(`/workflow/${id}`);
			const steps = nodes.filter(({ type }) => type !== note).length;
			await page
				.getByTestId('canvas-node')
				.nth(steps - 1)
				.waitFor();
			await studio.hide(
				'[data-test-id="canvas-handle-plus-wrapper"]',
				'[data-test-id="canvas-node"] [class*="_subtitle_"]',
				// A service without a credential here is no fault of the flow.
				'[data-test-id="node-issues"]',
			);
			// To be read where a page shows it at its own width, some 900 pixels.
			const size = Math.round(Math.min(32, Math.max(22, width / 90)));
			await page.addStyleTag({
				content: `
					[data-test-id="canvas-node"] [class*="_description_"] [class*="_label_"] { font-size: ${size}px; line-height: 1.1; -webkit-line-clamp: unset; }
					[data-test-id="edge-label"] > *, [class*="_runDataLabel_"] { font-size: ${size - 4}px; }
					[data-test-id="sticky"] h2 { font-size: ${size + 8}px; line-height: 1.2; }
				`,
			});
			const parts = [
				...(await page.getByTestId('canvas-node').all()),
				...(await page.getByTestId('sticky').all()),
			];
			const area = await studio.around(...parts);
			return {
				x: area.x - MARGIN,
				y: area.y - MARGIN,
				width: area.width + 2 * MARGIN,
				height: area.height + 2 * MARGIN,
			};
		},
	};
}

function heading(section: INode): INode {
	const [content = ''] = String(section.parameters.content).split('\n');
	return { ...section, parameters: { ...section.parameters, content } };
}

function extentOf(nodes: INode[]): { width: number; height: number } {
	const across = nodes
		.map(({ position: [left], parameters }) => [left, left + Number(parameters.width ?? 100)])
		.flat();
	const down = nodes
		.map(({ position: [, top], parameters }) => [top, top + Number(parameters.height ?? 100)])
		.flat();
	return {
		width: Math.max(...across) - Math.min(...across),
		height: Math.max(...down) - Math.min(...down),
	};
}

/** Of all examples. */
export const flowPictures: Still[] = readdirSync(examplesFolder)
	.filter((file) => file.endsWith('.json'))
	.map((file) => flowPicture(basename(file, '.json')));
