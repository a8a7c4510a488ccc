import { readdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { readWorkflowFile, startEmbeddedN8n } from '../../embedded-n8n';
import { startSandbox } from '../../sandbox/start';
import { addExampleWebhooks, exampleWorkflows } from '../../whole-n8n/examples';

const folder = resolve(__dirname, '../../examples');
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));
const trigger = 'n8n-nodes-attentive.attentiveTrigger';

describe.each(files)('%s', (name) => {
	const { nodes, connections } = readWorkflowFile(resolve(folder, name));

	test('can be imported: every node has an ID and a name of its own, and every connection leads somewhere', () => {
		expect(new Set(nodes.map(({ id }) => id)).size).toBe(nodes.length);
		const names = new Set(nodes.map((node) => node.name));
		expect(names.size).toBe(nodes.length);
		for (const [from, outputs] of Object.entries(connections)) {
			expect(names).toContain(from);
			for (const target of (outputs.main ?? []).flatMap((each) => each ?? []))
				expect(names).toContain(target.node);
		}
		expect(nodes.filter(({ credentials }) => credentials !== undefined)).toEqual([]);
	});

	test('says first what to fill in, and names only nodes that are there', () => {
		const [note] = nodes;
		expect(note?.type).toBe('n8n-nodes-base.stickyNote');
		expect(note?.parameters.content).toContain('credential');
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		const texts = notes.map(({ parameters }) => String(parameters.content)).join('\n');
		for (const node of nodes.filter(({ parameters }) => 'fileName' in parameters))
			expect(texts).toContain(`*${node.name}*`);
	});
});

test('each example that begins with our trigger has its webhook, at the URL and with the events that it listens to', async () => {
	const sandbox = await startSandbox();
	try {
		const n8n = await startEmbeddedN8n();
		const base = 'http://127.0.0.1:5678';
		const keys = await addExampleWebhooks(sandbox.control, base);
		const { webhooks } = await sandbox.control.dashboard();
		expect(webhooks.map(({ signingKey }) => signingKey)).toEqual(keys);

		const signingKeys = n8n.addCredential('attentiveWebhookApi', { signingKeys: keys.join('\n') });
		const expected: Array<{ url: string; events: unknown }> = [];
		for (const workflow of exampleWorkflows('/files', {})) {
			for (const node of workflow.nodes.filter(({ type }) => type === trigger)) {
				node.credentials = { attentiveWebhookApi: signingKeys };
				const listener = await n8n.listen(workflow);
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
