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
		'Subscribe only people who have agreed to exactly this: consent to order updates is not consent to marketing. The law asks for a disclosure where they agree, and for proof that they did. Whoever has not yet answered the "Reply Y" text gets it again with each run: use Send Once Per with the phone or email.',
	name: 'optInNotice',
	type: 'notice',
	default: '',
};

export const unsubscribeNotice: INodeProperties = {
	displayName:
		'Attentive texts each phone that it has been unsubscribed, also of somebody who had left before: running the same list again texts them again. Set Confirmation to Do Not Send, or use Send Once Per. All Subscriptions includes texts about orders and deliveries.',
	name: 'unsubscribeNotice',
	type: 'notice',
	default: '',
};

export const fixedTypeNotice: INodeProperties = {
	displayName:
		'The first value ever sent for an attribute fixes its type for good, and attributes cannot be deleted. Try a few rows with Mode: Validate Only first.',
	name: 'attributeTypeNotice',
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

export const jobNotice: INodeProperties = {
	displayName:
		'For large loads, not for speed: Attentive works on such a job for hours, typically up to 4 for the first 10,000 records of a day and up to 12 for the rest. Items come out as "pending" with the ID of their job; Bulk Job: Get tells later what became of them.',
	name: 'jobNotice',
	type: 'notice',
	default: '',
};

export const membersOrderNotice: INodeProperties = {
	displayName:
		'Jobs need not run in the order in which they were sent: of an "add" and a "remove" for the same person on the same day, either may come last.',
	name: 'membersOrderNotice',
	type: 'notice',
	default: '',
};

export const catalogNotice: INodeProperties = {
	displayName:
		'Upload a whole catalog no more often than every few hours; only what has changed may come more often. Journeys may see a change up to an hour later.',
	name: 'catalogNotice',
	type: 'notice',
	default: '',
};
