import { endpoints } from '../../sandbox/api';
import { Account } from '../../sandbox/attentive/account';
import { refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const add = (body: unknown, id: string | number = 7) =>
	api().http.post(`/v1/coupons/coupon-pool/${id}/create`, body);
const codes = ['A', 'B'];
const dates = (start: string, stop: string) => ({ distributionStart: start, distributionStop: stop });
const february = dates('2026-02-01T00:00:00Z', '2026-03-01T00:00:00Z');
const march = dates('2026-03-01T00:00:00Z', '2026-04-01T00:00:00.000Z');
const uploads = async () => (await control().offers())[0]?.uploads;

it('202 without a body, and the codes are kept', async () => {
	await control().addOffer({ id: 7, window: 'never' });
	const { status, data, headers } = await add({ codes });
	expect([status, data, headers['x-ratelimit-limit']]).toEqual([202, '', '150']);
	await add({ codes: ['C'] });
	await add({ codes: [] });
	expect(await control().offers()).toEqual([
		{
			id: 7,
			window: 'never',
			codeCount: 3,
			uploads: [
				{ codeCount: 2, range: null },
				{ codeCount: 1, range: null },
				{ codeCount: 0, range: null },
			],
		},
	]);
	expect(await control().offerCodes(7)).toEqual(['A', 'B', 'C']);
	const [entry] = await control().ledger('POST /v1/coupons/coupon-pool/{id}/create');
	expect(entry).toMatchObject({ params: { id: '7' }, body: { codes } });
	expect(entry).not.toHaveProperty('userId');
	await expect(control().offerCodes(8)).rejects.toThrow('offer 8');
});

it('200,000 codes are taken, one more is not', async () => {
	await control().addOffer({ id: 7, window: 'never' });
	const many = [...Array(200_001).keys()].map((n) => `${'X'.repeat(50)}${n}`);
	expect((await add({ codes: many.slice(1) })).status).toBe(202);
	const { status, message } = refusal(await add({ codes: many }));
	expect([status, message]).toEqual([
		400,
		expect.stringMatching(/200,000 codes, received 200001 \[OpenAPI\]/),
	]);
	expect(await control().offers()).toMatchObject([{ codeCount: 200_000 }]);
});

it('413 for a request that is too large as a whole, as set', async () => {
	await control().addOffer({ id: 7, window: 'never' });
	await control().setSettings({ offerBodyLimit: 30 });
	expect((await add({ codes })).status).toBe(202);
	expect(refusal(await add({ codes: [...codes, 'a code that is longer'] }))).toEqual({
		status: 413,
		message: expect.stringContaining('30 bytes'),
	});
	expect(await control().offerCodes(7)).toEqual(codes);
});

it('ledger and offer share one list of codes', () => {
	const account = new Account('key');
	account.offers.set(7, 'never');
	const token = account.tokens.ofHeader('Bearer key');
	const endpoint = endpoints.find(({ name }) => name.includes('coupon-pool'));
	if (token === undefined || endpoint === undefined) throw new Error('There is none.');
	const body = { codes: ['A'] };
	endpoint.answer({ account, token, params: { id: '7' }, query: {}, body, receivedAt: 0 });
	expect(account.offers.find(7)?.uploads[0]?.codes).toBe(body.codes);
	expect(account.ledger.list()[0]?.body).toBe(body);
});

it.each<[string, unknown]>([
	['no codes', {}],
	['null', { codes: null }],
	['a text', { codes: 'A,B' }],
	['an object', { codes: { 0: 'A' } }],
	['a number among them', { codes: ['A', 1] }],
	['null among them', { codes: ['A', null] }],
	['an empty one among them', { codes: ['A', ''] }],
	['a blank one among them', { codes: ['A', ' '] }],
	['an unknown field', { codes, offerId: 7 }],
	['one date only', { codes, distributionStart: '2026-02-01T00:00:00Z' }],
	['the other date only', { codes, distributionStop: '2026-02-01T00:00:00Z' }],
	['null as a date', { codes, distributionStart: null, distributionStop: null }],
	['a date without a time', { codes, ...dates('2026-02-01', '2026-03-01') }],
	['a time elsewhere', { codes, ...dates('2026-02-01T00:00:00+01:00', '2026-03-01T00:00:00+01:00') }],
	['a time without a zone', { codes, ...dates('2026-02-01T00:00:00', '2026-03-01T00:00:00') }],
	['a day that does not exist', { codes, ...dates('2026-02-30T00:00:00Z', '2026-03-01T00:00:00Z') }],
])('400 for %s', async (_what, body) => {
	await control().addOffer({ id: 7, window: 'custom' });
	const { status, message } = refusal(await add(body));
	expect([status, message]).toEqual([
		400,
		expect.stringMatching(/expected .* received|received .* expected/),
	]);
	expect(await uploads()).toEqual([]);
	expect(await control().ledger()).toEqual([]);
});

describe('dates', () => {
	it('A: ranges must not overlap, but may be equal or touch', async () => {
		await control().addOffer({ id: 7, window: 'custom' });
		for (const range of [february, march, february]) {
			expect((await add({ codes, ...range })).status).toBe(202);
		}
		for (const range of [
			dates('2026-02-15T00:00:00Z', '2026-05-01T00:00:00Z'),
			dates('2026-02-02T00:00:00Z', '2026-02-03T00:00:00Z'),
			dates('2026-01-01T00:00:00Z', '2026-02-01T00:00:01Z'),
		]) {
			const { status, message } = refusal(await add({ codes, ...range }));
			expect([status, message]).toEqual([
				400,
				expect.stringContaining('overlaps 2026-02-01T00:00:00Z to 2026-03-01T00:00:00Z'),
			]);
		}
		expect(await uploads()).toHaveLength(3);
	});

	it.each([
		['never', 'Never expire'],
		['timeToLive', 'Time to live'],
	] as const)('B: none where the window is %s', async (window, name) => {
		await control().addOffer({ id: 7, window });
		const { status, message } = refusal(await add({ codes, ...february }));
		expect([status, message]).toEqual([400, expect.stringContaining(`expected neither`)]);
		expect(message).toContain(name);
		expect((await add({ codes })).status).toBe(202);
	});

	it('C: both where the window is custom', async () => {
		await control().addOffer({ id: 7, window: 'custom' });
		const { status, message } = refusal(await add({ codes }));
		expect([status, message]).toEqual([400, expect.stringContaining('expected both')]);
		expect(message).toContain('Custom time period');
	});

	it.each([
		['after', dates('2026-03-01T00:00:00Z', '2026-02-01T00:00:00Z')],
		['equal to', dates('2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z')],
	])('D: no start %s its stop', async (_what, range) => {
		await control().addOffer({ id: 7, window: 'custom' });
		const { status, message } = refusal(await add({ codes, ...range }));
		expect([status, message]).toEqual([
			400,
			expect.stringContaining('expected distributionStart before distributionStop'),
		]);
	});

	it('all uploads have them or none has', async () => {
		await control().addOffer({ id: 7, window: 'never' });
		await add({ codes });
		await control().addOffer({ id: 7, window: 'custom' });
		const { status, message } = refusal(await add({ codes, ...february }));
		expect([status, message]).toEqual([400, expect.stringContaining('earlier uploads')]);
		expect(await uploads()).toHaveLength(1);
	});
});

it.each([
	[404, '8'],
	[400, 'seven'],
	[400, '7.5'],
	[400, '-7'],
])('%d for the ID %s', async (expected, id) => {
	await control().addOffer({ id: 7, window: 'never' });
	const { status, message } = refusal(await add({ codes }, id));
	expect([status, message]).toEqual([expected, expect.stringContaining('path.id')]);
});

it('403 without offers:write, here with a body', async () => {
	const token = await control().createToken({ label: 'other', scopes: ['events:write'] });
	const headers = { Authorization: `Bearer ${token}` };
	const answer = await api().http.post('/v1/coupons/coupon-pool/7/create', { codes }, { headers });
	expect(refusal(answer)).toEqual({ status: 403, message: expect.stringContaining('offers:write') });
});
