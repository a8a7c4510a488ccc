import type { INodeProperties, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

/** True if n8n makes `<name>Tool` out of a node. */
export function isUsableAsTool(node: INodeType): boolean {
	return Boolean(node.description.usableAsTool);
}

/**
 * The node as n8n offers it to an AI agent: the same code, with an ai_tool output in place of its inputs and outputs,
 * and a description for the model. n8n keeps this conversion in its main package, so it is repeated here. (Like n8n, it
 * ignores `usableAsTool.replacements` at run time: those change the panel only.)
 */
export function asTool(node: INodeType): INodeType {
	const { usableAsTool: _, ...rest } = node.description;
	const description: INodeTypeDescription = {
		...rest,
		name: `${rest.name}Tool`,
		displayName: `${rest.displayName} Tool`,
		inputs: [],
		outputs: [NodeConnectionTypes.AiTool],
		properties: withToolDescription(rest),
	};
	const variant: INodeType = Object.create(node, {
		description: { value: description, enumerable: true, writable: true },
	});
	return variant;
}

function withToolDescription({
	properties,
	description,
}: Omit<INodeTypeDescription, 'usableAsTool'>): INodeProperties[] {
	if (properties.some(({ name }) => name === 'toolDescription')) return properties;
	const text: INodeProperties = {
		displayName: 'Description',
		name: 'toolDescription',
		type: 'string',
		default: description,
		required: true,
	};
	if (!properties.some(({ name }) => name === 'resource' || name === 'operation'))
		return [text, ...properties];
	const source: INodeProperties = {
		displayName: 'Tool Description',
		name: 'descriptionType',
		type: 'options',
		noDataExpression: true,
		options: [
			{ name: 'Set Automatically', value: 'auto' },
			{ name: 'Set Manually', value: 'manual' },
		],
		default: 'auto',
	};
	return [source, { ...text, displayOptions: { show: { descriptionType: ['manual'] } } }, ...properties];
}
