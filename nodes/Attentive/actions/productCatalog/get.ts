import { reads } from '../../../delivery/reads';
import { recognized } from '../../../schemas/answers';
import { catalogUploadIdSchema, catalogUploadSchema } from '../../../schemas/catalogUploads';
import { pathId } from '../../../fields/simple';
import { defineOperation } from '../../../operation/defineOperation';
import { catalogPermission, lookUpEndpoint, shownUpload, uploadPath } from './catalogEndpoint';

export const get = defineOperation({
	resource: 'productCatalog',
	operation: 'get',
	name: 'Get',
	action: 'Get catalog upload',
	description: 'Get the status of a catalog upload and the errors in its lines',
	kind: 'read',
	permission: catalogPermission('Read'),
	isIdempotent: true,
	fields: {
		uploadId: pathId({
			displayName: 'Upload ID',
			placeholder: 'e.g. {{ $json.attentive.uploadId }}',
			description: 'Value of attentive.uploadId in an item that was uploaded',
			wayOut: 'Take it from the item that was uploaded',
		}),
	},
	schema: catalogUploadIdSchema,
	read: ({ uploadId }) => ({ payload: { uploadId } }),
	delivery: reads<{ uploadId: string }>({
		endpoint: lookUpEndpoint,
		request: ({ uploadId }) => ({ path: uploadPath(uploadId) }),
		records: (body, { uploadId }) => [
			{ uploadId, ...shownUpload(recognized(catalogUploadSchema).parse(body)) },
		],
	}),
});
