import { reads } from '../../../delivery/reads';
import { customAttributesAnswerSchema } from '../../../schemas/customAttributes';
import { contactSchema, type PhoneOrEmail } from '../../../schemas/subscriptions';
import { phoneOrEmail } from '../../../fields/phoneOrEmail';
import { defineOperation } from '../../../operation/defineOperation';
import { unknownPerson } from '../../../errors/reasons';

export const get = defineOperation({
	resource: 'customAttribute',
	operation: 'get',
	name: 'Get',
	action: 'Get custom attributes of user',
	description: 'Get all custom attributes of a user as one item',
	kind: 'read',
	permission: { name: 'Custom Attributes', level: 'Write' },
	isIdempotent: true,
	fields: { user: phoneOrEmail },
	schema: contactSchema,
	read: ({ user }) => ({ payload: user }),
	delivery: reads<PhoneOrEmail>({
		endpoint: { method: 'GET', path: '/v1/attributes/custom', requestsPerSecond: 150 },
		request: (user) => ({ query: user }),
		records(body, user) {
			const attributes = customAttributesAnswerSchema.parse(body).flatMap(({ name, attribute, value }) => {
				const known = name ?? attribute;
				return known === undefined ? [] : [[known, value] as const];
			});
			return [{ ...user, attributes: Object.fromEntries(attributes) }];
		},
		refusal: unknownPerson,
	}),
});
