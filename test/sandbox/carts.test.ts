import type { Journey, SeedUser } from '../../sandbox/control';
import { otherPhone, phone, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const email = 'ann@example.com';
const minute = 60_000;
const noon = '2026-07-01T12:00:00.000Z';
const abandoned: Journey = {
	name: 'Left in the cart',
	trigger: 'abandonedCart',
	delayMs: 60 * minute,
	subscriptionType: 'MARKETING',
	quietHours: null,
};
const bought: Journey = {
	name: 'Thanks',
	trigger: 'postPurchase',
	subscriptionType: 'TRANSACTIONAL',
	quietHours: null,
};
const items = [{ productId: 'A', productVariantId: 'A', price: [{ value: 1 }] }];
const send = async (kind: string, rest: object = {}) => {
	const { status } = await api().http.post(`/v1/events/ecommerce/${kind}`, {
		items,
		user: { phone },
		...rest,
	});
	expect(status).toBe(200);
};
const fill = (rest: object = {}) => send('add-to-cart', rest);
const buy = (rest: object = {}) => send('purchase', rest);
const wait = (minutes: number) => control().advanceClock(minutes * minute);

function subscribed(type: 'MARKETING' | 'TRANSACTIONAL', identifiers: SeedUser): SeedUser {
	return { ...identifiers, subscriptions: [{ type, channel: 'TEXT' }] };
}

beforeEach(() => control().setClock(noon));

describe('abandoned cart', () => {
	beforeEach(async () => {
		await control().addJourney(abandoned);
		await control().seedUsers([
			subscribed('MARKETING', { phone, email, clientUserId: '7' }),
			subscribed('TRANSACTIONAL', { phone: otherPhone }),
		]);
	});

	it('texts once the delay is over, and not before', async () => {
		await fill();
		await wait(59);
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toEqual([]);
		await wait(1);
		expect(await control().texts()).toEqual([
			{
				kind: 'journey',
				phone,
				subscriptionType: 'MARKETING',
				journey: 'Left in the cart',
				event: 'add-to-cart',
				at: '2026-07-01T13:00:00.000Z',
			},
		]);
		await wait(600);
		expect(await control().texts()).toHaveLength(1);
	});

	it('the text stands at the time when it was due, however far the clock went', async () => {
		await fill();
		await wait(10_000);
		expect(await control().texts()).toMatchObject([{ at: '2026-07-01T13:00:00.000Z' }]);
	});

	it.each([
		['an email', { email }],
		['an external identifier', { externalIdentifiers: { clientUserId: '7' } }],
	])('a purchase by %s of the same user ends it', async (_what, user) => {
		await fill();
		await wait(30);
		await buy({ user, orderId: '1' });
		await wait(60);
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toMatchObject([
			{
				reason: 'purchased',
				journey: 'Left in the cart',
				event: 'add-to-cart',
				at: '2026-07-01T12:30:00.000Z',
			},
			{ reason: 'noJourney', journey: null, event: 'purchase', orderId: '1' },
		]);
	});

	it('a purchase that comes too late does not', async () => {
		await fill();
		await wait(60);
		await buy();
		expect(await control().texts()).toMatchObject([{ event: 'add-to-cart' }]);
	});

	it('nor one from before the cart, nor one of somebody else', async () => {
		await fill();
		await buy({ occurredAt: '2026-07-01T11:59:59Z' });
		await buy({ user: { phone: otherPhone } });
		await wait(60);
		expect(await control().texts()).toHaveLength(1);
	});

	it('a purchase ends it also where cart and buyer turned out to be one meanwhile', async () => {
		await control().seedUsers([subscribed('MARKETING', { phone: '+12063996578' })]);
		await fill({ user: { phone: '+12063996578' } });
		await api().sendEvent({ type: 'A', user: { phone: '+12063996578', email } });
		await buy({ user: { phone } });
		await wait(60);
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toMatchObject([
			{ event: 'A' },
			{ reason: 'purchased' },
			{ event: 'purchase' },
		]);
	});

	it('one cart waits at a time, and the next one may after it', async () => {
		await fill();
		await wait(30);
		await fill();
		expect(await control().noTexts()).toMatchObject([{ reason: 'inJourney', event: 'add-to-cart' }]);
		await wait(30);
		await fill();
		await wait(60);
		expect(await control().texts()).toMatchObject([
			{ at: '2026-07-01T13:00:00.000Z' },
			{ at: '2026-07-01T14:00:00.000Z' },
		]);
	});

	it.each<[string, object]>([
		['noSubscription', { user: { phone: otherPhone } }],
		['noPhone', { user: { email: 'nobody@example.com' } }],
		['tooOld', { occurredAt: '2026-06-30T23:59:59Z' }],
	])('says at once why there will be no text: %s', async (reason, rest) => {
		await fill(rest);
		expect(await control().noTexts()).toMatchObject([{ reason, at: noon }]);
		await wait(60);
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toHaveLength(1);
	});

	it('an event of 12 hours ago waits its delay', async () => {
		await fill({ occurredAt: '2026-07-01T00:00:00Z' });
		await wait(60);
		expect(await control().texts()).toHaveLength(1);
	});

	it('does not text somebody who left meanwhile', async () => {
		await fill();
		await control().replyStop(phone);
		await wait(60);
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toMatchObject([{ reason: 'noSubscription' }]);
	});

	it('does not text somebody who was erased meanwhile, but before that it does', async () => {
		await control().setSettings({ deletionMs: 90 * minute });
		await fill();
		await api().http.post('/v1/privacy/delete-request', { subjectPhone: phone });
		await wait(45);
		await control().addJourney({ ...abandoned, name: 'Later' });
		await fill();
		await wait(1000);
		expect(await control().texts()).toMatchObject([{ journey: 'Left in the cart' }]);
		expect(await control().noTexts()).toMatchObject([
			{ reason: 'inJourney', journey: 'Left in the cart' },
			{ reason: 'erased', journey: 'Later' },
		]);
	});

	it('keeps quiet hours as they are when it is due', async () => {
		const quietHours = { start: '12:30', end: '14:00', timeZone: 'UTC' };
		await control().addJourney({ ...abandoned, name: 'Quiet', quietHours });
		await fill();
		await wait(600);
		expect(await control().texts()).toMatchObject([{ journey: 'Left in the cart' }]);
		expect(await control().noTexts()).toMatchObject([
			{ reason: 'quietHours', journey: 'Quiet', at: '2026-07-01T13:00:00.000Z' },
		]);
	});

	it('a product view starts nothing', async () => {
		await send('product-view');
		expect(await control().noTexts()).toMatchObject([{ reason: 'noJourney', event: 'product-view' }]);
	});
});

describe('post purchase', () => {
	beforeEach(async () => {
		await control().addJourney(bought);
		await control().seedUsers([
			subscribed('TRANSACTIONAL', { phone, email }),
			subscribed('MARKETING', { phone: otherPhone }),
		]);
	});

	it('texts at once whoever is subscribed for order texts', async () => {
		await buy({ orderId: '54321' });
		await buy({ user: { email } });
		const text = {
			kind: 'journey',
			phone,
			subscriptionType: 'TRANSACTIONAL',
			journey: 'Thanks',
			event: 'purchase',
			at: noon,
		};
		expect(await control().texts()).toEqual([{ ...text, orderId: '54321' }, text]);
		expect(await control().noTexts()).toEqual([]);
	});

	it.each<[string, object]>([
		['noSubscription', { user: { phone: otherPhone } }],
		['noPhone', { user: { email: 'nobody@example.com' } }],
		['tooOld', { occurredAt: '2026-06-30T23:59:59Z' }],
	])('says why there was no text: %s', async (reason, rest) => {
		await buy({ orderId: '1', ...rest });
		expect(await control().texts()).toEqual([]);
		expect(await control().noTexts()).toMatchObject([{ reason, event: 'purchase', orderId: '1' }]);
	});

	it('keeps quiet hours, and needs the attributes of its text', async () => {
		await control().reset();
		await control().setClock(noon);
		await control().seedUsers([subscribed('TRANSACTIONAL', { phone })]);
		const quietHours = { start: '12:00', end: '13:00', timeZone: 'UTC' };
		await control().addJourney({ ...bought, quietHours });
		await control().addJourney({ ...bought, attributesNeeded: ['points'] });
		await buy();
		expect(await control().noTexts()).toMatchObject([
			{ reason: 'quietHours' },
			{ reason: 'attributeMissing' },
		]);
	});

	it('a custom event called purchase starts it not, and a purchase starts no custom event journey', async () => {
		await control().addJourney({
			name: 'Custom',
			event: 'purchase',
			subscriptionType: 'TRANSACTIONAL',
			quietHours: null,
		});
		await api().sendEvent({ type: 'purchase', user: { phone } });
		await buy();
		expect((await control().texts()).map(({ journey }) => journey)).toEqual(['Custom', 'Thanks']);
	});
});

it.each<[string, object, string]>([
	['an abandoned cart without its delay', { ...abandoned, delayMs: undefined }, 'delayMs'],
	['a delay after a purchase', { ...bought, delayMs: 1 }, 'only the fields'],
	['an unknown trigger', { ...bought, trigger: 'productView' }, 'abandonedCart'],
	['trigger and event', { ...bought, event: 'A' }, 'only the fields'],
	['neither', { ...bought, trigger: undefined }, 'event'],
])('control refuses %s', async (_what, journey, named) => {
	await expect(control().addJourney(journey as never)).rejects.toThrow(named);
});
