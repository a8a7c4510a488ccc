import type { Operation } from '../nodes/operation/operation';

const COUNTS = [100, 5_000, 50_000, 1_000_000];

/** Kinds of calls that people send many rows through, with an operation whose limits each has. */
const KINDS: Array<{ words: string; operation: string }> = [
	{ words: 'Events, attributes, users one at a time, deletion requests', operation: 'customEvent send' },
	{ words: 'Subscribe, link identifiers', operation: 'subscriber subscribe' },
	{ words: 'Unsubscribe', operation: 'subscriber unsubscribe' },
	{ words: 'Users in bulk', operation: 'user upsertMany' },
	{ words: 'Segment members in bulk', operation: 'segment addMembers' },
	{ words: 'Offer codes', operation: 'offer addCodes' },
];

/** How long Attentive's limits let a run of so many items take, for each kind of call. */
export function durationsTable(operations: Operation[]): string[] {
	const rows = KINDS.map(({ words, operation: name }) => {
		const found = operations.find(({ resource, operation }) => `${resource} ${operation}` === name);
		if (!found) throw new Error(`There is no operation ${name}`);
		const { endpoint, batch } = found.delivery;
		const most = batch?.most ?? 1;
		const limit = `${endpoint.requestsPerSecond} a second${most > 1 ? `, ${most.toLocaleString('en-US')} items each` : ''}`;
		const times = COUNTS.map((count) => duration(Math.ceil(count / most) / endpoint.requestsPerSecond));
		return `| ${words} | ${limit} | ${times.join(' | ')} |`;
	});
	const heads = COUNTS.map((count) => `${count.toLocaleString('en-US')} items`);
	return [
		`| Call | Requests | ${heads.join(' | ')} |`,
		`| --- | --- | ${heads.map(() => '---').join(' | ')} |`,
		...rows,
	];
}

/** Rounded up to what a person would say: "1 s", "34 s", "6 min", "1 h 52 min", "56 h". */
export function duration(seconds: number): string {
	if (seconds < 60) return `${Math.max(1, Math.ceil(seconds))} s`;
	const minutes = Math.ceil(seconds / 60);
	if (minutes < 60) return `${minutes} min`;
	if (minutes > 10 * 60) return `${Math.ceil(minutes / 60)} h`;
	return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
