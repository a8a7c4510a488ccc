import type { LeftOut } from '../../../fields/listFormats/listFormat';
import type { Warning } from '../../../operation/warnings';
import { shown } from '../../../values/valueError';

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

function sentence({ line, field, value, reason }: Excluded): string {
	const what = field === undefined ? '' : `"${field}"${isShown(value) ? ` ${shown(value)}` : ''} `;
	return `${line} (${what}${reason})`;
}

function isShown(value: unknown): boolean {
	return value !== undefined && value !== null && value !== '';
}
