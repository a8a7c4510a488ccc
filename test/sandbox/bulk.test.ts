import axios from 'axios';
import { z } from 'zod';
import { endpoints } from '../../sandbox/api';
import { Account } from '../../sandbox/attentive/account';
import { otherPhone, phone, refusal, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const usersPath = '/v2/bulk/user/attributes';
const membersPath = '/v2/bulk/segments/members';
const hour = 60 * 60 * 1000;
const start = '2026-07-01T10:00:00.000Z';

const sendUsers = (users: unknown) => api().http.post(usersPath, { users });
const add = (members: unknown, externalId: unknown = 'gold') =>
	api().http.post(membersPath, { externalId, members });
const remove = (members: unknown, externalId = 'gold') =>
	api().http.delete(membersPath, { data: { externalId, members } });
const look = (id: string) => api().http.get(`/v2/bulk/job/${id}`);
const user = (n: number, more: object = {}) => ({ identifiers: { email: `p${n}@example.com` }, ...more });
const member = (n: number) => ({ email: `p${n}@example.com` });
const many = <Each>(count: number, each: (n: number) => Each) => [...Array(count).keys()].map(each);

/** Somebody without a token, as one reads a pre-signed URL. */
const anybody = axios.create({
	proxy: false,
	maxRedirects: 0,
	validateStatus: () => true,
	transformResponse: (data: unknown) => data,
});
const linesOf = async (id: string): Promise<unknown[]> => {
	const { data } = await anybody.get((await look(id)).data.url);
	return data
		.split('\n')
		.filter((line: string) => line !== '')
		.map((line: string) => JSON.parse(line));
};
const submit = async (answer: Promise<{ status: number; data: { batchJobId: string } }>) => {
	const { status, data } = await answer;
	expect(status).toBe(202);
	return data.batchJobId;
};

beforeEach(async () => {
	await control().setClock(start);
	await api().http.post('/v2/segments', { name: 'Gold', externalId: 'gold' });
});

describe('a job of users', () => {
	it('is accepted, takes four hours and then is written, once', async () => {
		const users = [user(1, { attributes: { firstName: 'Ann', custom: { tier: 'Gold' } } }), user(2)];
		const { status, data, headers } = await sendUsers(users);
		expect([status, data]).toEqual([
			202,
			{ message: expect.any(String), batchJobId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
		]);
		expect(headers['x-ratelimit-limit']).toBe('100');
		const { batchJobId } = data;
		const inProgress = { bulkJobId: batchJobId, status: 'IN_PROGRESS', totalRecords: 2 };
		expect((await look(batchJobId)).data).toEqual(inProgress);
		await control().advanceClock(4 * hour - 1);
		expect((await look(batchJobId)).data).toEqual(inProgress);
		expect(await control().users()).toEqual([]);

		await control().advanceClock(1);
		expect((await look(batchJobId)).data).toEqual({
			...inProgress,
			status: 'COMPLETED',
			url: expect.stringContaining(`/bulk-results/${batchJobId}.jsonl?`),
		});
		expect(await control().users()).toMatchObject([
			{ emails: ['p1@example.com'], attributes: { tier: 'Gold' }, profile: { firstName: 'Ann' } },
			{ emails: ['p2@example.com'] },
		]);
		expect(await linesOf(batchJobId)).toEqual(
			users.map((request) => ({
				request,
				response: { status: 200, body: { success: true, message: 'Success' } },
			})),
		);
		expect(await control().jobs()).toEqual([
			{
				bulkJobId: batchJobId,
				endpoint: `POST ${usersPath}`,
				app: 'sandbox',
				status: 'COMPLETED',
				totalRecords: 2,
				done: 2,
				refused: 0,
				submittedAt: start,
				dueAt: '2026-07-01T14:00:00.000Z',
				endedAt: '2026-07-01T14:00:00.000Z',
			},
		]);
		expect(await control().ledger(`POST ${usersPath}`)).toMatchObject([
			{ body: { users }, records: 2, bulkJobId: batchJobId },
		]);
	});

	it('takes 256', async () => {
		expect((await sendUsers(many(256, user))).status).toBe(202);
		expect(refusal(await sendUsers(many(257, user))).message).toContain('256 users');
	});

	it.each<[string, unknown]>([
		['no users', []],
		['nothing', undefined],
		['an object', { 0: user(1) }],
		['one without identifiers among 256', [...many(255, user), { attributes: { firstName: 'Ann' } }]],
		['one bad phone among 256', [...many(255, user), { identifiers: { phone: '12' } }]],
		['one with a list as a value', [user(1), user(2, { attributes: { custom: { a: ['b'] } } })]],
		['one with an unknown field', [user(1), user(2, { attribute: {} })]],
		['null among them', [user(1), null]],
		['a subscription without its source', [user(1, { subscriptions: [{ channel: 'EMAIL' }] })]],
		[
			'source and locale',
			[
				user(1, {
					subscriptions: [
						{
							channel: 'EMAIL',
							signUpSourceId: 'mail',
							subscriptionType: 'MARKETING',
							locale: { language: 'en', country: 'US' },
						},
					],
				}),
			],
		],
	])('400 for all because of %s', async (_what, users) => {
		expect(refusal(await sendUsers(users))).toMatchObject({ status: 400 });
		expect(await control().jobs()).toEqual([]);
		expect(await control().ledger(`POST ${usersPath}`)).toEqual([]);
	});

	it('names the bad one, and a field beside is refused', async () => {
		expect(refusal(await sendUsers([user(1), { identifiers: {} }])).message).toContain('body.users.1');
		expect(refusal(await api().http.post(usersPath, { users: [user(1)], async: true })).status).toBe(400);
		expect(refusal(await api().http.post(usersPath, [user(1)])).status).toBe(400);
	});

	it('what the account objects to is refused in the results, record by record', async () => {
		await control().addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
		const id = await submit(
			sendUsers([
				user(1, { attributes: { custom: { tier: 'Gold', age: 7 } } }),
				user(2, { attributes: { custom: { tier: 'Silver' } } }),
				user(3, { attributes: { custom: { age: 'seven' } } }),
				user(4, { subscriptions: [{ signUpSourceId: 'none', channel: 'EMAIL' }] }),
			]),
		);
		await control().advanceClock(4 * hour);
		const answer = (status: number, words: string) => ({
			response: { status, body: { success: status === 200, message: expect.stringContaining(words) } },
		});
		expect(await linesOf(id)).toMatchObject([
			answer(200, 'Success'),
			answer(400, '"Gold"'),
			answer(400, 'a Number'),
			answer(400, 'sign-up unit'),
		]);
		expect(await control().users()).toHaveLength(1);
		expect(await control().jobs()).toMatchObject([{ done: 1, refused: 3 }]);
	});

	it('or at once, if so set', async () => {
		await control().setSettings({ bulkUserRefusals: 'request' });
		await control().addPredefinedAttribute({ name: 'tier', values: ['Gold'] });
		const bad = user(2, { attributes: { custom: { tier: 'Silver' } } });
		expect(refusal(await sendUsers([user(1), bad])).message).toContain('body.users.1.attributes.custom.tier');
		expect((await sendUsers([user(1)])).status).toBe(202);
	});

	it('subscribes when it is done, by source or by locale and type', async () => {
		const locale = { language: 'en', country: 'US' };
		await control().addSignUpUnit({ id: 'sms', type: 'MARKETING', channels: ['TEXT'], locale });
		await control().seedUsers([
			{ phone: otherPhone, subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] },
		]);
		await submit(
			sendUsers([
				{
					identifiers: { phone },
					subscriptions: [{ channel: 'TEXT', subscriptionType: 'MARKETING', locale }],
				},
				{ identifiers: { phone: otherPhone }, subscriptions: [{ channel: 'TEXT', signUpSourceId: 'sms' }] },
			]),
		);
		expect(await control().texts()).toEqual([]);
		await control().advanceClock(4 * hour);
		expect(await control().texts()).toMatchObject([
			{ kind: 'replyY', phone },
			{ kind: 'alreadySubscribed', phone: otherPhone },
		]);
	});

	it('a record over 1 MiB is a 413 among the results', async () => {
		const id = await submit(
			sendUsers([user(1), user(2, { attributes: { custom: { a: 'x'.repeat(1024 * 1024) } } })]),
		);
		await control().advanceClock(4 * hour);
		expect(await linesOf(id)).toMatchObject([{ response: { status: 200 } }, { response: { status: 413 } }]);
		expect(await control().users()).toHaveLength(1);
	});

	it('413 for a request that is too large as a whole, as set', async () => {
		const users = many(8, (n) => user(n, { attributes: { custom: { a: 'x'.repeat(1024 * 1024) } } }));
		expect((await sendUsers(users)).status).toBe(202);
		expect(refusal(await sendUsers([...users, ...users]))).toEqual({
			status: 413,
			message: expect.stringContaining('10485760 bytes'),
		});
		await control().setSettings({ bulkBodyLimit: 60 });
		expect((await sendUsers([user(1)])).status).toBe(202);
		expect(refusal(await sendUsers(many(2, user)))).toMatchObject({ status: 413 });
	});
});

describe('a job of members', () => {
	it('adds and removes, whoever they are by any of their identifiers', async () => {
		await control().seedUsers([{ phone: otherPhone, email: 'known@example.com' }]);
		const id = await submit(
			add([
				{ email: 'A@example.com', phone },
				{ clientUserId: 'c-1' },
				{ email: 'known@example.com' },
				{ email: 'a@example.com' },
			]),
		);
		expect(await control().segmentMembers('gold')).toEqual([]);
		await control().advanceClock(4 * hour);
		expect(await control().segmentMembers('gold')).toEqual([
			{ email: 'A@example.com', phone },
			{ clientUserId: 'c-1' },
			{ email: 'known@example.com' },
		]);
		expect(await linesOf(id)).toHaveLength(4);
		expect(await control().users()).toHaveLength(1);
		expect(await control().jobs()).toMatchObject([{ segment: 'gold', totalRecords: 4, done: 4 }]);

		await submit(remove([{ phone }, { phone: otherPhone }, { email: 'stranger@example.com' }]));
		await control().advanceClock(4 * hour);
		expect(await control().segmentMembers('gold')).toEqual([{ clientUserId: 'c-1' }]);
		expect(await control().segments()).toMatchObject([{ memberCount: 1, updated: start }]);
		await submit(add([{ email: 'a@example.com' }]));
		await control().advanceClock(4 * hour);
		expect(await control().segmentMembers('gold')).toHaveLength(2);
	});

	it('two who turn out to be one are one', async () => {
		await submit(add([{ email: 'a@example.com' }, { phone }, { email: 'a@example.com', phone }]));
		await control().advanceClock(4 * hour);
		expect(await control().segmentMembers('gold')).toHaveLength(1);
		await submit(remove([{ phone }]));
		await control().advanceClock(4 * hour);
		expect(await control().segmentMembers('gold')).toEqual([]);
	});

	it('takes 10,000', async () => {
		expect((await add(many(10_000, member))).status).toBe(202);
		expect(refusal(await add(many(10_001, member))).message).toContain('10,000 members');
		expect(refusal(await remove(many(10_001, member))).message).toContain('10,000 members');
	});

	it.each<[string, unknown, unknown?]>([
		['no members', []],
		['nothing', undefined],
		['one without an identifier', [member(1), {}]],
		['one bad phone', [member(1), { phone: '+1---914---844---0001' }]],
		['one bad email', [{ email: 'ann' }]],
		['an empty email beside a phone', [{ phone, email: '' }]],
		['null beside a phone', [{ phone, email: null }]],
		['a long clientUserId', [{ clientUserId: 'x'.repeat(101) }]],
		['a custom identifier', [{ customIdentifiers: [{ key: 'a', value: 'b' }] }]],
		['an unknown field', [{ phone, name: 'Ann' }]],
		['texts', ['ann@example.com']],
		['no segment', [member(1)], null],
		['a blank segment', [member(1)], ' '],
		['a number as a segment', [member(1)], 7],
	])('400 for all because of %s', async (_what, members, externalId = 'gold') => {
		expect(refusal(await add(members, externalId))).toMatchObject({ status: 400 });
		expect(await control().jobs()).toEqual([]);
	});

	it('404 for a segment that is unknown or archived', async () => {
		expect(refusal(await add([member(1)], 'silver'))).toMatchObject({ status: 404 });
		await api().http.delete('/v2/segments/external/gold');
		expect(refusal(await add([member(1)]))).toMatchObject({ status: 404 });
		expect(refusal(await remove([member(1)]))).toMatchObject({ status: 404 });
	});

	it('for a segment archived meanwhile every record is a 404', async () => {
		const id = await submit(add([member(1)]));
		await api().http.delete('/v2/segments/external/gold');
		await control().advanceClock(4 * hour);
		expect(await linesOf(id)).toMatchObject([{ response: { status: 404 } }]);
		expect(await control().segmentMembers('gold')).toEqual([]);
	});
});

describe('jobs', () => {
	it.each([
		['asSent', []],
		['lastFirst', [member(1)]],
	] as const)('run in the order %s', async (bulkJobOrder, left) => {
		await control().setSettings({ bulkJobOrder });
		await submit(add([member(1)]));
		await submit(remove([member(1)]));
		await control().advanceClock(4 * hour);
		expect(await control().segmentMembers('gold')).toEqual(left);
	});

	it.each(['NEEDS_REVIEW', 'CANCELLED', 'PAUSED'])('may end as %s, with nothing done', async (bulkJobEnd) => {
		await control().setSettings({ bulkJobEnd, bulkJobMs: 1000 });
		const id = await submit(sendUsers([user(1)]));
		await control().advanceClock(1000);
		expect((await look(id)).data).toEqual({ bulkJobId: id, status: bulkJobEnd, totalRecords: 1 });
		expect(await control().users()).toEqual([]);
		expect(await control().recordCounts()).toMatchObject([{ accepted: 1, done: 0, refused: 0 }]);
	});

	it('refuse the records that a test says', async () => {
		const refused = { match: 'p1@', status: 500, message: 'Try again' };
		await control().setSettings({ refusedRecords: [refused] });
		const id = await submit(add(many(3, member)));
		await control().advanceClock(4 * hour);
		expect(await control().segmentMembers('gold')).toEqual([member(0), member(2)]);
		expect((await linesOf(id))[1]).toEqual({
			request: member(1),
			response: { status: 500, body: { success: false, message: 'Try again' } },
		});
	});

	it('one of several ends when a test says so', async () => {
		const [first, second] = [await submit(sendUsers([user(1)])), await submit(sendUsers([user(2)]))];
		await control().endJob({ bulkJobId: first, status: 'CANCELLED' });
		await control().endJob({ bulkJobId: second, status: 'COMPLETED' });
		await control().advanceClock(4 * hour);
		expect((await control().jobs()).map(({ status }) => status)).toEqual(['CANCELLED', 'COMPLETED']);
		expect(await control().users()).toMatchObject([{ emails: ['p2@example.com'] }]);
		await expect(control().endJob({ bulkJobId: first, status: 'COMPLETED' })).rejects.toThrow('in progress');
	});

	it('are there for two weeks, for their own app only, with any permission', async () => {
		const id = await submit(sendUsers([user(1)]));
		const other = await control().createToken({ label: 'other', scopes: [] });
		const asOther = { headers: { Authorization: `Bearer ${other}` } };
		expect(refusal(await api().http.get(`/v2/bulk/job/${id}`, asOther)).status).toBe(404);
		expect(refusal(await look('550e8400-e29b-41d4-a716-446655440000')).status).toBe(404);
		await control().advanceClock(14 * 24 * hour);
		expect((await look(id)).status).toBe(200);
		await control().advanceClock(1);
		expect(refusal(await look(id)).status).toBe(404);
	});

	it('records are counted, whatever request they came in', async () => {
		await submit(add([member(1), member(2)]));
		await submit(add([member(2)]));
		await submit(sendUsers([user(1, { attributes: { firstName: 'Ann' } }), user(1)]));
		await control().advanceClock(4 * hour);
		const place = { endpoint: `POST ${membersPath}`, segment: 'gold', refused: 0 };
		expect(await control().recordCounts(`POST ${membersPath}`)).toEqual([
			{ ...place, record: member(1), accepted: 1, done: 1 },
			{ ...place, record: member(2), accepted: 2, done: 2 },
		]);
		expect(await control().recordCounts(`POST ${usersPath}`)).toMatchObject([
			{ record: { email: 'p1@example.com' }, accepted: 2, done: 2 },
		]);
	});

	it('a deletion that falls due after a job deletes what the job wrote', async () => {
		await submit(sendUsers([user(1)]));
		await api().http.post('/v1/privacy/delete-request', { subjectEmail: 'p1@example.com' });
		await control().advanceClock(48 * hour);
		expect(await control().users()).toEqual([]);
	});

	it('ledger and job share what was sent', () => {
		const account = new Account('key');
		const token = account.tokens.ofHeader('Bearer key');
		const endpoint = endpoints.find(({ name }) => name === `POST ${usersPath}`);
		if (token === undefined || endpoint === undefined) throw new Error('There is none.');
		const body = { users: [user(1)] };
		const { answer } = endpoint.answer({ account, token, params: {}, query: {}, body, receivedAt: 0 });
		const id = z.object({ batchJobId: z.string() }).parse(answer.body).batchJobId;
		expect(account.bulkJobs.find(id)?.request.records).toBe(body.users);
		expect(account.ledger.list()[0]?.body).toBe(body);
	});

	it('need permissions', async () => {
		const token = async (...scopes: ('attributes:write' | 'segments:read')[]) => ({
			headers: { Authorization: `Bearer ${await control().createToken({ label: scopes.join(), scopes })}` },
		});
		const [attributes, reads] = [await token('attributes:write'), await token('segments:read')];
		expect((await api().http.post(usersPath, { users: [user(1)] }, attributes)).status).toBe(403);
		const body = { externalId: 'gold', members: [member(1)] };
		expect((await api().http.post(membersPath, body, reads)).status).toBe(403);
		expect((await api().http.delete(membersPath, { ...reads, data: body })).status).toBe(403);
	});
});

describe('the result file', () => {
	const lineOfMember = z.object({ request: z.object({ email: z.string() }) });
	const done = async () => {
		const id = await submit(add(many(4, member)));
		await control().advanceClock(4 * hour);
		return id;
	};
	const urlOf = async (id: string): Promise<string> => (await look(id)).data.url;

	it('lies on another origin, for anybody with the URL', async () => {
		const url = await urlOf(await done());
		expect(new URL(url).origin).not.toBe(api().sandbox.url);
		const { status, headers, data } = await anybody.get(url);
		expect([status, headers['content-length']]).toEqual([200, String(data.length)]);
		expect(data.endsWith('}\n')).toBe(true);
	});

	it('403 to an Authorization header, another signature, another path, no signature', async () => {
		const url = await urlOf(await done());
		const codes: unknown[] = [];
		for (const [address, headers] of [
			[url, { Authorization: 'Bearer abc' }],
			[url.replace(/.$/, (last) => (last === '0' ? '1' : '0')), {}],
			[url.replace('/bulk-results/', '/bulk-results/x'), {}],
			[url.split('?')[0] ?? '', {}],
			[new URL('/', url).href, {}],
		] as const) {
			const { status, data } = await anybody.get(address, { headers });
			codes.push([status, /<Code>(\w+)<\/Code>/.exec(data)?.[1]]);
		}
		expect(codes).toEqual([
			[403, 'InvalidArgument'],
			[403, 'SignatureDoesNotMatch'],
			[403, 'SignatureDoesNotMatch'],
			[403, 'AccessDenied'],
			[403, 'AccessDenied'],
		]);
		expect((await anybody.put(url, 'x')).status).toBe(403);
	});

	it('its URL expires, another look gives a new one; a reset ends it', async () => {
		await control().setSettings({ signedUrlMs: 60_000 });
		const id = await done();
		const url = await urlOf(id);
		await control().advanceClock(60_000);
		const expired = await anybody.get(url);
		expect([expired.status, expired.data]).toEqual([403, expect.stringContaining('expired')]);
		const fresh = await urlOf(id);
		expect((await anybody.get(fresh)).status).toBe(200);
		await control().reset();
		expect((await anybody.get(fresh)).status).toBe(403);
	});

	it.each([
		['asText', { request: JSON.stringify(member(0)), response: expect.stringMatching(/"status":200/) }],
		[
			'nested',
			{
				record: {
					request: { method: 'POST', path: membersPath, body: member(0) },
					response: { status: { code: 200 }, body: { success: true, message: 'Success' } },
				},
			},
		],
		['otherNames', { input: member(0), output: { statusCode: 200 } }],
		['answerOnly', { status: 200, success: true, message: 'Success' }],
	] as const)('may have the shape %s', async (jobResultShape, first) => {
		await control().setSettings({ jobResultShape });
		const lines = await linesOf(await done());
		expect([lines.length, lines[0]]).toEqual([4, first]);
	});

	it('may be in another order, and may lack lines', async () => {
		const id = await done();
		const names = async () => (await linesOf(id)).map((line) => lineOfMember.parse(line).request.email[1]);
		expect(await names()).toEqual(['0', '1', '2', '3']);
		await control().setSettings({ jobResultOrder: 'shuffled' });
		expect(await names()).not.toEqual(['0', '1', '2', '3']);
		expect((await names()).sort()).toEqual(['0', '1', '2', '3']);
		await control().setSettings({ jobResultOrder: 'asSent', jobResultMissing: 2 });
		expect(await names()).toEqual(['0', '2']);
	});

	it('may break off in the middle', async () => {
		const url = await urlOf(await done());
		await control().addFault({ kind: 'resetAfter' });
		await expect(anybody.get(url)).rejects.toThrow();
		expect((await anybody.get(url)).status).toBe(200);
	});

	it('may lie wherever a test says', async () => {
		const id = await done();
		await control().setSettings({ signedUrlInstead: 'http://10.0.0.1/results.jsonl' });
		expect(await urlOf(id)).toBe('http://10.0.0.1/results.jsonl');
		await control().setSettings({ signedUrlInstead: null });
		expect(await linesOf(id)).toHaveLength(4);
	});

	it('suffers faults, and requests for it are counted', async () => {
		const name = 'GET /bulk-results/{bulkJobId}.jsonl';
		const url = await urlOf(await done());
		await control().addFault({ endpoint: name, kind: '503', retryAfter: 3 });
		await control().addFault({ endpoint: name, kind: 'redirect', location: 'http://127.0.0.1:9/' });
		await control().addFault({ endpoint: name, kind: 'garbage' });
		await control().addFault({ endpoint: name, kind: 'reset' });
		const first = await anybody.get(url);
		expect([first.status, first.headers['retry-after']]).toEqual([503, '3']);
		expect((await anybody.get(url)).headers.location).toBe('http://127.0.0.1:9/');
		expect((await anybody.get(url)).data).toContain('<html>');
		await expect(anybody.get(url)).rejects.toThrow();
		expect((await anybody.get(url)).status).toBe(200);
		const count = (await control().requests()).find(({ endpoint }) => endpoint === name);
		expect(count).toMatchObject({ total: 5, statuses: { '503': 1, '302': 1, '200': 2, noAnswer: 1 } });
	});
});

it('200,000 members and 50,000 users, each done once', async () => {
	await control().setLimit({ perSecond: 1_000_000 });
	for (const batch of many(20, (n) => n)) {
		await submit(
			add(many(10_000, (n) => ({ ...member(batch * 10_000 + n), clientUserId: `c${batch}-${n}` }))),
		);
	}
	for (const batch of many(196, (n) => n)) {
		await submit(sendUsers(many(256, (n) => user(batch * 256 + n, { attributes: { custom: { n } } }))));
	}
	await control().advanceClock(4 * hour);
	expect(await control().segments()).toMatchObject([{ memberCount: 200_000 }]);
	const counts = await control().recordCounts();
	expect(counts).toHaveLength(200_000 + 196 * 256);
	expect(counts.every(({ accepted, done, refused }) => accepted === 1 && done === 1 && refused === 0)).toBe(
		true,
	);
	expect(await control().users()).toHaveLength(196 * 256);
}, 300_000);
