import { z } from 'zod';
import type { Account } from '../attentive/account';
import { Refusal } from '../attentive/refusal';
import type { SignUpUnit } from '../attentive/signUpUnits';
import { subscriptionOf } from '../attentive/users';
import { endpoint, noQuery } from './endpoint';
import { atLeastOneIdentifier, customIdentifiers, identifier } from './eventUser';
import { fields, follow, notEmpty, oneOf, text, type Rule } from './rules';
import { addressesOf, subscriber } from './subscriber';

const externalIdentifiers = fields(
	{
		clientUserId: identifier.optional(),
		shopifyId: identifier.optional(),
		klaviyoId: identifier.optional(),
		customIdentifiers: customIdentifiers.optional(),
	},
	'notes',
).superRefine(follow<object>({ ...atLeastOneIdentifier, source: 'notes' }));

const language: Rule<string> = {
	expected: 'a language in ISO 639-1, as in en',
	source: 'OpenAPI',
	holds: (code) => /^[a-z]{2}$/.test(code),
};

const country: Rule<string> = {
	expected: 'a country in ISO 3166-1 alpha 2, as in US',
	source: 'OpenAPI',
	holds: (code) => /^[A-Z]{2}$/.test(code),
};

export const locale = fields({ language: text(language), country: text(country) }, 'assumed');

interface UnitNamed {
	signUpSourceId?: string | undefined;
	locale?: object | undefined;
	subscriptionType?: string | undefined;
}

const completeLocale: Rule<UnitNamed> = {
	expected: 'signUpSourceId, or both locale and subscriptionType',
	source: 'OpenAPI',
	holds: (named) =>
		named.signUpSourceId !== undefined ||
		(named.locale !== undefined && named.subscriptionType !== undefined),
};

const onlyOneWay: Rule<UnitNamed> = {
	expected: 'signUpSourceId without locale and subscriptionType, or these without it',
	source: 'assumed',
	holds: (named) =>
		named.signUpSourceId === undefined ||
		(named.locale === undefined && named.subscriptionType === undefined),
};

const body = fields(
	{
		user: subscriber,
		externalIdentifiers: externalIdentifiers.optional(),
		signUpSourceId: text({ ...notEmpty, source: 'assumed' }).optional(),
		locale: locale.optional(),
		subscriptionType: oneOf(['MARKETING', 'TRANSACTIONAL'], 'OpenAPI').optional(),
		singleOptIn: z.boolean().optional(),
	},
	'assumed',
).superRefine(follow<UnitNamed>(completeLocale, onlyOneWay));

export const postSubscriptions = endpoint({
	method: 'POST',
	path: '/v1/subscriptions',
	permission: 'subscriptions:write',
	requestsPerSecond: 10,
	query: noQuery,
	body,
	answer({ account, body: request, write }) {
		const { users, subscriptions, settings } = account;
		const unit = unitOf(account, request);
		const wanted = addressesOf(request.user)
			.filter(({ channel }) => unit.channels.includes(channel))
			.map((address) => ({ type: unit.type, ...address }));
		if (wanted.length === 0) {
			throw new Refusal(
				400,
				`body.user: expected an address for the sign-up unit's ${unit.channels.join(' or ')}, ` +
					`received only ${Object.keys(request.user).join(', ')} [assumed]`,
			);
		}
		const known = users.find(request.user);
		const stopped = wanted.find(
			(subscription) => known && subscriptionOf(known, subscription)?.state === 'stopped',
		);
		if (stopped !== undefined && settings.subscribeAfterStop === 'refused') {
			throw new Refusal(
				400,
				`body.user.phone: expected somebody who has not texted STOP, received ${stopped.address} [assumed]`,
			);
		}

		const user = users.identify({ ...request.user, ...request.externalIdentifiers });
		write(user);
		const options = {
			singleOptIn: request.singleOptIn ?? false,
			afterStop: settings.subscribeAfterStop,
		};
		const subscriptionResponses = wanted.map((subscription) => ({
			subscription: { type: subscription.type, channel: subscription.channel },
			subscriptionCreationStatus: subscriptions.subscribe(user, subscription, unit, options),
		}));
		const { user: named, externalIdentifiers } = request;
		return { status: 202, body: { user: named, externalIdentifiers, subscriptionResponses } };
	},
});

/** That an unknown ID is a 400 is assumed; that locale and type must match exactly one unit is published. */
function unitOf({ signUpUnits }: Account, request: z.infer<typeof body>): SignUpUnit {
	const { signUpSourceId, locale, subscriptionType } = request;
	if (locale === undefined || subscriptionType === undefined) {
		const unit = signUpUnits.find(signUpSourceId);
		if (unit !== undefined) return unit;
		throw new Refusal(
			400,
			`body.signUpSourceId: expected the ID of an API sign-up unit, received ${JSON.stringify(signUpSourceId)} [assumed]`,
		);
	}
	const [unit, ...others] = signUpUnits.matching(locale, subscriptionType);
	if (unit !== undefined && others.length === 0) return unit;
	const count = unit === undefined ? 'none' : others.length + 1;
	throw new Refusal(
		400,
		`body.locale and subscriptionType: expected to match exactly one API sign-up unit, received ` +
			`${locale.language}-${locale.country} and ${subscriptionType}, which match ${count} [OpenAPI]`,
	);
}
