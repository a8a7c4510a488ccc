import { z } from 'zod';
import { catalogUploadsSchema } from '../../../schemas/catalogUploads';
import { defineOperation } from '../../../operation/operation';
import { catalogPermission, listEndpoint, shownUpload } from './catalogEndpoint';

export const getAll = defineOperation({
	resource: 'productCatalog',
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many catalog uploads',
	description: 'Get many recent catalog uploads. Attentive does not return older ones.',
	kind: 'read',
	endpoint: listEndpoint,
	permission: catalogPermission('Read'),
	repeat: 'repeatable',
	fields: {},
	additionalFields: {},
	schema: z.object({}).strict(),
	payload: () => ({}),
	send: () => ({}),
	records: (body) => catalogUploadsSchema.parse(body).map(shownUpload),
});
