import { reads } from '../../../delivery/reads';
import { recognized } from '../../../schemas/answers';
import { catalogUploadIdSchema, catalogUploadSchema } from '../../../schemas/catalogUploads';
import { ValueError } from '../../../values/valueError';
import { requiredText } from '../../../fields/simple';
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
		uploadId: requiredText({
			displayName: 'Upload ID',
			placeholder: 'e.g. {{ $json.attentive.uploadId }}',
			description: 'Value of attentive.uploadId in an item that was uploaded',
		}),
	},
	schema: catalogUploadIdSchema,
	read({ uploadId }) {
		// As a part of the path these lead to another address, however they are encoded.
		if (!/^\.{1,2}$/.test(uploadId)) return { payload: { uploadId } };
		throw new ValueError({
			reasonCode: 'notAnId',
			field: 'Upload ID',
			value: uploadId,
			reason: 'is not an ID',
			wayOut: 'Take it from the item that was uploaded',
		});
	},
	delivery: reads<{ uploadId: string }>({
		endpoint: lookUpEndpoint,
		request: ({ uploadId }) => ({ path: uploadPath(uploadId) }),
		records: (body, { uploadId }) => [
			{ uploadId, ...shownUpload(recognized(catalogUploadSchema).parse(body)) },
		],
	}),
});
