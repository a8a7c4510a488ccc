import { defineOperation } from '../../../operation/operation';
import { membersOperation } from './members';
import { membersEndpoint } from './segmentEndpoint';

export const removeMembers = defineOperation({
	...membersOperation,
	operation: 'removeMembers',
	name: 'Remove Members',
	action: 'Remove members from a segment',
	description: 'Takes people out of a segment, up to 10,000 in a request. Attentive works on it for hours.',
	endpoint: membersEndpoint('DELETE'),
});
