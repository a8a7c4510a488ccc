import type { IDataObject, INodeParameters } from 'n8n-workflow';
import {
	agentNode,
	startEmbeddedN8n,
	type EmbeddedN8n,
	type Run,
	type RunOptions,
	type WorkflowFile,
} from '../../embedded-n8n';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { eachField } from '../mappedFields';

export { eachField };

/** The node under test, in n8n's own engine, talking over HTTP to a sandbox of its own. */
export interface Bench {
	n8n: EmbeddedN8n;
	sandbox: Sandbox;
	/** Runs the node alone on these rows. */
	run(parameters: INodeParameters, rows: IDataObject[], settings?: NodeSettings & RunOptions): Promise<Run>;
	workflow(parameters: INodeParameters, settings?: NodeSettings): WorkflowFile;
	close(): Promise<void>;
}

export interface NodeSettings {
	onError?: 'stopWorkflow' | 'continueRegularOutput' | 'continueErrorOutput';
	retryOnFail?: boolean;
	maxTries?: number;
	/** Base URL of the credential. Default: the sandbox's. */
	baseUrl?: string;
	apiKey?: string;
}

export const EVENTS = 'POST /v1/events/custom';
export const ATTRIBUTES = 'POST /v1/attributes/custom';
export const GET_ATTRIBUTES = 'GET /v1/attributes/custom';

export async function startBench(): Promise<Bench> {
	const sandbox = await startSandbox();
	const n8n = await startEmbeddedN8n({ extraNodeTypes: { 'test.agent': agentNode } });
	const workflow = (parameters: INodeParameters, settings: NodeSettings = {}): WorkflowFile => {
		const { baseUrl, apiKey, ...nodeSettings } = settings;
		const credential = n8n.addCredential('attentiveApi', {
			apiKey: apiKey ?? sandbox.apiKey,
			baseUrl: baseUrl ?? sandbox.url,
		});
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
					credentials: { attentiveApi: credential },
					// n8n takes 0 for its default of a second.
					waitBetweenTries: 1,
					...nodeSettings,
				},
			],
			connections: { Start: { main: [[{ node: 'Attentive', type: 'main', index: 0 }]] } },
			settings: { executionOrder: 'v1' },
		};
	};
	return {
		n8n,
		sandbox,
		workflow,
		async run(parameters, rows, settings = {}) {
			const { onError, retryOnFail, maxTries, baseUrl, apiKey, ...options } = settings;
			const file = workflow(parameters, { onError, retryOnFail, maxTries, baseUrl, apiKey });
			return await n8n.run(file, {
				input: rows.map((json) => ({ json })),
				timeZone: 'America/New_York',
				...options,
			});
		},
		close: async () => await sandbox.close(),
	};
}

/** An event for the person in the field `phone`, with the field `points`. */
export const SEND_EVENT: INodeParameters = {
	resource: 'customEvent',
	operation: 'send',
	type: 'Points Awarded',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	properties: eachField([{ column: 'points', type: 'number' }]),
};

/** Attribute `points` for the person in the field `phone`. */
export const SET_ATTRIBUTES: INodeParameters = {
	resource: 'customAttribute',
	operation: 'set',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	attributes: eachField([{ column: 'points', type: 'number' }]),
};

/** Rows of different people, with points 1, 2, 3, ... */
export function rows(count: number): Array<{ phone: string; points: number }> {
	return Array.from({ length: count }, (_row, index) => ({
		phone: `+1206555${String(1000 + index).slice(-4)}`,
		points: index + 1,
	}));
}
