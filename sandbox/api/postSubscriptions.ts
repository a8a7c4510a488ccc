import { z } from 'zod';
import { Refusal } from '../attentive/refusal';
import { subscriptionOf } from '../attentive/users';
import { endpoint, noQuery } from './endpoint';
import { atLeastOneIdentifier, customIdentifiers, identifier } from './eventUser';
import { fields, follow, notEmpty, oneOf, text } from './rules';
import { completeLocale, locale, onlyOneWay, signUpUnitOf, type NamedUnit } from './signUpUnit';
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
).superRefine(follow<NamedUnit>(completeLocale, onlyOneWay));

export const postSubscriptions = endpoint({
	method: 'POST',
	path: '/v1/subscriptions',
	permission: 'subscriptions:write',
	requestsPerSecond: 10,
	errorsWithBody: [400, 404, 409],
	query: noQuery,
	body,
	answer({ account, body: request, write }) {
		const { users, subscriptions, settings } = account;
		const unit = signUpUnitOf(account, request, 'body');
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
		const exists = wanted.some(
			(subscription) => known && subscriptionOf(known, subscription)?.state === 'subscribed',
		);
		if (exists && settings.subscribeAgain === 'conflict')
			throw new Refusal(409, 'Subscription already exists');
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
