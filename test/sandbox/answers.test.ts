import { events, phone, useSandbox } from './client';
import { startReceiver } from './receiver';

const api = useSandbox();
const control = () => api().sandbox.control;
const writes = async () => (await control().ledger()).length;
const send = () => api().sendEvent({ type: 'A', user: { phone } });
const createSegment = (more: object = {}) => api().http.post('/v2/segments', { name: 'Gold', ...more });
const webhook = { url: 'https://example.com/webhooks', events: ['sms.sent'] };

describe('OpenAPI requires no field of an answer', () => {
	it('missing fields, at any depth, and what was written is written', async () => {
		await control().setSettings({ missingFields: ['name', 'url', 'events', 'type'] });
		expect((await createSegment({ externalId: 'gold' })).data).not.toHaveProperty('name');
		const { status, data } = await api().http.post('/v1/webhooks', webhook);
		expect([status, Object.keys(data)]).toEqual([201, ['id']]);
		expect((await api().http.get('/v2/segments')).data.segments[0]).not.toHaveProperty('name');
		expect((await control().segments())[0]).toMatchObject({ externalId: 'gold', name: 'Gold' });
		expect(await writes()).toBe(2);
	});

	it('all of them, or null', async () => {
		await control().setSettings({ missingFields: ['*'] });
		expect((await createSegment()).data).toEqual({});
		await control().setSettings({ missingFields: [], nullFields: ['externalId'] });
		expect((await createSegment()).data).toMatchObject({ externalId: null, name: 'Gold' });
	});

	it('odd entries stand before those of a list; a refusal stays as it is', async () => {
		await createSegment({ externalId: 'gold' });
		await control().setSettings({ oddEntries: true, missingFields: ['message'] });
		const { segments } = (await api().http.get('/v2/segments')).data;
		expect(segments).toEqual([null, 'odd', {}, expect.objectContaining({ externalId: 'gold' })]);
		expect((await createSegment({ name: '' })).data.error.message).toEqual(expect.any(String));
	});

	it('long IDs as numbers, digit for digit, in answers and in deliveries', async () => {
		const id = '9007199254740993';
		await control().setSettings({ longIds: 'number' });
		await createSegment({ externalId: id });
		const text = await api().http.get(`/v2/segments/external/${id}`, {
			transformResponse: (data: unknown) => data,
		});
		expect(text.headers['content-type']).toContain('application/json');
		expect(text.data).toContain(`"externalId":${id}`);
		const receiver = await startReceiver();
		await control().addWebhook({ url: receiver.url, events: ['custom_attribute.set'] });
		await control().seedUsers([{ phone, clientUserId: id }]);
		await api().setAttributes({ user: { phone }, properties: { tier: 'Gold' } });
		const [delivery] = await control().whenDelivered();
		expect(delivery?.body).toContain(id);
		expect(delivery?.body).not.toContain(`"${id}"`);
		await receiver.close();
	});
});

describe('how a refusal is said', () => {
	it.each([
		['errors', { errors: [{ message: expect.any(String) }] }],
		['problem', { type: 'about:blank', title: 'Refused', detail: expect.any(String) }],
		['message', { message: expect.any(String) }],
		['text', expect.any(String)],
		['documented', { error: { id: expect.any(Number), message: expect.any(String) } }],
	] as const)('%s', async (refusalForm, body) => {
		await control().setSettings({ refusalForm });
		expect(await createSegment({ name: '' })).toMatchObject({ status: 400, data: body });
		await control().addFault({ kind: '413' });
		expect((await send()).status).toBe(413);
		expect(await writes()).toBe(0);
	});
});

describe('answers that the usual one never is', () => {
	it.each([
		[
			{ success: false, message: 'No' },
			{ success: false, message: 'No' },
		],
		[null, null],
		['Accepted', 'Accepted'],
		[undefined, ''],
	])('%j in its place: nothing is written', async (body, data) => {
		await control().addFault({ endpoint: events, kind: 'answer', status: 202, body });
		expect(await send()).toMatchObject({ status: 202, data });
		expect(await writes()).toBe(0);
	});

	it('after the write, with any status', async () => {
		await control().addFault({ endpoint: events, kind: 'answerAfter', status: 207, body: { results: [] } });
		expect(await send()).toMatchObject({ status: 207, data: { results: [] } });
		expect(await writes()).toBe(1);
	});

	it.each(['405', '409', '413'] as const)('%s', async (kind) => {
		await control().addFault({ endpoint: events, kind });
		expect((await send()).status).toBe(Number(kind));
		expect(await writes()).toBe(0);
	});
});

