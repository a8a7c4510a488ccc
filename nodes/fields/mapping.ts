import { z } from 'zod';
import { Problems } from '../errors/problems';
import { RunError } from '../errors/runError';
import type { ItemSource } from '../parameters/itemSource';
import { hasExpression } from '../parameters/parameters';
import { visibleName } from '../values/characters';
import { isFormulaError } from '../values/formulaError';
import { isNested } from '../values/nested';
import { dateText, isAbsent, parseText } from '../values/text';
import type { Warning } from '../values/warning';
import { listed, nameExcerpt, ValueError } from '../values/valueError';
import { automaticFields, fieldsOfItem, objectToMap } from './automaticMapping';
import { parseField, rowsIn, withoutFormulaError, type Field } from './field';
import { withoutInnerErrors } from './innerErrors';
import { checkNamedFields } from './namedFields';
import { sentName, typedName } from './mappedName';
import { AS_IT_IS, parseAs, parsedJson, type MappingWording } from './mappedTypes';
import { FIELD_TYPES, fieldTypesProperty, MAPPING, mappingProperties, WAYS } from './mappingProperties';

/** Names and values for Attentive, as an item gives them. */
export type Mapped = Record<string, unknown>;

/** Names of dates whose years of two digits are past; the next birthday is to come. */
const NAME_OF_BIRTHDAY =
	/^(?!.*(next|newborn|stubborn)).*(birth|\bdob\b|\bb[-_ ]?day|(^|[^a-z])born([^a-z]|$)|^geb|geburt|geboort|nacim|cumplea|naissance|anniversaire|nascit|nascim|aniversário|fødsel|födels|生年|誕生|生日)/iu;

/** What the panel says of a field's type. */
interface FieldType {
	type: string;
	format?: string;
}

/** A value on its way: the name to send it under, the value, its type, and what two of one name are told apart by. */
interface Entry {
	name: string;
	value: unknown;
	fieldType: FieldType;
	from: string;
}

/**
 * Attributes or event properties of an item: mapped field by field, automatically, or as JSON.
 * Empty values are left out. Parsing throws a ValueError for a value that does not fit its type.
 */
export function mapping(wording: MappingWording): Field<Mapped> {
	return {
		properties: (name) => mappingProperties(name, wording),
		parse(source, name) {
			const way = source.runWide(MAPPING);
			switch (way) {
				case WAYS.eachField:
					return mapped(eachField(source, name, wording), source, wording);
				case WAYS.json:
					return mapped(json(source, name, wording), source, wording);
				case WAYS.automatically:
					if (!source.isTool) return mapped(automatically(source, wording), source, wording);
			}
			const notForAgents = way === WAYS.automatically;
			throw new RunError({
				reasonCode: 'unknownChoice',
				field: 'Mapping',
				value: way ?? 'nothing',
				reason: notForAgents ? 'is not available to an AI agent' : 'is not one of the choices',
				wayOut: `Choose ${source.isTool ? 'Map Each Field or JSON' : 'Map Each Field, Map Automatically or JSON'}`,
			});
		},
	};
}

/** The types that the panel states for some fields; read with the mapping itself. */
export function fieldTypes(wording: MappingWording): Field<undefined> {
	return { properties: (name) => [fieldTypesProperty(name, wording)], parse: () => undefined };
}

function eachField(source: ItemSource, name: string, wording: MappingWording): Entry[] {
	const rows = rowsIn(source.parameter(name), 'assignments', wording.many);
	if (rows.length === 0 && wording.required) {
		throw new RunError({
			reasonCode: 'nothingMapped',
			field: wording.many,
			reason: 'has no rows',
			wayOut: `Drag in at least one field, or choose another 'Mapping'`,
		});
	}
	const written = rowsIn(source.raw(name) ?? {}, 'assignments', wording.many);
	const types = typesOf(source);
	const entries = rows.flatMap((row, index): Entry[] => {
		const names = namesOf(row, written[index]);
		if (names === undefined) {
			if (isAbsent(row.value)) return [];
			throw withoutName(written[index]?.name, wording);
		}
		const { sent, shown, visible } = names;
		const fieldType = types.get(sent) ?? types.get(visible) ?? { type: parseText(row.type) ?? AS_IT_IS };
		return [{ name: sent, value: row.value, fieldType, from: shown }];
	});
	if (types.size > 0)
		checkTypes(types, new Set(entries.flatMap(({ name: sent, from }) => [sent, visibleName(from)])));
	return entries;
}

/** How a row of the panel calls its field: as the panel shows it, without what cannot be seen, and as it is sent. */
interface RowNames {
	shown: string;
	visible: string;
	sent: string;
}

/** By the row as it stands in the panel: a run has it once. */
const knownNames = new WeakMap<object, RowNames>();

function namesOf(row: Record<string, unknown>, written: Record<string, unknown> = {}): RowNames | undefined {
	const known = knownNames.get(written);
	if (known) return known;
	const shown = parseText(row.name);
	if (shown === undefined) return undefined;
	const names = { shown, visible: visibleName(shown), sent: visibleName(sentName(shown, written.value)) };
	// A name that is an expression is another one for each item.
	if (!hasExpression(written.name)) knownNames.set(written, names);
	return names;
}

