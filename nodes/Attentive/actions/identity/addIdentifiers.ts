import { writes } from '../../../delivery/writes';
import { userIdentifiersSchema, type UserIdentifiers } from '../../../schemas/identity';
import { ValueError } from '../../../values/valueError';
import type { Person } from '../../../fields/person';
import { userBy } from '../../../fields/user';
import { joiningNotice } from '../../../fields/notices';
import { defineOperation } from '../../../operation/defineOperation';

export const addIdentifiers = defineOperation({
	resource: 'identity',
	operation: 'addIdentifiers',
	name: 'Add Identifiers',
	action: 'Add identifiers to user',
	description: 'Link your IDs for a user to their phone, email or other IDs',
	kind: 'write',
	permission: { name: 'Identity', level: 'Write' },
	isIdempotent: true,
	joinsPeople: true,
	notices: [joiningNotice],
	fields: {
		user: userBy({
			inSight: ['clientUserId'],
			others: ['shopifyId', 'klaviyoId'],
			customIdentifiers: true,
			limitsEmail: true,
			hint: 'Enter at least two identifiers. One must be a client user ID or a custom identifier.',
			isEnough: (person) => ownIds(person) > 0 && ids(person) > 1,
		}),
	},
	schema: userIdentifiersSchema,
	read({ user }) {
		if (ownIds(user) === 0)
			throw tooFew('No client user ID and no custom identifier', 'Add the ID that you want to link');
		if (ids(user) < 2) {
			throw tooFew('Only one identifier', 'Add another one to link it to');
		}
		return { payload: user };
	},
	delivery: writes<UserIdentifiers>({
		endpoint: { method: 'POST', path: '/v1/identity-resolution/user-identifiers', requestsPerSecond: 10 },
	}),
});

/** How many of the IDs are the account's own. */
function ownIds({ customIdentifiers = [], clientUserId }: Person): number {
	return customIdentifiers.length + (clientUserId === undefined ? 0 : 1);
}

function ids({ customIdentifiers = [], ...single }: Person): number {
	return Object.keys(single).length + customIdentifiers.length;
}

function tooFew(reason: string, wayOut: string): ValueError {
	return new ValueError({ reasonCode: 'tooFewIdentifiers', reason, wayOut });
}
