import { company, companyPhone } from './company';
import { userRecord, type User } from './users';

/** What POST /v1/webhooks takes (OpenAPI). */
export const apiEvents = [
	'sms.subscribed',
	'sms.sent',
	'sms.message_link_click',
	'email.subscribed',
	'email.unsubscribed',
	'email.message_link_click',
	'email.opened',
	'custom_attribute.set',
] as const;

/** What a webhook made by hand can have in addition (notes). */
export const handOnlyEvents = ['sms.unsubscribed', 'sms.inbound_message', 'email.sent'] as const;

export const allEvents = [...apiEvents, ...handOnlyEvents] as const;
export type EventName = (typeof allEvents)[number];

export interface EventBody {
	type: string;
	/** Milliseconds since 1970. */
	timestamp: number;
	company: { display_name: string; company_id: string };
	subscriber: Record<string, unknown>;
	/** What is particular to the type: subscription, creative, message, link, user_property. */
	[detail: string]: unknown;
}

/** @param address the phone or email that this is about; the user's first ones stand for the rest. */
export function eventBody(
	type: EventName,
	timestamp: number,
	user: User,
	address: string | undefined,
	details: object,
): EventBody {
	const { id, phones, emails, shopifyIds, klaviyoIds, clientUserIds, customIdentifiers } = userRecord(user);
	const first = (addresses: string[]) => addresses.find((each) => each === address) ?? addresses[0];
	// What is undefined here is left out of the JSON.
	const subscriber = {
		external_id: id,
		phone: first(phones),
		email: first(emails),
		external_identifiers: {
			client_user_id: clientUserIds,
			custom_identifiers: Object.fromEntries(customIdentifiers.map(({ name, value }) => [name, value])),
			shopify_id: shopifyIds[0],
			klaviyo_id: klaviyoIds[0],
		},
	};
	return { type, timestamp, company: companyFields, subscriber, ...details };
}

/** An event of somebody made up. What a type of another name holds is not known. */
export function sampleBody(type: string, timestamp: number): EventBody {
	const subscriber = {
		external_id: 'sample-subscriber',
		phone: '+13115552368',
		email: 'sample@example.com',
		external_identifiers: {
			client_user_id: ['sample-client-user-id'],
			custom_identifiers: { loyaltyId: '00123' },
			shopify_id: '123456789000',
			klaviyo_id: '0123456789ABCDEFGHIJKLMNOP',
		},
	};
	return { type, timestamp, company: companyFields, subscriber, ...sampleDetails.get(type) };
}

const companyFields = { display_name: company.name, company_id: company.id };
const subscription = { type: 'MARKETING' };
const creative = { name: 'Sample sign-up unit', type: 'API', subtype: 'API' };
const textMessage = {
	id: 'message-sample',
	type: 'MARKETING',
	name: 'Sample journey',
	text: 'A sample text',
	channel: 'TEXT',
};
const emailMessage = { ...textMessage, channel: 'EMAIL', subject: 'A sample subject' };
const link = { url: 'https://example.com/sample' };

const details: Record<EventName, object> = {
	'sms.subscribed': { subscription, creative },
	'sms.unsubscribed': { subscription },
	'sms.sent': { message: textMessage },
	'sms.message_link_click': { message: textMessage, link },
	'sms.inbound_message': {
		message: { type: 'TEXT', text: 'When do you open?', to_phone: companyPhone },
	},
	'email.subscribed': { subscription, creative },
	'email.unsubscribed': { subscription },
	'email.sent': { message: emailMessage },
	'email.opened': { message: emailMessage },
	'email.message_link_click': { message: emailMessage, link },
	'custom_attribute.set': { user_property: { id: 'attribute-sample', name: 'tier', value: 'Gold' } },
};
const sampleDetails = new Map<string, object>(Object.entries(details));
