import type { ICheckProcessedOptions, IExecuteFunctions } from 'n8n-workflow';
import { sleepUntil } from '../engine/clock';
import type { Clock } from '../engine/types';
import { messageOf } from '../values/messageOf';
import { SETTLING, SETTLING_PER_CALL, type Claim } from './claim';

/** n8n looks through its whole list for each value: 1,000 of 100,000 take a third of a second, in which n8n does nothing else. */
const REMOVED_AT_ONCE = 1_000;

/** So often values are removed that other workers put back. */
const MOST_REMOVALS = 5;

/** What one call removes. Its mark stands for the values: it is in the list as long as they are. */
interface Removal {
	names: string[];
	mark?: string;
}

/** So often, in a run, a second's wait for a database that cannot be reached, as while it is started again. */
const MOST_WAITS = 60;

/** Error codes of connections that were not made, so nothing was read or recorded: refused; PostgreSQL is starting or ending. */
const AWAY = ['ECONNREFUSED', '57P03'];

/** So many marks of claims that are over may take the place of values. */
const MOST_SPENT_MARKS = 100;

/**
 * n8n's own store of its Remove Duplicates node, as one node uses it: a list of values without dates, which each call reads and writes whole.
 */
export class ValueStore {
	private readonly node: string;
	private waits = MOST_WAITS;

	/**
	 * @param operation so that another operation in the same node is not taken for this one
	 * @param size how many values it keeps
	 */
	constructor(
		private readonly context: IExecuteFunctions,
		private readonly clock: Clock,
		private readonly operation: string,
		private readonly size: number,
	) {
		this.node = nodeKey(context);
	}

	/**
	 * Records what claims consist of in one call, and tells each of them what was there before. A failure is theirs, too.
	 * Called again after a failure: where two workers make the list at the same moment, n8n refuses one of them.
	 */
	async record(claims: Claim[]): Promise<void> {
		const entries = claims.flatMap((claim) => claim.entries.map((entry) => this.named(entry, claim)));
		try {
			await this.tryToRecord(entries, claims).catch(async (error: unknown) => {
				await this.tryToRecord(entries, claims, messageOf(error));
			});
		} catch (error) {
			for (const claim of claims) claim.fail(messageOf(error));
		}
	}

	/** @param failure of the call before it, which may have recorded the entries */
	private async tryToRecord(entries: string[], claims: Claim[], failure?: string): Promise<void> {
		await this.call(async () => {
			const began = this.clock.now();
			const { processed } = await this.context.helpers.checkProcessedAndRecord(
				entries,
				'node',
				this.options(this.size + claims.length),
			);
			const now = this.clock.now();
			const found = new Set(processed.map((name) => this.entryOf(String(name))));
			for (const claim of claims) claim.learn(found, { took: now - began, now, failure });
		});
	}

	/**
	 * Forgets values, and the marks of claims that are over where there are many. In one call, unless it is very much.
	 * Again where another worker's call at the same moment has put them back: their marks are there again, too.
	 */
	async remove(values: string[], marks: string[]): Promise<void> {
		const spent = [...(spentMarks.get(this.node) ?? []), ...marks];
		spentMarks.set(this.node, spent);
		if (values.length === 0 && spent.length < MOST_SPENT_MARKS) return;
		const names = values.map((value) => `${this.operation} ${value}`);
		const watched = names.length > 0 ? spent.splice(-Math.ceil(names.length / REMOVED_AT_ONCE)) : [];
		names.push(...spent.splice(0));
		const removals: Removal[] = [];
		for (let from = 0; from < names.length; from += REMOVED_AT_ONCE)
			removals.push({ names: names.slice(from, from + REMOVED_AT_ONCE), mark: watched.pop() });
		await this.removeForGood(removals);
	}

	private async removeForGood(removals: Removal[]): Promise<void> {
		let left = removals;
		for (let round = 0; round < MOST_REMOVALS; round++) {
			const at = await this.tryToRemove(left);
			const marks = left.flatMap(({ mark }) => mark ?? []);
			if (marks.length === 0) return;
			await sleepUntil(this.clock, at);
			const found = await this.found(marks);
			left = left.filter(({ mark }) => mark !== undefined && found.has(mark));
			if (left.length === 0) return;
		}
		throw new Error('other executions kept changing its list');
	}

	/** Gives when it will be clear whether it holds, as for a claim. */
	private async tryToRemove(removals: Removal[]): Promise<number> {
		let settling = SETTLING;
		for (const { names, mark } of removals) {
			await this.call(async () => {
				const began = this.clock.now();
				const all = mark === undefined ? names : [...names, mark];
				await this.context.helpers.removeProcessed(all, 'node', this.options(this.size));
				settling = Math.max(settling, SETTLING_PER_CALL * (this.clock.now() - began));
			});
		}
		return this.clock.now() + settling;
	}

	/** Those marks that are in the list. The others are so after it, and wait to be forgotten. */
	private async found(marks: string[]): Promise<ReadonlySet<string>> {
		const found = await this.call(async () => {
			const options = this.options(this.size + marks.length);
			const { processed } = await this.context.helpers.checkProcessedAndRecord(marks, 'node', options);
			return new Set(processed.map(String));
		});
		spentMarks.get(this.node)?.push(...marks.filter((mark) => !found.has(mark)));
		return found;
	}

	/** Calls n8n's store once its database can be reached. */
	private async call<Result>(call: () => Promise<Result>): Promise<Result> {
		for (; this.waits > 0; this.waits--) {
			const turn = inTurn(this.node, call);
			const isAway = await turn.then(
				() => false,
				(error: unknown) => AWAY.includes(Object(error).code),
			);
			if (!isAway) return await turn;
			await this.clock.sleep(1_000);
		}
		return await inTurn(this.node, call);
	}

	warn(line: string): void {
		this.context.logger.warn(line);
	}

	private named(entry: string, { mark }: Claim): string {
		return entry === mark ? mark : `${this.operation} ${entry}`;
	}

	private entryOf(name: string): string {
		const start = `${this.operation} `;
		return name.startsWith(start) ? name.slice(start.length) : name;
	}

	private options(maxEntries: number): ICheckProcessedOptions {
		return { mode: 'entries', maxEntries };
	}
}

/** Tells a node from all others, as n8n's store does: what one has sent, another may send. */
export function nodeKey(context: IExecuteFunctions): string {
	return `${context.getWorkflow().id} ${context.getNode().id}`;
}

/** By node: marks that this process has left in the store. */
const spentMarks = new Map<string, string[]>();

/** By node: the last of the calls to n8n's store that are under way in this process. */
const lastCalls = new Map<string, Promise<unknown>>();

/** Calls n8n's store when the calls before it for the same node have ended: at the same moment, one would undo what the other has recorded. */
async function inTurn<Result>(node: string, call: () => Promise<Result>): Promise<Result> {
	const turn = (lastCalls.get(node) ?? Promise.resolve()).then(call);
	const ended = turn.then(
		() => {},
		() => {},
	);
	lastCalls.set(node, ended);
	try {
		return await turn;
	} finally {
		if (lastCalls.get(node) === ended) lastCalls.delete(node);
	}
}
