/** A value that cannot be used, told to the person who owns the row. */
export class ValueError extends Error {
	override readonly name = 'ValueError';

	constructor(
		readonly problem: {
			/** Short and stable, for filters: `phoneTooShort`. */
			reasonCode: string;
			/** As the person knows it: a column, a field of the panel, an attribute. */
			field?: string;
			value?: unknown;
			/** What is wrong, as the end of a sentence that names field and value. */
			reason: string;
			/** What to do about it. */
			wayOut?: string;
		},
	) {
		super(problem.reason);
	}

	/** The same problem, in the field where it was found. */
	in(field: string, value?: unknown): ValueError {
		return new ValueError({ ...this.problem, field, value: this.problem.value ?? value });
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
