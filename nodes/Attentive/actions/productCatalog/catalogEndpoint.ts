import type { IDataObject } from 'n8n-workflow';
import type { Endpoint } from '../../../engine/types';
import type { Permission } from '../../../errors/permission';
import type { CatalogUpload } from '../../../schemas/catalogUploads';

export const UPLOADS_PATH = '/v1/product-catalog/uploads';

export const listEndpoint: Endpoint = { method: 'GET', path: UPLOADS_PATH, requestsPerSecond: 150 };
/** Attentive documents one request a second for it. */
export const uploadEndpoint: Endpoint = { method: 'POST', path: UPLOADS_PATH, requestsPerSecond: 1 };
export const lookUpEndpoint: Endpoint = {
	method: 'GET',
	path: `${UPLOADS_PATH}/{uploadId}`,
	requestsPerSecond: 150,
};

export function uploadPath(uploadId: string): string {
	return `${UPLOADS_PATH}/${encodeURIComponent(uploadId)}`;
}

export function catalogPermission(level: Permission['level']): Permission {
	return { name: 'Product Catalog', level };
}

/** An upload as results show it: without its address, which lets anybody upload a file, and without what is empty. */
export function shownUpload({ uploadUrl: _, errors, status, ...upload }: CatalogUpload): IDataObject {
	const told = { ...upload, uploadStatus: status, errors: (errors ?? []).map(withoutEmpty) };
	return withoutEmpty(told);
}

function withoutEmpty(object: IDataObject): IDataObject {
	return Object.fromEntries(
		Object.entries(object).filter(([, value]) => value !== null && value !== undefined),
	);
}
