import { z } from 'zod';
import { recordDone } from '../attentive/bulkJobs';
import { Refusal } from '../attentive/refusal';
import { bulkEndpoint, submitJob } from './bulk';
import { endpoint, noQuery } from './endpoint';
import { asReceived, fields, follow, type Rule } from './rules';
import { subscriptionTypeObjections, upsertObjections, upsertUser } from './upsertUser';
import { bulkUser } from './userUpsert';

const fewEnough: Rule<unknown[]> = {
	expected: 'from 1 to 256 users',
	source: 'OpenAPI',
	holds: (users) => users.length >= 1 && users.length <= 256,
};

/** Their number comes first: nobody wants to read what is wrong with each of 1,000. One bad user is a 400 for all (assumed). */
const users = z.array(z.unknown()).superRefine(follow(fewEnough)).pipe(z.array(bulkUser));

const path = '/v2/bulk/user/attributes';

export const postBulkUserAttributes = endpoint({
	...bulkEndpoint,
	method: 'POST',
	path,
	permission: { allOf: ['attributes:write', 'subscriptions:write'] },
	query: noQuery,
	body: asReceived(fields({ users }, 'assumed')),
	answer({ account, token, body, write }) {
		const objections = body.users.flatMap((user, index) => [
			...subscriptionTypeObjections(account, user, `body.users.${index}`),
			// What the account objects to is looked at when the job is done, unless a setting says at once.
			...(account.settings.bulkUserRefusals === 'request'
				? upsertObjections(account, user, `body.users.${index}`)
				: []),
		]);
		if (objections.length > 0) throw new Refusal(400, objections.join('; '));
		return submitJob(
			account,
			{
				endpoint: `POST ${path}`,
				app: token.label,
				records: body.users,
				identities: body.users.map(({ identifiers }) => identifiers),
				perform(index) {
					const user = body.users[index];
					if (user === undefined) throw new Error(`The job has no user ${index}.`);
					const wrong = upsertObjections(account, user, 'user');
					if (wrong.length > 0) return { status: 400, message: wrong.join('; ') };
					upsertUser(account, user);
					return recordDone;
				},
			},
			write,
			'Bulk user attributes job successfully submitted',
		);
	},
});
