import { ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	IRunExecutionData,
	IWorkflowBase,
	NodeExecutionHint,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData, deepCopy, UserError, Workflow } from 'n8n-workflow';
import { buildAdditionalData } from './additionalData';
import type { CredentialsHelper } from './credentials';
import type { DataTables } from './dataTables';
import type { NodeLibrary } from './loadNodes';
import { throughStorage } from './storage';
import type { Run, RunOptions, StartedRun, WorkflowFile } from './types';

/** What the runs of one EmbeddedN8n have in common. */
export interface Engine {
	library: NodeLibrary;
	credentialsHelper: CredentialsHelper;
	dataTables: DataTables;
}

/** One counter for the process, so that nodes that remember by execution ID never meet the same one twice. */
let lastExecutionId = 0;

/** Runs a workflow from its start node. */
export function startRun(engine: Engine, file: WorkflowFile, options: RunOptions = {}): StartedRun {
	const workflow = buildWorkflow(engine.library, file, options.timeZone);
	return execute(engine, file, options.mode ?? 'manual', options, (workflowExecute) =>
		workflowExecute.run({ workflow, ...startOf(engine.library, file, workflow, options) }),
	);
}

/** Goes on from the run data of another execution, as n8n does for Retry. */
export function resumeRun(
	engine: Engine,
	file: WorkflowFile,
	data: IRunExecutionData,
	retryOf: string,
	options: RunOptions,
): StartedRun {
	const workflow = buildWorkflow(engine.library, file, options.timeZone);
	return execute(
		engine,
		file,
		'retry',
		options,
		(workflowExecute) => workflowExecute.processRunExecutionData(workflow),
		data,
		retryOf,
	);
}

/** Runs a workflow from a trigger node with what its webhook() returned. */
export function runFromWebhook(
	engine: Engine,
	file: WorkflowFile,
	nodeName: string,
	output: INodeExecutionData[][],
	options: RunOptions & { mode: 'webhook' | 'manual' },
): StartedRun {
	const workflow = buildWorkflow(engine.library, file, options.timeZone);
	const node = workflow.getNode(nodeName);
	if (!node) throw new UserError(`The workflow has no node "${nodeName}"`);
	const nodeExecutionStack = [{ node, data: { main: output }, source: null }];
	return execute(
		engine,
		file,
		options.mode,
		options,
		(workflowExecute) => workflowExecute.processRunExecutionData(workflow),
		createRunExecutionData({ executionData: { nodeExecutionStack } }),
	);
}

export function buildWorkflow(
	library: NodeLibrary,
	file: WorkflowFile,
	timeZone?: string,
	staticData?: IDataObject,
): Workflow {
	const settings = { ...file.settings };
	if (settings.timezone === 'DEFAULT') delete settings.timezone;
	if (timeZone) settings.timezone = timeZone;
	return new Workflow({
		id: workflowId(file),
		name: file.name,
		// Cloned: Workflow fills the nodes' parameters with their defaults.
		nodes: deepCopy(file.nodes),
		connections: deepCopy(file.connections),
		active: false,
		nodeTypes: library,
		settings,
		staticData,
	});
}

function workflowId(file: WorkflowFile): string {
	return file.id ?? file.name ?? 'workflow';
}

type WorkflowStart = Omit<Parameters<WorkflowExecute['run']>[0], 'workflow'>;

function startOf(
	library: NodeLibrary,
	file: WorkflowFile,
	workflow: Workflow,
	{ startNode, input, mode = 'manual', destinationNode }: RunOptions,
): WorkflowStart {
	for (const name of [startNode, destinationNode]) {
		if (name !== undefined && !workflow.getNode(name))
			throw new UserError(`The workflow has no node "${name}"`);
	}
	const node = (startNode && workflow.getNode(startNode)) || workflow.getStartNode(destinationNode);
	if (!node) throw new UserError('The workflow has no node to start with');

	const start: WorkflowStart = { startNode: node };
	if (destinationNode) start.destinationNode = { nodeName: destinationNode, mode: 'inclusive' };
	if (mode === 'manual' && file.pinData) start.pinData = { ...file.pinData };
	if (!input) return start;

	const items = input.map(asItem);
	const { trigger, poll } = library.getByNameAndVersion(node.type, node.typeVersion);
	if (mode === 'manual' && (trigger ?? poll)) {
		// In this mode the engine would call the trigger and ignore its input; pinned data is what n8n's users take.
		start.pinData = { ...start.pinData, [node.name]: items };
	} else {
		const task = { startTime: Date.now(), executionIndex: 0, executionTime: 0, source: [] };
		start.triggerToStartFrom = { name: node.name, data: { ...task, data: { main: [items] } } };
	}
	return start;
}

