import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../fields/field';
import type { Operation } from './operation';

/** The parameters of one operation, shown only for it. */
export function operationProperties(operation: Operation): INodeProperties[] {
	const rules = { resource: [operation.resource], operation: [operation.operation] };
	return [
		...guardProperties(operation),
		...modeProperties(operation),
		...operation.properties,
		...(operation.additionalFields.length > 0
			? [
					{
						displayName: 'Additional Fields',
						name: 'additionalFields',
						type: 'collection' as const,
						placeholder: 'Add Field',
						default: {},
						options: operation.additionalFields,
					},
				]
			: []),
		optionsProperty(operation),
	].map((property) => shownFor(rules, property));
}

/** Name of the switch without which an AI agent cannot do what would text, unsubscribe or delete somebody. */
export const GUARD = 'allowAgent';

export function guardLabel(deed: string): string {
	return `Allow the AI Agent to ${deed}`;
}

/** The switch, in the panel of the tool only. The model cannot reach it: it takes no expression. */
export function guardProperties({ guarded }: Operation): INodeProperties[] {
	if (guarded === undefined) return [];
	return [
		{
			displayName: guardLabel(guarded),
			name: GUARD,
			type: 'boolean',
			default: false,
			noDataExpression: true,
			description: 'Whether the agent may do this on its own. An expression counts as off.',
			displayOptions: { show: { '@tool': [true] } },
		},
	];
}

/** Mode and test recipients: for operations that write. */
export function modeProperties(operation: Operation): INodeProperties[] {
	if (operation.kind === 'read') return [];
	const choices = [
		{ name: 'Live', value: 'live', description: 'Sends every item' },
		...(operation.hasPerson
			? [
					{
						name: 'Test Recipients Only',
						value: 'testRecipients',
						description: 'Sends only items whose phone and email are all on your list, and skips the others',
					},
				]
			: []),
		{
			name: 'Validate Only',
			value: 'validateOnly',
			description:
				'Sends nothing: shows for each item the request that it would make, or what is wrong with it',
		},
	];
	const mode: INodeProperties = {
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		options: choices,
		default: 'live',
	};
	if (!operation.hasPerson) return [mode];
	return [
		mode,
		{
			displayName: 'Test Recipients',
			name: 'testRecipients',
			type: 'string',
			typeOptions: { rows: 3 },
			default: '',
			placeholder: '+12063996576, name@example.com',
			description: 'Phones and emails, separated by commas or line breaks',
			displayOptions: { show: { mode: ['testRecipients'] } },
		},
	];
}

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'Input Fields Plus Result',
			value: 'inputAndResult',
			description: 'The item as it came, with the result under "attentive"',
		},
		{ name: 'Result Only', value: 'resultOnly' },
	],
	default: 'inputAndResult',
	displayOptions: { hide: { '@tool': [true] } },
};

/** The Options collection of an operation. */
export function optionsProperty(operation: Operation): INodeProperties {
	const writes: INodeProperties[] = [
		...(operation.resultOnly ? [] : [output]),
		{
			displayName: 'Stop Above N Items',
			name: 'stopAboveItems',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Sends nothing if more items than this would be sent in one run of the node, counted before Send Once Per and questions to Attentive leave some out. 0 means no limit.',
		},
		{
			displayName: 'Stop After N Failures',
			name: 'stopAfterFailures',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 0,
			description:
				'Sends no more once so many items were refused or have an unknown outcome, if On Error is set to continue. 0 means no limit.',
		},
	];
	const options: INodeProperties[] = [
		...operation.ownOptions,
		{
			displayName: 'Keep Trying for (Minutes)',
			name: 'keepTryingMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'How long to go on without one success while Attentive cannot be reached or is too busy. It is half a minute if it never answered in this run.',
		},
		{
			displayName: 'Request Timeout (Seconds)',
			name: 'requestTimeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 600 },
			default: 60,
			description: 'How long to wait for an answer to one request. A catalog file gets more, by its size.',
		},
		...(operation.kind === 'write' ? writes : []),
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: options.sort((a, b) => a.displayName.localeCompare(b.displayName)),
	};
}
