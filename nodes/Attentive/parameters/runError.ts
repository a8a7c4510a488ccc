import { ValueError } from '../../values/valueError';

/** Something that is wrong for the whole run, not for one row: nothing is sent. */
export class RunError extends ValueError {}

/** What a field's parser threw, told with the field's name. Anything but a ValueError is a fault of ours and stays what it is. */
export function inField(error: unknown, field: string, value?: unknown): unknown {
	return error instanceof ValueError && !(error instanceof RunError) && error.problem.field === undefined
		? error.in(field, value)
		: error;
}
