import { z } from 'zod';
import type { AttributeValue } from '../attentive/attributeTypes';
import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { endpoint, noQuery } from './endpoint';
import { eventUser, identifiersOf } from './eventUser';
import { atMost, fields, notEmpty, report, text, type Rule } from './rules';

const name = text({ ...notEmpty, source: 'assumed' }, atMost(200, 'OpenAPI'));

const noArray: Rule<unknown> = {
	expected: 'a value that is no array and holds none',
	source: 'OpenAPI',
	holds: (value) => !holdsArray(value),
};

const notNull: Rule<unknown> = {
	expected: 'a value that is not null (leave the attribute out instead)',
	source: 'assumed',
	holds: (value) => value !== null,
};

const notEmptyText: Rule<unknown> = {
	expected: 'a value that is not empty (leave the attribute out instead)',
	source: 'assumed',
	holds: (value) => value !== '',
};

/** OpenAPI allows values of any type and then takes arrays back: so an object is allowed. */
const value = z
	.custom<AttributeValue>(() => true)
	.superRefine((received, context) => {
		const broken = [noArray, notNull, notEmptyText].find((rule) => !rule.holds(received));
		if (broken !== undefined) report(context, [], broken, received);
	});

const body = fields({ properties: z.record(name, value), user: eventUser }, 'assumed');

export const postCustomAttributes = endpoint({
	method: 'POST',
	path: '/v1/attributes/custom',
	permission: 'attributes:write',
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body,
	answer({ account, body: { properties, user: identified }, write }) {
		const { attributeTypes, users, webhooks } = account;
		const typing = account.settings.attributeTypes;
		const attributes = Object.entries(properties);
		// All or nothing: one bad attribute keeps the others of its request out too (assumed).
		const objections = attributes.flatMap(([attribute, sent]) => {
			const objection = attributeTypes.objection(attribute, sent, typing);
			return objection === undefined ? [] : [`body.properties.${attribute}: ${objection}`];
		});
		if (objections.length > 0) throw new Refusal(400, objections.join('; '));

		const user = users.identify(identifiersOf(identified));
		for (const [attribute, sent] of attributes) {
			const value = attributeTypes.accept(attribute, sent, typing);
			users.setAttribute(user, attribute, value);
			webhooks.publish('custom_attribute.set', user, identified.phone ?? identified.email, () => ({
				user_property: { id: attributeTypes.idOf(attribute), name: attribute, value },
			}));
		}
		write(user);
		return { status: 200 };
	},
});

function holdsArray(value: unknown): boolean {
	if (typeof value !== 'object' || value === null) return false;
	return Array.isArray(value) || Object.values(value).some(holdsArray);
}
