import { READ_LIMITS, ROWS, type Operations } from './shared';

export const account: Operations = {
	get: [
		{
			parameters: { options: READ_LIMITS },
			expected: ROWS.map(() => expect.objectContaining({ companyName: expect.any(String) })),
			read: true,
		},
	],
};
