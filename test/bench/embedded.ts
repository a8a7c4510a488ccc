import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { EmbeddedN8n, Run, RunOptions, WorkflowFile } from '../../embedded-n8n';

/** A node to measure: Attentive's or one of n8n's. */
export type MeasuredNode = Pick<INode, 'type' | 'parameters'> & Partial<INode>;

/** Attentive's node with a credential for a server. */
export function attentiveNode(
	n8n: EmbeddedN8n,
	url: string,
	parameters: INodeParameters,
	more: Partial<INode> = {},
): MeasuredNode {
	const attentiveApi = n8n.addCredential('attentiveApi', { apiKey: 'bench', baseUrl: url });
	return {
		type: 'n8n-nodes-attentive.attentive',
		typeVersion: 1,
		parameters,
		credentials: { attentiveApi },
		...more,
	};
}

const MEASURED = 'Measured';

function workflowOf(node: MeasuredNode): WorkflowFile {
	const place = { position: [0, 0] as [number, number] };
	return {
		name: 'Bench',
		nodes: [
			{
				...place,
				id: '1',
				name: 'Start',
				type: 'n8n-nodes-base.manualTrigger',
				typeVersion: 1,
				parameters: {},
			},
			{ ...place, id: '2', name: MEASURED, typeVersion: 1, ...node },
		],
		connections: { Start: { main: [[{ node: MEASURED, type: 'main', index: 0 }]] } },
		settings: { executionOrder: 'v1' },
	};
}

/** Runs the node on these rows, as a published workflow does; throws if it fails. */
export async function runNode(
	n8n: EmbeddedN8n,
	node: MeasuredNode,
	rows: IDataObject[],
	options: RunOptions = {},
): Promise<IDataObject[]> {
	const run: Run = await n8n.run(workflowOf(node), {
		input: rows.map((json) => ({ json })),
		// Started by hand it would stop at so many people.
		mode: 'trigger',
		...options,
	});
	if (run.status !== 'success') throw run.error ?? new Error(run.status);
	return run.json(MEASURED);
}
