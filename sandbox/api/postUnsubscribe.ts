import { z } from 'zod';
import { channels, subscriptionTypes, type SubscriptionType } from '../attentive/users';
import { endpoint, noQuery } from './endpoint';
import { fields, follow, oneOf, type Rule } from './rules';
import { addressesOf, subscriber } from './subscriber';
import { unknownPerson } from './unknownPerson';

/** What an empty list means is not published, and leaving it out means everything. */
const notNone: Rule<unknown[]> = {
	expected: 'at least one subscription (or leave the field out, which means all)',
	source: 'assumed',
	holds: (subscriptions) => subscriptions.length > 0,
};

const body = fields(
	{
		user: subscriber,
		subscriptions: z
			.array(
				fields({ type: oneOf(subscriptionTypes, 'OpenAPI'), channel: oneOf(channels, 'OpenAPI') }, 'assumed'),
			)
			.superRefine(follow(notNone))
			.optional(),
		notification: fields(
			{
				language: oneOf(['en-US', 'fr-CA'], 'OpenAPI').optional(),
				disabled: z.boolean().optional(),
			},
			'assumed',
		).optional(),
	},
	'assumed',
);

export const postUnsubscribe = endpoint({
	method: 'POST',
	path: '/v1/subscriptions/unsubscribe',
	permission: 'subscriptions:write',
	requestsPerSecond: 5,
	query: noQuery,
	body,
	answer({ account, body: { user: named, subscriptions: chosen, notification = {} }, write }) {
		const { users, subscriptions, settings } = account;
		// Of a phone and an email, one that is known is enough (assumed).
		if (settings.removalOfUnknown === 'notFound' && users.find(named) === undefined) {
			throw unknownPerson(named, 'body.user');
		}
		const { language = 'en-US', disabled = false } = notification;
		const user = users.identify(named);
		write(user);

		const subscriptionResponses = addressesOf(named).flatMap(({ channel, address }) => {
			const existing = subscriptions.typesOf(user, { channel, address });
			const types = new Set<SubscriptionType>(
				chosen === undefined
					? existing
					: chosen.flatMap((each) => (each.channel === channel ? [each.type] : [])),
			);
			// Who wants no transactional texts gets no marketing texts either (notes).
			if (channel === 'TEXT' && types.has('TRANSACTIONAL') && existing.includes('MARKETING')) {
				types.add('MARKETING');
			}
			const ended = [...types].map((type) => {
				const subscription = { type, channel, address };
				return { subscription, ...subscriptions.end(user, subscription) };
			});

			// One text for all of one request (assumed).
			const [first] = ended.filter(({ existed }) => existed);
			if (channel === 'TEXT' && first !== undefined && !disabled) {
				const isNew = ended.some(({ status }) => status === 'NEWLY_UNSUBSCRIBED');
				const kind = isNew ? 'unsubscribed' : 'alreadyUnsubscribed';
				subscriptions.text(user, kind, first.subscription, { language });
			}
			return ended.map(({ subscription: { type }, status }) => ({
				subscription: { type, channel },
				subscriptionUnsubscribeStatus: status,
			}));
		});
		return { status: 202, body: { user: named, subscriptionResponses } };
	},
});
