import type { IDataObject } from 'n8n-workflow';
import type { ItemResult, Outcome } from '../engine/types';
import { itemError } from '../errors/itemError';
import type { LookedUp, Upload } from '../operation/operation';
import { attentiveRequest } from '../transport/attentiveRequest';
import { mayTellMore } from './job';
import { jobResult } from './jobResult';
import { JobWatch, lookUntilEnded } from './jobs';
import type { Sending } from './sending';

/** What becomes later of the items that Attentive has taken in: by jobs and by uploads. */
export class LaterResults {
	private readonly jobWatch: JobWatch;
	/** Until when jobs that are looked up are waited for: the same for all of the run, however many requests it makes. */
	private lookUpDeadline?: number;

	/** @param results of all items, by their places: those of pending items are changed */
	constructor(
		private readonly sending: Sending,
		private readonly results: Array<ItemResult | undefined>,
	) {
		const { context, connection, clock, settings } = sending;
		this.jobWatch = new JobWatch(context, connection, clock, settings.requestTimeout);
	}

	/** Waits for what Attentive does later, where somebody wants to. */
	async wait(signal: AbortSignal | undefined): Promise<void> {
		const { operation, settings, clock, stopAtFirstFailure } = this.sending;
		if (settings.waiting === 0) return;
		// The run ends with an error in any case.
		if (stopAtFirstFailure && this.results.some((result) => result?.status === 'failed')) return;
		const deadline = clock.now() + settings.waiting;
		const { upload } = operation;
		const waiting = this.pendingBy(upload ? upload.idOf : jobIdIn);
		if (!upload) {
			await this.jobWatch.untilEnded([...waiting.keys()], deadline, signal, (jobId, found) => {
				for (const index of waiting.get(jobId) ?? [])
					this.settleLater(index, jobResult(index, this.results[index], found));
			});
			return;
		}
		await lookUntilEnded(clock, [...waiting.keys()], deadline, signal, async (id) => {
			const found = await this.lookUp(upload, id);
			for (const index of waiting.get(id) ?? []) this.settleLater(index, this.uploadResult(index, found));
			return found?.hasEnded ?? false;
		});
	}

	/** Places of the items that Attentive has taken in and works on, by what their details say that they wait for. */
	private pendingBy(idOf: (details: IDataObject) => string | undefined): Map<string, number[]> {
		const waiting = new Map<string, number[]>();
		for (const [index, result] of this.results.entries()) {
			const id = result?.status === 'pending' ? idOf(result.details) : undefined;
			if (id === undefined) continue;
			const items = waiting.get(id);
			if (items) items.push(index);
			else waiting.set(id, [index]);
		}
		return waiting;
	}

	private settleLater(index: number, result: ItemResult | undefined): void {
		if (!result) return;
		const { prepared, memory } = this.sending;
		this.results[index] = result;
		const item = prepared[index];
		const key = item?.kind === 'settled' ? undefined : item?.key;
		// What was refused later may be sent again.
		if (result.status === 'failed' && result.error.status === 'refused' && key !== undefined)
			memory.forget(key);
	}

	/** One look at an upload. A look that fails tells nothing, and is made again. */
	private async lookUp(upload: Upload<object>, id: string): Promise<LookedUp<object> | undefined> {
		const { context, connection, settings } = this.sending;
		const outcome = await attentiveRequest(context, connection, upload.lookUp(id), settings.requestTimeout);
		if (outcome.kind !== 'answer' || outcome.status >= 300) return undefined;
		try {
			return upload.lookedUp(outcome.body);
		} catch {
			return undefined;
		}
	}

	private uploadResult(index: number, found: LookedUp<object> | undefined): ItemResult | undefined {
		const { prepared } = this.sending;
		const pending = this.results[index];
		const item = prepared[index];
		const whole = item?.kind === 'joined' ? prepared[item.into] : item;
		if (pending?.status !== 'pending') return undefined;
		const payload = whole?.kind === 'toSend' ? whole.payload : undefined;
		const result = found?.resultOf(pending.details, payload);
		return result?.status === 'failed'
			? { status: 'failed', error: itemError(index, result.reason) }
			: result;
	}

	/** An answer that tells of a job, with what its result file tells; where somebody wants to wait, once the job has ended. */
	async withJob(outcome: Outcome): Promise<Outcome> {
		const { context, settings, clock } = this.sending;
		const first = await this.jobWatch.found(outcome);
		if (!first || outcome.kind !== 'answer') return outcome;
		let found = first;
		const { bulkJobId } = first.job;
		if (settings.waiting > 0 && bulkJobId && mayTellMore(first)) {
			this.lookUpDeadline ??= clock.now() + settings.waiting;
			const signal = context.getExecutionCancelSignal?.();
			await this.jobWatch.untilEnded([bulkJobId], this.lookUpDeadline, signal, (_jobId, later) => {
				found = 'job' in later ? later : { ...found, ...later };
			});
		}
		return { ...outcome, body: found };
	}
}

function jobIdIn({ jobId }: IDataObject): string | undefined {
	return typeof jobId === 'string' ? jobId : undefined;
}
