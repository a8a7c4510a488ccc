import { ValueError } from '../../../nodes/values/valueError';
import { currentType, parseEventNames, webhookEvents } from '../../../nodes/webhooks/events';

test('older names have a name of today, all others stay', () => {
	expect(currentType('phone.subscribed')).toBe('sms.subscribed');
	expect(currentType('phone.unsubscribed')).toBe('sms.unsubscribed');
	for (const type of [...webhookEvents.map((event) => event.type), 'phone.sent', '', 'constructor'])
		expect(currentType(type)).toBe(type);
});

test('no name is there twice', () => {
	const names = webhookEvents.flatMap(({ type, olderType = [], displayName }) =>
		[type, displayName].concat(olderType),
	);
	expect(new Set(names).size).toBe(names.length);
});

/** Forms that other services give the names of their events: Stripe, Klaviyo, Braze, Shopify, GitHub. */
test.each<[unknown, string[]]>([
	['sms.delivered', ['sms.delivered']],
	['sms.delivered, email.bounced', ['sms.delivered', 'email.bounced']],
	['sms.delivered\nsms.delivered\n', ['sms.delivered']],
	[
		['sms.delivered', ' email.bounced '],
		['sms.delivered', 'email.bounced'],
	],
	['\u200Bsms.delivered\uFEFF', ['sms.delivered']],
	['customer.subscription.trial_will_end', ['customer.subscription.trial_will_end']],
	['event:klaviyo.sent_sms', ['event:klaviyo.sent_sms']],
	['users.messages.pushnotification.Send', ['users.messages.pushnotification.Send']],
	['checkouts/create', ['checkouts/create']],
	['ping', ['ping']],
	['phone.subscribed', ['phone.subscribed']],
	['', []],
	[undefined, []],
	[' , ', []],
])('names of events in %j', (written, names) => {
	expect(parseEventNames(written)).toEqual(names);
});

test.each<[unknown, string]>([
	['Opened an Email', 'is not the name of an event'],
	['sms sent', 'is not the name of an event'],
	['*', 'is not the name of an event'],
	['sms.*', 'is not the name of an event'],
	['sms.sent; email.sent', 'is not the name of an event'],
	['.sent', 'is not the name of an event'],
	['sms..sent', 'is not the name of an event'],
	['https://example.com', 'is not the name of an event'],
	['x'.repeat(101), 'is not the name of an event'],
	['SMS.Sent', 'upper and lower case'],
	['Phone.Subscribed', 'upper and lower case'],
	[[{ type: 'sms.sent' }], 'is an object'],
])('%j is no name of an event', (written, reason) => {
	expect(() => parseEventNames(written)).toThrow(ValueError);
	expect(() => parseEventNames(written)).toThrow(reason);
});
