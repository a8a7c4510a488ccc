import type { z } from 'zod';
import { member } from '../values/member';
import { ValueError } from '../values/valueError';

/** What zod says is wrong with a payload, in the words of our other errors. The first problem is told: rows are mended one at a time. */
export function payloadError(error: z.ZodError, payload: object): ValueError {
	const [issue] = error.issues;
	const path = issue?.path ?? [];
	const name = path.filter((part) => typeof part === 'string' && !CONTAINERS.has(part)).at(-1) ?? path.at(-1);
	return new ValueError({
		reasonCode: 'notAccepted',
		field: name === undefined ? undefined : String(name),
		value: valueAt(payload, path),
		reason: issue?.message ?? 'is not accepted by Attentive',
		wayOut: 'Change it to what Attentive accepts',
	});
}

/** Parts of a path that a user of the panel has never seen. */
const CONTAINERS = new Set<unknown>(['user', 'externalIdentifiers', 'properties', 'value']);

function valueAt(payload: unknown, path: PropertyKey[]): unknown {
	const [first, ...rest] = path;
	if (first === undefined) return typeof payload === 'object' ? undefined : payload;
	return valueAt(member(payload, String(first)), rest);
}
