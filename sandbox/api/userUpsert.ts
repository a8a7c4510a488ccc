import { DateTime } from 'luxon';
import { z } from 'zod';
import type { AttributeValue } from '../attentive/attributeTypes';
import { channels } from '../attentive/users';
import { attributeName, notEmptyText, notNull } from './customAttributes';
import { atLeastOneIdentifier, email, identifier, phone } from './eventUser';
import { fields, follow, notEmpty, oneOf, report, text, type Rule } from './rules';
import { completeLocale, country, language, locale, onlyOneWay, type NamedUnit } from './signUpUnit';

/** In one request (OpenAPI; that the account's number is meant too, see `upsertUser`). */
export const customAttributeLimit = 100;

const day: Rule<string> = {
	expected: 'a day as in 2022-11-08',
	source: 'OpenAPI',
	holds: (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && DateTime.fromISO(text).isValid,
};

const notNegative: Rule<number> = {
	expected: 'an age of 0 or more',
	source: 'assumed',
	holds: (age) => age >= 0,
};

const region: Rule<string> = {
	expected: 'a region in ISO 3166-2, as in AU-NSW',
	source: 'OpenAPI',
	holds: (code) => /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(code),
};

const webAddress: Rule<string> = {
	expected: 'a URL, as in http://johnsmith.com',
	source: 'OpenAPI',
	holds: (url) => /^https?:\/\/\S+$/i.test(url) && URL.canParse(url),
};

function degrees(most: number): Rule<string> {
	return {
		expected: `degrees from -${most} to ${most} as text, as in -73.935242`,
		source: 'assumed',
		holds: (text) => /^-?\d+(\.\d+)?$/.test(text) && Math.abs(Number(text)) <= most,
	};
}

const words = text({ ...notEmpty, source: 'assumed' }).optional();

const primitive: Rule<unknown> = {
	expected: 'a text, a number or a boolean, no list and no object',
	source: 'OpenAPI',
	holds: (value) => value === null || typeof value !== 'object',
};

const customValue = z
	.custom<Exclude<AttributeValue, object>>(() => true)
	.superRefine((received, context) => {
		const broken = [primitive, notNull, notEmptyText].find((rule) => !rule.holds(received));
		if (broken !== undefined) report(context, [], broken, received);
	});

const fewEnough: Rule<object> = {
	expected: `at most ${customAttributeLimit} custom attributes`,
	source: 'OpenAPI',
	holds: (custom) => Object.keys(custom).length <= customAttributeLimit,
};

/** Published with the example French and, in its words, as ISO 639-1: the words count. */
const attributes = fields(
	{
		firstName: words,
		lastName: words,
		demographic: fields(
			{
				language: words,
				dateOfBirth: text(day).optional(),
				age: z.number().int().superRefine(follow(notNegative)).optional(),
				organization: words,
				title: words,
				website: text(webAddress).optional(),
			},
			'assumed',
		).optional(),
		location: fields(
			{
				address1: words,
				address2: words,
				city: words,
				state: words,
				zip: words,
				latitude: text(degrees(90)).optional(),
				longitude: text(degrees(180)).optional(),
				country: text(country).optional(),
				region: text(region).optional(),
				timezone: words,
			},
			'assumed',
		).optional(),
		locale: fields(
			{ language: text(language).optional(), country: text(country).optional() },
			'assumed',
		).optional(),
		custom: z.record(attributeName, customValue).superRefine(follow<object>(fewEnough)).optional(),
	},
	'assumed',
);

const someCustomIdentifier: Rule<unknown[]> = {
	expected: 'at least one custom identifier (or leave the field out)',
	source: 'assumed',
	holds: (items) => items.length > 0,
};

/** Unlike elsewhere a custom identifier has a key, not a name. */
const identifiers = fields(
	{
		email: email.optional(),
		phone: phone.optional(),
		shopifyId: identifier.optional(),
		klaviyoId: identifier.optional(),
		clientUserId: identifier.optional(),
		customIdentifiers: z
			.array(fields({ key: identifier, value: identifier }, 'assumed'))
			.superRefine(follow(someCustomIdentifier))
			.optional(),
	},
	'assumed',
).superRefine(follow<object>(atLeastOneIdentifier));

const signUpSourceId = text({ ...notEmpty, source: 'assumed' });
const wanted = { channel: oneOf(channels, 'OpenAPI'), singleOptIn: z.boolean().optional() };
const subscriptionType = oneOf(['MARKETING', 'TRANSACTIONAL'], 'OpenAPI').optional();

/** Whether `subscriptionType` stands beside it is a matter of settings: OpenAPI requires it, but does not list it. */
const bySignUpSource = fields({ ...wanted, signUpSourceId, subscriptionType }, 'assumed');

/** In bulk, locale and subscription type may stand for the ID (OpenAPI, in words). */
const bySourceOrLocale = fields(
	{ ...wanted, signUpSourceId: signUpSourceId.optional(), subscriptionType, locale: locale.optional() },
	'assumed',
).superRefine(
	follow<NamedUnit>(completeLocale, {
		...onlyOneWay,
		expected: 'signUpSourceId without locale, or locale and subscriptionType without it',
		holds: (named) => named.signUpSourceId === undefined || named.locale === undefined,
	}),
);

const someSubscription: Rule<{ channel: string }[]> = {
	expected: 'at least one subscription (or leave the field out), and none twice',
	source: 'assumed',
	holds: (list) => list.length > 0 && new Set(list.map((each) => JSON.stringify(each))).size === list.length,
};

interface Addressed {
	identifiers: { phone?: string | undefined; email?: string | undefined };
	subscriptions?: { channel: 'TEXT' | 'EMAIL' }[] | undefined;
}

const addressed: Rule<Addressed> = {
	expected: 'identifiers with a phone for a TEXT subscription, with an email for an EMAIL one',
	source: 'assumed',
	holds: ({ identifiers: { phone, email }, subscriptions = [] }) =>
		subscriptions.every(({ channel }) => (channel === 'TEXT' ? phone : email) !== undefined),
};

function user<
	Subscription extends z.ZodType<NamedUnit & { channel: 'TEXT' | 'EMAIL' }, z.ZodTypeDef, unknown>,
>(subscription: Subscription) {
	return fields(
		{
			attributes: attributes.optional(),
			subscriptions: z.array(subscription).superRefine(follow(someSubscription)).optional(),
			identifiers,
		},
		'assumed',
	).superRefine(follow<Addressed>(addressed));
}

/** OpenAPI's CreateUserAttributesRequestDtoV2. */
export const singleUser = user(bySignUpSource);

/** OpenAPI's CreateUserAttributesRequestDtoV21. */
export const bulkUser = user(bySourceOrLocale);

export type UserUpsert = z.infer<typeof singleUser> | z.infer<typeof bulkUser>;
