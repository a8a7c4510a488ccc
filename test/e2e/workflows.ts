import { eachField } from '../mappedFields';
import type { IDataObject, INode, INodeParameters } from 'n8n-workflow';
import type { SavedCredential, Workflow } from '../../whole-n8n';

export const attentiveType = 'n8n-nodes-attentive.attentive';
export const start = 'Start';
export const attentive = 'Attentive';

/** Made up, valid, and belonging to nobody. */
export const somePhone = '+12065550100';

/** An event for the person in the field `phone`, with the field `points`. */
export const sendEvent: INodeParameters = {
	resource: 'customEvent',
	operation: 'send',
	type: 'Points Awarded',
	phone: '={{ $json.phone }}',
	defaultCountry: 'US',
	properties: eachField([{ column: 'points', type: 'number' }]),
};

export type NodeSettings = Pick<INode, 'onError' | 'retryOnFail' | 'maxTries' | 'waitBetweenTries'>;

/** A click on the button, then one Attentive node; with rows, they come to it one item each. */
export function attentiveWorkflow(
	name: string,
	credential: SavedCredential,
	parameters: INodeParameters,
	rows: IDataObject[] = [],
	settings: NodeSettings = {},
): Workflow {
	const before = rows.length === 0 ? [] : rowNodes(rows);
	const nodes: INode[] = [
		node(start, 'n8n-nodes-base.manualTrigger', 1, {}),
		...before,
		{
			...node(attentive, attentiveType, 1, parameters),
			...settings,
			credentials: { attentiveApi: credential },
		},
	].map((one, index) => ({ ...one, id: `node-${index}`, position: [index * 220, 0] }));
	return { name, nodes, connections: chain(nodes.map((one) => one.name)) };
}

/** One item with all rows, taken apart. */
function rowNodes(rows: IDataObject[]): INode[] {
	return [
		node('Rows', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: JSON.stringify({ rows }) }),
		node('Take Apart', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows' }),
	];
}

export function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

export function chain(names: string[]): Workflow['connections'] {
	return Object.fromEntries(
		names.slice(0, -1).map((name, index) => {
			const next = names[index + 1] ?? '';
			return [name, { main: [[{ node: next, type: 'main' as const, index: 0 }]] }];
		}),
	);
}
