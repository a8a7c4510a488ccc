import { waitUntil } from '../engine/clock';
import type { Clock, Outcome } from '../engine/types';
import { bulkJobSchema } from '../schemas/bulkJobs';
import { attentiveRequest } from '../transport/attentiveRequest';
import type { Connection, Context } from '../transport/connection';
import { readLines } from '../transport/storage';
import { isCompleted, isUnderWay, jobPath, mayTellMore, type FoundJob } from './job';
import { RecordOutcomes } from './resultLines';

/** Pauses between two looks at a job, in ms: short at first, for a test of a few rows, then longer. */
const SHORTEST_PAUSE = 5_000;
const LONGEST_PAUSE = 60_000;
const GROWTH = 1.5;
/** Looks at one job that may come to nothing before no more are made. */
const MOST_VAIN_LOOKS = 3;

/** Asks for jobs until they end or nobody wants to wait any longer. */
export class JobWatch {
	/** @param timeout of one request, in ms */
	constructor(
		private readonly context: Context,
		private readonly connection: Connection,
		private readonly clock: Clock,
		private readonly timeout: number,
	) {}

	/** One look at a job. */
	async ask(jobId: string): Promise<Outcome> {
		const request = { method: 'GET' as const, path: jobPath(jobId) };
		return await attentiveRequest(this.context, this.connection, request, this.timeout);
	}

	/** What an answer tells of a job, with the outcomes of its records if it is completed. Undefined for an answer of another form. */
	async found(outcome: Outcome): Promise<FoundJob | undefined> {
		const answered = outcome.kind === 'answer' && outcome.status < 300;
		const read = bulkJobSchema.safeParse(answered ? outcome.body : undefined);
		if (!read.success) return undefined;
		const job = read.data;
		if (!isCompleted(job) || !job.url) return { job };
		const outcomes = new RecordOutcomes(job.totalRecords ?? undefined);
		try {
			await readLines(this.context, job.url, this.timeout, (line) => {
				if (line.trim() !== '') outcomes.add(line);
			});
			return { job, outcomes };
		} catch (error) {
			return { job, problem: error instanceof Error ? error.message : String(error) };
		}
	}

	/**
	 * Looks at the jobs again and again and tells of each that has ended or cannot be looked at, until all have ended, or until the given time of the clock.
	 * A look that fails is made again at the next round. The same holds for a file that cannot be read, whose address does not
	 * live long, and for a job of which Attentive refuses to tell, since it may not have it yet: but not more than a few times.
	 */
	async untilEnded(
		jobIds: string[],
		deadline: number,
		signal: AbortSignal | undefined,
		onEnd: (jobId: string, found: FoundJob | JobNotFound) => void,
	): Promise<void> {
		const vainLooks = new Map<string, number>();
		await lookUntilEnded(this.clock, jobIds, deadline, signal, async (jobId) => {
			const outcome = await this.ask(jobId);
			const found = (await this.found(outcome)) ?? notFound(outcome);
			if (!found) return false;
			if ('job' in found && isUnderWay(found.job)) {
				// What an earlier look has told is not so any more.
				if (vainLooks.delete(jobId)) onEnd(jobId, found);
				return false;
			}
			// Also before the last look: it may never come, and what is known so far is told then.
			onEnd(jobId, found);
			if ('job' in found && !mayTellMore(found)) return true;
			const vain = (vainLooks.get(jobId) ?? 0) + 1;
			vainLooks.set(jobId, vain);
			return vain >= MOST_VAIN_LOOKS;
		});
	}
}

/** What is known of a job about which Attentive refuses to tell. */
export interface JobNotFound {
	problem: string;
}

function notFound(outcome: Outcome): JobNotFound | undefined {
	if (outcome.kind !== 'answer') return undefined;
	const { status } = outcome;
	const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
	return isRefusal ? { problem: `Attentive answered ${status} when asked about the job` } : undefined;
}

/**
 * Looks at things that Attentive works on again and again, until all have ended, or until the given time of the clock, or a cancel.
 * @param hasEnded looks at one, and says whether it need not be looked at again
 */
export async function lookUntilEnded(
	clock: Clock,
	ids: string[],
	deadline: number,
	signal: AbortSignal | undefined,
	hasEnded: (id: string) => Promise<boolean>,
): Promise<void> {
	const open = new Set(ids);
	const aborted = new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));
	let pause = SHORTEST_PAUSE;
	while (open.size > 0 && clock.now() + pause <= deadline && signal?.aborted !== true) {
		await waitUntil(clock, clock.now() + pause, aborted);
		for (const id of open) {
			if (signal?.aborted || clock.now() > deadline) return;
			if (await hasEnded(id)) open.delete(id);
		}
		pause = Math.min(pause * GROWTH, LONGEST_PAUSE);
	}
}
