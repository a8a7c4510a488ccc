import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	agentNode,
	startEmbeddedN8n,
	type EmbeddedN8n,
	type Run,
	type RunOptions,
	type WorkflowFile,
} from '../../embedded-n8n';
import type { RequestCount } from '../../sandbox/control';
import { startSandbox, type Sandbox } from '../../sandbox/start';

export interface NodeSettings {
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	/** Base URL of the credential. Default: the sandbox's. */
	baseUrl?: string;
	apiKey?: string;
}

export type Settings = NodeSettings & RunOptions;

/** How an agent calls its tool: as the model's own code does, or by n8n's engine. */
export type Through = 'invoke' | 'engine';

/** The node under test, in n8n's own engine, talking over HTTP to a sandbox of its own. */
export class Bench {
	private started?: { n8n: EmbeddedN8n; sandbox: Sandbox };

	get n8n(): EmbeddedN8n {
		return this.parts.n8n;
	}

	get sandbox(): Sandbox {
		return this.parts.sandbox;
	}

	async start(): Promise<void> {
		const sandbox = await startSandbox();
		const n8n = await startEmbeddedN8n({ extraNodeTypes: { 'test.agent': agentNode } });
		this.started = { n8n, sandbox };
	}

	/** A new account at Attentive, and an n8n that remembers nothing of earlier runs. */
	async reset(): Promise<void> {
		await this.sandbox.control.reset();
		this.n8n.clearDeduplication();
	}

	async close(): Promise<void> {
		await this.started?.sandbox.close();
	}

	workflow(parameters: INodeParameters, settings: NodeSettings = {}): WorkflowFile {
		const { baseUrl = this.sandbox.url, apiKey = this.sandbox.apiKey, ...nodeSettings } = settings;
		const attentiveApi = this.n8n.addCredential('attentiveApi', { apiKey, baseUrl });
		return {
			name: 'Test',
			nodes: [
				{
					id: '1',
					name: 'Start',
					type: 'n8n-nodes-base.manualTrigger',
					typeVersion: 1,
					position: [0, 0],
					parameters: {},
				},
				{
					id: '2',
					name: 'Attentive',
					type: 'n8n-nodes-attentive.attentive',
					typeVersion: 1,
					position: [200, 0],
					parameters,
					credentials: { attentiveApi },
					// n8n takes 0 for its default of a second.
					waitBetweenTries: 1,
					...nodeSettings,
				},
			],
			connections: { Start: { main: [[{ node: 'Attentive', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		};
	}

	/** The node in a loop, with so many items in each round. */
	loop(parameters: INodeParameters, batchSize: number, settings: NodeSettings = {}): WorkflowFile {
		const file = this.workflow(parameters, settings);
		file.nodes.push({
			id: '3',
			name: 'Loop',
			type: 'n8n-nodes-base.splitInBatches',
			typeVersion: 3,
			position: [100, 0],
			parameters: { batchSize },
		});
		file.connections = {
			Start: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
			Loop: { main: [[], [{ node: 'Attentive', type: 'main', index: 0 }]] },
			Attentive: { main: [[{ node: 'Loop', type: 'main', index: 0 }]] },
		};
		return file;
	}

	/** Runs the node alone on these rows; without any, on one empty item. */
	async run(parameters: INodeParameters, rows: IDataObject[] = [{}], settings: Settings = {}): Promise<Run> {
		const { onError, retryOnFail, maxTries, baseUrl, apiKey, ...options } = settings;
		const file = this.workflow(parameters, { onError, retryOnFail, maxTries, baseUrl, apiKey });
		return await this.n8n.run(file, {
			input: rows.map((json) => ({ json })),
			timeZone: 'America/New_York',
			...options,
		});
	}

	/** As `run`, for what the node puts out at its first output. */
	async output(...run: Parameters<Bench['run']>): Promise<IDataObject[]> {
		return (await this.run(...run)).json('Attentive');
	}

	/** Has an AI agent call the node as its tool, once with each of these arguments; what the model reads of each. */
	async callAsTool(
		parameters: INodeParameters,
		calls: object[],
		through: Through = 'engine',
		settings: NodeSettings = {},
	): Promise<string[]> {
		const file = this.workflow(parameters, settings);
		for (const node of file.nodes) {
			if (node.name === 'Attentive') node.type = 'n8n-nodes-attentive.attentiveTool';
		}
		file.nodes.push({
			id: '3',
			name: 'Agent',
			type: 'test.agent',
			typeVersion: 1,
			position: [400, 0],
			parameters: { calls: JSON.stringify(calls), through, onToolError: 'item' },
		});
		file.connections = {
			Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
			Attentive: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
		};
		const run = await this.n8n.run(file, { input: [{}], timeZone: 'America/New_York' });
		if (run.error) throw run.error;
		return run.json('Agent').map((answer) => JSON.stringify(answer));
	}

	/** How many requests reached an endpoint, or all of them, whatever was answered. */
	async requests(endpoint?: string): Promise<number> {
		return (await this.counts(endpoint)).reduce((sum, { total }) => sum + total, 0);
	}

	/** How many requests to an endpoint were answered with this status. */
	async answers(endpoint: string, status: number): Promise<number> {
		return (await this.counts(endpoint)).reduce((sum, { statuses }) => sum + (statuses[status] ?? 0), 0);
	}

	/** How many requests reached an endpoint before the time that the Retry-After of an earlier answer had named. */
	async tooEarly(endpoint: string): Promise<number> {
		return (await this.counts(endpoint)).reduce((sum, { tooEarly }) => sum + tooEarly, 0);
	}

	/** What Attentive accepted at an endpoint, or at all of them, in order. */
	async bodies<Body = IDataObject>(endpoint?: string): Promise<Body[]> {
		const ledger = await this.sandbox.control.ledger(endpoint);
		return ledger.map(({ body }) => body as Body);
	}

	/** The phone of each user of whom Attentive accepted something at an endpoint, in order. */
	async phones(endpoint: string): Promise<Array<string | undefined>> {
		const bodies = await this.bodies<{ user: { phone?: string } }>(endpoint);
		return bodies.map(({ user }) => user.phone);
	}

	/** How many records each bulk job has, in the order of the requests. */
	async jobSizes(): Promise<number[]> {
		return (await this.sandbox.control.jobs()).map(({ totalRecords }) => totalRecords);
	}

	/** How many records all bulk jobs have. */
	async recordsSent(): Promise<number> {
		return (await this.jobSizes()).reduce((sum, size) => sum + size, 0);
	}

	/** What n8n and the nodes log from now on; each call gives the lines of one level, as in 'warn'. */
	logSinceNow(): (level: string) => string[] {
		const before = this.n8n.logLines.length;
		return (level) => this.n8n.logLines.slice(before).filter((line) => line.startsWith(`${level}: `));
	}

	private async counts(endpoint: string | undefined): Promise<RequestCount[]> {
		const counts = await this.sandbox.control.requests();
		const wanted = counts.filter((count) => endpoint === undefined || count.endpoint === endpoint);
		if (wanted.length === 0) throw new Error(`The sandbox has no ${endpoint}.`);
		return wanted;
	}

	private get parts(): { n8n: EmbeddedN8n; sandbox: Sandbox } {
		if (this.started === undefined) throw new Error('The bench starts in beforeAll: use it within tests.');
		return this.started;
	}
}
