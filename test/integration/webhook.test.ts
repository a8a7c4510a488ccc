import type { INodeParameters } from 'n8n-workflow';
import { byId, CONTINUE, results, useBench, useStandIn } from './setup';

const bench = useBench();
const website = useStandIn();

const URL = 'https://example.com/attentive';

const operation = (name: string, more: INodeParameters = {}): INodeParameters => ({
	resource: 'webhook',
	operation: name,
	...more,
});

/** Makes a webhook with the node, and gives its result. */
async function made(url = URL, events = ['sms.sent']): Promise<{ webhookId: string }> {
	const run = await bench.run(operation('create', { url, events }));
	const [result] = results<{ webhookId: string }>(run);
	if (result === undefined) throw new Error(run.error?.message);
	return result;
}

const onDashboard = async () => (await bench.sandbox.control.dashboard()).webhooks;

describe('create', () => {
	test('makes a webhook and tells its ID', async () => {
		const result = await made();
		expect(result).toEqual({
			status: 'accepted',
			webhookId: expect.any(String),
			url: URL,
			events: ['sms.sent'],
			type: expect.any(String),
			enabled: true,
		});
		expect((await onDashboard()).map(({ id, url }) => ({ id, url }))).toEqual([
			{ id: result.webhookId, url: URL },
		]);
	});

	test('with events by their names, also without any from the list', async () => {
		await bench.sandbox.control.setSettings({ moreWebhookEvents: ['sms.delivered', 'email.bounced'] });
		const create = async (events: string[], otherEvents: string) =>
			await bench.run(operation('create', { url: URL, events, additionalFields: { otherEvents } }));
		await create([], 'sms.delivered');
		await create(['sms.sent'], 'email.bounced, sms.sent, sms.delivered');
		expect((await onDashboard()).map(({ events }) => events)).toEqual([
			['sms.delivered'],
			['sms.sent', 'email.bounced', 'sms.delivered'],
		]);
	});

	test('an event that Attentive does not know is refused in its words, and one that is no name is rejected', async () => {
		const create = operation('create', { url: URL, additionalFields: { otherEvents: '={{ $json.names }}' } });
		const items = [{ names: 'sms.delivered' }, { names: ['sms.sent', 'Opted In'] }, { names: '' }];
		const failed = (await bench.output(create, items, CONTINUE)).map(({ error }) => error);
		expect(failed).toMatchObject([
			{ status: 'refused', message: expect.stringContaining('body.events.0') },
			{ status: 'rejected', field: 'Other Events', value: 'Opted In', reasonCode: 'notAnEventName' },
			{ status: 'rejected', field: 'Events', reasonCode: 'notAccepted' },
		]);
		expect(await onDashboard()).toEqual([]);
	});

	test.each<[string, INodeParameters, string, string]>([
		['http', { url: 'http://example.com/a' }, 'URL', 'notHttps'],
		['no URL', { url: '={{ "" }}' }, 'URL', 'missing'],
		['no event', { events: [] }, 'Events', 'notAccepted'],
		['an event that is made by hand only', { events: ['sms.unsubscribed'] }, 'Events', 'unknownChoice'],
	])('%s is rejected', async (_name, change, field, reasonCode) => {
		const [item] = await bench.output(
			operation('create', { url: URL, events: ['sms.sent'], ...change }),
			[{}],
			CONTINUE,
		);
		expect(item?.error).toMatchObject({ status: 'rejected', field, reasonCode });
		expect(await onDashboard()).toEqual([]);
	});

	test('one whose outcome is unknown is not made again', async () => {
		await bench.sandbox.control.addFault({ endpoint: 'POST /v1/webhooks', kind: '503after', count: 1 });
		const [item] = await bench.output(
			operation('create', { url: URL, events: ['sms.sent'] }),
			[{}],
			CONTINUE,
		);
		expect(item?.error).toMatchObject({ status: 'unknown' });
		expect(await onDashboard()).toHaveLength(1);
	});
});

test('get many gives one item for each webhook', async () => {
	await made();
	await made('https://example.com/other', ['email.opened', 'sms.subscribed']);
	const items = await bench.output(operation('getAll'));
	expect(items.map(({ url, events, enabled }) => ({ url, events, enabled }))).toEqual([
		{ url: URL, events: ['sms.sent'], enabled: true },
		{ url: 'https://example.com/other', events: ['email.opened', 'sms.subscribed'], enabled: true },
	]);
});

