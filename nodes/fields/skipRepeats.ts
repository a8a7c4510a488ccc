import type { INodeProperties } from 'n8n-workflow';
import { isFormulaError } from '../values/formulaError';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import type { ItemSource } from '../parameters/itemSource';
import { parseField, readsUnfound } from './field';

const NAME = 'skipRepeatsBy';
const LABEL = 'Skip Repeats By';

/** Most values that may be remembered: n8n keeps them in one row of its database, and reads and writes it whole each time. */
export const MOST_REMEMBERED = 1_000_000;

/**
 * The field that says what is to be sent only once. It stands among the Additional Fields: each item has its own value.
 * @param example field whose values name it, for the placeholder
 * @param note ends the description
 */
export function skipRepeatsProperty({ example, note }: { example: string; note?: string }): INodeProperties {
	return {
		displayName: LABEL,
		name: NAME,
		type: 'string',
		default: '',
		placeholder: `e.g. {{ $json.${example} }}`,
		description: [
			'Items with a value that was already sent are skipped, in this run and in later ones. Sending begins a second later, so that executions on several n8n workers do not send the same value.',
			...(note === undefined ? [] : [note]),
		].join(' '),
	};
}

/** The same for all items of a run. */
export const REMEMBERED = {
	displayName: 'Skip Repeats: Values to Remember',
	name: 'skipRepeatsLimit',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_REMEMBERED },
	default: 100_000,
	description:
		'How many values of Skip Repeats By n8n remembers for this node. The oldest are forgotten first and can then be sent again.',
} satisfies INodeProperties;

/**
 * What names the item among those that are sent only once; undefined where that is not asked for.
 * Throws a ValueError for an item without a value: it could be sent twice.
 */
export function skipRepeatsKey(source: ItemSource): string | undefined {
	if (!source.isGiven(NAME)) return undefined;
	const value = source.parameter(NAME);
	// All items whose formula has failed have the same error.
	const key = isFormulaError(value) ? undefined : parseField(LABEL, value, parseText);
	if (key !== undefined) return key;
	const unfound = source.unfound([NAME]);
	if (unfound) throw readsUnfound(unfound);
	throw new ValueError({
		reasonCode: 'missing',
		field: LABEL,
		reason: 'is empty, so the item could be sent twice',
		wayOut: 'Enter a value, or remove the field',
	});
}
