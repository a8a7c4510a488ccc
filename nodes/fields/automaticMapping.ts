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

/** Fields that n8n's own nodes add to a row: its place in the sheet. */
const ADDED_BY_N8N = new Set(['row_number', '__rownum__']);

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
	for (const [name, value] of Object.entries(object)) {
		const folded = fold(name);
		// A field without a name cannot be sent under one.
		if (folded === '' || isOwn(name, value)) continue;
		if (used.has(name) || ADDED_BY_N8N.has(folded)) source.leaveOut(name);
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
