import { customAttributesAnswerSchema, getCustomAttributesSchema } from '../../../schemas/customAttributes';
import { phoneOrEmail } from '../../../fields/phoneOrEmail';
import { defineOperation } from '../../../operation/operation';
import { unknownPerson } from '../../../errors/reasons';

export const get = defineOperation({
	resource: 'customAttribute',
	operation: 'get',
	name: 'Get',
	action: 'Get custom attributes of user',
	description: 'Get all custom attributes of a user as one item',
	kind: 'read',
	endpoint: { method: 'GET', path: '/v1/attributes/custom', requestsPerSecond: 150 },
	permission: { name: 'Custom Attributes', level: 'Write' },
	repeat: 'repeatable',
	refusal: unknownPerson,
	fields: { user: phoneOrEmail },
	additionalFields: {},
	schema: getCustomAttributesSchema,
	payload: (values) => values.user,
	send: (payload) => ({ query: payload }),
	records: (body, payload) => {
		const attributes = customAttributesAnswerSchema
			.parse(body)
			.map(({ name, attribute, value }) => [name ?? attribute ?? '', value] as const);
		return [{ ...payload, attributes: Object.fromEntries(attributes) }];
	},
});
