import {
	cell,
	fixed,
	MAPPED,
	mappingVariants,
	MODE,
	moments,
	ONCE_LIMITS,
	ROWS,
	TIME,
	USER,
	users,
	type Operations,
	IF_INVALID,
} from './shared';

export const customEvent: Operations = {
	send: mappingVariants(
		(way, { inSight, fieldTypes }) => ({
			parameters: {
				...MODE,
				...USER,
				...inSight,
				type: cell('type'),
				additionalFields: {
					...fieldTypes,
					...TIME,
					externalEventId: cell('event'),
					mediaUrl: cell('picture'),
					skipRepeatsBy: cell('event'),
				},
				options: { ...ONCE_LIMITS, ...IF_INVALID, ifOutcomeUnknown: fixed('sendAgain') },
			},
			expected: users.map((user, index) => ({
				user,
				properties: { ...MAPPED[way][index], mediaUrl: ROWS[index]?.picture },
				type: ROWS[index]?.type,
				externalEventId: ROWS[index]?.event,
				occurredAt: moments[index],
			})),
		}),
		'properties',
	),
};
