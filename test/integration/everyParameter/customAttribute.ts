import {
	LIMITS,
	MAPPED,
	mappingVariants,
	MODE,
	PHONE_AND_EMAIL,
	READ_LIMITS,
	USER,
	users,
	type Operations,
	IF_INVALID,
} from './shared';

export const customAttribute: Operations = {
	set: mappingVariants(
		(way, { inSight, fieldTypes }) => ({
			parameters: {
				...MODE,
				...USER,
				...inSight,
				additionalFields: fieldTypes,
				options: { ...LIMITS, ...IF_INVALID },
			},
			expected: users.map((user, index) => ({ user, properties: MAPPED[way][index] })),
		}),
		'attributes',
	),
	get: (['phone', 'email'] as const).map((lookUpBy) => ({
		parameters: { lookUpBy, ...PHONE_AND_EMAIL, options: READ_LIMITS },
		expected: users.map((user) => ({ [lookUpBy]: user[lookUpBy], attributes: {} })),
		read: true,
	})),
};
