import { setCustomAttributesSchema } from '../../../schemas/customAttributes';
import { looksLikeNumber } from '../../../values/number';
import { fieldTypes, mapping } from '../../../fields/mapping';
import { eventUser, type Person } from '../../../fields/person';
import { user } from '../../../fields/user';
import { fixedTypeNotice, sensitiveDataNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/operation';
import { sensitiveNames } from '../../../operation/warnings';
import { unknownPerson } from '../../../errors/reasons';

const wording = {
	one: 'Attribute',
	many: 'Attributes',
	structured: false,
	required: true,
	example: '{ "VIP Tier": "Gold", "Points Balance": 1250 }',
};

export const set = defineOperation({
	resource: 'customAttribute',
	operation: 'set',
	name: 'Set',
	action: 'Set custom attributes of user',
	description: 'Create or update custom attributes of a user',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v1/attributes/custom', requestsPerSecond: 150 },
	permission: { name: 'Custom Attributes', level: 'Write' },
	repeat: 'repeatable',
	refusal: unknownPerson,
	notices: [sensitiveDataNotice, fixedTypeNotice],
	fields: {
		user,
		attributes: mapping(wording),
	},
	additionalFields: { fieldTypes: fieldTypes(wording) },
	schema: setCustomAttributesSchema,
	labels: { properties: 'Attributes' },
	payload: (values) => ({ properties: values.attributes, user: eventUser(values.user) }),
	person: (values): Person => values.user,
	skip: ({ attributes }) =>
		Object.keys(attributes).length === 0
			? { reasonCode: 'nothingToSend', reason: 'none of the attributes has a value' }
			: undefined,
	mapped: ({ properties }) => properties,
	warnings: ({ properties }) => [
		...sensitiveNames(Object.keys(properties)),
		...Object.entries(properties)
			.filter(([, value]) => typeof value === 'string' && looksLikeNumber(value))
			.map(([name]) => ({
				code: `numberAsText ${name}`,
				message: `'${name}' is text that looks like a number. If this is the first value of the attribute, Attentive may make it a number for good`,
			})),
	],
});
