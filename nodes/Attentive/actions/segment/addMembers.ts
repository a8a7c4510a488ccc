import { defineOperation } from '../../../operation/defineOperation';
import { membersDelivery, membersOperation } from './members';

export const addMembers = defineOperation({
	...membersOperation,
	operation: 'addMembers',
	name: 'Add Members',
	action: 'Add members to segment',
	description:
		'Add people to a segment in bulk. Attentive processes them in the background, which can take hours. Additions and removals on the same day can run in any order.',
	delivery: membersDelivery('POST'),
});
