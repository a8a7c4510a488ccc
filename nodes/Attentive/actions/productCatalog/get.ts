import { catalogUploadIdSchema, catalogUploadSchema } from '../../../schemas/catalogUploads';
import { ValueError } from '../../../values/valueError';
import { requiredText } from '../../../fields/simple';
import { defineOperation } from '../../../operation/operation';
import { catalogPermission, lookUpEndpoint, shownUpload, uploadPath } from './catalogEndpoint';

export const get = defineOperation({
	resource: 'productCatalog',
	operation: 'get',
	name: 'Get',
	action: 'Get what became of a catalog upload',
	description: 'Tells how far Attentive is with an uploaded catalog, and which of its lines are wrong',
	kind: 'read',
	endpoint: lookUpEndpoint,
	permission: catalogPermission('Read'),
	repeat: 'repeatable',
	fields: {
		uploadId: requiredText({
			displayName: 'Upload ID',
			placeholder: 'e.g. {{ $json.attentive.uploadId }}',
			description: 'As the upload gave it, under attentive.uploadId',
		}),
	},
	additionalFields: {},
	schema: catalogUploadIdSchema,
	payload: ({ uploadId }) => {
		// As a part of the path these lead to another address, however they are encoded.
		if (!/^\.{1,2}$/.test(uploadId)) return { uploadId };
		throw new ValueError({
			reasonCode: 'notAnId',
			field: 'Upload ID',
			value: uploadId,
			reason: 'is not an ID',
			wayOut: 'Take it from the item that was uploaded',
		});
	},
	send: ({ uploadId }) => ({ path: uploadPath(uploadId) }),
	records: (body) => [shownUpload(catalogUploadSchema.parse(body))],
});
