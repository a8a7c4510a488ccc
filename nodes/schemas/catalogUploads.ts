import { z } from 'zod';
import { entriesOf, toldEntries, toldFlag, toldId, toldNumber, toldText } from './answers';

/** Something that Attentive found wrong with a line of a catalog file. */
const lineErrorSchema = z.object({
	errorType: toldText,
	errorMessage: toldText,
	lineNum: toldNumber,
});

/** Answer about one upload of a catalog file. */
export const catalogUploadSchema = z.object({
	uploadId: toldId,
	status: toldId,
	errors: toldEntries(lineErrorSchema),
	productsReceived: toldNumber,
	productsProcessed: toldNumber,
	lastUpdated: toldText,
	expires: toldText,
	uploadUrl: toldText,
	validateOnly: toldFlag,
});

export type CatalogUpload = z.infer<typeof catalogUploadSchema>;

/** Answer of GET /v1/product-catalog/uploads. */
export const catalogUploadsSchema = entriesOf(catalogUploadSchema);

export const catalogUploadIdSchema = z.object({ uploadId: z.string().min(1) }).strict();
