import type { Account } from '../attentive/account';
import type { CatalogUpload } from '../attentive/catalog';

/** OpenAPI's CatalogUploadResponse. The URL stands in it as long as it is of use (assumed). */
export function catalogUploadResponse({ signedUrls, clock }: Account, upload: CatalogUpload) {
	const { id, status, counts, lastUpdated, expires, validateOnly } = upload;
	const left = expires - clock.now();
	return {
		uploadId: id,
		status,
		...counts,
		lastUpdated: new Date(lastUpdated).toISOString(),
		expires: new Date(expires).toISOString(),
		uploadUrl:
			status === 'initialized' && left > 0
				? signedUrls.sign('PUT', `/catalog-uploads/${id}`, left)
				: undefined,
		validateOnly,
	};
}
