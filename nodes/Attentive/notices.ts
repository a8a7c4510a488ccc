import type { INodeProperties } from 'n8n-workflow';

export const sensitiveDataNotice: INodeProperties = {
	displayName:
		'Do not send sensitive data, such as health, religion, ethnic origin, sex life, government or card numbers, or a precise location: Attentive does not allow it.',
	name: 'sensitiveDataNotice',
	type: 'notice',
	default: '',
};
