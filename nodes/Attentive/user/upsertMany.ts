import { MOST_USERS, userSchema } from '../../schemas/users';
import { ValueError } from '../../values/valueError';
import type { Person } from '../fields/person';
import { noConsent } from '../fields/subscribeToo';
import { jobNotice } from '../notices';
import { defineOperation } from '../operation';
import { eligibilityEndpoint } from '../subscriber/getEligibility';
import {
	mergedUser,
	subscribesPeople,
	upsertCheck,
	upsertFields,
	upsertNotices,
	upsertPayload,
	upsertRepeat,
	upsertWarnings,
} from './upsertFields';

/** Attentive refuses a larger record, in bytes of its JSON. */
const LARGEST_RECORD = 1_048_576;

export const upsertMany = defineOperation({
	resource: 'user',
	operation: 'upsertMany',
	name: 'Create or Update Many',
	action: 'Create or update many users',
	description:
		'Gives users personal details, custom attributes and identifiers, up to 256 in a request. Attentive works on it for hours.',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v2/bulk/user/attributes', requestsPerSecond: 100 },
	permission: { name: 'Custom Attributes and Subscribers', level: 'All' },
	repeat: upsertRepeat,
	guarded: 'Subscribe People',
	guardedIf: subscribesPeople,
	notices: [jobNotice, ...upsertNotices],
	fields: upsertFields,
	additionalFields: {},
	schema: userSchema,
	skipFirst: noConsent,
	payload: (values) => {
		const user = upsertPayload(values);
		const bytes = Buffer.byteLength(JSON.stringify(user));
		if (bytes <= LARGEST_RECORD) return user;
		throw new ValueError({
			reasonCode: 'recordTooLarge',
			field: 'The user',
			reason: `takes ${bytes} bytes, and Attentive takes ${LARGEST_RECORD}`,
			wayOut: 'Send fewer or shorter attributes',
		});
	},
	person: (values): Person => values.user,
	warnings: upsertWarnings,
	mapped: ({ attributes }) => attributes?.custom ?? {},
	once: {},
	check: { endpoint: eligibilityEndpoint, of: upsertCheck },
	gather: { sizePerRequest: MOST_USERS, send: (users) => ({ body: { users } }), halves: true },
	join: { kind: 'person', merge: mergedUser },
	job: { recordOf: ({ identifiers }) => identifiers },
});
