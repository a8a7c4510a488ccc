import { writes } from '../../../delivery/writes';
import { setCustomAttributesSchema, type SetCustomAttributes } from '../../../schemas/customAttributes';
import type { Warning } from '../../../values/warning';
import { looksLikeNumber } from '../../../values/number';
import { fieldTypes, mapping } from '../../../fields/mapping';
import { eventUser } from '../../../fields/person';
import { user } from '../../../fields/user';
import { fixedTypeNotice, sensitiveDataNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/defineOperation';
import { sensitiveNames } from '../../../fields/warnings';
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
	permission: { name: 'Custom Attributes', level: 'Write' },
	isIdempotent: true,
	notices: [sensitiveDataNotice, fixedTypeNotice],
	fields: {
		user,
		attributes: mapping(wording),
	},
	additionalFields: { fieldTypes: fieldTypes(wording) },
	schema: setCustomAttributesSchema,
	labels: { properties: 'Attributes' },
	read({ attributes, user: person }) {
		if (Object.keys(attributes).length === 0)
			return { skip: { reasonCode: 'nothingToSend', reason: 'none of the attributes has a value' } };
		return {
			payload: { properties: attributes, user: eventUser(person) },
			warnings: [...sensitiveNames(Object.keys(attributes)), ...numbersAsText(attributes)],
		};
	},
	delivery: writes<SetCustomAttributes>({
		endpoint: { method: 'POST', path: '/v1/attributes/custom', requestsPerSecond: 150 },
		named: ({ properties }) => properties,
		refusal: unknownPerson,
	}),
});

function numbersAsText(attributes: Record<string, unknown>): Warning[] {
	return Object.entries(attributes)
		.filter(([, value]) => typeof value === 'string' && looksLikeNumber(value))
		.map(([name]) => ({
			code: `numberAsText ${name}`,
			message: `'${name}' is text that looks like a number. If this is the first value of the attribute, Attentive may make it a number for good`,
		}));
}
