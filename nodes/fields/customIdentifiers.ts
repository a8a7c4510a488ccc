import type { INodeProperties } from 'n8n-workflow';
import { RunError } from '../errors/runError';
import type { ItemSource } from '../parameters/itemSource';
import { visibleName } from '../values/characters';
import { parseText } from '../values/text';
import { parseField, rowsIn, withoutFormulaError } from './field';
import { parseId } from './identifiers';
import type { CustomIdentifier } from './person';

/** Rows of names with values. */
export const customIdentifiersProperty: INodeProperties = {
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
				{
					displayName: 'Name',
					name: 'name',
					type: 'string',
					default: '',
					placeholder: 'e.g. loyaltyId',
					description: 'Name of the identifier in Attentive',
				},
				{ displayName: 'Value', name: 'value', type: 'string', default: '', placeholder: 'e.g. 1122334455' },
			],
		},
	],
};

/** The custom identifiers of an item, or undefined where it has none. Empty values are left out. */
export function readCustomIdentifiers(
	source: ItemSource,
	parameter: unknown,
): CustomIdentifier[] | undefined {
	const rows = rowsIn(parameter, 'identifiers', 'Custom Identifiers');
	const identifiers = rows.flatMap((row) => {
		const name = visibleName(parseText(row.name) ?? '') || undefined;
		const label = name ?? 'Custom Identifiers';
		const value = parseField(label, withoutFormulaError(source, label, row.value), parseId);
		if (value === undefined) return [];
		if (name !== undefined) return [{ name, value }];
		throw new RunError({
			reasonCode: 'missing',
			field: 'Custom Identifiers',
			reason: 'has a row without a name',
			wayOut: 'Enter the name that it has in Attentive',
		});
	});
	return identifiers.length > 0 ? identifiers : undefined;
}
