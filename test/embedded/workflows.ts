import { resolve } from 'node:path';
import type { INode, INodeParameters } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import type { WorkflowFile } from '../../embedded-n8n';

export const fixturePackage = resolve(__dirname, 'fixture-package');

let count = 0;

/** A node of a test's workflow; its name is its place in the workflow unless given. */
export function node(type: string, parameters: INodeParameters = {}, rest: Partial<INode> = {}): INode {
	count++;
	return {
		id: `node-${count}`,
		name: rest.name ?? type.slice(type.lastIndexOf('.') + 1),
		type,
		typeVersion: 1,
		position: [count * 100, 0],
		parameters,
		...rest,
	};
}

export const manualTrigger = () => node('n8n-nodes-base.manualTrigger', {}, { name: 'Trigger' });

export const fixture = (operation: string, rest: Partial<INode> = {}, parameters: INodeParameters = {}) =>
	node('n8n-nodes-fixture.fixture', { operation, ...parameters }, { name: 'Fixture', ...rest });

/** A workflow whose nodes are connected one after another. */
export function chain(...nodes: INode[]): WorkflowFile {
	const workflow: WorkflowFile = {
		name: `Workflow ${++count}`,
		nodes,
		connections: {},
		settings: { executionOrder: 'v1' },
	};
	nodes.slice(1).forEach(({ name }, index) => connect(workflow, nodes[index]?.name ?? '', name));
	return workflow;
}

export function connect(
	workflow: WorkflowFile,
	from: string,
	to: string,
	{ output = 0, input = 0, type = NodeConnectionTypes.Main as 'main' | 'ai_tool' } = {},
): void {
	const outputs = ((workflow.connections[from] ??= {})[type] ??= []);
	while (outputs.length <= output) outputs.push([]);
	outputs[output]?.push({ node: to, type, index: input });
}
