import type { INodeProperties } from 'n8n-workflow';
import type { DateTime } from 'luxon';
import { parseDateTime } from '../values/date';
import { canBeInPath } from '../values/pathId';
import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';
import type { ItemSource } from '../parameters/itemSource';
import { parseField, readsUnfound, shownFor, withoutFormulaError, type Field, type ShowRules } from './field';

interface Wording {
	displayName: string;
	description: string;
	placeholder?: string;
	shownFor?: ShowRules;
}

/** A text for each item, or none. */
export function text(wording: Wording): Field<string | undefined> {
	return {
		properties: (name) => [property(name, wording, 'string')],
		parse(source, name) {
			const value = withoutFormulaError(source, wording.displayName, source.parameter(name));
			return parseField(wording.displayName, value, parseText);
		},
	};
}

/** A text for each item; a required one is never empty. */
export function requiredText(wording: Wording): Field<string> {
	const optional = text(wording);
	return {
		properties: (name) => optional.properties(name).map((one) => ({ ...one, required: true })),
		parse: (source, name) => optional.parse(source, name) ?? missing(source, name, wording.displayName),
	};
}

/**
 * The ID of something in Attentive that stands in the request's path.
 * @param wayOut where people find it
 */
export function pathId(wording: Wording & { wayOut: string }): Field<string> {
	const { displayName, wayOut } = wording;
	const required = requiredText(wording);
	return {
		properties: (name) => required.properties(name),
		parse(source, name) {
			const id = required.parse(source, name);
			if (canBeInPath(id)) return id;
			throw new ValueError({
				reasonCode: 'notAnId',
				field: displayName,
				value: id,
				reason: 'is not an ID',
				wayOut,
			});
		},
	};
}

/** Throws the ValueError of a required parameter that is empty; where no item has the field that it reads, the error says so. */
export function missing(source: ItemSource, name: string, displayName: string): never {
	const unfound = source.unfound([name]);
	if (unfound) throw readsUnfound(unfound);
	throw new ValueError({ reasonCode: 'missing', field: displayName, reason: 'is empty', wayOut: 'Enter it' });
}

/**
 * A text that is required where another parameter has a certain value, and not asked for elsewhere.
 * @param read makes the value that is sent of the text; the text itself unless given
 */
export function requiredTextIf(
	parameter: string,
	value: string,
	wording: Wording,
	read: (text: string) => string | undefined = (text) => text,
): Field<string | undefined> {
	const required = requiredText(wording);
	return {
		properties: (name) => required.properties(name),
		parse(source, name) {
			if (source.parameter(parameter) !== value) return undefined;
			const text = required.parse(source, name);
			return parseField(wording.displayName, text, () => read(text));
		},
	};
}

/** Which zone is taken. */
const WITHOUT_OFFSET =
	"A time without an offset is in the workflow's time zone. If it is in UTC, such as date_created_gmt of WooCommerce, put a Z behind it.";

/** A moment for each item, or none. A value without an offset is in the workflow's time zone. */
export function moment(wording: Wording): Field<DateTime | undefined> {
	const formatName = (name: string) => `${name}Format`;
	return {
		properties: (name) => [
			property(
				name,
				{ ...wording, description: `${wording.description.replace(/\.$/, '')}. ${WITHOUT_OFFSET}` },
				'dateTime',
			),
			{
				displayName: `${wording.displayName} Format`,
				name: formatName(name),
				type: 'string',
				default: '',
				placeholder: 'e.g. M/d/yyyy',
				description:
					'Format of the date if it is not like 2026-03-04T09:30:00. Use d, M and y for day, month and year; H, m and s for the time.',
			},
		],
		parse(source, name) {
			const format = parseText(source.runWide(formatName(name)));
			const given = withoutFormulaError(source, wording.displayName, source.parameter(name));
			return parseField(wording.displayName, given, (value) =>
				parseDateTime(value, { format, timeZone: source.timeZone }),
			);
		},
	};
}

function property(name: string, wording: Wording, type: 'string' | 'dateTime'): INodeProperties {
	const { displayName, description, placeholder, shownFor: rules } = wording;
	const bare: INodeProperties = { displayName, name, type, default: '', placeholder, description };
	return rules ? shownFor(rules, bare) : bare;
}
