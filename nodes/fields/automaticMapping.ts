import { fold } from '../parameters/columns';
import type { ItemSource } from '../parameters/itemSource';
import { parseField } from './field';
import { checkNamedFields } from './namedFields';
import { isOwn } from '../parameters/ownKeys';
import { valueAt } from '../values/dataPath';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import type { MappingWording } from './mappedTypes';
import { typedName } from './mappedName';
import { FIELDS_OF, LEFT_OUT } from './mappingProperties';

/** Fields that n8n's own nodes add to a row: its place in the sheet; the call of an agent's tool; evaluations. */
const ADDED_BY_N8N = new Set(['row_number', '__rownum__', 'toolcallid', '_rowsleft', 'formqueryparameters']);
/** A column without a header, as SheetJS names it: __EMPTY, __EMPTY_1. */
const WITHOUT_HEADER = /^__empty(_\d+)?$/;
/** Fields that people use as well: n8n's are those that come with the others of their group. */
const ADDED_TOGETHER: Array<{ with: string[]; fields: string[] }> = [
	{ with: ['row_number', 'change_type'], fields: ['change_type'] },
	{ with: ['formMode', 'submittedAt'], fields: ['formMode', 'submittedAt'] },
	// The headers of a webhook may hold tokens. Its body is what people mean.
	{
		with: ['headers', 'params', 'query', 'body'],
		fields: ['headers', 'params', 'query', 'webhookUrl', 'executionMode'],
	},
	{ with: ['statusCode', 'statusMessage', 'headers'], fields: ['statusCode', 'statusMessage', 'headers'] },
	{ with: ['sessionId', 'action', 'chatInput'], fields: ['sessionId', 'action'] },
	{
		with: ['timestamp', 'Readable date', 'Day of week'],
		fields: [
			'timestamp',
			'Readable date',
			'Readable time',
			'Day of week',
			'Year',
			'Month',
			'Day of month',
			'Hour',
			'Minute',
			'Second',
			'Timezone',
		],
	},
];

/** Whether n8n itself adds such a field to such an object. */
function addedByN8n(object: Record<string, unknown>): (name: string) => boolean {
	const together = new Set(
		ADDED_TOGETHER.filter((group) => group.with.every((name) => Object.hasOwn(object, name))).flatMap(
			({ fields }) => fields,
		),
	);
	return (name) => {
		const folded = fold(name);
		return ADDED_BY_N8N.has(folded) || WITHOUT_HEADER.test(folded) || together.has(name);
	};
}

/** The path that Fields Of names; undefined for the item itself. */
export function fieldsOfItem(source: ItemSource): string | undefined {
	return parseText(source.runWide(FIELDS_OF));
}

/** The object whose fields are mapped: the item, or the one in it that Fields Of names. */
export function objectToMap(source: ItemSource, wording: MappingWording): Record<string, unknown> {
	const path = fieldsOfItem(source);
	const row = source.row();
	if (path === undefined) return row;
	const found = parseField('Fields Of', path, () => valueAt(row, path));
	if (typeof found === 'object' && found !== null && !Array.isArray(found)) return { ...found };
	throw new ValueError({
		reasonCode: 'notAnObject',
		field: 'Fields Of',
		value: path,
		reason: `is not an object in this item, so there are no fields to send as ${wording.many.toLowerCase()}`,
		wayOut: 'Enter the name of an object, such as body, or leave it empty',
	});
}

interface AutomaticFields {
	sent: Array<[name: string, value: unknown]>;
	/** The names of all that is sent in some item of the run. */
	known: ReadonlySet<string>;
}

/** The fields of an object without those that are left out: by the panel, by n8n, by us, and what other parameters use. */
export function automaticFields(source: ItemSource, object: Record<string, unknown>): AutomaticFields {
	const fieldsOf = fieldsOfItem(source);
	const used = source.usedFields(fieldsOf);
	const known = source.fieldNames(fieldsOf);
	const leftOut = fieldsToLeaveOut(source, fieldsOf, known);
	const sent: Array<[string, unknown]> = [];
	const isAdded = addedByN8n(object);
	for (const [name, value] of Object.entries(object)) {
		const folded = fold(name);
		// A field without a name cannot be sent under one.
		if (folded === '' || isOwn(name, value)) continue;
		if (used.has(name) || isAdded(name)) source.leaveOut(name);
		else if (!leftOut.has(folded)) sent.push([name, value]);
	}
	return { sent, known };
}

/** By the run: its items are many, and the names the same for all. */
const leftOutInRun = new WeakMap<object, ReadonlySet<string>>();

function fieldsToLeaveOut(
	source: ItemSource,
	fieldsOf: string | undefined,
	known: ReadonlySet<string>,
): ReadonlySet<string> {
	const before = leftOutInRun.get(source.run);
	if (before) return before;
	const written = (parseText(source.runWide(LEFT_OUT)) ?? '').split(',').filter((name) => name.trim() !== '');
	const names = written.map((name) => typedName(name.trim(), fieldsOf));
	const leftOut = new Set(names.map(fold));
	const folded = new Set([...known].map(fold));
	checkNamedFields(source, {
		label: 'Fields to Leave Out',
		reason: 'is not a field of any item',
		unknown: names.filter((name) => !folded.has(fold(name))),
		known,
	});
	leftOutInRun.set(source.run, leftOut);
	return leftOut;
}
