import { member } from '../values/member';
import { canBeInPath } from '../values/pathId';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import { parseField, type Field } from './field';

interface Wording {
	displayName: string;
	/** Name of the node's method that searches the list. */
	list: string;
	placeholder: string;
	description: string;
}

/** The ID of something in Attentive, for each item: picked from a list, or given. */
export function picked({ displayName, list, placeholder, description }: Wording): Field<string> {
	return {
		properties: (name) => [
			{
				displayName,
				name,
				type: 'resourceLocator',
				default: { mode: 'list', value: '' },
				required: true,
				description,
				modes: [
					{
						displayName: 'From List',
						name: 'list',
						type: 'list',
						placeholder: 'Choose…',
						typeOptions: { searchListMethod: list, searchable: true },
					},
					{ displayName: 'By ID', name: 'id', type: 'string', placeholder },
				],
			},
		],
		parse(source, name) {
			const given = source.parameter(name);
			const id = parseField(displayName, member(given, 'value') ?? plain(given), parseText);
			if (id !== undefined && canBeInPath(id)) return id;
			throw new ValueError({
				reasonCode: id === undefined ? 'missing' : 'notAnId',
				field: displayName,
				...(id === undefined ? {} : { value: id }),
				reason: id === undefined ? 'is empty' : 'is not an ID',
				wayOut: 'Choose one from the list, or enter its ID',
			});
		},
	};
}

/** An expression in place of the whole parameter gives the ID itself. */
function plain(given: unknown): unknown {
	return typeof given === 'object' ? undefined : given;
}