/** No field of an entry is required (OpenAPI), and the company's ID is a text there; numbers may have 64 bits. */
test.each<[string, string | number | undefined | null, string | undefined]>([
	['the documented form', 'MDc6Q29tcGFueTI', 'MDc6Q29tcGFueTI'],
	['a number', 1042, '1042'],
	['digits beyond 2^53', '9007199254740993', '9007199254740993'],
	['none', undefined, undefined],
	['null', null, undefined],
])('get many shows whose webhook it is: %s', async (_name, companyId, shown) => {
	website.answer = () => ({
		status: 200,
		headers: { 'content-type': 'application/json' },
		// As a number where it consists of digits.
		body: JSON.stringify({ webhooks: [{ id: 'w1', url: URL, companyId }] }).replace(/"(\d+)"/g, '$1'),
	});
	const [item] = await bench.output(operation('getAll'), [{}], { baseUrl: website.url });
	expect(item).toEqual({ webhookId: 'w1', url: URL, ...(shown ? { companyId: shown } : {}), enabled: true });
});

describe('update', () => {
	test('disables and enables; URL, events and key stay', async () => {
		const { webhookId } = await made();
		const [before] = await onDashboard();
		const [off] = await bench.output(operation('update', { webhookId: byId(webhookId), state: 'disabled' }));
		expect(off?.attentive).toMatchObject({ status: 'accepted', webhookId, url: URL, enabled: false });
		expect((await onDashboard())[0]?.disabledAt).not.toBeNull();
		await bench.run(operation('update', { webhookId: byId(webhookId), state: 'enabled' }));
		expect(await onDashboard()).toEqual([before]);
	});

	test('changes the events alone, and the URL alone', async () => {
		const { webhookId } = await made();
		const change = async (additionalFields: INodeParameters) =>
			await bench.run(operation('update', { webhookId: byId(webhookId), additionalFields }));
		await change({ events: ['email.opened'] });
		expect((await onDashboard())[0]).toMatchObject({ url: URL, events: ['email.opened'] });
		await bench.sandbox.control.setSettings({ moreWebhookEvents: ['sms.delivered'] });
		await change({ events: ['email.opened'], otherEvents: 'sms.delivered' });
		expect((await onDashboard())[0]).toMatchObject({ url: URL, events: ['email.opened', 'sms.delivered'] });
		await change({ otherEvents: 'email.opened' });
		await change({ url: 'https://example.com/new' });
		expect((await onDashboard())[0]).toMatchObject({
			url: 'https://example.com/new',
			events: ['email.opened'],
		});
	});

	test('two changes of one webhook in a run are made one after the other', async () => {
		const { webhookId } = await made();
		await bench.sandbox.control.setLatency({ endpoint: 'PUT /v1/webhooks/{webhookId}', ms: 200 });
		await bench.run(
			operation('update', {
				webhookId: byId(webhookId),
				additionalFields: { url: '={{ $json.url }}', events: '={{ $json.events }}' },
			}),
			[{ url: 'https://example.com/new' }, { events: ['email.opened'] }],
		);
		expect((await onDashboard())[0]).toMatchObject({
			url: 'https://example.com/new',
			events: ['email.opened'],
		});
	});

	test('what changes nothing is rejected, and what is not there is refused', async () => {
		const { webhookId } = await made();
		const [nothing] = await bench.output(operation('update', { webhookId: byId(webhookId) }), [{}], CONTINUE);
		expect(nothing?.error).toMatchObject({
			status: 'rejected',
			reason: expect.stringContaining('changes nothing'),
		});
		const [gone] = await bench.output(
			operation('update', { webhookId: byId('nobody'), state: 'disabled' }),
			[{}],
			CONTINUE,
		);
		expect(gone?.error).toMatchObject({
			status: 'refused',
			field: 'Webhook',
			value: 'nobody',
			reason: 'is not a webhook of your app',
		});
		const stopped = await bench.run(operation('update', { webhookId: byId('nobody'), state: 'disabled' }));
		expect(stopped.error?.message).toContain("Webhook 'nobody' is not a webhook of your app");
	});
});

