/** What the storage has, named like the API's endpoints, for faults and counts. */
export const storageEndpoints = [
	'GET /bulk-results/{bulkJobId}.jsonl',
	'PUT /catalog-uploads/{uploadId}',
] as const;

export type StorageEndpoint = (typeof storageEndpoints)[number];
