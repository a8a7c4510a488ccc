import { z } from 'zod';

/** Something that Attentive found wrong with a line of a catalog file. */
const lineErrorSchema = z.object({
	errorType: z.string().nullish(),
	errorMessage: z.string().nullish(),
	lineNum: z.number().nullish(),
});

/** Answer about one upload of a catalog file. */
export const catalogUploadSchema = z.object({
	uploadId: z.string().min(1),
	status: z.string().nullish(),
	errors: z.array(lineErrorSchema).nullish(),
	productsReceived: z.number().nullish(),
	productsProcessed: z.number().nullish(),
	lastUpdated: z.string().nullish(),
	expires: z.string().nullish(),
	uploadUrl: z.string().nullish(),
	validateOnly: z.boolean().nullish(),
});

export type CatalogUpload = z.infer<typeof catalogUploadSchema>;

/** Answer of GET /v1/product-catalog/uploads. */
export const catalogUploadsSchema = z.array(catalogUploadSchema);

export const catalogUploadIdSchema = z.object({ uploadId: z.string().min(1) }).strict();
