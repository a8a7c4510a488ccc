import type { Account } from '../attentive/account';
import type { BulkRequest } from '../attentive/bulkJobs';
import type { Answer } from './endpoint';

export const bulkRequestsPerSecond = 100;

/** Bytes, whatever the setting says. */
const most = 64 * 1024 * 1024;

/** What all endpoints have in common that take a job. */
export const bulkEndpoint = {
	requestsPerSecond: bulkRequestsPerSecond,
	bodyLimit: most,
	bodyLimitOf: ({ settings }: Account) => settings.bulkBodyLimit,
	errorsWithBody: [400, 404, 413],
};

/** Takes a job and answers it. */
export function submitJob(
	{ bulkJobs }: Account,
	request: BulkRequest,
	write: (user: undefined, details: { records: number; bulkJobId: string }) => void,
	message: string,
): Answer {
	const { id } = bulkJobs.submit(request);
	write(undefined, { records: request.records.length, bulkJobId: id });
	return { status: 202, body: { message, batchJobId: id } };
}
