import type { INodeProperties } from 'n8n-workflow';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import type { ItemSource } from '../parameters/itemSource';
import { RunError } from '../errors/runError';
import { toggle } from './choice';
import { parseField } from './field';
import { columnCell } from './identifiers';

const VALUE = { name: 'sendOncePer', displayName: 'Send Once Per' };
const COLUMN = { name: 'sendOncePerColumn', displayName: 'Send Once Per Column' };
const OWN = 'sendOncePerOwn';

/** Most values that may be remembered: n8n keeps them in one row of its database, and reads and writes it whole each time. */
export const MOST_REMEMBERED = 1_000_000;

const STORE =
	'What was sent for it, or may have been, is skipped in this and later runs of this node. Two executions at the same moment can both send if they run on different workers';

const ownSwitch = (own: string) =>
	toggle({
		displayName: `Send Once Per ${own}`,
		description: `Whether to send only once for each ${own}. ${STORE}.`,
	});

/** The fields that say what is to be sent only once. They stand among the Additional Fields: each item has its own value. */
export function onceProperties(example: string, own: string | undefined): INodeProperties[] {
	return [
		{
			...VALUE,
			type: 'string',
			default: '',
			placeholder: `e.g. {{ $json.${example} }}`,
			description: `A value, by an expression, that names what is to be sent only once. ${STORE}. Use only one of the fields Send Once Per.`,
		},
		{
			...COLUMN,
			type: 'string',
			default: '',
			placeholder: `e.g. ${example}`,
			description: `Header of a column whose values name what is to be sent only once. ${STORE}. Use only one of the fields Send Once Per.`,
			displayOptions: { hide: { '@tool': [true] } },
		},
		...(own === undefined ? [] : ownSwitch(own).properties(OWN)),
	];
}

export const REMEMBERED = {
	displayName: 'Send Once Per: Limit',
	name: 'sendOnceRemembered',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: MOST_REMEMBERED },
	default: 100_000,
	description:
		'How many values of Send Once Per n8n remembers for this node, without dates. The oldest are forgotten first: they can be sent again then.',
} satisfies INodeProperties;

/** The same for all items of a run. */
export const onceOptions: INodeProperties[] = [REMEMBERED];

/**
 * What names the item among those that are sent only once; undefined where that is not asked for.
 * Throws a ValueError for an item without a value: it could be sent twice.
 */
export function onceKey(
	source: ItemSource,
	own: string | undefined,
	ownValue: () => string | undefined,
): string | undefined {
	const cell = source.isTool ? undefined : columnCell(source, COLUMN.name);
	const written = source.parameter(VALUE.name);
	const isValueGiven = source.isGiven(VALUE.name);
	const isOwn = own !== undefined && ownSwitch(own).parse(source, OWN);
	if (!cell && !source.isTool && source.isGiven(COLUMN.name)) {
		throw new RunError({
			reasonCode: 'missing',
			field: COLUMN.displayName,
			reason: 'is empty, and it is to tell what is sent only once',
			wayOut: 'Name the column, or take the field away',
		});
	}
	const ways = [cell !== undefined, isValueGiven, isOwn].filter(Boolean).length;
	if (ways === 0) return undefined;
	if (ways > 1) {
		throw new RunError({
			reasonCode: 'severalKeys',
			field: VALUE.displayName,
			reason: 'is given in more than one way',
			wayOut: 'Keep one of its fields',
		});
	}
	const field = cell?.column ?? (isOwn ? own : VALUE.displayName);
	const key = isOwn ? ownValue() : parseField(field, cell ? cell.value : written, parseText);
	if (key !== undefined) return key;
	throw new ValueError({
		reasonCode: 'missing',
		field,
		reason: 'is empty, and it is to tell what is sent only once',
		wayOut: 'Fill it in, or leave the item out',
	});
}
