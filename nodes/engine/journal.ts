import { hash, randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { IDataObject } from 'n8n-workflow';
import { stableJson } from '../values/stableJson';
import { uuidOf } from '../values/uuid';

/**
 * What one run of a node must still know when n8n runs it again with the same items: by "Retry On Fail", or by Retry in the list of
 * executions. It lives in the execution's own data (n8n's node context), which survives both. Runs are told apart by their run index,
 * so that a loop's next round sends anew.
 *
 * It holds hashes and the details of results (IDs), no personal data.
 */
const runSchema = z.object({
	seed: z.string(),
	/** By the key of the item: `a`, `p`, `u` or `s` (accepted, pending, unknown, storeFailed); with details as `["p",{"jobId":"7"}]`. */
	items: z.record(z.string(), z.string()),
});
const journalSchema = z.record(z.string(), runSchema);
type RunJournal = z.infer<typeof runSchema>;

const CONTEXT_FIELD = 'attentiveRuns';

/** storeFailed: not sent, since n8n could not say whether it was sent before, in an earlier run. */
export interface Recorded {
	status: 'accepted' | 'pending' | 'unknown' | 'storeFailed';
	details: IDataObject;
}

const STATUSES: Record<string, Recorded['status']> = {
	a: 'accepted',
	p: 'pending',
	u: 'unknown',
	s: 'storeFailed',
};

export class Journal {
	private readonly runs: Record<string, RunJournal>;

	/**
	 * @param context the node's context object of the execution, kept by n8n
	 * @param runIndex which run of the node this is
	 */
	constructor(
		private readonly context: IDataObject,
		private readonly runIndex: number,
	) {
		const saved = journalSchema.safeParse(context[CONTEXT_FIELD]);
		this.runs = saved.success ? saved.data : {};
	}

	recall(key: string): Recorded | undefined {
		const saved = this.runs[this.runIndex]?.items[key];
		if (saved === undefined) return undefined;
		const [letter, details]: [string, IDataObject] = saved.length === 1 ? [saved, {}] : JSON.parse(saved);
		return { status: STATUSES[letter] ?? 'unknown', details };
	}

	/** @param details what the answer says, such as IDs; nothing that stands in the item itself */
	remember(key: string, status: Recorded['status'], details: IDataObject): void {
		const letter = status.charAt(0);
		this.run().items[key] = Object.keys(details).length === 0 ? letter : JSON.stringify([letter, details]);
	}

	forget(key: string): void {
		delete this.runs[this.runIndex]?.items[key];
	}

	/**
	 * Forgets the rounds of a loop before this one: n8n tries a round again only before the next one begins, and Retry in the list of
	 * executions goes on with the last. The last stays, since n8n may still try it again.
	 */
	forgetEarlierRuns(): void {
		for (const run of Object.keys(this.runs)) if (Number(run) < this.runIndex) delete this.runs[run];
		if (CONTEXT_FIELD in this.context) this.context[CONTEXT_FIELD] = this.runs;
	}

	/** Forgets this run: n8n will not run it again. */
	clear(): void {
		delete this.runs[this.runIndex];
	}

	/** The entries of this run; they begin when something is to be remembered. */
	private run(): RunJournal {
		const run = (this.runs[this.runIndex] ??= { seed: randomUUID(), items: {} });
		this.context[CONTEXT_FIELD] = this.runs;
		return run;
	}

	/** An ID that is the same whenever n8n runs this item again in this run, and never otherwise: it is made from a random seed. */
	idFor(key: string): string {
		return uuidOf(`${this.run().seed} ${key}`);
	}
}

/** Of 6 bits each: enough to tell a million items apart, and so few that V8 does not keep the whole hash for them. */
const KEY_LENGTH = 12;

/**
 * Names the items of a run by their content: a hash, and for equal items which of them it is.
 * @param operation so that another operation in the same place is not taken for this one
 */
export function itemKeys(operation: string): (content: IDataObject) => string {
	const seen = new Map<string, number>();
	return (content) => {
		const key = hash('sha256', operation + stableJson(content), 'base64url').slice(0, KEY_LENGTH);
		const occurrence = (seen.get(key) ?? 0) + 1;
		seen.set(key, occurrence);
		return occurrence === 1 ? key : `${key}.${occurrence}`;
	};
}
