import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import type { Delivery, Sending } from '../../../delivery/delivery';
import { untilEnded } from '../../../delivery/follow';
import {
	isBroken,
	jobEndpoint,
	jobPath,
	lookAtJob,
	otherFacts,
	stateOf,
	type FoundJob,
} from '../../../delivery/jobs';
import type { Parcel } from '../../../delivery/parcel';
import type { Requests } from '../../../engine/requests';
import { notUnderstood, readReason } from '../../../errors/reasons';

/** What an item asks about: a job, or one of its records. */
export const lookUpSchema = z
	.object({ jobId: z.string().min(1), recordId: z.string().min(1).optional() })
	.strict();

type LookUp = z.infer<typeof lookUpSchema>;

/** Looks a job up once for all items that ask about it and, where somebody wants to wait, until it has ended. */
export const jobLookUp: Delivery<LookUp> = {
	endpoint: jobEndpoint,
	batch: { most: Number.POSITIVE_INFINITY, by: ({ jobId }) => jobId },
	details: () => ({}),
	preview: ({ jobId }) => ({ request: { method: 'GET', path: jobPath(jobId) } }),
	start: (sending) => ({
		send: async (batch, requests) => await lookUp(batch, requests, sending),
	}),
};

async function lookUp(batch: Array<Parcel<LookUp>>, requests: Requests, sending: Sending): Promise<void> {
	const { transport, clock, permission } = sending;
	const { jobId = '' } = batch[0]?.payload ?? {};
	const recordIds = batch.flatMap(({ payload }) => payload.recordId ?? []);
	const look = async (id: string, patience?: number) => await lookAtJob(transport, id, recordIds, patience);
	let found: FoundJob | undefined;
	const reply = await requests.request({
		endpoint: jobEndpoint,
		isIdempotent: true,
		send: async () => {
			const { outcome, ...seen } = await look(jobId);
			found = seen.found;
			return outcome;
		},
	});
	if (reply.kind === 'stopped') return;
	const { ended, outcome } = reply;
	const first = found;
	if (ended.kind !== 'done' || !first) {
		const reason = ended.kind === 'done' ? notUnderstood() : readReason(ended, outcome, permission);
		for (const parcel of batch) parcel.fail(reason);
		return;
	}
	let last = first;
	const deadline = sending.waitUntil();
	if (deadline !== undefined && stateOf(first) !== 'ended') {
		const job = { endpoint: jobEndpoint, look, stateOf };
		await untilEnded(job, jobId, { requests, clock, deadline }, (seen) => {
			last = 'found' in seen ? seen.found : { ...last, ...seen };
		});
	}
	for (const parcel of batch) parcel.settle({ status: 'read', records: [recordOf(parcel.payload, last)] });
}

function recordOf({ jobId, recordId }: LookUp, { job, outcomes, problem }: FoundJob): IDataObject {
	const told: IDataObject = {
		...otherFacts(job),
		jobId,
		jobStatus: job.status ?? 'unknown',
		...(problem ? { problem } : {}),
	};
	if (recordId !== undefined) {
		const status = isBroken(job) ? 'unknown' : 'pending';
		const outcome: { status: string; reason?: string } = outcomes?.of(recordId) ?? { status };
		return {
			...told,
			recordId,
			status: outcome.status,
			...(outcome.reason ? { reason: outcome.reason } : {}),
		};
	}
	return {
		...told,
		...(job.totalRecords !== undefined ? { totalRecords: job.totalRecords } : {}),
		...(outcomes ? { ...outcomes.counts, refusedRecords: outcomes.refused } : {}),
	};
}