describe('what the sources tell in two ways', () => {
	it('somebody who is subscribed: recorded again, or 409', async () => {
		await control().addSignUpUnit({
			id: '11',
			type: 'MARKETING',
			channels: ['TEXT'],
			locale: { language: 'en', country: 'US' },
		});
		await control().seedUsers([{ phone, subscriptions: [{ type: 'MARKETING', channel: 'TEXT' }] }]);
		const subscribe = () => api().http.post('/v1/subscriptions', { user: { phone }, signUpSourceId: '11' });
		expect((await subscribe()).status).toBe(202);
		await control().setSettings({ subscribeAgain: 'conflict' });
		expect(await subscribe()).toMatchObject({
			status: 409,
			data: { error: { message: 'Subscription already exists' } },
		});
		expect(await writes()).toBe(1);
	});

	it('dates that conflict are a 404 in OpenAPI, and a code that is there already may be refused', async () => {
		await control().addOffer({ id: 7, window: 'custom' });
		const add = (body: object) => api().http.post('/v1/coupons/coupon-pool/7/create', body);
		await control().setSettings({ offerConflicts: 404, duplicateCodes: 'refused' });
		expect((await add({ codes: ['A'] })).status).toBe(404);
		await control().addOffer({ id: 7, window: 'never' });
		expect((await add({ codes: ['A'] })).status).toBe(202);
		const { status, data } = await add({ codes: ['B', 'A'] });
		expect([status, data.error.message]).toEqual([400, expect.stringContaining('duplicate A')]);
	});

	it('a job with its times and errors', async () => {
		await control().setSettings({ bulkJobEnd: 'FAILED', bulkJobMessage: 'The segment is gone' });
		await createSegment({ externalId: 'gold' });
		const members = [{ email: 'Ann@Example.com' }];
		const { data } = await api().http.post('/v2/bulk/segments/members', { externalId: 'gold', members });
		await control().advanceClock(24 * 3_600_000);
		expect((await api().http.get(`/v2/bulk/job/${data.batchJobId}`)).data).toEqual({
			bulkJobId: data.batchJobId,
			status: 'FAILED',
			totalRecords: 1,
			createdAt: expect.any(String),
			completedAt: expect.any(String),
			errors: [{ message: 'The segment is gone' }],
		});
	});

	it('emails of a result file may be in lower case', async () => {
		await control().setSettings({ jobResultEmails: 'lowerCase' });
		const users = [{ identifiers: { email: 'Ann@Example.com' } }];
		const { data } = await api().http.post('/v2/bulk/user/attributes', { users });
		await control().advanceClock(24 * 3_600_000);
		const { url } = (await api().http.get(`/v2/bulk/job/${data.batchJobId}`)).data;
		const file = await (await fetch(url)).text();
		expect(file).toContain('"ann@example.com"');
		expect(file).not.toContain('Ann@');
	});

	it.each([
		['lowerCase', 'initialized'],
		['capitals', 'INITIALIZED'],
		['of2024', 'INITIALIZED'],
	] as const)('states of an upload: %s', async (catalogStates, state) => {
		await control().setSettings({ catalogStates, catalogValidationMs: 0, catalogSavingMs: 0 });
		const { status, uploadId, uploadUrl } = (await api().http.post('/v1/product-catalog/uploads', {})).data;
		expect(status).toBe(state);
		await fetch(uploadUrl, { method: 'PUT', body: Buffer.from('') });
		const ended = (await api().http.get(`/v1/product-catalog/uploads/${uploadId}`)).data.status;
		expect(ended).toBe({ lowerCase: 'completed', capitals: 'COMPLETED', of2024: 'SAVED' }[catalogStates]);
	});
});
