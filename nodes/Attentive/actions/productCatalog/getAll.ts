import { z } from 'zod';
import { catalogUploadsSchema } from '../../../schemas/catalogUploads';
import { defineOperation } from '../../../operation/operation';
import { catalogPermission, listEndpoint, shownUpload } from './catalogEndpoint';

export const getAll = defineOperation({
	resource: 'productCatalog',
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many catalog uploads',
	description: 'Lists the recent uploads of catalogs, one item each: Attentive tells of no older ones',
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
