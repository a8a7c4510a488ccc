import type { LeftOut } from '../../../fields/listFormats/listFormat';
import type { Warning } from '../../../values/warning';
import { isAbsent } from '../../../values/text';
import { excerpt } from '../../../values/valueError';

/** A line that is not sent: no product, or a bad one. */
export interface Excluded extends LeftOut {
	/** The field that is bad, and its value. */
	field?: string;
	value?: unknown;
}

/** Most lines that a warning names. */
const MOST_NAMED = 3;

/** What was left out of a cart, one warning for each reason. */
export function leftOutWarnings(excluded: Excluded[]): Warning[] {
	const byKind = new Map<string, Excluded[]>();
	for (const one of excluded) {
		const known = byKind.get(one.kind);
		if (known) known.push(one);
		else byKind.set(one.kind, [one]);
	}
	return [...byKind].map(([kind, lines]) => {
		const named = lines.slice(0, MOST_NAMED).map(sentence).join('; ');
		const more = lines.length > MOST_NAMED ? `; and ${lines.length - MOST_NAMED} more` : '';
		return { code: `leftOut ${kind}`, message: `was sent without ${named}${more}` };
	});
}

/** The first lines of several, and how many more there are. */
export function firstNames(lines: string[]): string {
	const more = lines.length > MOST_NAMED ? ` and ${lines.length - MOST_NAMED} more` : '';
	return `${lines.slice(0, MOST_NAMED).join(', ')}${more}`;
}

function sentence({ line, field, value, reason }: Excluded): string {
	if (field === undefined) return `${line} (${reason})`;
	// The line is named already: line_items[1].price is its price, Product 2: Price its Price.
	const name = field.startsWith(line) ? field.slice(line.length).replace(/^[.:]\s*/, '') : field;
	return `${line} (${name}${isAbsent(value) ? '' : ` "${excerpt(value)}"`} ${reason})`;
}
