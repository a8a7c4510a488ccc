import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { INode } from 'n8n-workflow';
import { readWorkflowFile, startEmbeddedN8n, type EmbeddedN8n } from '../../embedded-n8n';
import { startSandbox } from '../../sandbox/start';
import { addExampleWebhooks, exampleWorkflows } from '../../whole-n8n/examples';
import { examplesFolder } from '../../whole-n8n/folders';
import { unknownParameters } from './unknownParameters';

const pagesFolder = resolve(__dirname, '../../docs/flows');
const picturesFolder = resolve(__dirname, '../../docs/pictures');
const files = readdirSync(examplesFolder).filter((name) => name.endsWith('.json'));
const pages = new Map(
	readdirSync(pagesFolder)
		.filter((name) => name.endsWith('.md') && name !== 'README.md')
		.map((name) => [name, readFileSync(join(pagesFolder, name), 'utf8')]),
);

const attentive = /^n8n-nodes-attentive\.attentive(Tool)?$/;
const trigger = 'n8n-nodes-attentive.attentiveTrigger';
const note = 'n8n-nodes-base.stickyNote';
/** Not in embedded n8n: they are in n8n's package for AI. */
const langchain = '@n8n/n8n-nodes-langchain.';
const WHITE = 7;

/** What a node takes on the canvas, with its name below it. */
const NODE = { width: 100, height: 140 };
/** A node with many inputs is higher. */
const INPUT = 32;
const NAME = 40;

