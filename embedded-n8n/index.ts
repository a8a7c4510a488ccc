/**
 * n8n's own engine in this process, for tests and the demo: it loads the built package and n8n's own nodes and runs
 * workflow files for real, over real HTTP, webhooks included; its data tables are in memory. Not in it: sub-workflows, the Code node.
 *
 * n8n keeps its services once for the process. Many EmbeddedN8n side by side are fine; they have credentials and made-up
 * nodes of their own, but share log lines, allowed folders and the deduplication store.
 *
 * Import this before n8n-core. Some of n8n's packages that it uses (@n8n/di, @n8n/config, @n8n/backend-common) come with
 * n8n-core.
 */
import { userFolder } from './environment';
import { SecurityConfig } from '@n8n/config';
import { Container } from '@n8n/di';
import { BinaryDataService } from 'n8n-core';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { CredentialsHelper, CredentialStore } from './credentials';
import { DataTables } from './dataTables';
import { startDeduplication } from './deduplication';
import { startListening } from './listen';
import { loadNodes } from './loadNodes';
import { collectLogLines } from './logLines';
import { startRetry } from './retry';
import { startRun } from './run';
import { searchList } from './searchList';
import { testCredential } from './testCredential';
import type { EmbeddedN8n, StartOptions, WorkflowFile } from './types';

export { agentNode } from './agentNode';
export type {
	CredentialTestResult,
	EmbeddedN8n,
	Listener,
	ListenOptions,
	RetryOptions,
	Run,
	RunOptions,
	StartedRun,
	StartOptions,
	WorkflowFile,
} from './types';

const allowedFolders = new Set([join(userFolder, 'files')]);

/** Takes about a second the first time in a process (most of it loading n8n-core), then some milliseconds. */
export async function startEmbeddedN8n(options: StartOptions = {}): Promise<EmbeddedN8n> {
	const logLines = collectLogLines();
	for (const folder of options.allowedFolders ?? []) {
		// n8n compares with real paths.
		allowedFolders.add(existsSync(folder) ? realpathSync(folder) : resolve(folder));
	}
	Container.get(SecurityConfig).restrictFileAccessTo = [...allowedFolders].join(';');
	await Container.get(BinaryDataService).init();
	const deduplication = await startDeduplication();

	const packageFolder = options.packageFolder ?? resolve(__dirname, '..');
	const library = await loadNodes(packageFolder, options.extraNodeTypes ?? {});
	const store = new CredentialStore();
	const dataTables = new DataTables();
	const engine = { library, credentialsHelper: new CredentialsHelper(library, store), dataTables };

	return {
		logLines,
		dataTables,
		addCredential(type, data, name) {
			library.credentialType(type);
			const credential = store.add(type, data, name);
			return { id: credential.id, name: credential.name };
		},
		nodeType: (fullName, version) => library.getByNameAndVersion(fullName, version),
		start: (workflow, runOptions) => startRun(engine, workflow, runOptions),
		run: async (workflow, runOptions) => await startRun(engine, workflow, runOptions).finished,
		listen: async (workflow, listenOptions) => await startListening(engine, workflow, listenOptions),
		retry: async (run, retryOptions) => await startRetry(engine, run, retryOptions).finished,
		searchList: async (workflow, ...search) => await searchList(engine, workflow, ...search),
		testCredential: async (type, data) => await testCredential(library, type, data),
		clearDeduplication: () => deduplication.clear(),
	};
}

/** Reads an exported workflow. */
export function readWorkflowFile(path: string): WorkflowFile {
	const workflow: WorkflowFile = JSON.parse(readFileSync(path, 'utf8'));
	return workflow;
}
