import type { INodeProperties } from 'n8n-workflow';

/** Only for what is irrevocable or asked for by law; all else is a field's description. */
function notice(name: string, displayName: string): INodeProperties {
	return { displayName, name, type: 'notice', default: '' };
}

export const sensitiveDataNotice = notice(
	'sensitiveDataNotice',
	'Attentive does not allow sensitive data, such as health, religion, government or card numbers, or a precise location.',
);

export const preciseLocationNotice = notice(
	'preciseLocationNotice',
	'Only the details Latitude and Longitude may hold a precise location: Attentive does not allow it in custom attributes or event properties.',
);

export const optInNotice = notice(
	'optInNotice',
	'Subscribe only people who have agreed to exactly these messages: consent to order updates is not consent to marketing.',
);

export const unsubscribeNotice = notice(
	'unsubscribeNotice',
	'Attentive texts a confirmation to each phone, even if that person had already unsubscribed.',
);

export const fixedTypeNotice = notice(
	'attributeTypeNotice',
	'The first value ever sent for an attribute fixes its type, and attributes cannot be deleted.',
);

export const deletionNotice = notice(
	'deletionNotice',
	'A deletion request cannot be undone: Attentive deletes the person within thirty days.',
);

export const joiningNotice = notice(
	'joiningNotice',
	'Two people with the same ID become one person in Attentive, and that cannot be undone.',
);