interface Box {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf({ type, position: [left, top], parameters }: INode): Box {
	const higher = Number(parameters.numberInputs ?? 0) * INPUT + NAME;
	const { width, height } =
		type === note
			? { width: Number(parameters.width), height: Number(parameters.height) }
			: { ...NODE, height: Math.max(NODE.height, higher) };
	return { left, top, right: left + width, bottom: top + height };
}

const isIn = (inner: Box, outer: Box) =>
	inner.left >= outer.left &&
	inner.top >= outer.top &&
	inner.right <= outer.right &&
	inner.bottom <= outer.bottom;

const overlap = (one: Box, other: Box) =>
	one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

const words = (text: unknown) =>
	String(text)
		.replace(/[#*|`-]+/g, ' ')
		.split(/\s+/)
		.filter((word) => word !== '').length;

let n8n: EmbeddedN8n;
beforeAll(async () => {
	n8n = await startEmbeddedN8n();
});

for (const name of files)
	describe(name, () => {
		const { nodes, connections, pinData } = readWorkflowFile(join(examplesFolder, name));
		const notes = nodes.filter(({ type }) => type === note);
		const steps = nodes.filter(({ type }) => type !== note);
		const [overview, ...sections] = notes;
		const texts = notes.map(({ parameters }) => String(parameters.content)).join('\n');
		const named = (step: INode) => texts.includes(`*${step.name}*`);

		test('can be imported: every node has an ID and a name of its own, and every connection leads somewhere', () => {
			expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
			const names = new Set(nodes.map((node) => node.name));
			expect(names.size).toBe(nodes.length);
			for (const [from, outputs] of Object.entries(connections)) {
				expect(names).toContain(from);
				for (const target of Object.values(outputs).flatMap((each) => each.flatMap((ends) => ends ?? [])))
					expect(names).toContain(target.node);
			}
			const mentioned = JSON.stringify(steps).matchAll(/\$\('((?:[^'\\]|\\.)+)'\)/g);
			for (const [, one] of mentioned) expect(names).toContain(one);
		});

		test('has 8 to 22 nodes, named by what they do, each in a section', () => {
			expect(steps.length).toBeGreaterThanOrEqual(8);
			expect(steps.length).toBeLessThanOrEqual(22);
			const labels = steps
				.filter(({ type }) => !type.startsWith(langchain))
				.map(({ type, typeVersion }) => n8n.nodeType(type, typeVersion).description)
				.flatMap(({ displayName, defaults }) => [displayName, defaults.name]);
			const namedByType = steps.filter(
				({ name: step, type }) =>
					/\d$/.test(step) || (labels.includes(step) && !/Trigger$|webhook$/i.test(type)),
			);
			expect(namedByType.map((step) => step.name)).toEqual([]);
			const outside = steps.filter(
				(step) => sections.filter((section) => isIn(boxOf(step), boxOf(section))).length !== 1,
			);
			expect(outside.map((step) => step.name)).toEqual([]);
		});

		test('no node is over another one, and no note over another note', () => {
			for (const group of [steps, notes]) {
				const pairs = group.flatMap((one, index) => group.slice(index + 1).map((other) => [one, other]));
				const over = pairs.filter(([one, other]) => one && other && overlap(boxOf(one), boxOf(other)));
				expect(over.map((pair) => pair.map((each) => each?.name))).toEqual([]);
			}
		});

		test('begins with a yellow overview that says how it works and how to set it up', () => {
			expect(overview?.parameters.color).toBeUndefined();
			const content = String(overview?.parameters.content);
			expect(content).toMatch(/^## .+/);
			expect(content).toContain('### How it works');
			expect(content).toContain('### Setup');
			expect(words(content)).toBeGreaterThanOrEqual(100);
			expect(words(content)).toBeLessThanOrEqual(300);
			if (overview)
				for (const each of nodes.slice(1)) expect(boxOf(each).left).toBeGreaterThan(boxOf(overview).right);
		});

		test('has white sections of under 50 words each', () => {
			expect(sections.length).toBeGreaterThanOrEqual(2);
			for (const { parameters } of sections) {
				expect(parameters.color).toBe(WHITE);
				expect(String(parameters.content)).toMatch(/^## .+/);
				expect(words(parameters.content)).toBeLessThan(50);
			}
		});

		test('holds no credential, only names of those that its nodes need', () => {
			for (const { credentials = {} } of steps)
				for (const credential of Object.values(credentials)) expect(credential.id).toBe('');
			const without = steps
				.filter(({ type }) => attentive.test(type) || type === trigger)
				.filter(({ credentials = {} }) => Object.keys(credentials).length !== 1);
			expect(without.map((step) => step.name)).toEqual([]);
		});

		test('gives its nodes only parameters that they have', () => {
			const unknown = steps
				.filter(({ type }) => !type.startsWith(langchain))
				.flatMap((step) =>
					unknownParameters(n8n.nodeType(step.type, step.typeVersion).description, step).map(
						(parameter) => `${step.name}: ${parameter}`,
					),
				);
			expect(unknown).toEqual([]);
		});

		test('texts only test recipients, and the notes say where to enter them', () => {
			const texting = steps
				.filter(({ type }) => attentive.test(type))
				.filter(
					({ parameters: { resource, operation } }) =>
						/^(customEvent|ecommerceEvent)\./.test(`${String(resource)}.`) || operation === 'subscribe',
				);
			for (const step of texting) {
				expect([step.name, step.parameters.mode]).toEqual([step.name, 'testRecipients']);
				expect(step.parameters.testRecipients).toEqual(expect.stringContaining('+1'));
			}
			if (texting.length > 0) expect(texts).toMatch(/Test Recipients/);
		});

		test('its notes name the nodes whose files have to be set, and nodes that are there', () => {
			for (const step of steps)
				if (JSON.stringify(step.parameters).includes('"/files/'))
					expect([step.name, named(step)]).toEqual([step.name, true]);
		});

		test('has a page that links to it and shows its picture', () => {
			const of = [...pages].filter(([, page]) => page.includes(`(../../examples/${name})`));
			expect(of.map(([page]) => page)).toHaveLength(1);
			const picture = `flow-${basename(name, '.json')}.png`;
			expect(of[0]?.[1]).toContain(`(../pictures/${picture})`);
			expect(existsSync(join(picturesFolder, picture))).toBe(true);
			if (Object.keys(pinData ?? {}).length > 0) expect(of[0]?.[1]).toContain('was not run');
		});
	});

for (const [name, page] of pages)
	describe(name, () => {
		test('has all parts of a page about a flow', () => {
			const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
			expect(headings).toEqual([
				'For whom',
				'How it works',
				'Set up in Attentive',
				'Set up in n8n',
				'Test it safely',
				'What was verified',
				'Extend it',
				'If something goes wrong',
			]);
		});
	});

test('each example that begins with our trigger has its webhook, at the URL and with the events that it listens to', async () => {
	const sandbox = await startSandbox();
	try {
		const base = 'http://127.0.0.1:5678';
		const keys = await addExampleWebhooks(sandbox.control, base);
		const { webhooks } = await sandbox.control.dashboard();
		expect(webhooks.map(({ signingKey }) => signingKey)).toEqual(keys);

		const signingKeys = n8n.addCredential('attentiveWebhookApi', { signingKeys: keys.join('\n') });
		const expected: Array<{ url: string; events: unknown }> = [];
		for (const workflow of exampleWorkflows('/files', {})) {
			for (const node of workflow.nodes.filter(({ type }) => type === trigger)) {
				node.credentials = { attentiveWebhookApi: signingKeys };
				const listener = await n8n.listen({ ...workflow, nodes: [node], connections: {} });
				const { pathname } = new URL(listener.url(node.name));
				expected.push({ url: base + pathname, events: node.parameters.triggerOn });
				await listener.close();
			}
		}
		expect(expected.length).toBeGreaterThanOrEqual(2);
		expect(webhooks.map(({ url, events }) => ({ url, events }))).toEqual(expected);
	} finally {
		await sandbox.close();
	}
});
