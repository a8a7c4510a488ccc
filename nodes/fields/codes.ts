import { parseText } from '../values/text';
import { RunError } from '../errors/runError';
import { parseField, type Field } from './field';
import { columnCell } from './identifiers';

const IN_COLUMN = { name: 'Column', value: 'column', description: 'One code in each row' };
const WRITTEN = { name: 'List or Text', value: 'values', description: 'Many codes at once' };

/** The discount codes of an item: from a column, or as a list or text. Blanks are left out; there may be none. */
export const codes: Field<string[]> = {
	properties: (name) => [
		{
			displayName: 'Codes From',
			name: `${name}From`,
			type: 'options',
			options: [IN_COLUMN, WRITTEN],
			default: 'column',
			displayOptions: { hide: { '@tool': [true] } },
		},
		// Hidden, it would keep its default, and n8n would take the codes away.
		{
			displayName: 'Codes From',
			name: `${name}From`,
			type: 'options',
			options: [WRITTEN],
			default: 'values',
			displayOptions: { show: { '@tool': [true] } },
		},
		{
			displayName: 'Code Column',
			name: `${name}Column`,
			type: 'string',
			default: '',
			placeholder: 'e.g. code',
			description: 'Header of the column with the codes',
			displayOptions: { hide: { '@tool': [true], [`${name}From`]: ['values'] } },
		},
		{
			displayName: 'Codes',
			name,
			type: 'string',
			typeOptions: { rows: 4 },
			default: '',
			placeholder: 'SAVE10-A1, SAVE10-B2',
			description: 'Separated by commas or line breaks, or a list by an expression',
			displayOptions: { hide: { [`${name}From`]: ['column'] } },
		},
	],
	parse(source, name) {
		if (source.isTool || source.runWide(`${name}From`) === 'values') {
			const written = source.parameter(name);
			const list: unknown[] = Array.isArray(written) ? written : (parseText(written) ?? '').split(/[,;\n]/);
			return list.flatMap((code) => parseField('Codes', code, parseText) ?? []);
		}
		const cell = columnCell(source, `${name}Column`);
		if (!cell)
			throw new RunError({
				reasonCode: 'missing',
				field: 'Code Column',
				reason: 'is empty',
				wayOut: 'Name the column',
			});
		return [parseField(cell.column, cell.value, parseText)].flatMap((code) => code ?? []);
	},
};
