import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { channels, subscriptionTypes } from '../attentive/users';
import { endpoint, noBody } from './endpoint';
import { phoneOrEmail } from './phoneOrEmail';
import { addressesOf } from './subscriber';
import { unknownPerson } from './unknownPerson';

export const getSubscriptions = endpoint({
	method: 'GET',
	path: '/v1/subscriptions',
	permission: 'subscriptions:read',
	requestsPerSecond: defaultRequestsPerSecond,
	query: phoneOrEmail('assumed'),
	body: noBody,
	answer({ account, query }) {
		const user = account.users.find(query);
		if (user === undefined && account.settings.eligibilityOfUnknown === 'notFound') {
			throw unknownPerson(query, 'Subscriptions not found. query');
		}
		const asked = addressesOf(query);
		const counts = (address: string) =>
			account.settings.eligibility === 'user' || asked.some((each) => each.address === address);
		const shown = account.settings.eligibility === 'user' ? channels : asked.map(({ channel }) => channel);

		// Every type and channel is listed; never asked, pending and opted out look alike (notes).
		const subscriptionEligibilities = shown.flatMap((channel) =>
			subscriptionTypes.map((type) => {
				const isEligible = [...(user?.subscriptions.values() ?? [])].some(
					(each) =>
						each.state === 'subscribed' &&
						each.type === type &&
						each.channel === channel &&
						counts(each.address),
				);
				return { subscription: { type, channel }, eligibility: { isEligible } };
			}),
		);
		return { status: 200, body: { subscriptionEligibilities } };
	},
});
