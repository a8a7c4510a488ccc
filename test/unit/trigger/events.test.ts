import { currentType, webhookEvents } from '../../../nodes/webhooks/events';

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