describe('delete', () => {
	test('takes a webhook away; a second time says that it was gone', async () => {
		const { webhookId } = await made();
		const remove = operation('delete', { webhookId: byId(webhookId) });
		expect((await bench.output(remove))[0]?.attentive).toEqual({
			status: 'accepted',
			webhookId,
			deleted: true,
		});
		expect(await onDashboard()).toEqual([]);
		expect((await bench.output(remove))[0]?.attentive).toEqual({
			status: 'accepted',
			webhookId,
			deleted: true,
			alreadyGone: true,
		});
	});

	test('is repeated after an error of the server', async () => {
		const { webhookId } = await made();
		await bench.sandbox.control.addFault({
			endpoint: 'DELETE /v1/webhooks/{webhookId}',
			kind: '503after',
			count: 1,
		});
		const [item] = await bench.output(operation('delete', { webhookId: byId(webhookId) }));
		expect(item?.attentive).toMatchObject({ status: 'accepted' });
		expect(await onDashboard()).toEqual([]);
	});

	test('a base URL that does not lead to Attentive is no success', async () => {
		website.answer = () => ({
			status: 404,
			headers: { 'content-type': 'text/html' },
			body: '<html><body>Not found</body></html>',
		});
		const [item] = await bench.output(operation('delete', { webhookId: byId('x') }), [{}], {
			...CONTINUE,
			baseUrl: website.url,
		});
		expect(item?.error).toMatchObject({ status: 'refused' });
	});

	test('nothing chosen is rejected', async () => {
		const [item] = await bench.output(
			operation('delete', {
				webhookId: byId('={{ "" }}'),
			}),
			[{}],
			CONTINUE,
		);
		expect(item?.error).toMatchObject({ status: 'rejected', field: 'Webhook', reasonCode: 'missing' });
	});
});

describe('the list to pick from', () => {
	const search = async (filter?: string, apiKey?: string) =>
		await bench.n8n.searchList(
			bench.workflow(operation('delete'), { apiKey }),
			'Attentive',
			'searchWebhooks',
			filter,
		);

	test('shows each webhook by its URL, and finds one by a part of it', async () => {
		const { webhookId } = await made();
		const other = await made('https://example.com/other');
		await bench.run(operation('update', { webhookId: byId(other.webhookId), state: 'disabled' }));
		expect(await search()).toEqual({
			results: [
				{ name: URL, value: webhookId },
				{ name: 'https://example.com/other (disabled)', value: other.webhookId },
			],
		});
		expect((await search('OTHER')).results.map(({ value }) => value)).toEqual([other.webhookId]);
	});

	test('says what is wrong where it cannot be read', async () => {
		await expect(search(undefined, 'wrong')).rejects.toThrow(
			'The list could not be read: Attentive does not accept the API key',
		);
	});
});

/** An ID is a part of a path. */
describe.each(['.', '..', '../users', 'a/b', '%2e%2e', 'a?b=c', '#'])('the ID %p', (id) => {
	test('leads to no other address', async () => {
		const { webhookId } = await made();
		await bench.run(operation('delete', { webhookId: byId(id) }), [{}], CONTINUE);
		await bench.run(operation('update', { webhookId: byId(id), state: 'disabled' }), [{}], CONTINUE);
		expect(await onDashboard()).toEqual([expect.objectContaining({ id: webhookId, disabledAt: null })]);
		const used = (await bench.sandbox.control.requests()).filter(({ total }) => total > 0);
		expect(used.filter(({ endpoint }) => !endpoint.includes('/v1/webhooks'))).toEqual([]);
	});
});

test.each(['.', '..'])('%p is no ID', async (id) => {
	const [item] = await bench.output(operation('delete', { webhookId: byId(id) }), [{}], CONTINUE);
	expect(item?.error).toMatchObject({ status: 'rejected', reasonCode: 'notAnId', value: id });
});

describe('what an update says', () => {
	test('a webhook that is disabled is not enabled by another change', async () => {
		const { webhookId } = await made();
		await bench.run(operation('update', { webhookId: byId(webhookId), state: 'disabled' }));
		const change = { url: 'https://example.com/new' };
		await bench.run(operation('update', { webhookId: byId(webhookId), additionalFields: change }));
		const bodies = await bench.bodies('PUT /v1/webhooks/{webhookId}');
		expect(bodies.at(-1)).toEqual({ url: 'https://example.com/new', events: ['sms.sent'], disabled: true });
		expect((await onDashboard())[0]?.disabledAt).not.toBeNull();
	});
});

describe('a list that cannot be read', () => {
	const search = async (baseUrl: string) =>
		await bench.n8n.searchList(
			bench.workflow(operation('delete'), { baseUrl }),
			'Attentive',
			'searchWebhooks',
		);

	test.each<[string, number, string, string]>([
		['a web page', 200, '<html></html>', 'The list could not be read'],
		['JSON of another service', 200, '{"items":[]}', 'The list could not be read'],
		['a server in trouble', 503, '{}', 'The list could not be read: Attentive answered 503'],
		['a redirect', 302, '', 'with a redirect'],
	])('%s', async (_name, status, body, words) => {
		const type = body.startsWith('<') ? 'text/html' : 'application/json';
		const headers = { 'content-type': type, location: 'https://example.com' };
		website.answer = () => ({ status, headers, body });
		await expect(search(website.url)).rejects.toThrow(words);
	});

	test('nobody at the address', async () => {
		await expect(search('http://127.0.0.1:9')).rejects.toThrow(
			'The list could not be read: The connection was refused',
		);
	});
});
