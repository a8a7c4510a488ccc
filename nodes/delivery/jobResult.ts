import { itemError } from '../errors/itemError';
import type { ItemResult } from '../engine/types';
import { isBroken, type FoundJob } from './job';
import type { JobNotFound } from './jobs';

/** What an item became whose job has ended; undefined where it was not pending. */
export function jobResult(
	index: number,
	pending: ItemResult | undefined,
	found: FoundJob | JobNotFound,
): ItemResult | undefined {
	if (pending?.status !== 'pending') return undefined;
	// Of an earlier look, which found something else.
	const { problem: _earlier, ...details } = pending.details;
	if (!('job' in found)) return { status: 'pending', details: { ...details, ...found } };
	const { job, outcomes, problem } = found;
	const jobStatus = job.status;
	if (isBroken(job)) {
		const reason = `Unknown whether Attentive processed it: job ${String(details.jobId)} ended with the status ${jobStatus}`;
		const wayOut = 'Look it up in Attentive before you send it again';
		const error = itemError(index, { status: 'unknown', reasonCode: 'jobEnded', reason, wayOut });
		return { status: 'failed', error };
	}
	if (!outcomes) {
		// Needs a review, or ended in a way that is not known here: Bulk Job: Get may tell more later.
		return { status: 'pending', details: { ...details, jobStatus, ...(problem ? { problem } : {}) } };
	}
	const { status, reason } = outcomes.of(String(details.recordId));
	if (status === 'accepted') return { status, details };
	const told =
		status === 'refused'
			? {
					reasonCode: 'refused',
					reason: reason ?? 'Attentive refused it',
					wayOut: 'Correct the value that Attentive names',
				}
			: {
					reasonCode: 'outcomeUnknown',
					reason: `Unknown whether Attentive processed it: the results of job ${String(details.jobId)} do not mention it`,
					wayOut: 'Look it up in Attentive before you send it again',
				};
	return { status: 'failed', error: itemError(index, { status, ...told }) };
}
