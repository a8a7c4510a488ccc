import { defineOperation } from '../../../operation/operation';
import { membersOperation } from './members';
import { membersEndpoint } from './segmentEndpoint';

export const addMembers = defineOperation({
	...membersOperation,
	operation: 'addMembers',
	name: 'Add Members',
	action: 'Add members to segment',
	description:
		'Add people to a segment in bulk. Attentive processes them in the background, which can take hours. Additions and removals on the same day can run in any order.',
	endpoint: membersEndpoint('POST'),
});
