import type { INodeProperties } from 'n8n-workflow';
import { operationProperties } from '../operation/operationPanel';
import { operations, resources } from './operations';

/** All parameters of the node's panel, derived from the operations. */
export function nodeProperties(): INodeProperties[] {
	return [
		resourceProperty(),
		...resources.map(({ value }) => operationProperty(value)),
		...operations.flatMap(operationProperties),
	];
}

function resourceProperty(): INodeProperties {
	return {
		displayName: 'Resource',
		name: 'resource',
		type: 'options',
		noDataExpression: true,
		options: resources.map(({ value, displayName }) => ({ name: displayName, value })),
		default: 'customEvent',
	};
}

function operationProperty(resource: string): INodeProperties {
	const own = operations.filter((operation) => operation.resource === resource);
	const first = own[0]?.operation ?? '';
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		options: own.map(({ name, operation, action, description }) => ({
			name,
			value: operation,
			action,
			description,
		})),
		default: first,
	};
}

const MODES = { testRecipients: ' (test recipients only)', validateOnly: ' (validate only)' };

/** What the canvas shows below the node: the action in plain words, and the mode unless it is Live. */
export function subtitle(): string {
	const actions = Object.fromEntries(
		operations.map(({ resource, operation, action }) => [`${resource} ${operation}`, action]),
	);
	const action = `(${JSON.stringify(actions)})[$parameter["resource"] + " " + $parameter["operation"]]`;
	const mode = `((${JSON.stringify(MODES)})[$parameter["mode"]] ?? "")`;
	return `={{ ${action} + ${mode} }}`;
}
