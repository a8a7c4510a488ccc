import * as fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';
import { tidyEvent } from '../../../nodes/AttentiveTrigger/tidyEvent';
import { payloads } from './payloads';

test('a subscription', () => {
	expect(tidyEvent(payloads['sms.subscribed'] ?? {})).toEqual({
		event: 'sms.subscribed',
		time: '2026-08-01T16:30:00.000Z',
		company: { name: 'Cascadia Coffee', id: 'MDc6Q29tcGFueTEyMw' },
		subscriber: {
			id: 'MDEwOlN1YnNjcmliZXI0NTY',
			phone: '+12063996576',
			email: 'ann@example.com',
			clientUserIds: ['C-1001'],
			customIdentifiers: { loyalty_id: '00123' },
			shopifyId: '207119551',
			klaviyoId: '01GDDKASAP8TKDDA2GRZDSVP4H',
		},
		subscription: { type: 'MARKETING' },
		creative: { name: 'Checkout opt-in', type: 'CHECKOUT', subtype: 'MOBILE' },
	});
});

test.each<[string, unknown, unknown]>([
	['milliseconds', 1_785_601_800_123, '2026-08-01T16:30:00.123Z'],
	['seconds', 1_785_601_800, '2026-08-01T16:30:00.000Z'],
	['digits in a text', '1785601800123', '2026-08-01T16:30:00.123Z'],
	['ISO', '2026-08-01T12:30:00-04:00', '2026-08-01T16:30:00.000Z'],
])('time from %s', (_case, timestamp, time) => {
	expect(tidyEvent({ type: 'x', timestamp } as IDataObject)).toEqual({ event: 'x', time });
});

test.each([null, 'soon', '', {}, [], true, 1e300])(
	'a timestamp that is none (%j) passes through',
	(timestamp) => {
		expect(tidyEvent({ type: 'x', timestamp })).toEqual({ event: 'x', timestamp });
	},
);

test('no timestamp, no time', () => {
	expect(tidyEvent({ type: 'x' })).toEqual({ event: 'x' });
});

test('unknown fields pass through, in camelCase and in their place', () => {
	const payload = {
		type: 'x',
		new_field: { inner_list: [{ deep_key: 1 }, null, 'a_b'] },
		subscriber: { phone: '+1', sms_state: 'a', external_identifiers: { other_id: 'o', phone: 'not this' } },
		message: { to_phone: '+2', media_urls: [] },
	};
	expect(tidyEvent(payload)).toEqual({
		event: 'x',
		newField: { innerList: [{ deepKey: 1 }, null, 'a_b'] },
		subscriber: { phone: '+1', smsState: 'a', otherId: 'o', externalIdentifiers: { phone: 'not this' } },
		message: { toPhone: '+2', mediaUrls: [] },
	});
});

test('names that people chose stay as they are', () => {
	const attribute = { id: 1, name: 'shoe_size', value: { us_size: 9 } };
	const custom_identifiers = { loyalty_id: '1', __proto__x: '2' };
	expect(
		tidyEvent({
			type: 'x',
			user_property: attribute,
			subscriber: { external_identifiers: { custom_identifiers } },
		}),
	).toEqual({ event: 'x', attribute, subscriber: { customIdentifiers: custom_identifiers } });
});

test('one client user ID, several, none', () => {
	const ids = (client_user_id: unknown) =>
		tidyEvent({ type: 'x', subscriber: { external_identifiers: { client_user_id } } } as IDataObject);
	expect(ids('a')).toEqual({ event: 'x', subscriber: { clientUserIds: ['a'] } });
	expect(ids(['a', 'b'])).toEqual({ event: 'x', subscriber: { clientUserIds: ['a', 'b'] } });
	expect(ids(null)).toEqual({ event: 'x', subscriber: { clientUserIds: [] } });
});

test('a field cannot pass for one of the node’s own', () => {
	const payload = { type: 'x', event: 'y', signature_verified: true, deliveryId: 1 };
	expect(tidyEvent(payload)).toEqual({
		event: 'x',
		payloadEvent: 'y',
		payloadSignatureVerified: true,
		payloadDeliveryId: 1,
	});
});

test.each<IDataObject>([
	{ type: 'x', company: null, subscriber: 'ann', message: 7, user_property: [] },
	{ type: 'x', company: [], subscriber: [1], subscription: null },
	{ type: 'x', subscriber: { external_identifiers: 'e', external_id: null } },
])('odd shapes do not throw: %j', (payload) => {
	expect(tidyEvent(payload)).toMatchObject({ event: 'x' });
});

test('whatever JSON comes: no throw, and no value is lost', () => {
	const values = (value: unknown): unknown[] =>
		typeof value === 'object' && value !== null ? Object.values(value).flatMap(values) : [value];
	fc.assert(
		fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (fields) => {
			const payload = JSON.parse(JSON.stringify({ ...fields, type: 'x' }));
			expect(values(tidyEvent(payload)).sort()).toEqual(values(payload).sort());
		}),
		{ examples: [[JSON.parse('{"__proto__": {"a": 1}, "a_b": 1, "aB": 2}')]] },
	);
});

test('what is nested very deeply passes through, the rest of the event is tidied', () => {
	let deep: IDataObject = { the_end: 1 };
	for (let level = 0; level < 20_000; level++) deep = { a_b: [deep] };
	const tidied = tidyEvent({ type: 'sms.sent', user_phone: '+12065551000', deep_part: deep });
	let inner: unknown = tidied.deepPart;
	for (const name of ['aB', 'aB']) {
		expect(Object.keys(inner as object)).toEqual([name]);
		inner = (inner as Record<string, unknown[]>)[name]?.[0];
	}
	expect(tidied.userPhone).toBe('+12065551000');
});

test('a very long text is no time', () => {
	const timestamp = '1'.repeat(100_000);
	expect(tidyEvent({ type: 'sms.sent', timestamp })).toEqual({ event: 'sms.sent', timestamp });
});
