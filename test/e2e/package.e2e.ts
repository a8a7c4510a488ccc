import { enterStage, type Stage } from './stage';

let stage: Stage;

beforeAll(async () => {
	stage = await enterStage();
});

test('n8n loads the package under its real name, as a node and as a tool', async () => {
	const types = await stage.rest.nodeTypes();
	const ours = new Set(types.map(({ name }) => name).filter((name) => /attentive/i.test(name)));
	expect([...ours].sort()).toEqual(['n8n-nodes-attentive.attentive', 'n8n-nodes-attentive.attentiveTool']);
});

test('at its start n8n complains of nothing but the Python it lacks', () => {
	const complaints = stage.startLog
		.filter((line) => /\berrors?\b|failed|attentive/i.test(line))
		// Names of n8n's own database migrations.
		.filter((line) => !/^(Starting|Finished) migration /.test(line))
		.filter((line) => !line.startsWith('Failed to start Python task runner'));
	expect(complaints).toEqual([]);
});
