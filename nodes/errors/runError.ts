import { ValueError } from '../values/valueError';

/** Something that is wrong for the whole run, not for one row: nothing is sent. */
export class RunError extends ValueError {}

/** What a field's parser threw, with the field's name. Anything but a ValueError is a fault of ours and stays what it is. */
export function inField(error: unknown, field: string, value?: unknown): unknown {
	return error instanceof ValueError && !(error instanceof RunError) && error.problem.field === undefined
		? error.in(field, value)
		: error;
}

/** Parses something that holds for the whole run. Throws a RunError where that fails. */
export function parseForRun<Raw, Value>(field: string, raw: Raw, parse: (raw: Raw) => Value): Value {
	try {
		return parse(raw);
	} catch (error) {
		throw forRun(error, field, raw);
	}
}

function forRun(error: unknown, field: string, value: unknown): unknown {
	return error instanceof ValueError && !(error instanceof RunError)
		? new RunError({ value, ...error.problem, field: error.problem.field ?? field })
		: error;
}
