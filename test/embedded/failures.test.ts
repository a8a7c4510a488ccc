import type { EmbeddedN8n } from '../../embedded-n8n';
import { startEmbeddedN8n } from '../../embedded-n8n';
import type { IDataObject, INode } from 'n8n-workflow';
import { chain, connect, fixture, fixturePackage, manualTrigger, node } from './workflows';

let n8n: EmbeddedN8n;

beforeAll(async () => {
	n8n = await startEmbeddedN8n({ packageFolder: fixturePackage });
});

/** How often an operation 'check' was entered so far. */
const checks = () => n8n.logLines.filter((line) => line.startsWith('info: Checking')).length;
const rows = [{ id: 1 }, { id: 2, bad: true }, { id: 3 }];
const retrying: Partial<INode> = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

describe('On Error', () => {
	test('stop: the run fails', async () => {
		const run = await n8n.run(chain(manualTrigger(), fixture('check')), { input: rows });
		expect(run.status).toBe('error');
		expect(run.error).toMatchObject({ name: 'NodeOperationError', message: 'Bad row' });
		expect(run.lastNode).toBe('Fixture');
		expect(run.items('Fixture')).toEqual([]);
	});

	test('continue: all rows on the one output', async () => {
		const run = await n8n.run(
			chain(manualTrigger(), fixture('check', { onError: 'continueRegularOutput' })),
			{
				input: rows,
			},
		);
		expect(run.status).toBe('success');
		expect(run.json('Fixture')).toEqual([{ id: 1 }, { error: { message: 'Bad row', item: 1 } }, { id: 3 }]);
	});

	test('error output: n8n sorts the rows and merges the bad one', async () => {
		const run = await n8n.run(chain(manualTrigger(), fixture('check', { onError: 'continueErrorOutput' })), {
			input: rows,
		});
		expect(run.json('Fixture', 0)).toEqual([{ id: 1 }, { id: 3 }]);
		expect(run.json('Fixture', 1)).toEqual([{ id: 2, bad: true, error: { message: 'Bad row', item: 1 } }]);
	});
});

describe('Retry On Fail', () => {
	test('enters the node again, with the same context and execution', async () => {
		const run = await n8n.run(chain(manualTrigger(), fixture('remember', retrying, { failTimes: 2 })));
		expect(run.status).toBe('success');
		const { executionId: id } = run;
		expect(run.json('Fixture')).toEqual([{ entries: 3, executions: [id, id, id], runIndexes: [0, 0, 0] }]);
		// The hints of the tries that threw are gone.
		expect(run.hints('Fixture').map(({ message }) => message)).toEqual(['Entry 3']);
	});

	test('enters it again for a returned error item, if that is the first', async () => {
		const rest = { ...retrying, onError: 'continueRegularOutput' as const };
		const entries = async (input: IDataObject[]) => {
			const before = checks();
			await n8n.run(chain(manualTrigger(), fixture('check', rest)), { input });
			return checks() - before;
		};
		expect(await entries([{ bad: true }, { id: 1 }])).toBe(3);
		expect(await entries([{ id: 1 }, { bad: true }])).toBe(1);
	});
});

