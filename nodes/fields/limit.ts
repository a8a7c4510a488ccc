import { z } from 'zod';
import { ValueError } from '../values/valueError';
import { toggle } from './choice';
import type { Field } from './field';

const returnAll = toggle({
	displayName: 'Return All',
	description: 'Whether to return all results or only up to a given limit',
});
const RETURN_ALL = 'returnAll';
const LIMIT = 'limit';

/** How many records a list may give for an item; undefined for all. */
export const limit: Field<number | undefined> = {
	properties: () => [
		...returnAll.properties(RETURN_ALL),
		{
			displayName: 'Limit',
			name: LIMIT,
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			description: 'Max number of results to return',
			displayOptions: { show: { [RETURN_ALL]: [false] } },
		},
	],
	parse(source) {
		if (returnAll.parse(source, RETURN_ALL)) return undefined;
		const value = source.parameter(LIMIT);
		const most = z.coerce.number().int().positive().safeParse(value);
		if (most.success) return most.data;
		throw new ValueError({
			reasonCode: 'notALimit',
			field: 'Limit',
			value,
			reason: 'is not a whole number from 1 up',
			wayOut: 'Correct it, or turn on "Return All"',
		});
	},
};
