import type { INodeProperties } from 'n8n-workflow';
import { typeChoices, type MappingWording } from './mappedTypes';

/** The ways to say what is sent. */
export const WAYS = { eachField: 'eachField', automatically: 'automatically', json: 'json' } as const;

export const MAPPING = 'mapping';
export const FIELDS_OF = 'fieldsOf';
export const LEFT_OUT = 'fieldsToLeaveOut';
export const FIELD_TYPES = 'fieldTypes';

const HIDDEN_FROM_AGENTS = { displayOptions: { hide: { '@tool': [true] } } };

/** The parameters of a mapping in sight: how it is done, and what that needs. */
export function mappingProperties(name: string, { one, many, example }: MappingWording): INodeProperties[] {
	const things = many.toLowerCase();
	const eachField = {
		name: 'Map Each Field',
		value: WAYS.eachField,
		description: `Drag fields in or type the ${things} one by one`,
	};
	const automatically = {
		name: 'Map Automatically',
		value: WAYS.automatically,
		description: `Send all fields of the item as ${things}, except those that other parameters use`,
		...HIDDEN_FROM_AGENTS,
	};
	const json = { name: 'JSON', value: WAYS.json, description: `All ${things} as one JSON object` };
	return [
		{
			displayName: 'Mapping',
			name: MAPPING,
			type: 'options',
			noDataExpression: true,
			options: [eachField, automatically, json],
			default: 'eachField',
		},
		{
			displayName: many,
			name,
			type: 'assignmentCollection',
			default: {},
			displayOptions: { show: { [MAPPING]: [WAYS.eachField] } },
		},
		{
			displayName: 'Fields Of',
			name: FIELDS_OF,
			type: 'string',
			requiresDataPath: 'single',
			default: '',
			placeholder: 'e.g. body',
			description: 'Object whose fields are sent. If empty, the fields of the item itself are sent.',
			displayOptions: { show: { [MAPPING]: [WAYS.automatically] } },
		},
		{
			displayName: 'Fields to Leave Out',
			name: LEFT_OUT,
			type: 'string',
			requiresDataPath: 'multiple',
			default: '',
			placeholder: 'e.g. notes, last_name',
			description:
				'Fields that are not sent, separated by commas. Fields that other parameters use are left out anyway.',
			displayOptions: { show: { [MAPPING]: [WAYS.automatically] } },
		},
		{
			displayName: many,
			name: `${name}Json`,
			type: 'json',
			default: '{}',
			placeholder: `e.g. ${example}`,
			description: `An object with the name and value of each ${one.toLowerCase()}`,
			displayOptions: { show: { [MAPPING]: [WAYS.json] } },
		},
	];
}

/** For what n8n's rows cannot say; it stands among the Additional Fields. */
export function fieldTypesProperty(name: string, { structured }: MappingWording): INodeProperties {
	return {
		displayName: 'Field Types',
		name,
		type: 'fixedCollection',
		typeOptions: { multipleValues: true, sortable: true },
		placeholder: 'Add Field Type',
		default: {},
		description:
			'Type of a field that should not be sent as it is, such as a date like 3/4/2026 or 1,250 as a number',
		options: [
			{
				displayName: 'Field',
				name: 'types',
				values: [
					{
						displayName: 'Field',
						name: 'field',
						type: 'string',
						requiresDataPath: 'single',
						default: '',
						placeholder: 'e.g. birthday',
						description: 'Name under which the field is sent',
					},
					{
						displayName: 'Type',
						name: 'type',
						type: 'options',
						options: typeChoices(structured),
						default: 'text',
					},
					{
						displayName: 'Date Format',
						name: 'format',
						type: 'string',
						default: '',
						placeholder: 'e.g. M/d/yyyy',
						description:
							'Format of the dates if they are not like 2026-03-04. Use d, M and y for day, month and year.',
						displayOptions: { show: { type: ['date', 'dateTime', 'dateTimeUtc'] } },
					},
				],
			},
		],
	};
}
