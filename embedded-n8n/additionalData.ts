import { Container } from '@n8n/di';
import type { ExecutionLifecycleHooks } from 'n8n-core';
import { ExternalSecretsProxy } from 'n8n-core';
import type { ICredentialsHelper, IWorkflowExecuteAdditionalData } from 'n8n-workflow';
import { UserError } from 'n8n-workflow';
import type { DataTables } from './dataTables';

/** Nothing listens there. The engine wants valid addresses even where it only builds links for expressions. */
const ADDRESS = 'http://localhost:5678/';

interface Parts {
	credentialsHelper: ICredentialsHelper;
	executionId?: string;
	hooks?: ExecutionLifecycleHooks;
	dataTables?: DataTables;
}

/** What n8n's main package gives the engine for one execution. Sub-workflows and Code nodes are missing. */
export function buildAdditionalData({ dataTables, ...parts }: Parts): IWorkflowExecuteAdditionalData {
	return {
		...parts,
		...(dataTables && { 'data-table': { dataTableProxyProvider: dataTables } }),
		currentNodeExecutionIndex: 0,
		executeWorkflow: async () => {
			throw new UserError('Embedded n8n runs no sub-workflows');
		},
		startRunnerTask: async () => {
			throw new UserError("Embedded n8n runs no Code nodes: they want n8n's task runner");
		},
		getRunExecutionData: async () => undefined,
		getRuntimeCredential: async () => undefined,
		externalSecretsProxy: Container.get(ExternalSecretsProxy),
		variables: {},
		logAiEvent: () => {},
		restApiUrl: `${ADDRESS}rest`,
		instanceBaseUrl: ADDRESS,
		formBaseUrl: `${ADDRESS}form`,
		formWaitingBaseUrl: `${ADDRESS}form-waiting`,
		formTestBaseUrl: `${ADDRESS}form-test`,
		webhookBaseUrl: `${ADDRESS}webhook`,
		webhookWaitingBaseUrl: `${ADDRESS}webhook-waiting`,
		webhookTestBaseUrl: `${ADDRESS}webhook-test`,
		mcpBaseUrl: `${ADDRESS}mcp`,
		mcpTestBaseUrl: `${ADDRESS}mcp-test`,
	};
}
