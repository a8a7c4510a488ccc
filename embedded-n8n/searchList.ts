import { LoadOptionsContext } from 'n8n-core';
import { UserError, type INodeListSearchResult } from 'n8n-workflow';
import { buildAdditionalData } from './additionalData';
import { buildWorkflow, type Engine } from './run';
import type { WorkflowFile } from './types';

/** Fills a list of the panel, as the editor does when somebody opens it or types into it. */
export async function searchList(
	{ library, credentialsHelper }: Engine,
	file: WorkflowFile,
	nodeName: string,
	method: string,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const workflow = buildWorkflow(library, file);
	const node = workflow.getNode(nodeName);
	if (!node) throw new UserError(`The workflow has no node "${nodeName}"`);
	const search = library.getByNameAndVersion(node.type, node.typeVersion).methods?.listSearch?.[method];
	if (!search) throw new UserError(`${node.type} has no list "${method}"`);
	const context = new LoadOptionsContext(workflow, node, buildAdditionalData({ credentialsHelper }), '');
	return await search.call(context, filter, paginationToken);
}
