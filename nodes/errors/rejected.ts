import { shown, ValueError } from '../values/valueError';
import { itemError } from './itemError';
import { RunError } from './runError';

/** What is wrong with an item; what is wrong with the whole run is thrown on. */
export function rejected(index: number, error: unknown) {
	if (!(error instanceof ValueError) || error instanceof RunError) throw error;
	const { reasonCode, field, value, reason, wayOut } = error.problem;
	return itemError(index, {
		status: 'rejected',
		reasonCode,
		...(field === undefined ? {} : { field }),
		...(value === undefined || value === '' ? {} : { value: shown(value) }),
		reason,
		...(wayOut === undefined ? {} : { wayOut }),
	});
}
