import type { IDataObject } from 'n8n-workflow';
import type { Sandbox } from '../../../sandbox/start';
import {
	cell,
	MODE,
	ONCE_LIMITS_WITHOUT_OUTPUT,
	PHONE_AND_EMAIL,
	post,
	READ_LIMITS,
	ROWS,
	rowsWith,
	users,
	type Operations,
	IF_INVALID,
} from './shared';

/** Rows with the IDs of two deletion requests. */
async function deletionRows(sandbox: Sandbox): Promise<IDataObject[]> {
	const filed = users.map(async ({ email }) => {
		const { id } = await post(sandbox, '/v1/privacy/delete-request', { subjectEmail: email });
		return { request: id };
	});
	return rowsWith(await Promise.all(filed));
}

export const privacyRequest: Operations = {
	create: [
		{
			parameters: {
				...MODE,
				...PHONE_AND_EMAIL,
				otherIdentifiers: { clientUserId: cell('id') },
				additionalFields: { requestMsg: cell('property'), skipRepeatsBy: cell('event') },
				options: { ...ONCE_LIMITS_WITHOUT_OUTPUT, ...IF_INVALID },
			},
			expected: users.map(({ phone, email, externalIdentifiers }, index) => ({
				subjectEmail: email,
				subjectPhone: phone,
				clientUserId: externalIdentifiers.clientUserId,
				requestMsg: ROWS[index]?.property,
			})),
		},
	],
	get: [
		{
			parameters: { requestId: cell('request'), options: READ_LIMITS },
			rows: deletionRows,
			expected: [
				expect.objectContaining({ processed: false, subjectEmail: 'a***@example.com' }),
				expect.objectContaining({ processed: false, subjectEmail: 'b***@example.com' }),
			],
			read: true,
		},
	],
};