function asItem(entry: INodeExecutionData | IDataObject): INodeExecutionData {
	// An item is told from a row by its `json` object, as n8n's returnJsonArray does.
	return typeof entry.json === 'object' && entry.json !== null
		? (entry as INodeExecutionData)
		: { json: entry as IDataObject };
}

function execute(
	engine: Engine,
	file: WorkflowFile,
	mode: WorkflowExecuteMode,
	options: RunOptions,
	begin: (workflowExecute: WorkflowExecute) => ReturnType<WorkflowExecute['run']>,
	data: IRunExecutionData = createRunExecutionData(),
	retryOf?: string,
): StartedRun {
	const executionId = options.executionId ?? String(++lastExecutionId);
	const hooks = new ExecutionLifecycleHooks(mode, executionId, workflowBase(file), retryOf);
	let saved: IRun | undefined;
	hooks.addHandler('nodeExecuteAfter', (name, taskData) => options.onNodeFinished?.(name, taskData));
	hooks.addHandler('workflowExecuteAfter', (run) => {
		// Kept as the database would: the engine goes on changing the object until the running node has returned.
		if (run.status === 'canceled') saved ??= { ...run, data: throughStorage(run.data) };
	});
	const { credentialsHelper, dataTables } = engine;
	const additionalData = buildAdditionalData({ credentialsHelper, executionId, hooks, dataTables });
	const workflowExecute = new WorkflowExecute(additionalData, mode, data);

	let running: ReturnType<typeof begin>;
	try {
		running = begin(workflowExecute);
	} catch (error) {
		return { finished: finishBeforeStart(error, mode, executionId, file), cancel: () => {} };
	}
	return {
		finished: running.then((returned) => new FinishedRun(executionId, file, saved ?? returned, returned)),
		cancel: () => running.cancel(),
	};
}

/** n8n shows a workflow that it cannot start (a parameter is missing) as a failed execution without any node. */
async function finishBeforeStart(
	error: unknown,
	mode: WorkflowExecuteMode,
	executionId: string,
	file: WorkflowFile,
): Promise<Run> {
	if (!(error instanceof Error) || error.name !== 'WorkflowHasIssuesError') throw error;
	const data = createRunExecutionData();
	// n8n stores this error like the others, although its class is not among those of the type.
	data.resultData.error = error as NonNullable<typeof data.resultData.error>;
	const now = new Date();
	const run: IRun = { data, mode, startedAt: now, stoppedAt: now, storedAt: 'db', status: 'error' };
	return new FinishedRun(executionId, file, run, run);
}

function workflowBase(file: WorkflowFile): IWorkflowBase {
	const now = new Date();
	return {
		id: workflowId(file),
		name: file.name ?? 'Workflow',
		active: false,
		activeVersionId: null,
		isArchived: false,
		createdAt: now,
		updatedAt: now,
		nodes: file.nodes,
		connections: file.connections,
		settings: file.settings,
	};
}

class FinishedRun implements Run {
	constructor(
		readonly executionId: string,
		readonly workflow: WorkflowFile,
		readonly fullRunData: IRun,
		readonly returned: IRun,
	) {}

	get status() {
		return this.returned.status;
	}

	get error() {
		return this.returned.data.resultData.error;
	}

	get runData() {
		return this.fullRunData.data.resultData.runData;
	}

	get lastNode() {
		return this.fullRunData.data.resultData.lastNodeExecuted;
	}

	items(nodeName: string, output = 0, runIndex = 0): INodeExecutionData[] {
		const data = this.runsOf(nodeName)[runIndex]?.data;
		return (data?.main ?? data?.ai_tool)?.[output] ?? [];
	}

	json(nodeName: string, output = 0, runIndex = 0): IDataObject[] {
		return this.items(nodeName, output, runIndex).map((item) => item.json);
	}

	hints(nodeName: string): NodeExecutionHint[] {
		return this.runsOf(nodeName).flatMap((taskData) => taskData.hints ?? []);
	}

	private runsOf(nodeName: string) {
		if (!this.workflow.nodes.some(({ name }) => name === nodeName)) {
			throw new UserError(`The workflow has no node "${nodeName}"`);
		}
		return this.runData[nodeName] ?? [];
	}
}
