import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import { cell, post, READ_LIMITS, rowsWith, users, WAITING, type Operations } from './shared';

/** Rows with the ID of a job, and of a record of it each. */
async function jobRows(sandbox: Sandbox): Promise<IDataObject[]> {
	const people = users.map(({ email }) => ({ identifiers: { email } }));
	const { batchJobId } = await post(sandbox, '/v2/bulk/user/attributes', { users: people });
	return rowsWith([
		{ job: batchJobId, record: '0-0000000000000000' },
		{ job: batchJobId, record: '1-0000000000000000' },
	]);
}

export const bulkJob: Operations = {
	get: [
		{
			parameters: { jobId: cell('job'), recordId: cell('record'), options: { ...READ_LIMITS, ...WAITING } },
			rows: jobRows,
			read: true,
			expected: ['0', '1'].map((place) =>
				expect.objectContaining({ recordId: `${place}-0000000000000000`, status: 'pending' }),
			),
		},
	],
};
