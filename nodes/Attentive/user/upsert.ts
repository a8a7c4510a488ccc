import { userSchema } from '../../schemas/users';
import type { Person } from '../fields/person';
import { noConsent } from '../fields/subscribeToo';
import { defineOperation } from '../operation';
import { eligibilityEndpoint } from '../subscriber/getEligibility';
import {
	subscribesPeople,
	upsertCheck,
	upsertFields,
	upsertNotices,
	upsertPayload,
	upsertRepeat,
	upsertWarnings,
} from './upsertFields';

export const upsert = defineOperation({
	resource: 'user',
	operation: 'upsert',
	name: 'Create or Update',
	action: 'Create or update a user',
	description: 'Gives a user personal details, custom attributes and identifiers, one request each',
	kind: 'write',
	endpoint: { method: 'POST', path: '/v2/user/attributes', requestsPerSecond: 150 },
	permission: { name: 'Custom Attributes', level: 'All' },
	repeat: upsertRepeat,
	guarded: 'Subscribe People',
	guardedIf: subscribesPeople,
	notices: upsertNotices,
	fields: upsertFields,
	additionalFields: {},
	schema: userSchema,
	skipFirst: noConsent,
	payload: upsertPayload,
	person: (values): Person => values.user,
	warnings: upsertWarnings,
	mapped: ({ attributes }) => attributes?.custom ?? {},
	once: {},
	check: { endpoint: eligibilityEndpoint, of: upsertCheck },
});
