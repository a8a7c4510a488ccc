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

/** What stands below the node on the canvas: the action in plain words. */
export function subtitle(): string {
	const actions = Object.fromEntries(
		operations.map(({ resource, operation, action }) => [`${resource} ${operation}`, action]),
	);
	return `={{ (${JSON.stringify(actions)})[$parameter["resource"] + " " + $parameter["operation"]] }}`;
}
