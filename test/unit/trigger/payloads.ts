import type { IDataObject } from 'n8n-workflow';

/** 2026-08-01T16:30:00.000Z, in milliseconds. */
const TIMESTAMP = 1_785_601_800_000;

const company = { display_name: 'Cascadia Coffee', company_id: 'MDc6Q29tcGFueTEyMw' };
const subscriber = {
	external_id: 'MDEwOlN1YnNjcmliZXI0NTY',
	phone: '+12063996576',
	email: 'ann@example.com',
	external_identifiers: {
		client_user_id: ['C-1001'],
		custom_identifiers: { loyalty_id: '00123' },
		shopify_id: '207119551',
		klaviyo_id: '01GDDKASAP8TKDDA2GRZDSVP4H',
	},
};
const byPhone = { external_id: subscriber.external_id, phone: subscriber.phone };
const byEmail = { external_id: subscriber.external_id, email: subscriber.email };

const text = {
	id: '90071',
	type: 'MARKETING',
	name: 'August beans',
	text: 'New beans are in: https://attn.example/b1 ☕',
	channel: 'SMS',
};
const email = {
	id: '90072',
	type: 'MARKETING',
	name: 'August newsletter',
	text: 'New beans are in.',
	channel: 'EMAIL',
	subject: 'New beans',
};

/** What Attentive delivers for each of its events, put together from what is published about them. */
export const payloads: Record<string, IDataObject> = {
	'sms.subscribed': {
		type: 'sms.subscribed',
		timestamp: TIMESTAMP,
		company,
		subscriber,
		subscription: { type: 'MARKETING' },
		creative: { name: 'Checkout opt-in', type: 'CHECKOUT', subtype: 'MOBILE' },
	},
	'sms.unsubscribed': {
		type: 'sms.unsubscribed',
		timestamp: TIMESTAMP,
		company,
		subscriber,
		subscription: { type: 'MARKETING' },
	},
	'sms.sent': { type: 'sms.sent', timestamp: TIMESTAMP, company, subscriber: byPhone, message: text },
	'sms.inbound_message': {
		type: 'sms.inbound_message',
		timestamp: TIMESTAMP,
		company,
		subscriber: byPhone,
		message: { type: 'INBOUND', text: 'Where is my order? 📦', to_phone: '+18335550100' },
	},
	'sms.message_link_click': {
		type: 'sms.message_link_click',
		timestamp: TIMESTAMP,
		company,
		subscriber: byPhone,
		message: text,
		link: { url: 'https://shop.example.com/beans' },
	},
	'email.subscribed': {
		type: 'email.subscribed',
		timestamp: TIMESTAMP,
		company,
		subscriber: byEmail,
		subscription: { type: 'MARKETING' },
		creative: { name: 'Footer form', type: 'EMBEDDED', subtype: 'WEB' },
	},
	'email.unsubscribed': {
		type: 'email.unsubscribed',
		timestamp: TIMESTAMP,
		company,
		subscriber: byEmail,
		subscription: { type: 'MARKETING' },
	},
	'email.sent': { type: 'email.sent', timestamp: TIMESTAMP, company, subscriber: byEmail, message: email },
	'email.opened': {
		type: 'email.opened',
		timestamp: TIMESTAMP,
		company,
		subscriber: byEmail,
		message: email,
	},
	'email.message_link_click': {
		type: 'email.message_link_click',
		timestamp: TIMESTAMP,
		company,
		subscriber: byEmail,
		message: email,
		link: { url: 'https://shop.example.com/beans' },
	},
	'custom_attribute.set': {
		type: 'custom_attribute.set',
		timestamp: TIMESTAMP,
		company,
		subscriber,
		user_property: { id: '5512', name: 'loyalty_tier', value: 'gold' },
	},
};
