import type { Account } from '../attentive/account';
import type { AttributeValue } from '../attentive/attributeTypes';
import type { User } from '../attentive/users';
import { atMost, notEmpty, text, type Rule } from './rules';

export const attributeName = text({ ...notEmpty, source: 'assumed' }, atMost(200, 'OpenAPI'));

export const notNull: Rule<unknown> = {
	expected: 'a value that is not null (leave the attribute out instead)',
	source: 'assumed',
	holds: (value) => value !== null,
};

export const notEmptyText: Rule<unknown> = {
	expected: 'a value that is not empty (leave the attribute out instead)',
	source: 'assumed',
	holds: (value) => value !== '',
};

/** Why the account's attribute types do not take these values. `place` says where they stood. */
export function attributeObjections(
	{ attributeTypes, settings }: Account,
	attributes: [string, AttributeValue][],
	place: string,
): string[] {
	return attributes.flatMap(([attribute, sent]) => {
		const objection = attributeTypes.objection(attribute, sent, settings.attributeTypes);
		return objection === undefined ? [] : [`${place}.${attribute}: ${objection}`];
	});
}

/** @param address the phone or email that stood in the request, for webhook events */
export function setAttributes(
	{ attributeTypes, users, webhooks, settings }: Account,
	user: User,
	attributes: [string, AttributeValue][],
	address: string | undefined,
): void {
	for (const [attribute, sent] of attributes) {
		const value = attributeTypes.accept(attribute, sent, settings.attributeTypes);
		users.setAttribute(user, attribute, value);
		webhooks.publish('custom_attribute.set', user, address, () => ({
			user_property: { id: attributeTypes.idOf(attribute), name: attribute, value },
		}));
	}
}
