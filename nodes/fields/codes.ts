import { parseText } from '../values/text';
import { parseField, withoutFormulaError, type Field } from './field';

/** The discount codes of an item: one, several in a text, or a list. Blanks are left out; there may be none. */
export const codes: Field<string[]> = {
	properties: (name) => [
		{
			displayName: 'Codes',
			name,
			type: 'string',
			typeOptions: { rows: 2 },
			required: true,
			default: '',
			placeholder: 'e.g. SAVE10-A1, SAVE10-B2',
			description:
				'One code or several, separated by commas or line breaks. An expression can also give a list.',
		},
	],
	parse(source, name) {
		const written = source.parameter(name);
		const list: unknown[] = Array.isArray(written) ? written : (parseText(written) ?? '').split(/[,;\n]/);
		return list.flatMap(
			(code) => parseField('Codes', withoutFormulaError(source, 'Codes', code), parseText) ?? [],
		);
	},
};
