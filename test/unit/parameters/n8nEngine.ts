import type { IDataObject, INodeTypes, NodeParameterValueType } from 'n8n-workflow';
import { Workflow } from 'n8n-workflow';

const nodeTypes: INodeTypes = {
	getByName: () => {
		throw new Error('No nodes here');
	},
	getByNameAndVersion: () => ({
		description: {
			name: 'node',
			displayName: 'Node',
			group: ['transform'],
			version: 1,
			description: '',
			defaults: {},
			inputs: ['main'],
			outputs: ['main'],
			properties: [],
		},
	}),
	getKnownTypes: () => ({}),
};

const workflow = new Workflow({
	nodes: [{ id: 'node', name: 'Node', type: 'test.node', typeVersion: 1, position: [0, 0], parameters: {} }],
	connections: {},
	active: false,
	nodeTypes,
});

/** What n8n's own expression engine gives for a raw parameter value, for an item with this json. */
export function byN8n(raw: NodeParameterValueType, json: IDataObject): unknown {
	return workflow.expression.getParameterValue(raw, null, 0, 0, 'Node', [{ json }], 'manual', {});
}
