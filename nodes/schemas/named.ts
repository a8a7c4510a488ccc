import { z } from 'zod';

/**
 * An object whose names keep to rules of their own.
 * @param problemOf says what is wrong with a name and its value, or undefined
 */
export function named<Value extends z.ZodTypeAny>(
	value: Value,
	problemOf: (name: string, value: z.infer<Value>) => string | undefined,
) {
	// Names are checked here and not by a schema for keys: the versions of zod tell the problems of those differently.
	return z.record(z.string(), value).superRefine((object, context) => {
		for (const [name, member] of Object.entries(object)) {
			const message = name === '' ? 'has no name' : problemOf(name, member);
			if (message !== undefined) context.addIssue({ code: 'custom', path: [name], message });
		}
	});
}
