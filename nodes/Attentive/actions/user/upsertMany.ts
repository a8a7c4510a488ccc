import { inJob, neededOfJob } from '../../../delivery/jobs';
import { waitingOptions } from '../../../fields/waiting';
import { MOST_USERS, userSchema, type UserUpsert } from '../../../schemas/users';
import { ValueError } from '../../../values/valueError';
import { defineOperation } from '../../../operation/defineOperation';
import { mergedUser, upsertDelivery, upsertOperation } from './upsertOperation';

/** Attentive refuses a larger record, in bytes of its JSON. */
const LARGEST_RECORD = 1_048_576;

function bytesOf(user: object): number {
	return Buffer.byteLength(JSON.stringify(user));
}

/** Rows of one person as one record, as long as Attentive takes it. */
function mergedRecord(first: UserUpsert, next: UserUpsert): UserUpsert | undefined {
	const user = mergedUser(first, next);
	return user && userSchema.safeParse(user).success && bytesOf(user) <= LARGEST_RECORD ? user : undefined;
}

export const upsertMany = defineOperation({
	...upsertOperation,
	operation: 'upsertMany',
	name: 'Create or Update Many',
	action: 'Create or update many users',
	description:
		'Create or update users in bulk, for large loads. Attentive processes them in the background, which can take hours.',
	options: waitingOptions,
	read(values) {
		const drafted = upsertOperation.read(values);
		if ('payload' in drafted) checkSize(drafted.payload);
		return drafted;
	},
	merge: { kind: 'person', merge: mergedRecord },
	delivery: upsertDelivery({
		endpoint: { method: 'POST', path: '/v2/bulk/user/attributes', requestsPerSecond: 100 },
		batch: { most: MOST_USERS },
		request: (users) => ({ body: { users } }),
		separates: true,
		needed: neededOfJob,
		process: inJob(
			({ identifiers }: UserUpsert) => identifiers,
			(user) => user,
		),
	}),
});

function checkSize(user: object): void {
	const bytes = bytesOf(user);
	if (bytes <= LARGEST_RECORD) return;
	throw new ValueError({
		reasonCode: 'recordTooLarge',
		field: 'The user',
		reason: `has ${bytes} bytes, more than Attentive's limit of ${LARGEST_RECORD}`,
		wayOut: 'Send fewer or shorter attributes',
	});
}
