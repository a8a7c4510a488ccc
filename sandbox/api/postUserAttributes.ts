import { defaultRequestsPerSecond } from '../attentive/rateLimits';
import { Refusal } from '../attentive/refusal';
import { endpoint, noQuery } from './endpoint';
import { subscriptionTypeObjections, upsertObjections, upsertUser } from './upsertUser';
import { singleUser } from './userUpsert';

export const postUserAttributes = endpoint({
	method: 'POST',
	path: '/v2/user/attributes',
	permission: { allOf: ['attributes:write', 'subscriptions:write'] },
	requestsPerSecond: defaultRequestsPerSecond,
	query: noQuery,
	body: singleUser,
	answer({ account, body, write }) {
		const objections = [
			...subscriptionTypeObjections(account, body, 'body'),
			...upsertObjections(account, body, 'body'),
		];
		if (objections.length > 0) throw new Refusal(400, objections.join('; '));
		write();
		// Accepted is not written (202). What the account no longer takes by then is lost (assumed).
		account.later.add(account.clock.now() + account.settings.upsertMs, () => {
			if (upsertObjections(account, body, 'body').length === 0) upsertUser(account, body);
		});
		account.catchUp();
		return { status: 202, body: { success: true, message: 'Accepted' } };
	},
});
