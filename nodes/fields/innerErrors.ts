import type { ItemSource } from '../parameters/itemSource';
import { parseDateTime } from '../values/date';
import { formulaErrorIn } from '../values/formulaError';
import { isNested } from '../values/nested';
import { dateText } from '../values/text';
import { formulaWarning, parseField } from './field';

/**
 * A list or an object without the values in it that are errors of formulas: each is a warning of the item. Undefined where nothing is left.
 * Throws a ValueError for a date in it that cannot be sent.
 */
export function withoutInnerErrors(source: ItemSource, field: string, value: unknown): unknown {
	const clean = (part: unknown, path: string): unknown => {
		const error = formulaErrorIn(part);
		if (error !== undefined) {
			// One for all entries of a list: the code counts them together.
			source.warn({ ...formulaWarning(path, error), code: `formulaError ${path.replace(/\[\d+\]/g, '[]')}` });
			return undefined;
		}
		if (dateText(part) !== undefined)
			parseField(path, part, (date) => parseDateTime(date, { timeZone: source.timeZone }));
		if (!isNested(part)) return part;
		const isList = Array.isArray(part);
		const parts = Object.entries(part).map(([name, inner]): [string, unknown, unknown] => [
			name,
			inner,
			clean(inner, isList ? `${path}[${name}]` : `${path}.${name}`),
		]);
		if (parts.every(([, inner, cleaned]) => inner === cleaned)) return part;
		const left = parts.filter(([, inner, cleaned]) => cleaned !== undefined || inner === undefined);
		if (left.length === 0) return undefined;
		return isList
			? left.map(([, , cleaned]) => cleaned)
			: Object.fromEntries(left.map(([name, , cleaned]) => [name, cleaned]));
	};
	return clean(value, field);
}
