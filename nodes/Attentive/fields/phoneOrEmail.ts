import { parseEmail } from '../../values/email';
import { parseText } from '../../values/text';
import type { ItemSource } from '../parameters/itemSource';
import { RunError } from '../parameters/runError';
import { parseField, type Field } from './field';
import { nobody } from './person';
import { columnCell, countryColumn, defaultCountry, parsedPhone, userFrom } from './user';

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
		{
			displayName: 'Phone',
			name: 'phone',
			type: 'string',
			default: '',
			placeholder: '+12063996576',
			description: 'In any written form. Without + it is read as a number of the default country.',
			displayOptions: { show: { lookUpBy: ['phone'] }, hide: { userFrom: ['columns'] } },
		},
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'name@email.com',
			displayOptions: { show: { lookUpBy: ['email'] }, hide: { userFrom: ['columns'] } },
		},
		{
			displayName: 'Phone Column',
			name: 'phoneColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. phone',
			description: 'Header of the column with the phone',
			displayOptions: { show: { lookUpBy: ['phone'], userFrom: ['columns'] }, hide: { '@tool': [true] } },
		},
		{
			displayName: 'Email Column',
			name: 'emailColumn',
			type: 'string',
			default: '',
			placeholder: 'e.g. email',
			description: 'Header of the column with the email address',
			displayOptions: { show: { lookUpBy: ['email'], userFrom: ['columns'] }, hide: { '@tool': [true] } },
		},
		{ ...defaultCountry, displayOptions: { show: { lookUpBy: ['phone'] } } },
		{
			...countryColumn,
			displayOptions: { show: { lookUpBy: ['phone'], userFrom: ['columns'] }, hide: { '@tool': [true] } },
		},
	],
	parse(source) {
		const by = parseText(source.parameter('lookUpBy'));
		if (by === 'phone') {
			const { field, value } = found(source, 'Phone', 'phone');
			const phone = parsedPhone(field, value, source);
			if (phone === undefined) throw nobody(field);
			return { phone };
		}
		if (by === 'email') {
			const { field, value } = found(source, 'Email', 'email');
			const email = parseField(field, value, parseEmail);
			if (email === undefined) throw nobody(field);
			return { email };
		}
		throw new RunError({
			reasonCode: 'unknownChoice',
			field: 'Look Up By',
			value: by,
			reason: 'is neither phone nor email',
			wayOut: 'Choose one',
		});
	},
};

function found(
	source: ItemSource,
	displayName: string,
	parameter: string,
): { field: string; value: unknown } {
	if (!source.usesColumns()) return { field: displayName, value: source.parameter(parameter) };
	const cell = columnCell(source, `${parameter}Column`);
	if (cell) return { field: cell.column, value: cell.value };
	throw new RunError({
		reasonCode: 'noIdentifierColumn',
		field: `${displayName} Column`,
		reason: 'is empty',
		wayOut: 'Name the column',
	});
}
