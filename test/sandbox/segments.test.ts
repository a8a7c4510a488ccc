import { refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const create = (body: unknown) => api().http.post('/v2/segments', body);
const list = (params: object = {}) => api().http.get('/v2/segments', { params });
const one = (id: string) => `/v2/segments/external/${encodeURIComponent(id)}`;
const get = (id: string) => api().http.get(one(id));
const patch = (id: string, body: unknown) => api().http.patch(one(id), body);
const archive = (id: string) => api().http.delete(one(id));
const names = async (params?: object) =>
	(await list(params)).data.segments.map(({ name }: { name: string }) => name);
const now = '2026-07-01T10:00:00.000Z';

beforeEach(() => control().setClock(now));

test('one made in the screens is there at once, with its members', async () => {
	const segment = {
		externalId: 'vip',
		name: 'VIP',
		members: [{ phone: '+13605550101' }, { email: 'a@b.com' }],
	};
	await control().addSegment(segment);
	expect(await names()).toEqual(['VIP']);
	expect(await control().segmentMembers('vip')).toEqual(segment.members);
	expect(await control().ledger()).toEqual([]);
	await expect(control().addSegment(segment)).rejects.toThrow('already');
});

describe('creating', () => {
	it('answers 201 with what it made, and trims', async () => {
		const { status, data, headers } = await create({
			name: '  Gold ',
			description: ' For gold  ',
			externalId: ' gold ',
		});
		expect([status, data]).toEqual([201, { externalId: 'gold', name: 'Gold', description: 'For gold' }]);
		expect(headers['x-ratelimit-limit']).toBe('100');
		expect((await get('gold')).data).toEqual({ ...data, created: now, updated: now });
		expect(await control().segments()).toEqual([
			{ ...data, created: now, updated: now, archived: false, memberCount: 0 },
		]);
		expect(await control().segmentMembers('gold')).toEqual([]);
		const [entry] = await control().ledger('POST /v2/segments');
		expect(entry?.body).toEqual({ name: '  Gold ', description: ' For gold  ', externalId: ' gold ' });
	});

	it('makes an ID and a description if none is given; two may have one name', async () => {
		const [a, b] = [await create({ name: 'Gold' }), await create({ name: 'Gold' })];
		expect(a.data).toEqual({
			externalId: expect.stringMatching(/^SEG_[0-9a-f]{12}$/),
			name: 'Gold',
			description: 'Manual Segment Upload Public API V2',
		});
		expect(b.data.externalId).not.toBe(a.data.externalId);
	});

	it('takes everything as long as it may be, also with white space around', async () => {
		const longest = {
			name: 'n'.repeat(240),
			description: `  ${'d'.repeat(500)}`,
			externalId: 'ü/'.repeat(127),
		};
		expect((await create(longest)).status).toBe(201);
		expect((await get(longest.externalId)).status).toBe(200);
		expect(await control().segmentMembers(longest.externalId)).toEqual([]);
	});

	it.each<[string, unknown]>([
		['no name', { description: 'For gold' }],
		['an empty name', { name: '' }],
		['a blank name', { name: '  ' }],
		['a long name', { name: 'n'.repeat(241) }],
		['a number as a name', { name: 1 }],
		['null as a name', { name: null }],
		['an empty description', { name: 'Gold', description: '' }],
		['a blank description', { name: 'Gold', description: '   ' }],
		['a description of one character', { name: 'Gold', description: ' d ' }],
		['a long description', { name: 'Gold', description: 'd'.repeat(501) }],
		['null as a description', { name: 'Gold', description: null }],
		['an empty ID', { name: 'Gold', externalId: '' }],
		['a blank ID', { name: 'Gold', externalId: ' ' }],
		['a long ID', { name: 'Gold', externalId: 'x'.repeat(256) }],
		['an unknown field', { name: 'Gold', members: [] }],
		['a list', [{ name: 'Gold' }]],
	])('400 for %s', async (_what, body) => {
		expect(refusal(await create(body))).toMatchObject({ status: 400 });
		expect(await control().segments()).toEqual([]);
		expect(await control().ledger()).toEqual([]);
	});

	it('400 for an ID that is taken, also by an archived one', async () => {
		await create({ name: 'Gold', externalId: 'gold' });
		const again = () => create({ name: 'Other', externalId: 'gold ' });
		expect(refusal(await again())).toEqual({ status: 400, message: expect.stringContaining('externalId') });
		await archive('gold');
		expect(refusal(await again()).status).toBe(400);
	});
});

describe('listing', () => {
	it('gives 20 in order of creation, and the others by the cursor', async () => {
		for (const n of Array(45).keys()) await create({ name: `S${n}` });
		const seen: string[] = [];
		let cursor: string | undefined;
		const sizes: number[] = [];
		do {
			const { status, data } = await list({ cursor });
			expect([status, data.hasMore]).toEqual([200, data.cursor !== null]);
			sizes.push(data.segments.length);
			seen.push(...data.segments.map(({ name }: { name: string }) => name));
			cursor = data.cursor ?? undefined;
		} while (cursor !== undefined);
		expect(sizes).toEqual([20, 20, 5]);
		expect(seen).toEqual([...Array(45).keys()].map((n) => `S${n}`));
		expect((await list({ limit: 45 })).data).toMatchObject({ cursor: null, hasMore: false });
		expect((await list({ limit: 44 })).data).toMatchObject({ cursor: expect.any(String), hasMore: true });
	});

	it('filters by part of the name, by ID and by time, together too, and without archived ones', async () => {
		await create({ name: 'Loyalty Gold', externalId: 'a' });
		await create({ name: 'Silver', externalId: 'b' });
		await control().advanceClock(1000);
		await create({ name: 'Gold, new', externalId: 'c' });
		await create({ name: 'Gold, archived', externalId: 'd' });
		await archive('d');
		expect(await names({ name: 'gold' })).toEqual(['Loyalty Gold', 'Gold, new']);
		expect(await names({ externalId: 'b' })).toEqual(['Silver']);
		expect(await names({ externalId: 'B' })).toEqual([]);
		expect(await names({ updatedSince: '2026-07-01T12:00:01+02:00' })).toEqual(['Gold, new']);
		expect(await names({ updatedSince: now, name: 'lver' })).toEqual(['Silver']);
		await patch('a', { name: 'Gold' });
		expect(await names({ updatedSince: '2026-07-01T10:00:01Z' })).toEqual(['Gold', 'Gold, new']);
	});

	it.each([
		['limit=0'],
		['limit=1001'],
		['limit=1.5'],
		['limit=all'],
		['limit='],
		['limit=1&limit=2'],
		['name='],
		['name=%20'],
		[`name=${'x'.repeat(241)}`],
		['externalId=%20'],
		[`externalId=${'x'.repeat(256)}`],
		['updatedSince=2026-07-01'],
		['updatedSince=2026-07-01T10:00:00'],
		// The + of an offset means a space in a query.
		['updatedSince=2026-07-01T10:00:00+02:00'],
		['cursor='],
		['cursor=abc'],
		['cursor=eyJpZCI6MX0'],
		['page=2'],
	])('400 for %s', async (query) => {
		expect(refusal(await api().http.get(`/v2/segments?${query}`))).toMatchObject({ status: 400 });
	});
});

describe('changing', () => {
	it('changes what is given only, and says when', async () => {
		await create({ name: 'Gold', description: 'For gold', externalId: 'gold' });
		await control().advanceClock(1000);
		const { status, data } = await patch('gold', { name: ' Silver ' });
		expect([status, data]).toEqual([
			200,
			{
				externalId: 'gold',
				name: 'Silver',
				description: 'For gold',
				created: now,
				updated: '2026-07-01T10:00:01.000Z',
			},
		]);
		expect((await patch('gold', { description: 'For all' })).data.name).toBe('Silver');
		expect(await control().ledger('PATCH /v2/segments/external/{externalId}')).toHaveLength(2);
	});

	it.each<[string, unknown]>([
		['nothing', {}],
		['a blank name', { name: ' ' }],
		['a short description', { description: 'd' }],
		['an ID', { name: 'Gold', externalId: 'other' }],
		['null', { name: null }],
	])('400 for %s', async (_what, body) => {
		await create({ name: 'Gold', externalId: 'gold' });
		expect(refusal(await patch('gold', body))).toMatchObject({ status: 400 });
	});
});

it.each([
	['gone', 404],
	['shown', 200],
] as const)('archives; looking it up is then %s', async (archivedSegments, status) => {
	await control().setSettings({ archivedSegments });
	await create({ name: 'Gold', externalId: 'gold' });
	const answer = await archive('gold');
	expect([answer.status, answer.data]).toEqual([204, '']);
	expect((await get('gold')).status).toBe(status);
	expect(await names()).toEqual([]);
	expect(refusal(await archive('gold')).status).toBe(404);
	expect(refusal(await patch('gold', { name: 'Silver' })).status).toBe(404);
	expect(await control().segments()).toMatchObject([{ archived: true }]);
	expect(await control().ledger('DELETE /v2/segments/external/{externalId}')).toMatchObject([
		{ params: { externalId: 'gold' } },
	]);
});

it('404 for an unknown ID', async () => {
	for (const answer of [await get('x'), await patch('x', { name: 'Gold' }), await archive('x')]) {
		expect(refusal(answer)).toEqual({ status: 404, message: expect.stringContaining('"x"') });
	}
	await expect(control().segmentMembers('x')).rejects.toThrow('no segment');
});

it('reading takes segments:read or segments:write, writing the latter', async () => {
	await create({ name: 'Gold', externalId: 'gold' });
	const statuses = async (scopes: ('segments:read' | 'segments:write' | 'events:write')[]) => {
		const token = await control().createToken({ label: scopes.join(), scopes });
		const as = { headers: { Authorization: `Bearer ${token}` } };
		const { http } = api();
		return [
			await http.get('/v2/segments', as),
			await http.get(one('gold'), as),
			await http.post('/v2/segments', { name: 'Silver' }, as),
			await http.patch(one('gold'), { name: 'Gold' }, as),
			await http.delete(one('gold'), as),
		].map(({ status }) => status);
	};
	expect(await statuses(['segments:read'])).toEqual([200, 200, 403, 403, 403]);
	expect(await statuses(['events:write'])).toEqual([403, 403, 403, 403, 403]);
	expect(await statuses(['segments:write'])).toEqual([200, 200, 201, 200, 204]);
});

it('who the token belongs to, in the second version too', async () => {
	const { status, data } = await api().http.get('/v2/me');
	expect([status, data]).toEqual([200, (await api().http.get('/v1/me')).data]);
});
