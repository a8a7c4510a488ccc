import { z } from 'zod';

/** Answer of GET /v2/bulk/job/{bulkJobId}. */
export const bulkJobSchema = z.object({
	bulkJobId: z.string().nullish(),
	status: z.string().min(1),
	totalRecords: z.number().nullish(),
	url: z.string().nullish(),
});

export type BulkJob = z.infer<typeof bulkJobSchema>;
