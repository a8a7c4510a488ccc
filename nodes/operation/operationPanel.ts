import { alphabetically } from '../values/characters';
import type { INodeProperties } from 'n8n-workflow';
import { shownFor } from '../fields/field';
import { testRecipients } from '../fields/testRecipients';
import { grouped } from '../values/grouped';
import type { Operation } from './operation';

/** The parameters of one operation, shown only for it. */
export function operationProperties(operation: Operation): INodeProperties[] {
	const rules = { resource: [operation.resource], operation: [operation.operation] };
	return [
		...guardProperties(operation),
		...operation.panel.properties,
		...modeProperties(operation),
		...(operation.panel.additionalFields.length > 0
			? [
					{
						displayName: 'Additional Fields',
						name: 'additionalFields',
						type: 'collection' as const,
						placeholder: 'Add Field',
						default: {},
						options: operation.panel.additionalFields,
					},
				]
			: []),
		optionsProperty(operation),
	].map((property) => shownFor(rules, property));
}

/** Name of the switch without which an AI agent cannot text, unsubscribe or delete anyone. */
export const GUARD = 'allowAgent';

export function guardLabel(deed: string): string {
	return `Allow the AI Agent to ${deed}`;
}

/** The switch, only in the panel of the tool. The model cannot reach it, since it takes no expression. */
export function guardProperties({ guard }: Operation): INodeProperties[] {
	if (!guard) return [];
	return [
		{
			displayName: guardLabel(guard.deed),
			name: GUARD,
			type: 'boolean',
			default: false,
			noDataExpression: true,
			description: 'Whether an AI agent may do this. An expression counts as off.',
			displayOptions: { show: { '@tool': [true] } },
		},
	];
}

/** Mode and test recipients, for operations that write. */
export function modeProperties(operation: Operation): INodeProperties[] {
	if (operation.kind === 'read') return [];
	const choices = [
		{ name: 'Live', value: 'live', description: 'Send every item' },
		...(operation.hasPerson
			? [
					{
						name: 'Test Recipients Only',
						value: 'testRecipients',
						description: 'Send only items whose phone and email are both on your list, and skip all others',
					},
				]
			: []),
		{
			name: 'Validate Only',
			value: 'validateOnly',
			description: 'Send nothing. Show the request that each item would make, or what is wrong with it.',
		},
	];
	const mode: INodeProperties = {
		displayName: 'Mode',
		name: 'mode',
		type: 'options',
		noDataExpression: true,
		options: choices,
		default: 'live',
	};
	if (!operation.hasPerson) return [mode];
	return [mode, testRecipients];
}

const output: INodeProperties = {
	displayName: 'Output',
	name: 'output',
	type: 'options',
	options: [
		{
			name: 'Input Fields Plus Result',
			value: 'inputAndResult',
			description: 'The item with its result under "attentive"',
		},
		{ name: 'Result Only', value: 'resultOnly' },
	],
	default: 'inputAndResult',
	displayOptions: { hide: { '@tool': [true] } },
};

const skippedItems: INodeProperties = {
	displayName: 'Skipped Items',
	name: 'skippedItems',
	type: 'options',
	options: [
		{ name: 'Pass On', value: 'passOn', description: 'Output them with the reason why they were skipped' },
		{
			name: 'Leave Out',
			value: 'leaveOut',
			description: "Don't output them, so that the next nodes don't treat them as sent",
		},
	],
	default: 'passOn',
	description: 'What to do with items that were not sent on purpose, such as those without consent',
	// An agent that gets no answer calls again.
	displayOptions: { hide: { '@tool': [true] } },
};

/** Most people that a run started manually may text unless an option allows more. */
export const MOST_PEOPLE_BY_HAND = 1_000;

/** Options of all operations that send something. */
const SENDING_OPTIONS: INodeProperties[] = [
	skippedItems,
	{
		displayName: 'Stop if More Than (Items)',
		name: 'stopAboveItems',
		type: 'number',
		typeOptions: { minValue: 0 },
		// Adding the option takes no guard away.
		default: MOST_PEOPLE_BY_HAND,
		description: `Send nothing if one run would send more items than this. 0 means no limit. Without this option, a run started manually in the editor stops if it could text more than ${grouped(MOST_PEOPLE_BY_HAND)} people. Items that are skipped later, by Skip Repeats By or by a check in Attentive, count too.`,
	},
	{
		displayName: 'Stop if More Than N Percent Are Invalid',
		name: 'stopAboveInvalidPercent',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: 100 },
		default: 10,
		description:
			'Send nothing if more than this share of the items is invalid. Needed only when On Error is set to continue: with Stop Workflow, one invalid item stops the run before anything is sent.',
	},
	{
		displayName: 'Stop After N Failures',
		name: 'stopAfterFailures',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 0,
		description:
			'Stop sending once this many items were refused or have an unknown outcome. Works only when On Error is set to continue. 0 means no limit.',
	},
];

/** The Options collection of an operation. */
export function optionsProperty(operation: Operation): INodeProperties {
	const writes = [...(operation.resultOnly ? [] : [output]), ...SENDING_OPTIONS];
	const options: INodeProperties[] = [
		...operation.panel.options,
		{
			displayName: 'Retry for Up To (Minutes)',
			name: 'retryMinutes',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: 10,
			description:
				'How long to keep retrying without a single success while Attentive is unreachable or too busy. At most half a minute if it has not answered at all in this run.',
		},
		{
			displayName: 'Request Timeout (Seconds)',
			name: 'requestTimeoutSeconds',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: 600 },
			default: 60,
			description:
				'How long to wait for the response to a request. A catalog file gets more time, by its size.',
		},
		...(operation.kind === 'write' ? writes : []),
	];
	return {
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add Option',
		default: {},
		options: alphabetically(options, ({ displayName }) => displayName),
	};
}
