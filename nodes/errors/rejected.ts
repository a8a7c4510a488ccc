import { excerpt, ValueError, type Problem } from '../values/valueError';
import { itemError, type ItemProblem } from './itemError';
import { RunError } from './runError';

/** What is wrong with an item; what is wrong with the whole run is thrown on. */
export function rejected(index: number, error: unknown) {
	if (!(error instanceof ValueError) || error instanceof RunError) throw error;
	const first = asItemProblem(error.problem);
	const problems = error.others.length > 0 ? { problems: [first, ...error.others.map(asItemProblem)] } : {};
	return itemError(index, { status: 'rejected', ...first, ...problems });
}

/** A problem as an item's error shows it: its value as short text, and nothing that is empty. */
export function asItemProblem({ reasonCode, field, value, reason, wayOut }: Problem): ItemProblem {
	return {
		reasonCode,
		...(field === undefined ? {} : { field }),
		...(value === undefined || value === '' ? {} : { value: excerpt(value) }),
		reason,
		...(wayOut === undefined ? {} : { wayOut }),
	};
}
