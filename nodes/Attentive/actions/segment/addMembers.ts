import { defineOperation } from '../../../operation/operation';
import { membersOperation } from './members';
import { membersEndpoint } from './segmentEndpoint';

export const addMembers = defineOperation({
	...membersOperation,
	operation: 'addMembers',
	name: 'Add Members',
	action: 'Add members to a segment',
	description: 'Adds people to a segment, up to 10,000 in a request. Attentive works on it for hours.',
	endpoint: membersEndpoint('POST'),
});
