import { parseField, shownFor, type Field } from './field';
import { defaultCountry, IDENTIFIERS, identifierProperty } from './identifiers';
import { nobody } from './nobody';
import { requiredChoice } from './choice';

const lookUpBy = requiredChoice({
	displayName: 'Look Up By',
	options: [
		{ name: 'Email', value: 'email' },
		{ name: 'Phone', value: 'phone' },
	],
	default: 'phone',
	noDataExpression: true,
	description: 'How to find the user. Attentive takes only one of the two.',
});

/** A user by exactly one of phone and email, for calls that take no other. Parsing throws a ValueError where it is empty. */
export const phoneOrEmail: Field<{ phone: string } | { email: string }> = {
	properties: () => [
		...lookUpBy.properties('lookUpBy'),
		...(['phone', 'email'] as const).map((way) =>
			shownFor({ lookUpBy: [way] }, { ...identifierProperty(way), required: true }),
		),
		shownFor({ lookUpBy: ['phone'] }, defaultCountry),
	],
	parse(source) {
		const way = lookUpBy.parse(source, 'lookUpBy');
		const { displayName, parse } = IDENTIFIERS[way];
		const identifier = parseField(displayName, source.parameter(way), (written) => parse(written, source));
		if (identifier === undefined) throw nobody(source, [way]);
		return way === 'phone' ? { phone: identifier } : { email: identifier };
	},
};
