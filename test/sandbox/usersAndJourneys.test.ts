import type { Journey } from '../../sandbox/control';
import { otherPhone, phone, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const email = 'ann@example.com';

describe('users', () => {
	it('joins two users when a request names both', async () => {
		await api().setAttributes({ properties: { tier: 'Gold', city: 'Rome' }, user: { phone } });
		await api().setAttributes({ properties: { tier: 'Silver' }, user: { email } });
		expect(await control().users()).toHaveLength(2);

		const externalIdentifiers = {
			clientUserId: '7',
			customIdentifiers: [{ name: 'loyalty', value: '00123' }],
		};
		await api().sendEvent({ type: 'A', user: { phone, email, externalIdentifiers } });
		expect(await control().users()).toEqual([
			{
				id: 'user-1',
				linked: true,
				phones: [phone],
				emails: [email],
				shopifyIds: [],
				klaviyoIds: [],
				clientUserIds: ['7'],
				customIdentifiers: [{ name: 'loyalty', value: '00123' }],
				attributes: { tier: 'Silver', city: 'Rome' },
				subscriptions: [],
			},
		]);
		await api().sendEvent({ type: 'A', user: { externalIdentifiers: { clientUserId: '7' } } });
		await api().sendEvent({ type: 'A', user: { email: email.toUpperCase() } });
		const ids = (await control().ledger()).map((entry) => entry.userId);
		expect(ids).toEqual(['user-1', 'user-2', 'user-1', 'user-1', 'user-1']);
	});

	it('tells identifiers of different kinds and names apart', async () => {
		await api().sendEvent({ type: 'A', user: { phone, externalIdentifiers: { clientUserId: '7' } } });
		for (const name of ['a', 'b']) {
			const externalIdentifiers = { customIdentifiers: [{ name, value: '7' }] };
			await api().sendEvent({ type: 'A', user: { email: `${name}@b.co`, externalIdentifiers } });
		}
		expect(await control().users()).toHaveLength(3);
	});

	it('keeps what came by an unlinked external identifier out of reach, also when it is linked later', async () => {
		const externalIdentifiers = { clientUserId: '7' };
		await api().setAttributes({ properties: { tier: 'Gold' }, user: { externalIdentifiers } });
		await api().sendEvent({ type: 'A', user: { phone, externalIdentifiers } });
		await api().setAttributes({ properties: { city: 'Rome' }, user: { externalIdentifiers } });
		expect(await control().users()).toMatchObject([
			{ linked: false, phones: [], clientUserIds: ['7'], attributes: { tier: 'Gold' } },
			{ linked: true, phones: [phone], clientUserIds: ['7'], attributes: { city: 'Rome' } },
		]);
	});

	it('is seeded with thousands at once', async () => {
		await control().seedUsers(
			[...Array(5000).keys()].map((n) => ({
				phone: `+1206${2000000 + n}`,
				clientUserId: String(n),
				subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }],
				attributes: { points: n },
			})),
		);
		const users = await control().users();
		expect(users).toHaveLength(5000);
		expect(users[4999]).toMatchObject({
			clientUserIds: ['4999'],
			attributes: { points: '4999' },
			subscriptions: [{ type: 'MARKETING', channel: 'TEXT', address: '+12062004999' }],
		});
	});

	it.each([
		['no identifier', {}, 'at least one identifier'],
		['a TEXT subscription without a phone', { email, subscriptions: [text('MARKETING')] }, 'phone'],
		['a bad phone', { phone: '206' }, 'E.164'],
	])('does not seed %s', async (_what, seeded, message) => {
		await expect(control().seedUsers([seeded])).rejects.toThrow(message);
	});
});

function text(type: 'MARKETING' | 'TRANSACTIONAL') {
	return { type, channel: 'TEXT' as const };
}

