import { phone, otherPhone, useSandbox } from './client';

const api = useSandbox();
const control = () => api().sandbox.control;
const path = '/v1/privacy/delete-request';
const file = (body: unknown) => api().http.post(path, body);
const look = (id: string) => api().http.get(`${path}/${id}`);
const email = 'ann@website.com';
const day = 24 * 60 * 60 * 1000;

beforeEach(() => control().setClock('2026-07-01T10:00:00Z'));

it('answers with an ID only, and then with the masked subject', async () => {
	const filed = await file({ subjectEmail: email, subjectPhone: phone, requestMsg: 'asked for it' });
	expect(filed.status).toBe(200);
	expect(filed.data).toEqual({ id: expect.stringMatching(/^[0-9a-z]+$/) });
	const answer = await look(filed.data.id);
	expect([answer.status, answer.data]).toEqual([
		200,
		{
			id: filed.data.id,
			processed: false,
			type: 'DELETE',
			subjectPhone: '+*****6576',
			subjectEmail: 'a**@website.com',
			requestMsg: 'asked for it',
			requestDateTime: '2026-07-01T10:00:00.000+0000',
		},
	]);
});

it.each([
	['usually in a day', undefined],
	['as set', 3 * day],
])('deletes whom it is about by the clock, %s', async (_what, deletionMs) => {
	if (deletionMs !== undefined) await control().setSettings({ deletionMs });
	await control().seedUsers([
		{ phone, email, attributes: { tier: 'Gold' }, subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] },
		{ phone: otherPhone },
	]);
	const { data } = await file({ subjectEmail: email });
	await control().advanceClock((deletionMs ?? day) - 1);
	expect((await look(data.id)).data.processed).toBe(false);
	expect(await control().users()).toHaveLength(2);

	await control().advanceClock(1);
	const [remaining, ...others] = await control().users();
	expect([remaining?.phones, others]).toEqual([[otherPhone], []]);
	const at = deletionMs === undefined ? '2026-07-02T10:00:00.000+0000' : '2026-07-04T10:00:00.000+0000';
	expect((await look(data.id)).data).toMatchObject({
		processed: true,
		processingStartDateTime: at,
		processingEndDateTime: at,
	});
	expect((await api().http.get('/v1/attributes/custom', { params: { phone } })).data).toEqual([]);
	expect(await control().ledger()).toMatchObject([{ endpoint: `POST ${path}`, userId: 'user-1' }]);
});

it('takes a clientUserId, whose data goes too though nothing has linked it, and shows none', async () => {
	const user = { externalIdentifiers: { clientUserId: '7' } };
	await api().setAttributes({ properties: { tier: 'Gold' }, user });
	const { data } = await file({ clientUserId: '7' });
	await control().advanceClock(day);
	expect(await control().users()).toEqual([]);
	expect(Object.keys((await look(data.id)).data)).not.toContain('clientUserId');
});

it('takes somebody unknown', async () => {
	expect((await file({ subjectPhone: phone })).status).toBe(200);
	expect(await control().users()).toEqual([]);
	const [entry] = await control().ledger();
	expect(entry).not.toHaveProperty('userId');
});

it('404 for somebody unknown, if told so, with the error as plain text', async () => {
	await control().setSettings({ removalOfUnknown: 'notFound' });
	const answer = await file({ subjectPhone: phone, subjectEmail: email, clientUserId: '7' });
	expect([answer.status, answer.data]).toEqual([404, { error: expect.stringContaining(phone) }]);
	expect(await control().ledger()).toEqual([]);
});

it('takes whoever is known by any identifier though the unknown are not found, until it is done', async () => {
	await control().setSettings({ removalOfUnknown: 'notFound' });
	const externalIdentifiers = { clientUserId: '7' };
	await api().setAttributes({ properties: { tier: 'Gold' }, user: { externalIdentifiers } });
	await api().setAttributes({ properties: { tier: 'Gold' }, user: { email } });
	expect((await file({ subjectPhone: phone, subjectEmail: email })).status).toBe(200);
	expect((await file({ clientUserId: '7' })).status).toBe(200);
	expect((await file({ subjectEmail: email })).status).toBe(200);
	await control().advanceClock(day);
	expect((await file({ subjectEmail: email })).status).toBe(404);
});

it.each<[string, unknown]>([
	['nobody', {}],
	['a message only', { requestMsg: 'asked for it' }],
	['an empty phone beside', { subjectEmail: email, subjectPhone: '' }],
	['a null beside', { subjectEmail: email, subjectPhone: null }],
	['a bad phone', { subjectPhone: '2063996576' }],
	['a bad email', { subjectEmail: 'ann' }],
	['an empty message', { subjectEmail: email, requestMsg: '' }],
	['other names', { phone, email }],
	['an unknown field', { subjectEmail: email, subject: 'Ann' }],
	['a long clientUserId', { clientUserId: 'x'.repeat(101) }],
])('400 for %s, with the error as plain text', async (_what, body) => {
	const { status, data } = await file(body);
	expect([status, data]).toEqual([400, { error: expect.stringContaining('expected') }]);
	expect(await control().ledger()).toEqual([]);
});

it('404 for an unknown ID, in the same form', async () => {
	const { status, data } = await look('123abc');
	expect([status, data]).toEqual([404, { error: expect.stringContaining('123abc') }]);
	await control().addFault({ kind: '400' });
	expect((await look('123abc')).data).toEqual({ error: expect.any(String) });
});

it('has two permissions', async () => {
	const reads = await control().createToken({ label: 'reads', scopes: ['privacy_requests:read'] });
	const writes = await control().createToken({ label: 'writes', scopes: ['privacy_requests:write'] });
	const as = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });
	const post = (token: string) => api().http.post(path, { subjectEmail: email }, as(token));
	const { status, data } = await post(writes);
	expect(status).toBe(200);
	expect((await api().http.get(`${path}/${data.id}`, as(reads))).status).toBe(200);
	expect((await api().http.get(`${path}/${data.id}`, as(writes))).status).toBe(403);
	expect((await post(reads)).status).toBe(403);
});
