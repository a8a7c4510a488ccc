import type { Account } from '../attentive/account';
import type { CatalogStateNames, CatalogUpload } from '../attentive/catalog';

/** OpenAPI's CatalogUploadResponse. The URL stands in it as long as it is of use (assumed). */
export function catalogUploadResponse({ signedUrls, clock, settings }: Account, upload: CatalogUpload) {
	const { id, status, counts, lastUpdated, expires, validateOnly } = upload;
	const left = expires - clock.now();
	return {
		uploadId: id,
		status: stateName(status, settings.catalogStates),
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

/** The edition of 2024 named the end SAVED (notes); that it wrote the other states in capitals too is assumed. */
function stateName(status: string, names: CatalogStateNames): string {
	if (names === 'lowerCase') return status;
	return names === 'of2024' && status === 'completed' ? 'SAVED' : status.toUpperCase();
}
