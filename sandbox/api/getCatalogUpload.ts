import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { catalogUploadResponse } from './catalogUpload';
import { endpoint, noBody, noQuery } from './endpoint';
import { fields, text } from './rules';

export const getCatalogUpload = endpoint({
	method: 'GET',
	path: '/v1/product-catalog/uploads/{uploadId}',
	permission: 'product_catalogs:read',
	requestsPerSecond: defaultRequestsPerSecond,
	params: fields({ uploadId: text() }, 'OpenAPI'),
	query: noQuery,
	body: noBody,
	answer({ account, token, params: { uploadId } }) {
		const upload = account.catalog.find(uploadId);
		if (upload === undefined || upload.app !== token.label) {
			throw new Refusal(
				404,
				`path.uploadId: expected the ID of an upload, received ${JSON.stringify(uploadId)} [OpenAPI]`,
			);
		}
		return { status: 200, body: catalogUploadResponse(account, upload) };
	},
});
