import { RunError } from '../errors/runError';
import { fold } from '../parameters/columns';
import type { ItemSource } from '../parameters/itemSource';
import { parseField } from './field';
import { isOwn } from '../parameters/ownKeys';
import { valueAt } from '../values/dataPath';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import type { MappingWording } from './mappedTypes';
import { FIELDS_OF, LEFT_OUT } from './mappingProperties';

/** Fields that n8n's own nodes add to a row: its place in the sheet. */
const ADDED_BY_N8N = new Set(['row_number', '__rownum__']);

/** The object whose fields are mapped: the item, or the one in it that Fields Of names. */
export function objectToMap(source: ItemSource, wording: MappingWording): Record<string, unknown> {
	const path = parseText(source.runWide(FIELDS_OF));
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
	const used = source.usedFields(parseText(source.runWide(FIELDS_OF)));
	const leftOut = fieldsToLeaveOut(source);
	const sent: Array<[string, unknown]> = [];
	for (const [name, value] of Object.entries(object)) {
		const folded = fold(name);
		// A field without a name cannot be sent under one.
		if (folded === '' || isOwn(name, value) || ADDED_BY_N8N.has(folded)) continue;
		if (used.has(name)) source.note(`Left out, since other parameters use it: ${name}`);
		else if (!leftOut.has(folded)) sent.push([name, value]);
	}
	return { sent, known: source.fieldNames() };
}

function fieldsToLeaveOut(source: ItemSource): Set<string> {
	const names = (parseText(source.runWide(LEFT_OUT)) ?? '').split(',').filter((name) => name.trim() !== '');
	const known = new Set([...source.fieldNames()].map(fold));
	for (const name of names) {
		if (known.has(fold(name))) continue;
		// A field that is misspelt here would be sent after all, and an attribute cannot be deleted.
		throw new RunError({
			reasonCode: 'noSuchField',
			field: 'Fields to Leave Out',
			value: name.trim(),
			reason: 'is not a field of any item',
			wayOut: `Use one of ${[...source.fieldNames()].slice(0, 20).join(', ')}`,
		});
	}
	return new Set(names.map(fold));
}
