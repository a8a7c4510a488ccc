import { jobResultFile } from '../attentive/jobResults';
import { StorageRefusal } from './refusal';
import type { StorageAnswer, StorageCall } from './call';

/** What became of each record of a completed job. */
export function getResultFile({ account, id }: StorageCall): StorageAnswer {
	const job = account.bulkJobs.find(id);
	if (job === undefined) throw new StorageRefusal(404, 'NoSuchKey', 'The specified key does not exist.');
	const body = jobResultFile(job, account.settings);
	return {
		status: 200,
		headers: {
			'content-type': 'binary/octet-stream',
			'content-length': String(Buffer.byteLength(body)),
		},
		body,
	};
}
