import type { SignUpUnit } from '../../sandbox/control';
import { otherPhone, phone, refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const email = 'Ann@example.com';
const long = (length: number) => 'x'.repeat(length);

const marketing: SignUpUnit = {
	id: '101',
	type: 'MARKETING',
	channels: ['TEXT', 'EMAIL'],
	locale: { language: 'en', country: 'US' },
};
const transactional: SignUpUnit = { ...marketing, id: '102', type: 'TRANSACTIONAL', channels: ['TEXT'] };
const locale = { language: 'en', country: 'US' };

const subscribe = (body: object) => api().http.post('/v1/subscriptions', body);
const unsubscribe = (body: object) => api().http.post('/v1/subscriptions/unsubscribe', body);
const eligibility = (params: object) => api().http.get('/v1/subscriptions', { params });
const kinds = async () => (await control().texts()).map(({ kind }) => kind);
const states = async () =>
	(await control().users()).flatMap(({ subscriptions }) =>
		subscriptions.map(({ type, channel, state }) => `${channel} ${type} ${state}`),
	);
const statuses = (answer: { data: { subscriptionResponses: Record<string, unknown>[] } }) =>
	answer.data.subscriptionResponses.map(
		(each) => each.subscriptionCreationStatus ?? each.subscriptionUnsubscribeStatus,
	);

beforeEach(async () => {
	await control().addSignUpUnit(marketing);
	await control().addSignUpUnit(transactional);
});

describe('POST /v1/subscriptions', () => {
	it('echoes whom it is about and says what became of each channel', async () => {
		const user = { phone, email };
		const externalIdentifiers = {
			clientUserId: '7',
			shopifyId: '8',
			klaviyoId: '9',
			customIdentifiers: [{ name: 'loyalty', value: '00123' }],
		};
		const answer = await subscribe({ user, externalIdentifiers, signUpSourceId: '101' });
		expect(answer.status).toBe(202);
		expect(answer.headers['x-ratelimit-limit']).toBe('10');
		expect(answer.data).toEqual({
			user,
			externalIdentifiers,
			subscriptionResponses: [
				{
					subscription: { type: 'MARKETING', channel: 'TEXT' },
					subscriptionCreationStatus: 'NEWLY_CREATED',
				},
				{
					subscription: { type: 'MARKETING', channel: 'EMAIL' },
					subscriptionCreationStatus: 'NEWLY_CREATED',
				},
			],
		});
		expect(await control().users()).toMatchObject([
			{
				phones: [phone],
				emails: ['ann@example.com'],
				shopifyIds: ['8'],
				klaviyoIds: ['9'],
				clientUserIds: ['7'],
				customIdentifiers: [{ name: 'loyalty', value: '00123' }],
			},
		]);
		expect(await control().ledger('POST /v1/subscriptions')).toMatchObject([
			{ body: { user, externalIdentifiers, signUpSourceId: '101' }, userId: 'user-1' },
		]);
	});

	it('texts: pending until somebody replies Y', async () => {
		const answer = await subscribe({ user: { phone }, signUpSourceId: '101' });
		expect(answer.data).not.toHaveProperty('externalIdentifiers');
		expect(await states()).toEqual(['TEXT MARKETING pending']);
		await control().replyYes(phone);
		expect(await states()).toEqual(['TEXT MARKETING subscribed']);
		expect(await kinds()).toEqual(['replyY', 'legal']);
		await expect(control().replyYes(phone)).rejects.toThrow('reply Y');
	});

	it('texts: subscribed at once with singleOptIn, with the legal text only', async () => {
		await subscribe({ user: { phone }, signUpSourceId: '101', singleOptIn: true });
		expect(await states()).toEqual(['TEXT MARKETING subscribed']);
		expect(await control().texts()).toEqual([
			{ kind: 'legal', phone, subscriptionType: 'MARKETING', at: expect.any(String) },
		]);
	});

	it('emails: subscribed at once, without a text', async () => {
		await subscribe({ user: { email }, signUpSourceId: '101' });
		expect(await states()).toEqual(['EMAIL MARKETING subscribed']);
		expect(await kinds()).toEqual([]);
	});

	it('somebody who is subscribed gets a text to say so', async () => {
		const request = { user: { phone, email }, signUpSourceId: '101', singleOptIn: true };
		await subscribe(request);
		const again = await subscribe(request);
		expect(statuses(again)).toEqual(['PREVIOUSLY_CREATED', 'PREVIOUSLY_CREATED']);
		expect(await kinds()).toEqual(['legal', 'alreadySubscribed']);
		expect(await control().ledger()).toHaveLength(2);
	});

	it('somebody who has not replied yet is asked again', async () => {
		await subscribe({ user: { phone }, signUpSourceId: '101' });
		const again = await subscribe({ user: { phone }, signUpSourceId: '101' });
		expect(statuses(again)).toEqual(['NEWLY_CREATED']);
		expect(await kinds()).toEqual(['replyY', 'replyY']);
	});

	it('only the channels of the sign-up unit', async () => {
		const answer = await subscribe({ user: { phone, email }, signUpSourceId: '102' });
		expect(answer.data.subscriptionResponses).toHaveLength(1);
		expect(await states()).toEqual(['TEXT TRANSACTIONAL pending']);
		const refused = refusal(await subscribe({ user: { email }, signUpSourceId: '102' }));
		expect(refused).toEqual({ status: 400, message: expect.stringContaining('TEXT') });
	});

	it('finds the one unit of a locale and a type', async () => {
		const answer = await subscribe({ user: { phone }, locale, subscriptionType: 'TRANSACTIONAL' });
		expect(answer.status).toBe(202);
		expect(await states()).toEqual(['TEXT TRANSACTIONAL pending']);
	});

	it.each([
		['no unit matches', { language: 'fr', country: 'CA' }, 'match none'],
		['two units match', locale, 'match 2'],
	])('400 if %s', async (_what, locale, message) => {
		await control().addSignUpUnit({ ...marketing, id: '103' });
		const answer = refusal(await subscribe({ user: { phone }, locale, subscriptionType: 'MARKETING' }));
		expect(answer).toEqual({ status: 400, message: expect.stringContaining(message) });
	});

	it.each<[string, object]>([
		['no user', { user: undefined }],
		['null', { user: null }],
		['nobody', { user: {} }],
		['an empty email beside', { user: { phone, email: '' } }],
		['a null beside', { user: { phone, email: null } }],
		['a phone that is not in E.164', { user: { phone: '2063996576' } }],
		['an email that is none', { user: { email: 'ann' } }],
		['externalIdentifiers in the user', { user: { phone, externalIdentifiers: { clientUserId: '7' } } }],
		['a clientUserId alone', { user: { clientUserId: '7' } }],
		['empty externalIdentifiers', { externalIdentifiers: {} }],
		['an empty identifier', { externalIdentifiers: { shopifyId: '' } }],
		['null as an identifier', { externalIdentifiers: { klaviyoId: null } }],
		['101 characters', { externalIdentifiers: { shopifyId: long(101) } }],
		['an unknown identifier', { externalIdentifiers: { loyaltyId: '7' } }],
		['key for name', { externalIdentifiers: { customIdentifiers: [{ key: 'a', value: 'b' }] } }],
		['an unknown unit', { signUpSourceId: '999' }],
		['an empty unit', { signUpSourceId: '' }],
		['a unit as a number', { signUpSourceId: 101 }],
		['no unit at all', { signUpSourceId: undefined }],
		['a locale alone', { signUpSourceId: undefined, locale }],
		['a type alone', { signUpSourceId: undefined, subscriptionType: 'MARKETING' }],
		['a unit both ways', { locale, subscriptionType: 'MARKETING' }],
		['a unit and a type', { subscriptionType: 'MARKETING' }],
		['an unknown type', { signUpSourceId: undefined, locale, subscriptionType: 'CHECKOUT_ABANDONED' }],
		['a type in small letters', { signUpSourceId: undefined, locale, subscriptionType: 'marketing' }],
		[
			'a language in capitals',
			{ signUpSourceId: undefined, locale: { ...locale, language: 'EN' }, subscriptionType: 'MARKETING' },
		],
		[
			'a country in words',
			{ signUpSourceId: undefined, locale: { ...locale, country: 'USA' }, subscriptionType: 'MARKETING' },
		],
		[
			'a locale without a country',
			{ signUpSourceId: undefined, locale: { language: 'en' }, subscriptionType: 'MARKETING' },
		],
		['a locale as text', { signUpSourceId: undefined, locale: 'en-US', subscriptionType: 'MARKETING' }],
		['singleOptIn as text', { singleOptIn: 'true' }],
		['an unknown field', { consent: true }],
	])('400 for %s, and nobody is subscribed', async (_what, rest) => {
		const { status, message } = refusal(
			await subscribe({ user: { phone, email }, signUpSourceId: '101', ...rest }),
		);
		expect(status).toBe(400);
		expect(message).toContain('expected');
		expect(await control().ledger()).toEqual([]);
		expect(await control().users()).toEqual([]);
		expect(await kinds()).toEqual([]);
	});
});

describe('STOP', () => {
	beforeEach(async () => {
		await control().seedUsers([
			{
				phone,
				email,
				subscriptions: [
					{ type: 'MARKETING', channel: 'TEXT' },
					{ type: 'MARKETING', channel: 'EMAIL' },
				],
			},
		]);
		await control().replyStop(phone);
	});
	const request = { user: { phone }, signUpSourceId: '101' };

	it('ends all texts and no email', async () => {
		expect(await states()).toEqual([
			'TEXT MARKETING stopped',
			'EMAIL MARKETING subscribed',
			'TEXT TRANSACTIONAL stopped',
			'TEXT CHECKOUT_ABANDONED stopped',
		]);
		expect(await kinds()).toEqual([]);
		await control().addJourney({ name: 'A', event: 'A', subscriptionType: 'MARKETING', quietHours: null });
		await api().sendEvent({ type: 'A', user: { phone } });
		expect(await control().noTexts()).toMatchObject([{ reason: 'noSubscription' }]);
	});

	it('subscribing afterwards: as new', async () => {
		expect(statuses(await subscribe(request))).toEqual(['NEWLY_CREATED']);
		expect(await kinds()).toEqual(['replyY']);
		await control().replyYes(phone);
		expect(await states()).toContain('TEXT MARKETING subscribed');
	});

	it('subscribing afterwards: accepted and ignored, if told so', async () => {
		await control().setSettings({ subscribeAfterStop: 'ignored' });
		expect(statuses(await subscribe(request))).toEqual(['NEWLY_CREATED']);
		expect(await kinds()).toEqual([]);
		expect(await states()).toContain('TEXT MARKETING stopped');
	});

	it('subscribing afterwards: refused, if told so; an email is not concerned', async () => {
		await control().setSettings({ subscribeAfterStop: 'refused' });
		const refused = refusal(await subscribe(request));
		expect(refused).toEqual({ status: 400, message: expect.stringContaining('STOP') });
		expect(await control().ledger()).toEqual([]);
		expect((await subscribe({ user: { email }, signUpSourceId: '101' })).status).toBe(202);
	});

	it('subscribing after an unsubscription by the API is always new', async () => {
		await control().setSettings({ subscribeAfterStop: 'refused' });
		await control().seedUsers([
			{
				phone: otherPhone,
				subscriptions: [{ type: 'MARKETING', channel: 'TEXT', state: 'unsubscribed' }],
			},
		]);
		const answer = await subscribe({ user: { phone: otherPhone }, signUpSourceId: '101' });
		expect(statuses(answer)).toEqual(['NEWLY_CREATED']);
	});

	it('other texts change nothing', async () => {
		await subscribe(request);
		await control().receiveText({ phone, text: 'When do you open?' });
		expect(await states()).toContain('TEXT MARKETING pending');
		await control().receiveText({ phone, text: ' yes ' });
		expect(await states()).toContain('TEXT MARKETING subscribed');
		await control().receiveText({ phone, text: 'Stop' });
		expect(await states()).toContain('TEXT MARKETING stopped');
	});
});

describe('POST /v1/subscriptions/unsubscribe', () => {
	beforeEach(() =>
		control().seedUsers([
			{
				phone,
				email,
				subscriptions: [
					{ type: 'MARKETING', channel: 'TEXT' },
					{ type: 'TRANSACTIONAL', channel: 'TEXT' },
					{ type: 'CHECKOUT_ABANDONED', channel: 'TEXT' },
					{ type: 'MARKETING', channel: 'EMAIL' },
				],
			},
		]),
	);
	const one = (type: string, channel = 'TEXT') => ({ subscriptions: [{ type, channel }] });

	it('without subscriptions: all of this address, and none of the other channel', async () => {
		const answer = await unsubscribe({ user: { phone } });
		expect(answer.status).toBe(202);
		expect(answer.headers['x-ratelimit-limit']).toBe('5');
		expect(answer.data).toEqual({
			user: { phone },
			subscriptionResponses: ['MARKETING', 'TRANSACTIONAL', 'CHECKOUT_ABANDONED'].map((type) => ({
				subscription: { type, channel: 'TEXT' },
				subscriptionUnsubscribeStatus: 'NEWLY_UNSUBSCRIBED',
			})),
		});
		expect(await states()).toContain('EMAIL MARKETING subscribed');
		expect(await control().texts()).toEqual([
			{
				kind: 'unsubscribed',
				phone,
				subscriptionType: 'MARKETING',
				language: 'en-US',
				at: expect.any(String),
			},
		]);
		expect(await control().ledger()).toMatchObject([{ body: { user: { phone } }, userId: 'user-1' }]);
	});

	it('by email: emails only, and no text', async () => {
		const answer = await unsubscribe({ user: { email } });
		expect(answer.data.subscriptionResponses).toEqual([
			{
				subscription: { type: 'MARKETING', channel: 'EMAIL' },
				subscriptionUnsubscribeStatus: 'NEWLY_UNSUBSCRIBED',
			},
		]);
		expect(await states()).toContain('TEXT MARKETING subscribed');
		expect(await kinds()).toEqual([]);
	});

	it('a channel whose address is not given is not touched', async () => {
		const answer = await unsubscribe({ user: { email }, ...one('MARKETING') });
		expect([answer.status, answer.data.subscriptionResponses]).toEqual([202, []]);
		expect(await states()).toContain('TEXT MARKETING subscribed');
	});

	it('MARKETING leaves the others, TRANSACTIONAL takes MARKETING texts along', async () => {
		await unsubscribe({ user: { phone }, ...one('MARKETING') });
		expect(await states()).toContain('TEXT TRANSACTIONAL subscribed');
		await control().reset();
		await control().seedUsers([
			{
				phone,
				email,
				subscriptions: [
					{ type: 'MARKETING', channel: 'TEXT' },
					{ type: 'MARKETING', channel: 'EMAIL' },
					{ type: 'TRANSACTIONAL', channel: 'TEXT' },
				],
			},
		]);
		const answer = await unsubscribe({ user: { phone, email }, ...one('TRANSACTIONAL') });
		expect(statuses(answer)).toEqual(['NEWLY_UNSUBSCRIBED', 'NEWLY_UNSUBSCRIBED']);
		expect(await states()).toEqual([
			'TEXT MARKETING unsubscribed',
			'EMAIL MARKETING subscribed',
			'TEXT TRANSACTIONAL unsubscribed',
		]);
		expect(await kinds()).toEqual(['unsubscribed']);
	});

	it('somebody who is unsubscribed gets a text to say so, in the language asked for', async () => {
		await unsubscribe({ user: { phone }, ...one('MARKETING') });
		const again = await unsubscribe({
			user: { phone },
			...one('MARKETING'),
			notification: { language: 'fr-CA' },
		});
		expect(statuses(again)).toEqual(['PREVIOUSLY_UNSUBSCRIBED']);
		expect(await control().texts()).toMatchObject([
			{ kind: 'unsubscribed', language: 'en-US' },
			{ kind: 'alreadyUnsubscribed', language: 'fr-CA' },
		]);
	});

	it('no text at all if the notification is disabled', async () => {
		const request = { user: { phone }, notification: { disabled: true } };
		await unsubscribe(request);
		await unsubscribe(request);
		expect(await kinds()).toEqual([]);
	});

	it('what never existed is unsubscribed already, without a text', async () => {
		const answer = await unsubscribe({ user: { phone: otherPhone }, ...one('MARKETING') });
		expect(statuses(answer)).toEqual(['PREVIOUSLY_UNSUBSCRIBED']);
		expect((await unsubscribe({ user: { phone: otherPhone } })).data.subscriptionResponses).toEqual([]);
		expect(await kinds()).toEqual([]);
	});

	it('404 for somebody unknown, if told so, who stays unknown', async () => {
		await control().setSettings({ removalOfUnknown: 'notFound' });
		for (const user of [{ phone: otherPhone }, { phone: otherPhone, email: 'bob@example.com' }]) {
			const answer = refusal(await unsubscribe({ user }));
			expect(answer).toEqual({ status: 404, message: expect.stringContaining(otherPhone) });
		}
		expect(await control().users()).toHaveLength(1);
		expect(await control().ledger()).toEqual([]);
	});

	it('whoever is known, by phone or email, is unsubscribed though the unknown are not found', async () => {
		await control().setSettings({ removalOfUnknown: 'notFound' });
		expect((await unsubscribe({ user: { phone: otherPhone, email } })).status).toBe(202);
		expect(await states()).toContain('EMAIL MARKETING unsubscribed');
		await api().sendEvent({ type: 'A', user: { email: 'bob@example.com' } });
		expect((await unsubscribe({ user: { email: 'bob@example.com' } })).status).toBe(202);
	});

	it('ends what is pending', async () => {
		await subscribe({ user: { phone: otherPhone }, signUpSourceId: '101' });
		const answer = await unsubscribe({ user: { phone: otherPhone } });
		expect(statuses(answer)).toEqual(['NEWLY_UNSUBSCRIBED']);
		await expect(control().replyYes(otherPhone)).rejects.toThrow('reply Y');
	});

	it.each<[string, object]>([
		['nobody', { user: {} }],
		['externalIdentifiers', { externalIdentifiers: { clientUserId: '7' } }],
		['an empty list', { subscriptions: [] }],
		['a type without a channel', { subscriptions: [{ type: 'MARKETING' }] }],
		['a channel without a type', { subscriptions: [{ channel: 'TEXT' }] }],
		['an unknown channel', one('MARKETING', 'SMS')],
		['an unknown type', one('ALL')],
		[
			'an unknown field of a subscription',
			{ subscriptions: [{ ...one('MARKETING').subscriptions[0], a: 1 }] },
		],
		['null', { subscriptions: null }],
		['another language', { notification: { language: 'fr-FR' } }],
		['a language in small letters', { notification: { language: 'en-us' } }],
		['disabled as text', { notification: { disabled: 'true' } }],
		['an unknown field of notification', { notification: { silent: true } }],
		['an unknown field', { reason: 'asked' }],
	])('400 for %s, and nobody is unsubscribed', async (_what, rest) => {
		const { status, message } = refusal(await unsubscribe({ user: { phone }, ...rest }));
		expect([status, message]).toEqual([400, expect.stringContaining('expected')]);
		expect(await states()).toContain('TEXT MARKETING subscribed');
		expect(await control().ledger()).toEqual([]);
	});
});

describe('GET /v1/subscriptions', () => {
	const eligible = (answer: {
		data: {
			subscriptionEligibilities: {
				subscription: { type: string; channel: string };
				eligibility: { isEligible: boolean };
			}[];
		};
	}) =>
		answer.data.subscriptionEligibilities.flatMap(({ subscription, eligibility }) =>
			eligibility.isEligible ? [`${subscription.channel} ${subscription.type}`] : [],
		);

	beforeEach(() =>
		control().seedUsers([
			{
				phone,
				email,
				subscriptions: [
					{ type: 'TRANSACTIONAL', channel: 'TEXT' },
					{ type: 'MARKETING', channel: 'TEXT', state: 'pending' },
					{ type: 'CHECKOUT_ABANDONED', channel: 'TEXT', state: 'stopped' },
					{ type: 'MARKETING', channel: 'EMAIL' },
				],
			},
		]),
	);

	it('yes or no for each type; pending, stopped and never asked look alike', async () => {
		const answer = await eligibility({ phone });
		expect(answer.status).toBe(200);
		expect(answer.data).toEqual({
			subscriptionEligibilities: [
				['MARKETING', false],
				['TRANSACTIONAL', true],
				['CHECKOUT_ABANDONED', false],
			].map(([type, isEligible]) => ({
				subscription: { type, channel: 'TEXT' },
				eligibility: { isEligible },
			})),
		});
		expect(eligible(await eligibility({ email: email.toUpperCase() }))).toEqual(['EMAIL MARKETING']);
		expect(await control().ledger()).toEqual([]);
	});

	it('404 for somebody unknown', async () => {
		for (const named of [{ phone: otherPhone }, { email: 'bob@example.com' }]) {
			const [value] = Object.values(named);
			expect(refusal(await eligibility(named))).toEqual({
				status: 404,
				message: expect.stringMatching(/^Subscriptions not found/),
			});
			expect(refusal(await eligibility(named)).message).toContain(value);
		}
		// Asking makes nobody known.
		expect(await control().users()).toHaveLength(1);
		expect(await control().ledger()).toEqual([]);
	});

	it('no for every type of somebody unknown, if told so', async () => {
		await control().setSettings({ eligibilityOfUnknown: 'notEligible' });
		for (const named of [{ phone: otherPhone }, { email: 'bob@example.com' }]) {
			const answer = await eligibility(named);
			expect([answer.status, eligible(answer)]).toEqual([200, []]);
			expect(answer.data.subscriptionEligibilities).toHaveLength(3);
		}
	});

	const bob = { phone: otherPhone, email: 'bob@example.com' };
	const items = [{ productId: '1', productVariantId: '1', price: [{ value: 1 }] }];
	it.each<[string, string, object]>([
		['an event', '/v1/events/custom', { type: 'A', user: bob }],
		['a product view', '/v1/events/ecommerce/product-view', { items, user: bob }],
		['attributes', '/v1/attributes/custom', { properties: { tier: 'Gold' }, user: bob }],
		['an identity', '/v1/identity-resolution/user-identifiers', { ...bob, clientUserId: '7' }],
		['a subscription', '/v1/subscriptions', { user: bob, signUpSourceId: '101' }],
		['an unsubscription', '/v1/subscriptions/unsubscribe', { user: bob }],
		['a user of v2', '/v2/user/attributes', { identifiers: bob, attributes: { firstName: 'Bob' } }],
	])('whom %s has named is known, by phone and by email', async (_what, path, body) => {
		expect((await eligibility({ phone: otherPhone })).status).toBe(404);
		expect((await api().http.post(path, body)).status).toBeLessThan(300);
		for (const named of [{ phone: bob.phone }, { email: bob.email.toUpperCase() }]) {
			expect((await eligibility(named)).status).toBe(200);
		}
	});

	it('whom only a refused write has named stays unknown', async () => {
		expect((await subscribe({ user: bob, signUpSourceId: '999' })).status).toBe(400);
		expect((await eligibility({ phone: otherPhone })).status).toBe(404);
	});

	it('whom a bulk job has named is known once it is done', async () => {
		await api().http.post('/v2/bulk/user/attributes', {
			users: [{ identifiers: bob, attributes: { firstName: 'Bob' } }],
		});
		expect((await eligibility({ phone: otherPhone })).status).toBe(404);
		await control().advanceClock(24 * 60 * 60 * 1000);
		expect((await eligibility({ phone: otherPhone })).status).toBe(200);
	});

	it('whoever texted is known, and whoever was erased no more', async () => {
		await control().receiveText({ phone: otherPhone, text: 'When do you open?' });
		expect((await eligibility({ phone: otherPhone })).status).toBe(200);
		await control().setSettings({ deletionMs: 0 });
		await api().http.post('/v1/privacy/delete-request', { subjectPhone: otherPhone });
		expect((await eligibility({ phone: otherPhone })).status).toBe(404);
	});

	it('for all of the user, if told so', async () => {
		await control().setSettings({ eligibility: 'user' });
		const answer = await eligibility({ email });
		expect(answer.data.subscriptionEligibilities).toHaveLength(6);
		expect(eligible(answer)).toEqual(['TEXT TRANSACTIONAL', 'EMAIL MARKETING']);
	});

	it.each([
		['neither', {}],
		['both', { phone, email }],
		['an empty phone', { phone: '' }],
		['a bad email', { email: 'ann' }],
		['another parameter', { phone, type: 'MARKETING' }],
		['a clientUserId', { clientUserId: '7' }],
	])('400 for %s', async (_what, params) => {
		expect(refusal(await eligibility(params)).status).toBe(400);
	});

	it('400 for a + that was not encoded', async () => {
		const { message } = refusal(await api().http.get(`/v1/subscriptions?phone=${phone}`));
		expect(message).toContain('%2B');
	});

	it('needs a permission of its own', async () => {
		const token = await control().createToken({ label: 'writer', scopes: ['subscriptions:write'] });
		const headers = { Authorization: `Bearer ${token}` };
		const { status, data } = await api().http.get('/v1/subscriptions', { headers, params: { phone } });
		expect([status, data]).toEqual([403, '']);
	});
});

it('403 without subscriptions:write', async () => {
	const token = await control().createToken({ label: 'reader', scopes: ['subscriptions:read'] });
	const headers = { Authorization: `Bearer ${token}` };
	for (const path of ['/v1/subscriptions', '/v1/subscriptions/unsubscribe']) {
		expect((await api().http.post(path, { user: { phone } }, { headers })).status).toBe(403);
	}
});

it('control refuses a sign-up unit twice, without a channel or with a bad locale', async () => {
	await expect(control().addSignUpUnit(marketing)).rejects.toThrow('already');
	await expect(control().addSignUpUnit({ ...marketing, id: '1', channels: [] })).rejects.toThrow('channels');
	const bad = { ...marketing, id: '1', locale: { language: 'english', country: 'US' } };
	await expect(control().addSignUpUnit(bad)).rejects.toThrow('ISO 639-1');
});
