/** What is wrong with a value, for the person who owns the row. */
export type Problem = {
	/** Short and stable, for filters: `phoneTooShort`. */
	reasonCode: string;
	/** As the person knows it: a parameter's label, an attribute. */
	field?: string;
	value?: unknown;
	/** What is wrong: the end of a sentence that begins with field and value, or a whole sentence where there is no field. */
	reason: string;
	/** What to do about it, as a sentence without its period. */
	wayOut?: string;
};

/** A value that cannot be used. */
export class ValueError extends Error {
	override readonly name = 'ValueError';

	/** @param others what else is wrong with the same row, so that a person corrects it once */
	constructor(
		readonly problem: Problem,
		readonly others: Problem[] = [],
	) {
		super(problem.reason);
	}

	/** The same problem, in the field where it was found. */
	in(field: string, value?: unknown): ValueError {
		return new ValueError({ ...this.problem, field, value: this.problem.value ?? value }, this.others);
	}
}

/** What was read, or what is wrong with the value. Any other error is thrown on. */
export function attempted<Value>(read: () => Value): { value: Value } | { error: ValueError } {
	let thrown: unknown;
	try {
		return { value: read() };
	} catch (error) {
		thrown = error;
	}
	if (thrown instanceof ValueError) return { error: thrown };
	throw thrown;
}

/** Most characters of a value that an error shows. */
const LONGEST_SHOWN = 60;
/** Most characters of a value that are looked at to show it: among them may be long blanks. */
const LONGEST_LOOKED_AT = 10 * LONGEST_SHOWN;

/** A value as an error shows it: short, on one line, whatever its length and depth. */
export function excerpt(value: unknown): string {
	const text = (typeof value === 'string' ? value : beginningOf(value)).trim();
	const line = text.slice(0, LONGEST_LOOKED_AT).replace(/\s+/g, ' ').trim();
	const isCut = line.length > LONGEST_SHOWN || text.length > LONGEST_LOOKED_AT;
	return isCut ? `${line.slice(0, LONGEST_SHOWN - 1)}…` : line;
}

/** The beginning of a name with its blanks: names may differ by those alone. */
export function nameExcerpt(name: string): string {
	return name.length > LONGEST_SHOWN ? `${name.slice(0, LONGEST_SHOWN - 1)}…` : name;
}

/** Most names that a text lists. */
const MOST_LISTED = 10;

/** Names as a text lists them: the first ones, each as an excerpt. */
export function listed(names: Iterable<string>, most = MOST_LISTED): string {
	const shown: string[] = [];
	for (const name of names) {
		if (shown.length === most) return `${shown.join(', ')}, …`;
		shown.push(excerpt(name));
	}
	return shown.join(', ');
}

/** The JSON of a value with no more parts than can be shown: JSON.stringify fails for what is nested very deeply. */
function beginningOf(value: unknown): string {
	let parts = 0;
	const json = JSON.stringify(value, (_name, part: unknown) => {
		if (typeof part === 'bigint') return String(part);
		if (typeof part === 'string') return part.slice(0, LONGEST_LOOKED_AT);
		if (typeof part !== 'object' || part === null) return part;
		if (++parts > LONGEST_SHOWN) return '…';
		return Array.isArray(part)
			? part.slice(0, LONGEST_SHOWN)
			: Object.fromEntries(Object.entries(part).slice(0, LONGEST_SHOWN));
	});
	return json ?? String(value);
}
