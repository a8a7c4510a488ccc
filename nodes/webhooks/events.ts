import { parseText } from '../values/text';
import { ValueError } from '../values/valueError';

/** A kind of event that Attentive reports to webhooks. */
export interface WebhookEvent {
	/** Attentive's name for it; upper and lower case count. */
	type: string;
	/** The name under which Attentive may still send it. */
	olderType?: string;
	displayName: string;
	description: string;
	/** False if only a webhook that was created manually in Attentive gets it: the API does not take its name. */
	byApi: boolean;
}

/** All that Attentive names, in its API and in its dashboard, in the order of their names. */
export const webhookEvents: WebhookEvent[] = [
	{
		type: 'sms.message_link_click',
		displayName: 'Clicked a Link in a Text',
		description: 'Someone clicked a link in a text (sms.message_link_click)',
		byApi: true,
	},
	{
		type: 'email.message_link_click',
		displayName: 'Clicked a Link in an Email',
		description: 'Someone clicked a link in an email (email.message_link_click)',
		byApi: true,
	},
	{
		type: 'custom_attribute.set',
		displayName: 'Custom Attribute Changed',
		description: 'A custom attribute of a user was set (custom_attribute.set)',
		byApi: true,
	},
	{
		type: 'email.sent',
		displayName: 'Email Sent',
		description: 'Attentive sent an email: one event per recipient (email.sent)',
		byApi: false,
	},
	{
		type: 'sms.inbound_message',
		displayName: 'Incoming Text',
		description: 'Someone sent you a text (sms.inbound_message)',
		byApi: false,
	},
	{
		type: 'email.opened',
		displayName: 'Opened an Email',
		description: 'Someone opened an email (email.opened)',
		byApi: true,
	},
	{
		type: 'email.subscribed',
		displayName: 'Opted In to Emails',
		description: 'Someone subscribed to emails (email.subscribed)',
		byApi: true,
	},
	{
		type: 'sms.subscribed',
		olderType: 'phone.subscribed',
		displayName: 'Opted In to Texts',
		description: 'Someone subscribed to texts (sms.subscribed)',
		byApi: true,
	},
	{
		type: 'email.unsubscribed',
		displayName: 'Opted Out of Emails',
		description: 'Someone unsubscribed from emails (email.unsubscribed)',
		byApi: true,
	},
	{
		type: 'sms.unsubscribed',
		olderType: 'phone.unsubscribed',
		displayName: 'Opted Out of Texts',
		description: 'Someone unsubscribed from texts (sms.unsubscribed)',
		byApi: false,
	},
	{
		type: 'sms.sent',
		displayName: 'Text Sent',
		description: 'Attentive sent a text: one event per recipient (sms.sent)',
		byApi: true,
	},
];

/**
 * The name that an event has today: sms.unsubscribed for phone.unsubscribed. Whoever waits for opt-outs must not miss
 * one because Attentive sent it under its older name. All other names stay, also unknown ones.
 */
export function currentType(type: string): string {
	return webhookEvents.find(({ olderType }) => olderType === type)?.type ?? type;
}

/** Most characters of an event's name. */
const LONGEST_NAME = 100;
/** Words with dots between them, as all names of today are: which ones there are is for Attentive to say. */
const NAME = /^\w[\w-]*([.:/]\w[\w-]*)*$/;

/** Names of events, as a list or as text with commas or line breaks. Throws a ValueError for what has not the form of one. */
export function parseEventNames(value: unknown): string[] {
	const written: unknown[] = Array.isArray(value) ? value : (parseText(value) ?? '').split(/[,\n]/);
	return [...new Set(written.flatMap((entry) => parseEventName(entry) ?? []))];
}

function parseEventName(value: unknown): string | undefined {
	const name = parseText(value);
	if (name === undefined) return undefined;
	const spelled = webhookEvents.flatMap(({ type, olderType = type }) => [type, olderType]);
	const meant = spelled.find((type) => type.toLowerCase() === name.toLowerCase());
	if (meant !== undefined && meant !== name) {
		throw new ValueError({
			reasonCode: 'notAnEventName',
			value,
			reason: 'differs from the name of an event by upper and lower case',
			wayOut: `Write ${meant}`,
		});
	}
	if (name.length <= LONGEST_NAME && NAME.test(name)) return name;
	throw new ValueError({
		reasonCode: 'notAnEventName',
		value,
		reason: 'is not the name of an event',
		wayOut: 'Write it as Attentive does, such as sms.sent. Separate names with commas',
	});
}
