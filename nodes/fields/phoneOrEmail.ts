import type { INodeProperties } from 'n8n-workflow';
import { parseText } from '../values/text';
import { RunError } from '../errors/runError';
import type { ItemSource } from '../parameters/itemSource';
import { parseField, shownFor, type Field } from './field';
import {
	columnCell,
	columnParameter,
	columnProperty,
	countryColumn,
	defaultCountry,
	IDENTIFIERS,
	userFrom,
	valueProperty,
	WITH_COLUMNS,
	WITH_VALUES,
} from './identifiers';
import { nobody } from './person';

type Way = 'phone' | 'email';

/** A user by exactly one of phone and email, for calls that take no other. Parsing throws a ValueError where it is empty. */
export const phoneOrEmail: Field<{ phone: string } | { email: string }> = {
	properties: () => [
		{
			displayName: 'Look Up By',
			name: 'lookUpBy',
			type: 'options',
			options: [
				{ name: 'Email', value: 'email' },
				{ name: 'Phone', value: 'phone' },
			],
			default: 'phone',
			description: 'Attentive takes one of them, not both',
		},
		userFrom,
		...both('phone'),
		...both('email'),
		...[defaultCountry, countryColumn].map((property) => shownFor({ lookUpBy: ['phone'] }, property)),
	],
	parse(source) {
		const by = parseText(source.parameter('lookUpBy'));
		if (by === 'phone') return { phone: found(source, by) };
		if (by === 'email') return { email: found(source, by) };
		throw new RunError({
			reasonCode: 'unknownChoice',
			field: 'Look Up By',
			value: by,
			reason: 'is neither phone nor email',
			wayOut: 'Choose one',
		});
	},
};

function both(way: Way): INodeProperties[] {
	return [
		{ ...valueProperty(way), displayOptions: WITH_VALUES },
		{ ...columnProperty(way), displayOptions: WITH_COLUMNS },
	].map((property) => shownFor({ lookUpBy: [way] }, property));
}

function found(source: ItemSource, way: Way): string {
	const { displayName, parse } = IDENTIFIERS[way];
	const cell = source.usesColumns() ? columnCell(source, columnParameter(way)) : undefined;
	if (source.usesColumns() && !cell) {
		throw new RunError({
			reasonCode: 'noIdentifierColumn',
			field: `${displayName} Column`,
			reason: 'is empty',
			wayOut: 'Name the column',
		});
	}
	const field = cell?.column ?? displayName;
	const identifier = parseField(field, cell ? cell.value : source.parameter(way), (written) =>
		parse(written, source),
	);
	if (identifier === undefined) throw nobody(field);
	return identifier;
}