describe('journeys', () => {
	const journey: Journey = {
		name: 'Shipping',
		event: 'Order Shipped',
		subscriptionType: 'TRANSACTIONAL',
		quietHours: { start: '20:00', end: '12:00', timeZone: 'America/New_York' },
	};
	const midday = '2026-07-01T13:00:00-04:00';
	const send = (rest: object = {}) => api().sendEvent({ type: 'Order Shipped', user: { phone }, ...rest });

	beforeEach(async () => {
		await control().setClock(midday);
		await control().addJourney(journey);
		await control().seedUsers([
			{ phone, email, subscriptions: [text('TRANSACTIONAL')] },
			{ phone: otherPhone, subscriptions: [text('MARKETING')] },
			{ email: 'nobody@example.com' },
		]);
	});

	it('text whoever is subscribed', async () => {
		await send({ externalEventId: 'one' });
		await send({ user: { email } });
		const at = '2026-07-01T17:00:00.000Z';
		const text = {
			kind: 'journey',
			phone,
			subscriptionType: 'TRANSACTIONAL',
			journey: 'Shipping',
			event: 'Order Shipped',
			at,
		};
		expect(await control().texts()).toEqual([{ ...text, externalEventId: 'one' }, text]);
		expect(await control().noTexts()).toEqual([]);
	});

	it.each<[string, object]>([
		['noSubscription', { user: { phone: otherPhone } }],
		['noPhone', { user: { email: 'nobody@example.com' } }],
		['tooOld', { occurredAt: '2026-07-01T00:59:59-04:00' }],
		['noJourney', { type: 'order shipped' }],
	])('say why there was no text: %s', async (reason, rest) => {
		expect((await send({ externalEventId: 'one', ...rest })).status).toBe(200);
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toMatchObject([{ reason, externalEventId: 'one' }]);
		expect(await control().ledger()).toHaveLength(1);
	});

	it('an event of just 12 hours ago is not too old', async () => {
		await send({ occurredAt: '2026-07-01T01:00:00-04:00' });
		expect(await control().texts()).toHaveLength(1);
	});

	it.each([
		['2026-07-01T19:59:59-04:00', 1],
		['2026-07-01T20:00:00-04:00', 0],
		['2026-07-02T03:00:00-04:00', 0],
		['2026-07-02T11:59:59-04:00', 0],
		['2026-07-02T12:00:00-04:00', 1],
	])('keep quiet hours over midnight: at %s %d text', async (now, texts) => {
		await control().setClock(now);
		await send();
		expect(await control().texts()).toHaveLength(texts);
		expect(await control().noTexts()).toHaveLength(1 - texts);
	});

	it('need the attributes that their text uses', async () => {
		await control().addJourney({
			name: 'Points',
			event: 'Points Awarded',
			subscriptionType: 'TRANSACTIONAL',
			quietHours: null,
			attributesNeeded: ['points'],
		});
		await send({ type: 'Points Awarded' });
		expect(await control().noTexts()).toMatchObject([{ reason: 'attributeMissing', journey: 'Points' }]);
		await api().setAttributes({ properties: { points: 3 }, user: { email } });
		await send({ type: 'Points Awarded' });
		expect(await control().texts()).toMatchObject([{ journey: 'Points' }]);
	});

	it('start once for equal externalEventIds that are dropped', async () => {
		await control().setSettings({ dropEqualExternalEventIds: true });
		await send({ externalEventId: 'one' });
		await send({ externalEventId: 'one' });
		expect(await control().texts()).toHaveLength(1);
		expect(await control().noTexts()).toMatchObject([{ reason: 'dropped' }]);
	});

	it('do not text a phone that is not subscribed, though its user has one that is', async () => {
		await send({ user: { phone: '+12063996578', email } });
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toMatchObject([{ reason: 'noSubscription' }]);
	});

	it('follow the clock when it is moved', async () => {
		await control().advanceClock(8 * 60 * 60 * 1000);
		await send();
		expect(await control().noTexts()).toMatchObject([
			{ reason: 'quietHours', at: '2026-07-02T01:00:00.000Z' },
		]);
	});
});
