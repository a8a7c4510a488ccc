import type { INodeProperties } from 'n8n-workflow';
import { parseText } from '../values/text';
import { RunError } from '../errors/runError';
import { parseField, rowsIn } from './field';
import { parseId } from './identifiers';

export interface CustomIdentifier {
	name: string;
	value: string;
}

/** Rows of names with values, or with headers of columns. */
export function customIdentifiersProperty(second: 'value' | 'column'): INodeProperties {
	const secondField: INodeProperties =
		second === 'value'
			? { displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. 1122334455' }
			: {
					displayName: 'Column',
					name: 'column',
					type: 'string',
					default: '',
					placeholder: 'e.g. loyalty_id',
				};
	return {
		displayName: 'Custom Identifiers',
		name: 'customIdentifiers',
		type: 'fixedCollection',
		typeOptions: { multipleValues: true },
		placeholder: 'Add Custom Identifier',
		default: {},
		options: [
			{
				displayName: 'Identifier',
				name: 'identifiers',
				values: [
					{ displayName: 'Name', name: 'name', type: 'string', default: '', placeholder: 'e.g. loyaltyId' },
					secondField,
				],
			},
		],
	};
}

/**
 * The custom identifiers of an item, or undefined where it has none. Empty values are left out.
 * @param valueOf finds the value for a row of the parameter
 */
export function readCustomIdentifiers(
	parameter: unknown,
	valueOf: (row: { value: unknown; column?: string }) => unknown,
): CustomIdentifier[] | undefined {
	const rows = rowsIn(parameter, 'identifiers', 'Custom Identifiers');
	const identifiers = rows.flatMap((row) => {
		const name = parseText(row.name);
		const written = valueOf({ value: row.value, column: parseText(row.column) });
		const value = parseField(name ?? 'Custom Identifiers', written, parseId);
		if (value === undefined) return [];
		if (name !== undefined) return [{ name, value }];
		throw new RunError({
			reasonCode: 'missing',
			field: 'Custom Identifiers',
			reason: 'have a row without a name',
			wayOut: 'Name it as it is called in Attentive',
		});
	});
	return identifiers.length > 0 ? identifiers : undefined;
}
