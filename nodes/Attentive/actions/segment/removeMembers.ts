import { defineOperation } from '../../../operation/defineOperation';
import { membersDelivery, membersOperation } from './members';

export const removeMembers = defineOperation({
	...membersOperation,
	operation: 'removeMembers',
	name: 'Remove Members',
	action: 'Remove members from segment',
	description:
		'Remove people from a segment in bulk. Attentive processes them in the background, which can take hours. Additions and removals on the same day can run in any order.',
	delivery: membersDelivery('DELETE'),
});
