import type { INodeParameters } from 'n8n-workflow';

/** A row of Map Each Field: the field that it reads, and what is said of it. */
interface MappedField {
	column: string;
	/** n8n's or ours; as it is unless given. */
	type?: string;
	/** Name under which it is sent. */
	sendAs?: string;
}

const N8N_TYPES: Record<string, string> = { text: 'string', json: 'object', asItIs: '' };

/** Rows as n8n makes them when fields are dragged into Map Each Field. */
export function eachField(fields: MappedField[]): INodeParameters {
	return {
		assignments: fields.map(({ column, type = '', sendAs = column }, index) => ({
			id: String(index),
			name: sendAs,
			value: `={{ $json[${JSON.stringify(column)}] }}`,
			type: N8N_TYPES[type] ?? type,
		})),
	};
}
