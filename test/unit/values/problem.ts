import { ValueError } from '../../../nodes/values/valueError';

/** What is wrong, as the user would be told it, or undefined where nothing is. Anything but a ValueError is thrown on. */
export function problemOf(parse: () => unknown): ValueError['problem'] | undefined {
	try {
		parse();
		return undefined;
	} catch (error) {
		if (error instanceof ValueError) return error.problem;
		throw error;
	}
}

/** The code of what is wrong. */
export function codeOf(parse: () => unknown): string | undefined {
	return problemOf(parse)?.reasonCode;
}

/** What a spreadsheet, a database or JSON gives for an empty cell. */
export const EMPTY_CELLS: unknown[] = [
	undefined,
	null,
	'',
	' ',
	'\t',
	'\n',
	'\u00a0',
	' \u00a0 ',
	Number.NaN,
];
