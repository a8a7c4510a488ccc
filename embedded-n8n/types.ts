import type {
	ExecutionError,
	ICredentialDataDecryptedObject,
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeListSearchResult,
	INodeType,
	IPinData,
	IRun,
	IRunData,
	ITaskData,
	IWorkflowSettings,
	NodeExecutionHint,
	WebhookType,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import type { DataTables } from './dataTables';

/** An exported workflow. Without an `id` its name stands for it (n8n's deduplication store is kept by workflow). */
export interface WorkflowFile {
	id?: string;
	name?: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	/** Used in mode 'manual' only, as in n8n. */
	pinData?: IPinData;
}

export interface StartOptions {
	/** The folder of the package under test, with its built files. Default: the root of this repository. */
	packageFolder?: string;
	/** Made-up nodes, by full type name ('test.agent'). They come before loaded ones of the same name. */
	extraNodeTypes?: Record<string, INodeType>;
	/**
	 * Folders that n8n's file nodes may read and write (N8N_RESTRICT_FILE_ACCESS_TO). n8n keeps them for the process: an
	 * EmbeddedN8n also gets those of the ones started before it.
	 */
	allowedFolders?: string[];
}

export interface RunOptions {
	/** Name of the node to start with. Default: the one that n8n picks, a trigger if there is one. */
	startNode?: string;
	/** If the start node is a trigger: what it puts out. Otherwise: the items fed into its first input. */
	input?: INodeExecutionData[] | IDataObject[];
	/** Default 'manual': as with the button Execute workflow. */
	mode?: WorkflowExecuteMode;
	/** Wins over the workflow's setting. Without either: n8n's own default, America/New_York. */
	timeZone?: string;
	/** Called after each run of a node, also of a node used as a tool. */
	onNodeFinished?(name: string, taskData: ITaskData): void;
	/** Default: counted up, unique in the process. */
	executionId?: string;
	/** Stop after this node. */
	destinationNode?: string;
}

export interface RetryOptions extends RunOptions {
	/** As "Retry with currently saved workflow". Without it: "Retry with original workflow". */
	workflow?: WorkflowFile;
	/** Put the run data through the serialisation of n8n's database first, as n8n does. Default true. */
	throughStorage?: boolean;
}

export interface Run {
	/** 'success', 'error', 'canceled' or 'waiting'. */
	status: IRun['status'];
	error?: ExecutionError;
	executionId: string;
	/** Name of the node that ran last. */
	lastNode?: string;
	/** By node name, one entry for each run of the node. */
	runData: IRunData;
	/**
	 * What n8n saves of the execution. After a cancel that is its state at that moment: n8n saves before the running
	 * node returns, so what that node still puts out is not in it (see `returned`).
	 */
	fullRunData: IRun;
	/** What the engine held when the last node had returned. Differs from `fullRunData` after a cancel only. */
	returned: IRun;
	/** What was run. */
	workflow: WorkflowFile;
	/** What a node put out; of a node used as a tool, its answer. Empty if it did not run. */
	items(nodeName: string, output?: number, runIndex?: number): INodeExecutionData[];
	json(nodeName: string, output?: number, runIndex?: number): IDataObject[];
	/** The hints of all runs of a node. */
	hints(nodeName: string): NodeExecutionHint[];
}

export interface StartedRun {
	/** Settles when the running node has returned, also after a cancel. */
	finished: Promise<Run>;
	/** As the Stop button. */
	cancel(): void;
}

export interface ListenOptions {
	/**
	 * 'webhook' (default): the workflow is published, and its production URLs answer. 'manual': the editor listens for a
	 * test event, and the test URLs answer until one starts a run.
	 */
	mode?: 'webhook' | 'manual';
	/** What the workflow's nodes keep from one publishing to the next; changed in place. Not used in mode 'manual'. */
	staticData?: IDataObject;
	/** Default: any free port. */
	port?: number;
	/** What nodes are told of this n8n's address, for example 'https://n8n.example.com'. Default: the real one. */
	publicUrl?: string;
	timeZone?: string;
	/** Called for each run when it has finished. */
	onRun?(run: Run): void;
	onNodeFinished?: RunOptions['onNodeFinished'];
}

export interface Listener {
	/** The address of a node's webhook on this computer. */
	url(nodeName: string, webhookName?: WebhookType): string;
	/** The runs that have finished, in that order. */
	readonly runs: readonly Run[];
	/** What nodes threw in webhook(): n8n answers 500 then. */
	readonly failures: readonly unknown[];
	readonly staticData: IDataObject;
	/** Waits for the runs that were started, and gives all. */
	finished(): Promise<readonly Run[]>;
	/** Unpublishes the workflow (the nodes' `delete` is called), waits for its runs, and stops the server. */
	close(): Promise<void>;
}

export interface CredentialTestResult {
	status: 'OK' | 'Error';
	message: string;
}

export interface EmbeddedN8n {
	/** What its Data Table nodes read and write. */
	readonly dataTables: Pick<DataTables, 'rows' | 'age' | 'clear'>;
	/** Nodes refer to a credential by the ID given back here, or by name if they name an ID that is not known. */
	addCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
		name?: string,
	): { id: string; name: string };
	/** A node type by its full name ('n8n-nodes-attentive.attentive'), tool variants included. */
	nodeType(fullName: string, version?: number): INodeType;
	/** Rejects only if it is called wrongly; a run that fails comes back with status 'error'. */
	run(workflow: WorkflowFile, options?: RunOptions): Promise<Run>;
	start(workflow: WorkflowFile, options?: RunOptions): StartedRun;
	/**
	 * Publishes a workflow: has its nodes set up their webhooks, and serves these over HTTP on loopback as n8n does in
	 * response mode "onReceived". Rejects if a node cannot set up its webhook (n8n tries that five times, this once).
	 */
	listen(workflow: WorkflowFile, options?: ListenOptions): Promise<Listener>;
	/** Retry in n8n's list of executions: a new execution, mode 'retry', from the failed node on with all its items. */
	retry(run: Run, options?: RetryOptions): Promise<Run>;
	/** Fills a list of a node's panel by its search method, as the editor does. */
	searchList(
		workflow: WorkflowFile,
		nodeName: string,
		method: string,
		filter?: string,
		paginationToken?: string,
	): Promise<INodeListSearchResult>;
	/** The credential test as n8n's credential window does it. */
	testCredential(type: string, data: ICredentialDataDecryptedObject): Promise<CredentialTestResult>;
	/** Forgets what nodes have recorded as processed, in all workflows of the process. */
	clearDeduplication(): void;
	/** What n8n and the nodes logged, debug lines included: 'level: message metadata'. Shared by the process. */
	readonly logLines: readonly string[];
}
