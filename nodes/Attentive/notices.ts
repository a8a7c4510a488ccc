import type { INodeProperties } from 'n8n-workflow';

export const sensitiveDataNotice: INodeProperties = {
	displayName:
		'Do not send sensitive data, such as health, religion, ethnic origin, sex life, government or card numbers, or a precise location: Attentive does not allow it.',
	name: 'sensitiveDataNotice',
	type: 'notice',
	default: '',
};

export const optInNotice: INodeProperties = {
	displayName:
		'Subscribe only people who have agreed to exactly this: consent to order updates is not consent to marketing. The law asks for a disclosure where they agree, and for proof that they did.',
	name: 'optInNotice',
	type: 'notice',
	default: '',
};

export const deletionNotice: INodeProperties = {
	displayName: 'A deletion request cannot be undone: Attentive deletes the person within thirty days.',
	name: 'deletionNotice',
	type: 'notice',
	default: '',
};

export const joiningNotice: INodeProperties = {
	displayName:
		'An ID that two people share joins them into one, for good. Send only IDs that your own system gave to one person each.',
	name: 'joiningNotice',
	type: 'notice',
	default: '',
};