/** The error of a value that would be left out silently. */
function withoutName(written: unknown, { many }: MappingWording): ValueError {
	const Wrong = hasExpression(written) ? ValueError : RunError;
	return new Wrong({
		reasonCode: 'missing',
		field: many,
		reason: 'has a row without a name',
		wayOut: 'Enter the name that it should have in Attentive',
	});
}

function automatically(source: ItemSource, wording: MappingWording): Entry[] {
	const types = typesOf(source);
	const object = objectToMap(source, wording);
	const fields = automaticFields(source, object);
	const known = new Set([...fields.known].map(visibleName));
	// Here a field may also be missing because it is empty in all items.
	checkNamedFields(source, {
		label: 'Field Types',
		reason: 'is not a mapped field',
		unknown: [...types.keys()].filter((field) => !known.has(field)),
		known,
	});
	return fields.sent.map(([name, value]) => ({
		name: visibleName(name),
		value,
		fieldType: types.get(visibleName(name)) ?? { type: AS_IT_IS },
		from: name,
	}));
}

function json(source: ItemSource, name: string, wording: MappingWording): Entry[] {
	const given = source.parameter(`${name}Json`);
	const value =
		typeof given === 'string' ? parseField(wording.many, given, (text) => parsedJson(String(text))) : given;
	const object = z.record(z.string(), z.unknown()).safeParse(value ?? {});
	if (!object.success || dateText(value) !== undefined) {
		throw new ValueError({
			reasonCode: 'notAnObject',
			field: wording.many,
			value,
			reason: 'is not a JSON object',
			wayOut: `Enter names and values, such as ${wording.example}`,
		});
	}
	return Object.entries(object.data).map(([key, member]) => ({
		name: visibleName(key),
		value: member,
		fieldType: { type: AS_IT_IS },
		from: key,
	}));
}

function typesOf(source: ItemSource): Map<string, FieldType> {
	const rows = rowsIn(source.within('additionalFields').parameter(FIELD_TYPES), 'types', 'Field Types');
	return new Map(
		rows.flatMap((row) => {
			const field = parseText(row.field);
			if (field === undefined) return [];
			const fieldsOf = source.runWide(MAPPING) === WAYS.automatically ? fieldsOfItem(source) : undefined;
			return [
				[
					visibleName(typedName(field, fieldsOf)),
					{ type: parseText(row.type) ?? AS_IT_IS, format: parseText(row.format) },
				] as const,
			];
		}),
	);
}

/** A misspelt name would send its field with another type, and the first value fixes an attribute's type for good. */
function checkTypes(types: Map<string, FieldType>, known: ReadonlySet<string>): void {
	for (const field of types.keys()) {
		if (known.has(field)) continue;
		throw new RunError({
			reasonCode: 'noSuchField',
			field: 'Field Types',
			value: field,
			reason: 'is not a mapped field',
			wayOut: `Use one of ${listed(known)}`,
		});
	}
}

function mapped(entries: Entry[], source: ItemSource, wording: MappingWording): Mapped {
	const result: Mapped = {};
	const origins = new Map<string, string>();
	const problems = new Problems();
	// Names from the panel are the same for all items, other names come from the item alone.
	const Wrong = source.runWide(MAPPING) === WAYS.eachField ? RunError : ValueError;
	for (const { name, value, fieldType, from } of entries) {
		if (isFormulaError(name)) {
			source.warn(nameWarning(name));
			continue;
		}
		checkName(name, from, origins, wording, Wrong);
		const date = () => ({
			format: fieldType.format,
			timeZone: source.timeZone,
			yearsArePast: NAME_OF_BIRTHDAY.test(name),
		});
		const parsed = problems.collect(() =>
			parseField(name, withoutFormulaError(source, name, value), (raw) =>
				parseAs(fieldType.type, raw, date, wording),
			),
		);
		const sent = isNested(parsed) ? problems.collect(() => withoutInnerErrors(source, name, parsed)) : parsed;
		if (sent !== undefined) result[name] = sent;
	}
	problems.throwAny();
	return result;
}

/** A column may have been named by a formula that failed. */
function nameWarning(name: string): Warning {
	return {
		code: `formulaErrorAsName ${name}`,
		message: `was sent without the field '${name}': its name is the error of a spreadsheet formula`,
	};
}

function checkName(
	name: string,
	from: string,
	origins: Map<string, string>,
	wording: MappingWording,
	Wrong: typeof ValueError,
): void {
	if (name === '__proto__') {
		throw new Wrong({
			reasonCode: 'unusableName',
			field: name,
			reason: 'cannot be a name',
			wayOut: 'Rename it or leave it out',
		});
	}
	const other = origins.get(name);
	if (other !== undefined) {
		throw new Wrong({
			reasonCode: 'sameNameTwice',
			field: name,
			reason: `is the name of two ${wording.many.toLowerCase()}: '${nameExcerpt(other)}' and '${nameExcerpt(from)}'`,
			wayOut: 'Give each its own name',
		});
	}
	origins.set(name, from);
}
