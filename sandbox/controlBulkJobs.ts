import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { fields } from './api/rules';
import type { Account } from './attentive/account';
import { checked, ControlRefusal } from './controlCheck';

const schemas = {
	query: fields({ endpoint: z.string().optional() }, 'assumed'),
	end: fields({ bulkJobId: z.string(), status: z.string().min(1) }, 'assumed'),
};

/** What became of bulk jobs and of each of their records. */
export function controlBulkJobs(server: FastifyInstance, account: () => Account): void {
	server.get('/jobs', () => account().bulkJobs.list());
	server.get('/record-counts', ({ query }) =>
		account().bulkJobs.recordCounts(checked(schemas.query, query).endpoint),
	);
	server.post('/jobs/end', ({ body }) => {
		const { bulkJobId, status } = checked(schemas.end, body);
		if (!account().bulkJobs.end(bulkJobId, status)) {
			throw new ControlRefusal(`There is no job with the ID ${bulkJobId} that is in progress.`);
		}
		return {};
	});
}
