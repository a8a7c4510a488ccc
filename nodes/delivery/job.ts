import type { BulkJob } from '../schemas/bulkJobs';
import type { Endpoint } from '../engine/types';
import type { RecordOutcomes } from './resultLines';

export const jobEndpoint: Endpoint = {
	method: 'GET',
	path: '/v2/bulk/job/{bulkJobId}',
	requestsPerSecond: 100,
};

export function jobPath(jobId: string): string {
	return `/v2/bulk/job/${encodeURIComponent(jobId)}`;
}

/** A job as it was found, with what became of its records where that is known. */
export interface FoundJob {
	job: BulkJob;
	outcomes?: RecordOutcomes;
	/** Why the result file could not be read. */
	problem?: string;
}

/** Whether Attentive is still at work on it, as far as its status tells: words of newer kinds count as an end. */
export function isUnderWay({ status }: BulkJob): boolean {
	return /^(in_progress|pending|queued|submitted|processing|accepted)$/i.test(status);
}

/** Whether it ended without having done its work. */
export function isBroken({ status }: BulkJob): boolean {
	return /^(cancell?ed|failed)$/i.test(status);
}

export function isCompleted({ status }: BulkJob): boolean {
	return /^completed$/i.test(status);
}

/** Whether another look could tell more: Attentive is at work, or the file was not there or not to be read. */
export function mayTellMore({ job, outcomes }: FoundJob): boolean {
	return isUnderWay(job) || (isCompleted(job) && !outcomes);
}
