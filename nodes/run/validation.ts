import { batchesOf } from '../delivery/send';
import type { PreparedItem } from '../delivery/preparedItem';
import type { ItemResult } from '../errors/itemResult';
import { sentence } from '../errors/itemError';
import type { Reason } from '../errors/reasons';
import type { Operation } from '../operation/operation';
import { excerpt, listed } from '../values/valueError';
import { counts, reasonLines, type Hint } from './hints';

/** Most names that the sum lists: of each, its type is for good. */
const MOST_NAMES = 200;

/** What Validate Only gives for each item: the request that it would make, or what is wrong with it. */
export function validated(operation: Operation, prepared: PreparedItem[]): ItemResult[] {
	return prepared.map((item): ItemResult => {
		if (item.kind === 'settled') return item.result;
		if (item.kind === 'joined') return { status: 'validated', details: { sentWithItem: item.into } };
		const { request, more } = operation.delivery.preview(item.payload);
		const { method, path, query, body } = request;
		const shownRequest = {
			method,
			path,
			...(query ? { query } : {}),
			...(body ? { body: { ...body } } : {}),
		};
		return { status: 'validated', details: { ...more, request: shownRequest } };
	});
}

/** The names that would be sent, each with the types of its values. */
type Types = Map<string, Set<string>>;

/**
 * What Validate Only sums up: how many items would be sent, how long that would take, and which names with which types.
 * @param told why a live run would send nothing, if it would, and the fields that Map Automatically left out unasked
 */
export function validationHint(
	operation: Operation,
	prepared: PreparedItem[],
	results: ItemResult[],
	{ stop, leftOut }: { stop: Reason | undefined; leftOut: ReadonlySet<string> },
): Hint {
	const { batch, endpoint } = operation.delivery;
	const requests = batchesOf(prepared, batch).length;
	return {
		lines: [
			...summary(results, requests, endpoint.requestsPerSecond, summarised(operation, prepared)),
			...(leftOut.size > 0 ? [`Left out by Map Automatically: ${listed(leftOut, MOST_NAMES)}`] : []),
			...(stop ? [`A live run would stop here. ${sentence(stop)}`] : []),
		],
		type: stop ? 'warning' : 'info',
	};
}

/** How many items would be sent, in what time, why others would not, and the names with their types, line by line. */
export function summary(
	results: ItemResult[],
	requests: number,
	requestsPerSecond: number,
	types: Types,
): string[] {
	const seconds = Math.ceil(requests / requestsPerSecond);
	const names = [...types]
		.slice(0, MOST_NAMES)
		.map(([name, kinds]) => `${excerpt(name)} (${[...kinds].join(' or ')})`);
	if (types.size > MOST_NAMES) names.push('…');
	return [
		`Nothing was sent. ${counts(results)}`,
		`Sending takes about ${seconds < 90 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`}`,
		...reasonLines(results),
		...(names.length > 0 ? [`Names and types: ${names.join(', ')}`] : []),
	];
}

function summarised(operation: Operation, prepared: PreparedItem[]): Types {
	const types: Types = new Map();
	for (const item of prepared) {
		if (item.kind !== 'toSend') continue;
		for (const [name, value] of Object.entries(operation.delivery.preview(item.payload).named ?? {})) {
			const kinds = types.get(name);
			if (kinds) kinds.add(kindOf(value));
			else types.set(name, new Set([kindOf(value)]));
		}
	}
	return types;
}

/** The type of a value in words. */
export function kindOf(value: unknown): string {
	if (Array.isArray(value)) return 'list';
	switch (typeof value) {
		case 'string':
			return 'text';
		case 'boolean':
			return 'yes or no';
		case 'object':
			return 'object';
		default:
			return typeof value;
	}
}
