import type { Account } from '../attentive/account';
import type { BulkJob } from '../attentive/bulkJobs';
import { Refusal } from '../attentive/refusal';
import { bulkRequestsPerSecond } from './bulk';
import { endpoint, noBody, noQuery } from './endpoint';
import { fields, text } from './rules';

/** No permission is needed (OpenAPI). An app sees its own jobs only (assumed). */
export const getBulkJob = endpoint({
	method: 'GET',
	path: '/v2/bulk/job/{bulkJobId}',
	requestsPerSecond: bulkRequestsPerSecond,
	params: fields({ bulkJobId: text() }, 'OpenAPI'),
	query: noQuery,
	body: noBody,
	answer({ account, token, params: { bulkJobId } }) {
		const job = account.bulkJobs.find(bulkJobId);
		if (job === undefined || job.request.app !== token.label) {
			throw new Refusal(
				404,
				`path.bulkJobId: expected the ID of a job of the last two weeks, received ${JSON.stringify(bulkJobId)} [OpenAPI]`,
			);
		}
		const { status, request } = job;
		const url =
			status === 'COMPLETED'
				? account.signedUrls.sign('GET', `/bulk-results/${bulkJobId}.jsonl`, account.settings.signedUrlMs)
				: undefined;
		return {
			status: 200,
			body: { bulkJobId, status, totalRecords: request.records.length, url, ...metadata(job, account) },
		};
	},
});

/** OpenAPI speaks of timestamps and error messages without naming them: the names are assumed. */
function metadata({ submittedAt, endedAt }: BulkJob, { settings: { bulkJobMessage } }: Account): object {
	if (bulkJobMessage === null) return {};
	return {
		createdAt: new Date(submittedAt).toISOString(),
		completedAt: endedAt === undefined ? null : new Date(endedAt).toISOString(),
		errors: [{ message: bulkJobMessage }],
	};
}
