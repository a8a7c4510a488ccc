import { contacts, everyId, LIMITS, LINKED_IDS, MODE, type Operations, IF_SHARED } from './shared';

export const identity: Operations = {
	addIdentifiers: [
		{
			parameters: { ...MODE, ...LINKED_IDS, options: { ...LIMITS, ...IF_SHARED } },
			expected: everyId.map((identifiers, index) => ({ ...contacts[index], ...identifiers })),
		},
	],
};
