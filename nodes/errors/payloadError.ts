import type { INodeProperties } from 'n8n-workflow';
import type { z } from 'zod';
import { member } from '../values/member';
import { ValueError, type Problem } from '../values/valueError';

/** How the panel calls what a payload holds: labels by the name in the payload. */
export type Labels = ReadonlyMap<string, string>;

/**
 * Everything that a schema refuses in a payload, in the words of our other errors and with the panel's labels.
 * @param payload checked with `payloadWords`
 */
export function payloadError(error: z.ZodError, payload: object, labels: Labels): ValueError {
	const problems = new Map(
		error.issues.map((issue) => {
			const problem = problemOf(issue, payload, labels);
			return [`${problem.field} ${problem.reason}`, problem];
		}),
	);
	const [first = NOT_ACCEPTED, ...others] = problems.values();
	return new ValueError(first, others);
}

const NOT_ACCEPTED: Problem = { reasonCode: 'notAccepted', reason: 'is not accepted by Attentive' };

function problemOf({ path, message }: z.ZodIssue, payload: object, labels: Labels): Problem {
	return {
		...NOT_ACCEPTED,
		field: labelOf(path, labels),
		value: valueAt(payload, path),
		reason: message,
		wayOut: 'Change it to what Attentive accepts',
	};
}

/** Parts of a payload whose names people choose themselves: attributes and properties. */
const NAMED_BY_PEOPLE = new Set(['properties', 'custom']);
/** Parts of a payload that a user of the panel has never seen. */
const CONTAINERS = new Set<unknown>(['user', 'externalIdentifiers', 'properties', 'value']);

/** What the panel calls a place in the payload; what people have named themselves keeps its name. */
export function labelOf(path: ReadonlyArray<string | number>, labels: Labels): string | undefined {
	const names = path.filter((part) => typeof part === 'string');
	const chosen = names[names.findIndex((name) => NAMED_BY_PEOPLE.has(name)) + 1];
	if (chosen !== undefined && names.some((name) => NAMED_BY_PEOPLE.has(name))) return chosen;
	const known = [...names].reverse().find((name) => labels.has(name));
	if (known !== undefined) return labels.get(known);
	return names.filter((name) => !CONTAINERS.has(name)).at(-1) ?? names.at(-1);
}

function valueAt(payload: unknown, path: ReadonlyArray<string | number>): unknown {
	const [first, ...rest] = path;
	if (first === undefined) return typeof payload === 'object' ? undefined : payload;
	return valueAt(member(payload, String(first)), rest);
}

/**
 * The labels of an operation's parameters, by the names of those: a payload often uses the same.
 * @param own what the payload calls otherwise
 */
export function panelLabels(properties: INodeProperties[], own: Record<string, string> = {}): Labels {
	const labels = new Map<string, string>();
	const add = (all: INodeProperties[]) => {
		for (const { name, displayName, type, options } of all) {
			if (type === 'notice') continue;
			if (!labels.has(name)) labels.set(name, displayName);
			for (const option of options ?? []) {
				if ('values' in option) add(option.values);
				else if ('type' in option) add([option]);
			}
		}
	};
	add(properties);
	for (const [name, label] of Object.entries(own)) labels.set(name, label);
	return labels;
}
