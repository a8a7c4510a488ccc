import { attempted, ValueError, type Problem } from '../values/valueError';
import { RunError } from './runError';

/**
 * Collects everything that is wrong with a row, so that a person corrects the row once.
 *
 * @example
 * const problems = new Problems();
 * const phone = problems.collect(() => parsePhone(row.phone));
 * const email = problems.collect(() => parseEmail(row.email));
 * problems.throwAny();
 */
export class Problems {
	private readonly found: Problem[] = [];

	get any(): boolean {
		return this.found.length > 0;
	}

	/** All that was found. */
	get all(): readonly Problem[] {
		return this.found;
	}

	/** The value, or undefined where it cannot be used. What is wrong with the whole run is thrown on. */
	collect<Value>(read: () => Value): Value | undefined {
		const outcome = attempted(read);
		if ('value' in outcome) return outcome.value;
		const { error } = outcome;
		if (error instanceof RunError) throw error;
		this.found.push(error.problem, ...error.others);
		return undefined;
	}

	/** Throws one ValueError with all that was found, if anything was. */
	throwAny(): void {
		const [first, ...others] = this.found;
		if (first) throw new ValueError(first, others);
	}
}
