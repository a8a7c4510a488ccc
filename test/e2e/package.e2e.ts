import { basename } from 'node:path';
import { n8n } from '../../package.json';
import { enterStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = await enterStage();
});

test('n8n loads every node of the package under its real name, and the action node as a tool', async () => {
	const types = await stage.rest.nodeTypes();
	const ours = new Set(types.map(({ name }) => name).filter((name) => /attentive/i.test(name)));
	// dist/nodes/AttentiveTrigger/AttentiveTrigger.node.js is attentiveTrigger.
	const nodes = n8n.nodes.map((file) => basename(file, '.node.js').replace(/^A/, 'a'));
	expect([...ours].sort()).toEqual(
		[...nodes, 'attentiveTool'].map((name) => `n8n-nodes-attentive.${name}`).sort(),
	);
});

test('at its start n8n complains of nothing but the Python and the network that it lacks', () => {
	const complaints = stage.startLog
		.filter((line) => /\berrors?\b|failed|attentive/i.test(line))
		// Names of n8n's own database migrations.
		.filter((line) => !/^(Starting|Finished) migration /.test(line))
		.filter((line) => !line.startsWith('Failed to start Python task runner'))
		.filter((line) => !/api\.n8n\.io|Failed to refresh MCP registry/.test(line));
	expect(complaints).toEqual([]);
});
