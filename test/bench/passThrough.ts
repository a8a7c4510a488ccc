import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import type { MeasuredNode } from './embedded';

/** The least that any node can do: it hands its items on, each linked to its input item. */
class PassThrough implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pass Through',
		name: 'passThrough',
		group: ['transform'],
		version: 1,
		description: 'Hand items on',
		defaults: { name: 'Pass Through' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const items = this.getInputData();
		return Promise.resolve([items.map(({ json }, item) => ({ json, pairedItem: { item } }))]);
	}
}

/** For `extraNodeTypes` of embedded n8n. */
export const passThroughType = { 'bench.passThrough': new PassThrough() };

export const passThrough: MeasuredNode = { type: 'bench.passThrough', parameters: {} };
