import { z } from 'zod';
import { reads } from '../../../delivery/reads';
import { catalogUploadsSchema } from '../../../schemas/catalogUploads';
import { defineOperation } from '../../../operation/defineOperation';
import { catalogPermission, listEndpoint, shownUpload } from './catalogEndpoint';

export const getAll = defineOperation({
	resource: 'productCatalog',
	operation: 'getAll',
	name: 'Get Many',
	action: 'Get many catalog uploads',
	description: 'Get many recent catalog uploads. Attentive does not return older ones.',
	kind: 'read',
	permission: catalogPermission('Read'),
	isIdempotent: true,
	fields: {},
	schema: z.object({}).strict(),
	read: () => ({ payload: {} }),
	delivery: reads({
		endpoint: listEndpoint,
		records: (body) => catalogUploadsSchema.parse(body).map(shownUpload),
	}),
});