describe('Retry in the list of executions', () => {
	const failing = () => chain(manualTrigger(), fixture('remember', {}, { failTimes: 1 }));

	test.each([true, false])(
		'goes on at the failed node with its context (through storage: %s)',
		async (throughStorage) => {
			const first = await n8n.run(failing(), { input: rows });
			expect(first.status).toBe('error');
			const second = await n8n.retry(first, { throughStorage });
			expect(second.status).toBe('success');
			expect(second.executionId).not.toBe(first.executionId);
			expect(second.fullRunData.mode).toBe('retry');
			const executions = [first.executionId, second.executionId];
			expect(second.json('Fixture')).toEqual(
				rows.map((row) => ({ ...row, entries: 2, executions, runIndexes: [0, 0] })),
			);
			await expect(n8n.retry(second)).rejects.toThrow('succeeded');
		},
	);

	test('can take a changed workflow', async () => {
		const workflow = chain(manualTrigger(), fixture('remember', {}, { failTimes: 99 }));
		const first = await n8n.run(workflow, { input: rows });
		const changed = structuredClone(workflow);
		changed.nodes.forEach(({ parameters }) => (parameters.failTimes = 0));
		const second = await n8n.retry(first, { workflow: changed });
		expect(second.json('Fixture')).toHaveLength(3);
		changed.nodes.pop();
		await expect(n8n.retry(first, { workflow: changed })).rejects.toThrow('no longer has the node');
	});

	test('keeps what other nodes had put out', async () => {
		const workflow = failing();
		workflow.nodes.splice(1, 0, node('n8n-nodes-base.noOp', {}, { name: 'Before' }));
		workflow.connections = {};
		connect(workflow, 'Trigger', 'Before');
		connect(workflow, 'Before', 'Fixture');
		const finished: string[] = [];
		const second = await n8n.retry(await n8n.run(workflow, { input: rows }), {
			onNodeFinished: (name) => finished.push(name),
		});
		expect(second.json('Before')).toEqual(rows);
		expect(finished).toEqual(['Fixture']);
	});
});

describe('Stop', () => {
	test('the signal reaches the node; n8n has saved before it returns', async () => {
		const workflow = chain(manualTrigger(), fixture('wait'));
		const { finished, cancel } = n8n.start(workflow, {
			onNodeFinished: (name) => {
				if (name === 'Trigger') setTimeout(() => cancel(), 20);
			},
		});
		const run = await finished;
		expect(run.status).toBe('canceled');
		expect(run.lastNode).toBe('Trigger');
		expect(run.items('Fixture')).toEqual([]);
		expect(run.returned.data.resultData.runData.Fixture?.[0]?.data?.main?.[0]).toMatchObject([
			{ json: { cancelled: true } },
		]);
		expect(n8n.logLines.some((line) => line.startsWith('warn: Cancelled while waiting { done: 1 }'))).toBe(
			true,
		);
	});

	test('Retry of a stopped execution does not run the stopped node again', async () => {
		const { finished, cancel } = n8n.start(chain(manualTrigger(), fixture('wait')));
		setTimeout(() => cancel(), 20);
		const second = await n8n.retry(await finished);
		expect(second.status).toBe('success');
		expect(second.runData.Fixture).toBeUndefined();
	});
});

test('deduplication: as far back as the store holds, by node', async () => {
	n8n.clearDeduplication();
	const workflow = chain(manualTrigger(), fixture('deduplicate'));
	const result = async (...ids: string[]) =>
		(await n8n.run(workflow, { input: ids.map((id) => ({ id })) })).json('Fixture')[0];
	expect(await result('a', 'b', 'b')).toEqual({ fresh: ['a', 'b', 'b'], processed: [] });
	expect(await result('a', 'c')).toEqual({ fresh: ['c'], processed: ['a'] });
	// The node keeps three; 'b' was recorded twice.
	expect(await result('a')).toEqual({ fresh: ['a'], processed: [] });
	n8n.clearDeduplication();
	expect(await result('c')).toEqual({ fresh: ['c'], processed: [] });
});

test("deduplication serves n8n's Remove Duplicates", async () => {
	n8n.clearDeduplication();
	const workflow = chain(
		manualTrigger(),
		node(
			'n8n-nodes-base.removeDuplicates',
			{ operation: 'removeItemsSeenInPreviousExecutions', dedupeValue: '={{ $json.id }}' },
			{ name: 'Remove', typeVersion: 2 },
		),
	);
	const first = await n8n.run(workflow, { input: [{ id: 1 }, { id: 2 }] });
	const second = await n8n.run(workflow, { input: [{ id: 2 }, { id: 3 }] });
	expect(first.json('Remove')).toHaveLength(2);
	expect(second.json('Remove')).toEqual([{ id: 3 }]);
});
