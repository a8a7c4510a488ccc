import type { INodeProperties } from 'n8n-workflow';
import { AS_IT_IS, typeChoices, type MappingWording } from './mappedTypes';

/** The ways to say what is sent; the values stand in saved workflows. */
export const WAYS = {
	columns: 'columns',
	allColumns: 'allColumns',
	assignments: 'assignments',
	json: 'json',
} as const;

/** The parameters of a mapping, whose names begin with `name`. */
export function mappingProperties(name: string, wording: MappingWording): INodeProperties[] {
	const { one, many, structured: lists, example } = wording;
	const from = `${name}From`;
	const hideTool = { hide: { '@tool': [true] } };
	const byHand = [
		{
			name: 'By Hand',
			value: WAYS.assignments,
			description: `Type each ${one.toLowerCase()} or drag fields in, with a type for each`,
		},
		{ name: 'JSON', value: WAYS.json, description: 'All at once as a JSON object' },
	];
	const columns: INodeProperties = {
		displayName: `${one} Columns`,
		name: `${name}Columns`,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: `Add ${one} Column`,
		default: {},
		displayOptions: { show: { [from]: [WAYS.columns] }, ...hideTool },
		options: [
			{
				displayName: 'Column',
				name: 'columns',
				values: [
					{
						displayName: 'Column',
						name: 'column',
						type: 'string',
						default: '',
						placeholder: 'e.g. points_balance',
						description: 'Header of the column',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: typeChoices(lists),
						default: AS_IT_IS,
					},
					{
						displayName: 'Date Format',
						name: 'format',
						type: 'string',
						default: '',
						placeholder: 'e.g. M/d/yyyy',
						description:
							'How the dates are written where they are not like 2026-03-04: d, M and y for day, month and year',
						displayOptions: { show: { type: ['date', 'dateTime'] } },
					},
					{
						displayName: 'Send As',
						name: 'sendAs',
						type: 'string',
						default: '',
						placeholder: 'e.g. Points Balance',
						description: `Name of the ${one.toLowerCase()} in Attentive. If empty, the column's header.`,
					},
				],
			},
		],
	};
	return [
		{
			displayName: `${many} From`,
			name: from,
			type: 'options',
			options: [
				{ name: 'Chosen Columns', value: WAYS.columns, description: 'Name the columns to send' },
				{
					name: 'All Columns',
					value: WAYS.allColumns,
					description: 'All columns but those that say who the user is and those that you leave out',
				},
				...byHand,
			],
			default: 'columns',
			displayOptions: hideTool,
		},
		{
			displayName: `${many} From`,
			name: from,
			type: 'options',
			options: byHand,
			default: 'json',
			displayOptions: { show: { '@tool': [true] } },
		},
		columns,
		{
			displayName: 'Leave Out',
			name: `${name}Except`,
			type: 'string',
			default: '',
			placeholder: 'e.g. notes, last_name',
			description: 'Headers of columns that are not sent, separated by commas',
			displayOptions: { show: { [from]: [WAYS.allColumns] }, ...hideTool },
		},
		{
			...columns,
			displayName: 'Column Types',
			placeholder: 'Add Column Type',
			description: 'For columns that are not to be sent just as they are, or under another name',
			displayOptions: { show: { [from]: [WAYS.allColumns] }, ...hideTool },
		},
		{
			displayName: many,
			name,
			type: 'assignmentCollection',
			default: {},
			displayOptions: { show: { [from]: [WAYS.assignments] } },
		},
		{
			displayName: many,
			name: `${name}Json`,
			type: 'json',
			default: '{}',
			placeholder: example,
			description: `An object with the ${many.toLowerCase()}' names and values`,
			displayOptions: { show: { [from]: [WAYS.json] } },
		},
	];
}
