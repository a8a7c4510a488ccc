import { z } from 'zod';
import { catalogUploadResponse } from './catalogUpload';
import { endpoint, noQuery } from './endpoint';
import { fields } from './rules';

export const postCatalogUploads = endpoint({
	method: 'POST',
	path: '/v1/product-catalog/uploads',
	permission: 'product_catalogs:write',
	requestsPerSecond: 1,
	bodyForm: 'optionalJson',
	query: noQuery,
	body: fields({ validateOnly: z.boolean().optional() }, 'assumed').optional(),
	answer({ account, token, body, write }) {
		const { signedUrlMs, validateOnlyDefault } = account.settings;
		const upload = account.catalog.begin(token.label, body?.validateOnly ?? validateOnlyDefault, signedUrlMs);
		write();
		return { status: 200, body: catalogUploadResponse(account, upload) };
	},
});
