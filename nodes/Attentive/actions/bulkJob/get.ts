import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { bulkJobSchema } from '../../../schemas/bulkJobs';
import { waitingOptions } from '../../../fields/waiting';
import { requiredText, text } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';
import { isBroken, jobEndpoint, jobPath } from '../../../delivery/job';
import { RecordOutcomes } from '../../../delivery/resultLines';

/** Most refused records that an item tells of. */
const MOST_REFUSED = 100;

const foundSchema = z.object({
	job: bulkJobSchema,
	outcomes: z.instanceof(RecordOutcomes).optional(),
	problem: z.string().optional(),
});

const lookUpSchema = z.object({ jobId: z.string().min(1), recordId: z.string().min(1).optional() }).strict();

export const get = defineOperation({
	resource: 'bulkJob',
	operation: 'get',
	name: 'Get',
	action: 'Get result of bulk job',
	description:
		'Get the result of a bulk job, or of one of its records. Attentive processes it in the background, which can take hours.',
	kind: 'read',
	endpoint: jobEndpoint,
	repeat: 'repeatable',
	looksUpJobs: true,
	fields: {
		jobId: requiredText({
			displayName: 'Job ID',
			placeholder: 'e.g. {{ $json.attentive.jobId }}',
			description: 'Value of attentive.jobId in an item that was sent',
		}),
		recordId: text({
			displayName: 'Record ID',
			placeholder: 'e.g. {{ $json.attentive.recordId }}',
			description:
				'Value of attentive.recordId in an item that was sent, to get its result. If empty, you get the whole job with counts.',
		}),
	},
	additionalFields: {},
	ownOptions: waitingOptions,
	schema: lookUpSchema,
	payload: ({ jobId, recordId }) => ({ jobId, ...(recordId === undefined ? {} : { recordId }) }),
	gather: {
		sizePerRequest: Number.POSITIVE_INFINITY,
		by: ({ jobId }) => jobId,
		send: (payloads) => ({ path: jobPath(payloads[0]?.jobId ?? '') }),
	},
	records(body, { jobId, recordId }) {
		const { job, outcomes, problem } = foundSchema.parse(body);
		const told: IDataObject = { jobId, jobStatus: job.status, ...(problem ? { problem } : {}) };
		if (recordId !== undefined) {
			const status = isBroken(job) ? 'unknown' : 'pending';
			const outcome: { status: string; reason?: string } = outcomes?.of(recordId) ?? { status };
			return [
				{ ...told, recordId, status: outcome.status, ...(outcome.reason ? { reason: outcome.reason } : {}) },
			];
		}
		return [
			{
				...told,
				...(typeof job.totalRecords === 'number' ? { totalRecords: job.totalRecords } : {}),
				...(outcomes ? { ...outcomes.counts, refusedRecords: outcomes.refused.slice(0, MOST_REFUSED) } : {}),
			},
		];
	},
});
