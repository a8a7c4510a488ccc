import { contacts, everyId, LIMITS, LINKED_IDS, MODE, type Operations } from './shared';

export const identity: Operations = {
	addIdentifiers: [
		{
			parameters: { ...MODE, ...LINKED_IDS, options: LIMITS },
			expected: everyId.map((identifiers, index) => ({ ...contacts[index], ...identifiers })),
		},
	],
};
