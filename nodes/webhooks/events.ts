/** A kind of event that Attentive reports to webhooks. */
export interface WebhookEvent {
	/** Attentive's name for it; upper and lower case count. */
	type: string;
	displayName: string;
	description: string;
	/** False if it reaches only a webhook that was made by hand in Attentive: the API does not take its name. */
	byApi: boolean;
}

/** All that Attentive names, in its API and in its dashboard. */
export const webhookEvents: WebhookEvent[] = [
	{
		type: 'custom_attribute.set',
		displayName: 'Custom Attribute Set',
		description: 'A custom attribute of somebody got a value (custom_attribute.set)',
		byApi: true,
	},
	{
		type: 'email.message_link_click',
		displayName: 'Email Link Clicked',
		description: 'Somebody clicked a link in an email (email.message_link_click)',
		byApi: true,
	},
	{
		type: 'email.opened',
		displayName: 'Email Opened',
		description: 'Somebody opened an email (email.opened)',
		byApi: true,
	},
	{
		type: 'email.sent',
		displayName: 'Email Sent',
		description:
			'An email went out: one event for each recipient (email.sent). Only for a webhook made by hand.',
		byApi: false,
	},
	{
		type: 'email.subscribed',
		displayName: 'Email Subscribed',
		description: 'Somebody subscribed to emails (email.subscribed)',
		byApi: true,
	},
	{
		type: 'email.unsubscribed',
		displayName: 'Email Unsubscribed',
		description: 'Somebody opted out of emails (email.unsubscribed)',
		byApi: true,
	},
	{
		type: 'sms.message_link_click',
		displayName: 'Text Link Clicked',
		description: 'Somebody clicked a link in a text (sms.message_link_click)',
		byApi: true,
	},
	{
		type: 'sms.inbound_message',
		displayName: 'Text Received',
		description: 'Somebody texted you (sms.inbound_message). Only for a webhook made by hand.',
		byApi: false,
	},
	{
		type: 'sms.sent',
		displayName: 'Text Sent',
		description: 'A text went out: one event for each recipient (sms.sent)',
		byApi: true,
	},
	{
		type: 'sms.subscribed',
		displayName: 'Text Subscribed',
		description: 'Somebody subscribed to texts (sms.subscribed)',
		byApi: true,
	},
	{
		type: 'sms.unsubscribed',
		displayName: 'Text Unsubscribed',
		description: 'Somebody opted out of texts (sms.unsubscribed). Only for a webhook made by hand.',
		byApi: false,
	},
];

export function isWebhookEvent(type: string): boolean {
	return webhookEvents.some((event) => event.type === type);
}
