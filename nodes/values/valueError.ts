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

/** Most characters of a value that an error shows. */
const LONGEST_SHOWN = 60;

/** A value as an error shows it: short, on one line. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	const line = text.replace(/\s+/g, ' ').trim();
	return line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN - 1)}…` : line;
}
