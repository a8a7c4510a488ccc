import type { EmbeddedN8n, Run } from '../../embedded-n8n';
import { agentNode, startEmbeddedN8n } from '../../embedded-n8n';
import type { INode, INodeParameters } from 'n8n-workflow';
import { chain, connect, fixturePackage, manualTrigger, node } from './workflows';

let n8n: EmbeddedN8n;

beforeAll(async () => {
	n8n = await startEmbeddedN8n({
		packageFolder: fixturePackage,
		extraNodeTypes: { 'test.agent': agentNode },
	});
});

const TEXT = "={{ $fromAI('text', 'What to say', 'string') }}";
/** Arguments that no parameter asks for with $fromAI never reach an invoked tool. */
const BAD = "={{ $fromAI('bad', 'Whether to fail', 'boolean') }}";
const BAD_CALL = JSON.stringify([{ bad: true }]);
const retrying: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

function workflow(tool: INodeParameters, agent: INodeParameters, rest: Partial<INode> = {}) {
	const file = chain(manualTrigger(), node('test.agent', agent, { name: 'Agent' }));
	file.nodes.push(node('n8n-nodes-fixture.fixtureTool', tool, { name: 'Tool', ...rest }));
	connect(file, 'Tool', 'Agent', { type: 'ai_tool' });
	return file;
}

const answers = (run: Run) => run.json('Agent').map(({ response }) => JSON.parse(String(response)));

test('the tool variant of a node', () => {
	const { description } = n8n.nodeType('n8n-nodes-fixture.fixtureTool');
	expect(description).toMatchObject({ name: 'fixtureTool', inputs: [], outputs: ['ai_tool'] });
	expect(description.properties[0]?.name).toBe('descriptionType');
	expect(n8n.nodeType('n8n-nodes-fixture.fixture').description.outputs).toEqual(['main']);
	expect(() => n8n.nodeType('n8n-nodes-base.manualTriggerTool')).toThrow('cannot be used as a tool');
});

test('called by the agent', async () => {
	const calls = [{ text: 'one' }, { text: 'two' }];
	const run = await n8n.run(workflow({ operation: 'look', text: TEXT }, { calls: JSON.stringify(calls) }));
	expect(run.error).toBeUndefined();
	expect(answers(run)).toMatchObject([
		[{ context: 'SupplyDataContext', isTool: true, runIndex: 0, text: 'one', signal: true }],
		[{ context: 'SupplyDataContext', isTool: true, runIndex: 1, text: 'two', input: [{ text: 'two' }] }],
	]);
	expect(run.hints('Tool')).toHaveLength(2);
	expect(run.items('Tool', 0, 1)).toHaveLength(1);
});

test('called at once', async () => {
	const run = await n8n.run(workflow({ operation: 'look' }, { calls: 3, parallel: true }));
	expect(answers(run).map(([{ runIndex }]) => runIndex)).toEqual([0, 1, 2]);
});

test('called through the engine', async () => {
	const calls = [{ text: 'one' }, { text: 'two' }];
	const agent = { calls: JSON.stringify(calls), through: 'engine' };
	const run = await n8n.run(workflow({ operation: 'look', text: TEXT }, agent));
	expect(run.error).toBeUndefined();
	expect(answers(run)).toMatchObject([
		[{ context: 'ExecuteContext', isTool: false, runIndex: 0, text: 'one' }],
		[{ context: 'ExecuteContext', isTool: false, runIndex: 1, text: 'two' }],
	]);
});

describe('a tool that fails', () => {
	test('throws to the agent, with the description in the message', async () => {
		const run = await n8n.run(workflow({ operation: 'remember', failTimes: 9 }, { calls: 1 }));
		expect(run.json('Agent')).toEqual([{ toolError: 'Failed in entry 1\n\nDetails: On purpose' }]);
	});

	test('is called again by Retry On Fail after a throw, each time as a new run', async () => {
		const run = await n8n.run(workflow({ operation: 'remember', failTimes: 2 }, { calls: 1 }, retrying));
		expect(answers(run)).toMatchObject([[{ entries: 3, runIndexes: [0, 1, 2] }]]);
		expect(run.hints('Tool')).toHaveLength(3);
		expect(run.runData.Tool).toHaveLength(3);
		expect(run.runData.Tool?.map(({ executionStatus }) => executionStatus)).toEqual([
			'error',
			'error',
			'success',
		]);
	});

	test('is not called again for an error item that it returns', async () => {
		const rest = { ...retrying, onError: 'continueRegularOutput' as const };
		const run = await n8n.run(workflow({ operation: 'check', text: BAD }, { calls: BAD_CALL }, rest));
		expect(answers(run)).toEqual([[{ error: { message: 'Bad row', item: 0 } }]]);
		expect(run.runData.Tool).toHaveLength(1);
	});

	test('On Error does not change a throw', async () => {
		const rest = { onError: 'continueRegularOutput' as const };
		const run = await n8n.run(workflow({ operation: 'remember', failTimes: 9 }, { calls: 1 }, rest));
		expect(run.json('Agent')[0]).toHaveProperty('toolError');
	});

	test('through the engine a throw becomes an answer, after Retry On Fail in one run', async () => {
		const tool = { operation: 'remember', failTimes: 9 };
		const run = await n8n.run(workflow(tool, { calls: 1, through: 'engine' }, retrying));
		expect(run.status).toBe('success');
		expect(answers(run)).toEqual([[{ error: 'Failed in entry 3' }]]);
		expect(run.runData.Tool).toHaveLength(1);
	});

	test('through the engine Retry On Fail also follows an error item', async () => {
		const rest = { ...retrying, onError: 'continueRegularOutput' as const };
		const agent = { calls: BAD_CALL, through: 'engine' };
		const checks = () => n8n.logLines.filter((line) => line.startsWith('info: Checking')).length;
		const before = checks();
		const run = await n8n.run(workflow({ operation: 'check', text: BAD }, agent, rest));
		expect(checks() - before).toBe(3);
		expect(answers(run)).toEqual([[{ error: { message: 'Bad row', item: 0 } }]]);
	});

	test('through the engine it stops the workflow if its On Error says so', async () => {
		const rest = { onError: 'stopWorkflow' as const };
		const tool = { operation: 'remember', failTimes: 9 };
		const run = await n8n.run(workflow(tool, { calls: 1, through: 'engine' }, rest));
		expect(run).toMatchObject({ status: 'error', lastNode: 'Tool' });
	});

	test.each(['invoke', 'engine'])(
		'Retry in the list of executions keeps its context (%s)',
		async (through) => {
			const rest = { onError: 'stopWorkflow' as const };
			const tool = { operation: 'remember', failTimes: 1 };
			const first = await n8n.run(workflow(tool, { calls: 1, through, onToolError: 'throw' }, rest));
			expect(first.status).toBe('error');
			const second = await n8n.retry(first);
			expect(second.status).toBe('success');
			const runIndexes = through === 'invoke' ? [0, 1] : [0, 0];
			expect(answers(second)).toMatchObject([[{ entries: 2, runIndexes }]]);
		},
	);
});
