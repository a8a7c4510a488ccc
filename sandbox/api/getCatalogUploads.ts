import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { catalogUploadResponse } from './catalogUpload';
import { endpoint, noBody, noQuery } from './endpoint';

/** In order of creation (OpenAPI). All are recent, and an app sees its own only (both assumed). */
export const getCatalogUploads = endpoint({
	method: 'GET',
	path: '/v1/product-catalog/uploads',
	permission: 'product_catalogs:read',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body: noBody,
	answer({ account, token }) {
		const own = account.catalog.listUploads().filter(({ app }) => app === token.label);
		return { status: 200, body: own.map((upload) => catalogUploadResponse(account, upload)) };
	},
});
