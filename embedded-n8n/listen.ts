import { HookContext, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	IWebhookData,
	IWebhookDescription,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	WebhookSetupMethodNames,
	WebhookType,
	Workflow,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { deepCopy, isNodeClassInstance, NodeHelpers, UserError } from 'n8n-workflow';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { buildAdditionalData } from './additionalData';
import type { Engine } from './run';
import { buildWorkflow, runFromWebhook } from './run';
import type { Listener, ListenOptions, Run, WorkflowFile } from './types';
import { HttpError, readRequest, webhookResponse, type WebhookResponse } from './webhookHttp';

/** Serves a workflow's webhooks on loopback: published, or as while the editor listens for a test event. */
export async function startListening(
	engine: Engine,
	file: WorkflowFile,
	options: ListenOptions = {},
): Promise<Listener> {
	const server = createServer();
	await new Promise<void>((listening, failed) => {
		server.once('error', failed);
		server.listen(options.port ?? 0, '127.0.0.1', listening);
	});
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	const listening = new Listening(engine, file, options, server, `http://127.0.0.1:${port}`);
	server.on('request', (request, response) => void listening.serve(request, webhookResponse(response)));
	try {
		await listening.register();
	} catch (error) {
		await listening.close();
		throw error;
	}
	return listening;
}

class Listening implements Listener {
	readonly runs: Run[] = [];
	readonly failures: unknown[] = [];
	readonly staticData: IDataObject;
	private readonly manual: boolean;
	private readonly running = new Set<Promise<unknown>>();
	/** Nodes whose webhooks are set up. */
	private registered: IWebhookData[] = [];

	constructor(
		private readonly engine: Engine,
		private readonly file: WorkflowFile,
		private readonly options: ListenOptions,
		private readonly server: Server,
		private readonly base: string,
	) {
		this.manual = options.mode === 'manual';
		// n8n gives a test its own, empty static data and never keeps it.
		this.staticData = (this.manual ? undefined : options.staticData) ?? {};
	}

	url(nodeName: string, webhookName: WebhookType = 'default'): string {
		const webhook = this.allWebhooks().find(
			({ node, webhookDescription }) => node === nodeName && webhookDescription.name === webhookName,
		);
		if (!webhook) throw new UserError(`The node "${nodeName}" has no webhook "${webhookName}"`);
		return `${this.base}/${this.prefix}/${webhook.path}`;
	}

	/** As n8n does when a workflow is published: asks each node whether its webhook exists, and has it made if not. */
	async register(): Promise<void> {
		const mode: WorkflowExecuteMode = this.manual ? 'manual' : 'trigger';
		const activation: WorkflowActivateMode = this.manual ? 'manual' : 'activate';
		for (const webhook of this.allWebhooks()) {
			if (webhook.webhookDescription.responseMode !== undefined) this.checkResponseMode(webhook);
			this.registered.push(webhook);
			if (!(await this.callMethod('checkExists', webhook, mode, activation)))
				await this.callMethod('create', webhook, mode, activation);
		}
	}

	async serve(request: IncomingMessage, response: WebhookResponse): Promise<void> {
		try {
			if (request.method === 'OPTIONS') return void response.status(204).end();
			await this.answer(request, response);
		} catch (error) {
			const { status, code, message } =
				error instanceof HttpError
					? error
					: new HttpError(500, 'Workflow Webhook Error: Workflow could not be started!');
			if (!(error instanceof HttpError)) this.failures.push(error);
			if (!response.headersSent) response.status(status).json({ code, message });
		}
	}

	async finished(): Promise<readonly Run[]> {
		while (this.running.size > 0) await Promise.all(this.running);
		return this.runs;
	}

	async close(): Promise<void> {
		try {
			await this.unregister();
			await this.finished();
		} finally {
			this.server.closeAllConnections();
			await new Promise((closed) => this.server.close(closed));
		}
	}

	private get prefix(): string {
		return this.manual ? 'webhook-test' : 'webhook';
	}

	private async answer(request: IncomingMessage, response: WebhookResponse): Promise<void> {
		const { pathname } = new URL(request.url ?? '/', this.base);
		const path = decodeURIComponent(pathname).replace(/\/$/, '');
		const known = this.registered.find(
			(webhook) =>
				`/${this.prefix}/${webhook.path}` === path && webhook.httpMethod === (request.method ?? 'GET'),
		);
		if (!known) {
			request.resume();
			throw new HttpError(
				404,
				`The requested webhook "${request.method} ${path.replace(/^\/[^/]*\//, '')}" is not registered.`,
				404,
			);
		}
		await readRequest(request, this.base);

		const workflow = this.buildWorkflow();
		const webhook = this.webhooksOf(workflow).find(
			({ node, webhookDescription }) =>
				node === known.node && webhookDescription.name === known.webhookDescription.name,
		);
		const node = workflow.getNode(known.node);
		if (!webhook || !node) throw new HttpError(404, 'Could not find node to process webhook.', 404);
		const result = await this.callWebhook(workflow, node, webhook, request, response);
		if (result.workflowData === undefined) {
			this.keepStaticData(workflow);
			if (result.noWebhookResponse === true) return;
			send(response, result.webhookResponse ?? { message: 'Webhook call received' });
			return;
		}
		this.run(node.name, result);
		if (this.manual) await this.unregister();
		if (result.noWebhookResponse !== true)
			send(response, onReceived(workflow, node, webhook.webhookDescription, result));
	}

	private async callWebhook(
		workflow: Workflow,
		node: INode,
		webhook: IWebhookData,
		httpRequest: IncomingMessage,
		httpResponse: WebhookResponse,
	): Promise<IWebhookResponseData> {
		const additionalData = { ...this.additionalData(), httpRequest, httpResponse };
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		if (!type.webhook) throw new UserError(`The node "${node.name}" has no webhook method`);
		const mode = this.manual ? 'manual' : 'webhook';
		const context = new WebhookContext(workflow, node, additionalData, mode, webhook, [], null);
		// Nodes of this newer kind take their context as an argument; n8n's Webhook node is one.
		return isNodeClassInstance(type) ? await type.webhook(context) : await type.webhook.call(context);
	}

	private run(nodeName: string, { workflowData = [] }: IWebhookResponseData): void {
		const { timeZone, onNodeFinished, onRun } = this.options;
		const mode = this.manual ? 'manual' : 'webhook';
		const options = { timeZone, onNodeFinished, mode } as const;
		const { finished } = runFromWebhook(this.engine, this.file, nodeName, workflowData, options);
		const running = finished
			.then((run) => {
				this.runs.push(run);
				onRun?.(run);
			})
			.catch((error: unknown) => {
				this.failures.push(error);
			})
			.finally(() => this.running.delete(running));
		this.running.add(running);
	}

	/** As n8n does when a workflow is unpublished, and after each test event. */
	private async unregister(): Promise<void> {
		const webhooks = this.registered;
		this.registered = [];
		for (const webhook of webhooks) await this.callMethod('delete', webhook, 'internal', 'update');
	}

	private async callMethod(
		method: WebhookSetupMethodNames,
		webhook: IWebhookData,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
	): Promise<boolean> {
		const workflow = this.buildWorkflow();
		const node = workflow.getNode(webhook.node);
		if (!node) return false;
		const type = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const call = type.webhookMethods?.[webhook.webhookDescription.name]?.[method];
		if (!call) return false;
		const context = new HookContext(workflow, node, this.additionalData(), mode, activation, {
			...webhook,
			isTest: this.manual,
		});
		try {
			return await call.call(context);
		} finally {
			this.keepStaticData(workflow);
		}
	}

	private buildWorkflow(): Workflow {
		const { timeZone } = this.options;
		return buildWorkflow(this.engine.library, this.file, timeZone, deepCopy(this.staticData));
	}

	/** In place: whoever passed the object in reads from it, and may pass it to the next listener. */
	private keepStaticData({ staticData }: Workflow): void {
		const kept: IDataObject = deepCopy(staticData);
		for (const key of Object.keys(this.staticData)) delete this.staticData[key];
		Object.assign(this.staticData, kept);
	}

	private additionalData(): IWorkflowExecuteAdditionalData {
		const { credentialsHelper } = this.engine;
		const base = this.options.publicUrl?.replace(/\/$/, '') ?? this.base;
		return {
			...buildAdditionalData({ credentialsHelper }),
			webhookBaseUrl: `${base}/webhook`,
			webhookTestBaseUrl: `${base}/webhook-test`,
		};
	}

	private allWebhooks(): IWebhookData[] {
		return this.webhooksOf(this.buildWorkflow());
	}

	/** Paths with parameters (`:id`) are not among what this serves. */
	private webhooksOf(workflow: Workflow): IWebhookData[] {
		const workflowExecuteAdditionalData = this.additionalData();
		return Object.values(workflow.nodes).flatMap((node) => {
			if (node.disabled === true) return [];
			const { description } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
			return (description.webhooks ?? []).map((webhookDescription) => {
				const read = (key: string) => evaluate(workflow, node, webhookDescription, key);
				const path = String(read('path') ?? '').replace(/^\/|\/$/g, '');
				const isFullPath = read('isFullPath') === true;
				const httpMethod = String(read('httpMethod') ?? 'GET') as IWebhookData['httpMethod'];
				return {
					httpMethod,
					node: node.name,
					path: NodeHelpers.getNodeWebhookPath(workflow.id, node, path, isFullPath),
					webhookDescription,
					workflowId: workflow.id,
					workflowExecuteAdditionalData,
				};
			});
		});
	}

	private checkResponseMode({ node, webhookDescription }: IWebhookData): void {
		const workflow = this.buildWorkflow();
		const found = workflow.getNode(node);
		const mode = found ? evaluate(workflow, found, webhookDescription, 'responseMode') : undefined;
		if (mode !== undefined && mode !== 'onReceived')
			throw new UserError(`Embedded n8n serves response mode "onReceived" only, not "${String(mode)}"`);
	}
}

function evaluate(workflow: Workflow, node: INode, description: IWebhookDescription, key: string) {
	return workflow.expression.getSimpleParameterValue(node, description[key], 'internal', {});
}

/** What n8n answers when it has started the run. */
function onReceived(
	workflow: Workflow,
	node: INode,
	description: IWebhookDescription,
	{ webhookResponse: own }: IWebhookResponseData,
): unknown {
	// Without responseData n8n really answers this word.
	const responseData =
		description.responseData === undefined
			? 'firstEntryJson'
			: evaluate(workflow, node, description, 'responseData');
	if (responseData === 'noData') return undefined;
	return responseData || (own ?? { message: 'Workflow was started' });
}

function send(response: WebhookResponse, body: unknown): void {
	if (!response.headersSent) response.status(200).send(body);
}
