import { z } from 'zod';
import { recognized, toldId, toldNumber, toldText } from './answers';

/** Answer of GET /v2/bulk/job/{bulkJobId}. */
export const bulkJobSchema = recognized(
	z
		.object({ bulkJobId: toldId, status: toldId, totalRecords: toldNumber, url: toldText })
		// "Metadata such as timestamps and error messages" (OpenAPI), whose names are not documented.
		.catchall(z.unknown()),
);

export type BulkJob = z.infer<typeof bulkJobSchema>;
