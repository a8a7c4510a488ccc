import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Endpoint, Outcome } from '../engine/types';
import { attentivesWords } from '../errors/attentivesWords';
import { CORRECT_VALUE, LOOK_IT_UP } from '../errors/reasons';
import { bulkJobSchema, type BulkJob } from '../schemas/bulkJobs';
import type { Transport } from '../transport/transport';
import { messageOf } from '../values/messageOf';
import { DEEPEST, isDeeperThan } from '../values/nested';
import type { Sending } from './delivery';
import type { LaterResult, Process } from './follow';
import { jobIdOf, RecordOutcomes, recordIdOf } from './recordOutcomes';

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

/** Whether it ended without having done its work. */
export function isBroken({ status = '' }: BulkJob): boolean {
	return /^(cancell?ed|failed|error|aborted|expired|timed_?out)$/i.test(status);
}

function isCompleted({ status = '' }: BulkJob): boolean {
	return /^completed$/i.test(status);
}

/** As far as the status tells: words of newer kinds count as an end. */
function isUnderWay({ status = '' }: BulkJob): boolean {
	return /^(in_progress|pending|queued|submitted|processing|accepted)$/i.test(status);
}

export function stateOf({ job, outcomes }: FoundJob): 'underWay' | 'incomplete' | 'ended' {
	if (isUnderWay(job)) return 'underWay';
	return job.status === undefined || (isCompleted(job) && !outcomes) ? 'incomplete' : 'ended';
}

const factsSchema = z.record(z.string(), z.custom<IDataObject[string]>());

/** What else Attentive says of a job, such as times and errors, under the names that it gives. Addresses let anybody read its files. */
export function otherFacts(job: BulkJob): IDataObject {
	const { bulkJobId: _id, status: _status, totalRecords: _total, url: _url, ...others } = job;
	const facts = factsSchema.safeParse(isDeeperThan(DEEPEST, others) ? {} : others);
	return Object.fromEntries(
		Object.entries(facts.data ?? {}).filter(([name, value]) => value !== null && !/ur[il]$/i.test(name)),
	);
}

/**
 * Looks at a job once, and reads its result file if it is completed.
 * @param recordIds whose outcomes somebody wants to know
 * @param patience ms that reading the file may take
 */
export async function lookAtJob(
	transport: Transport,
	jobId: string,
	recordIds: string[],
	patience?: number,
): Promise<{ outcome: Outcome; found?: FoundJob }> {
	const path = jobPath(jobId);
	const outcome = await transport.request({ method: 'GET', path });
	const answered = outcome.kind === 'answer' && outcome.status < 300;
	const read = bulkJobSchema.safeParse(answered ? outcome.body : undefined);
	if (!read.success) return { outcome };
	const job = read.data;
	if (!isCompleted(job) || !job.url) return { outcome, found: { job } };
	const outcomes = new RecordOutcomes(job.totalRecords, recordIds);
	try {
		const add = (line: string) => {
			if (line.trim() !== '') outcomes.add(line);
		};
		await transport.readLines(job.url, add, patience);
		return { outcome, found: { job, outcomes } };
	} catch (error) {
		return { outcome, found: { job, problem: messageOf(error) } };
	}
}

/** For `Writes.needed`: without its ID a job cannot be looked at. */
export const neededOfJob = {
	jobId: 'Attentive did not return a job ID, so the result of this item cannot be looked up',
};

/**
 * For writes that Attentive accepts as a job and works on for hours.
 * @param recordOf what tells a record of the job from others, as its result file repeats it
 * @param wholeOf all of the record, where there may be several about the same
 */
export function inJob<Payload extends object>(
	recordOf: (payload: Payload) => unknown,
	wholeOf?: (payload: Payload) => unknown,
): (sending: Sending) => Process<Payload, FoundJob> {
	return ({ transport }) => {
		// One answer for thousands of payloads: it is read once.
		let answer: { body: unknown; jobId?: string } | undefined;
		return {
			endpoint: jobEndpoint,
			accepted(body, payload, position) {
				if (!answer || answer.body !== body) answer = { body, jobId: jobIdOf(body) };
				const { jobId } = answer;
				if (jobId === undefined) return {};
				return { jobId, recordId: recordIdOf(position, recordOf(payload), wholeOf?.(payload)) };
			},
			idOf: ({ jobId }) => (typeof jobId === 'string' ? jobId : undefined),
			look: async (jobId, patience, waiting = []) =>
				await lookAtJob(
					transport,
					jobId,
					waiting.map(({ recordId }) => String(recordId)),
					patience,
				),
			stateOf,
			resultOf: (found, details) => recordResult(found, details),
		};
	};
}

function recordResult({ job, outcomes, problem }: FoundJob, details: IDataObject): LaterResult {
	if (isUnderWay(job)) return { status: 'pending', details };
	if (isBroken(job)) {
		const { message } = attentivesWords(job);
		const words = message === undefined ? '' : `: ${message}`;
		return unknown('jobEnded', `job ${String(details.jobId)} ended with the status ${job.status}${words}`);
	}
	if (!outcomes) {
		// Needs a review, or ended in a way that is not known here: Bulk Job: Get may tell more later.
		const jobStatus = job.status ?? 'unknown';
		return { status: 'pending', details: { ...details, jobStatus, ...(problem ? { problem } : {}) } };
	}
	const { status, reason = 'Attentive refused it' } = outcomes.of(String(details.recordId));
	if (status === 'accepted') return { status, details };
	if (status === 'unknown')
		return unknown('outcomeUnknown', `the results of job ${String(details.jobId)} do not mention it`);
	return { status: 'failed', reason: { status, reasonCode: 'refused', reason, wayOut: CORRECT_VALUE } };
}

function unknown(reasonCode: string, why: string): LaterResult {
	const reason = `Unknown whether Attentive processed it: ${why}`;
	return { status: 'failed', reason: { status: 'unknown', reasonCode, reason, wayOut: LOOK_IT_UP } };
}
