import { z } from 'zod';
import type { AttributeValue } from '../attentive/attributeTypes';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { attributeName, attributeObjections, notEmptyText, notNull, setAttributes } from './customAttributes';
import { endpoint, noQuery } from './endpoint';
import { eventUser, identifiersOf } from './eventUser';
import { fields, report, type Rule } from './rules';

const noArray: Rule<unknown> = {
	expected: 'a value that is no array and holds none',
	source: 'OpenAPI',
	holds: (value) => !holdsArray(value),
};

/** OpenAPI allows values of any type and then takes arrays back: so an object is allowed. */
const value = z
	.custom<AttributeValue>(() => true)
	.superRefine((received, context) => {
		const broken = [noArray, notNull, notEmptyText].find((rule) => !rule.holds(received));
		if (broken !== undefined) report(context, [], broken, received);
	});

const body = fields({ properties: z.record(attributeName, value), user: eventUser }, 'assumed');

export const postCustomAttributes = endpoint({
	method: 'POST',
	path: '/v1/attributes/custom',
	permission: 'attributes:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body,
	answer({ account, body: { properties, user: identified }, write }) {
		const attributes = Object.entries(properties);
		// All or nothing: one bad attribute keeps the others of its request out too (assumed).
		const objections = attributeObjections(account, attributes, 'body.properties');
		if (objections.length > 0) throw new Refusal(400, objections.join('; '));

		const user = account.users.identify(identifiersOf(identified));
		setAttributes(account, user, attributes, identified.phone ?? identified.email);
		write(user);
		return { status: 200 };
	},
});

function holdsArray(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return Array.isArray(value) || Object.values(value).some(holdsArray);
}
