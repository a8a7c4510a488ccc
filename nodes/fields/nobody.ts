import type { ItemSource } from '../parameters/itemSource';
import { ValueError } from '../values/valueError';
import { readsUnfound } from './field';

/**
 * The error of an item that names nobody; where a parameter reads a field that no item has, that is what it says.
 * @param names of the parameters that could have named somebody
 */
export function nobody(source: ItemSource, names: string[]): ValueError {
	const unfound = source.unfound(names);
	if (unfound) return readsUnfound(unfound);
	const labels = names.map((name) => source.label(name)).join(', ');
	const isOne = names.length === 1;
	return new ValueError({
		reasonCode: 'noIdentifier',
		field: labels,
		reason: isOne ? 'is empty' : 'are all empty',
		wayOut: isOne ? 'Enter it' : 'Enter at least one of them',
	});
}
