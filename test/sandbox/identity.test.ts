import { phone, refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const identify = (body: unknown) => api().http.post('/v1/identity-resolution/user-identifiers', body);
const long = (length: number) => 'x'.repeat(length);
const email = 'ann@example.com';
const customIdentifiers = [{ name: 'loyalty', value: '7' }];

it.each<[string, object]>([
	['a phone and a clientUserId', { phone, clientUserId: '7' }],
	['an email and a custom identifier', { email, customIdentifiers }],
	['a shopifyId and a clientUserId', { shopifyId: '8', clientUserId: '7' }],
	['a klaviyoId and a custom identifier', { klaviyoId: '9', customIdentifiers }],
	['a clientUserId and a custom identifier', { clientUserId: '7', customIdentifiers }],
	['two custom identifiers', { customIdentifiers: [...customIdentifiers, { name: 'crm', value: '8' }] }],
	['100 characters', { clientUserId: long(100), shopifyId: long(100) }],
	['an email of 100 characters', { clientUserId: '7', email: `${long(88)}@example.com` }],
])('202 without a body for %s', async (_what, body) => {
	const { status, data, headers } = await identify(body);
	expect([status, data, headers['x-ratelimit-limit']]).toEqual([202, '', '10']);
	expect(await control().ledger()).toMatchObject([{ body, userId: 'user-1' }]);
});

it.each<[string, unknown]>([
	['nothing', {}],
	['a list', []],
	['one identifier', { clientUserId: '7' }],
	['one custom identifier', { customIdentifiers }],
	['no identifier of our own', { phone, email, shopifyId: '8', klaviyoId: '9' }],
	['an empty identifier beside', { phone, clientUserId: '7', email: '' }],
	['a null beside', { phone, clientUserId: '7', shopifyId: null }],
	['a number', { phone, clientUserId: 7 }],
	['101 characters', { phone, clientUserId: long(101) }],
	['an email of 101 characters', { clientUserId: '7', email: `${long(89)}@example.com` }],
	['a shopifyId of 101 characters', { clientUserId: '7', shopifyId: long(101) }],
	['no custom identifier', { phone, customIdentifiers: [] }],
	['key for name', { phone, customIdentifiers: [{ key: 'a', value: 'b' }] }],
	['a bad phone', { phone: '2063996576', clientUserId: '7' }],
	['a user around it', { user: { phone, clientUserId: '7' } }],
	['an unknown field', { phone, clientUserId: '7', loyaltyId: '8' }],
])('400 for %s', async (_what, body) => {
	const { status, message } = refusal(await identify(body));
	expect([status, message]).toEqual([400, expect.stringContaining('expected')]);
	expect(await control().users()).toEqual([]);
});

it('joins what it links, so that data for an external identifier finds its user', async () => {
	await control().seedUsers([{ phone, attributes: { tier: 'Gold' } }]);
	await identify({ clientUserId: '7', customIdentifiers });
	await identify({ phone, customIdentifiers });
	await api().setAttributes({
		properties: { city: 'Rome' },
		user: { externalIdentifiers: { clientUserId: '7' } },
	});
	expect(await control().users()).toMatchObject([
		{
			linked: true,
			phones: [phone],
			clientUserIds: ['7'],
			customIdentifiers,
			attributes: { tier: 'Gold', city: 'Rome' },
		},
	]);
});

it('403 without identity:write', async () => {
	const token = await control().createToken({ label: 'other', scopes: ['attributes:write'] });
	const headers = { Authorization: `Bearer ${token}` };
	const answer = await api().http.post('/v1/identity-resolution/user-identifiers', {}, { headers });
	expect(answer.status).toBe(403);
});
