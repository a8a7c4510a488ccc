import type { IDataObject, INode } from 'n8n-workflow';
import { gzipSync } from 'node:zlib';
import { startEmbeddedN8n, type EmbeddedN8n, type Listener, type ListenOptions } from '../../embedded-n8n';
import { chain, fixturePackage, node } from './workflows';

type Body = NonNullable<RequestInit['body']>;

let n8n: EmbeddedN8n;
let open: Listener[] = [];

beforeAll(async () => {
	n8n = await startEmbeddedN8n({ packageFolder: fixturePackage });
});

afterEach(async () => {
	for (const listener of open) await listener.close();
	open = [];
});

const trigger = (behaviour: string, rest: Partial<INode> = {}) =>
	node('n8n-nodes-fixture.fixtureTrigger', { behaviour }, { name: 'Hook', webhookId: 'abc', ...rest });

const workflow = (behaviour: string) =>
	chain(trigger(behaviour), node('n8n-nodes-base.noOp', {}, { name: 'After' }));

async function listen(behaviour: string, options?: ListenOptions): Promise<Listener> {
	const listener = await n8n.listen(workflow(behaviour), options);
	open.push(listener);
	return listener;
}

async function post(url: string, body?: Body, headers: Record<string, string> = {}) {
	const response = await fetch(url, { method: 'POST', body, headers });
	return { status: response.status, text: await response.text(), headers: response.headers };
}

const JSON_TYPE = { 'content-type': 'application/json' };

describe('what the node gets', () => {
	const received = async (body?: Body, headers?: Record<string, string>): Promise<IDataObject> => {
		const listener = await listen('run');
		await post(`${listener.url('Hook')}?a=1`, body, headers);
		const [run] = await listener.finished();
		return run?.json('Hook')[0] ?? {};
	};
	const base64 = (text: string) => Buffer.from(text).toString('base64');

	test('the request, in n8n’s own context', async () => {
		const text = '{ "a": "ü 🎉" }';
		const json = await received(text, { 'content-type': 'application/json; charset=utf-8', 'X-Test': 'h' });
		expect(json).toMatchObject({
			body: { a: 'ü 🎉' },
			raw: base64(text),
			contentType: 'application/json',
			header: 'h',
			query: { a: '1' },
			mode: 'webhook',
			context: 'WebhookContext',
		});
		expect(json.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/webhook\/abc\/hook$/);
	});

	test.each<[string, Body | undefined, Record<string, string>, unknown, string | undefined]>([
		['a list', '[1]', JSON_TYPE, [1], base64('[1]')],
		[
			'gzip',
			gzipSync('{"a":1}') as Body,
			{ ...JSON_TYPE, 'content-encoding': 'gzip' },
			{ a: 1 },
			base64('{"a":1}'),
		],
		['text', 'abc', { 'content-type': 'text/plain' }, 'abc', base64('abc')],
		['a form', 'a=1', { 'content-type': 'application/x-www-form-urlencoded' }, { a: '1' }, base64('a=1')],
		['an unknown type', 'abc', { 'content-type': 'application/octet-stream' }, undefined, base64('abc')],
		['nothing', undefined, {}, undefined, ''],
		[
			'multipart',
			'--x--',
			{ 'content-type': 'multipart/form-data; boundary=x' },
			{ data: {}, files: {} },
			undefined,
		],
	])('%s', async (_case, body, headers, parsed, raw) => {
		const json = await received(body, headers);
		expect(json.body).toEqual(parsed);
		expect(json.raw).toBe(raw);
	});
});

describe('answers', () => {
	test.each([
		['run', 200, '{"message":"Workflow was started"}', 1],
		['runWithAnswer', 200, '{"taken":true}', 1],
		['ignore', 200, '{"message":"Webhook call received"}', 0],
		['ignoreWithAnswer', 200, 'no', 0],
		['answerItself', 401, '{"message":"Who are you?"}', 0],
	])('%s', async (behaviour, status, text, runs) => {
		const listener = await listen(behaviour);
		expect(await post(listener.url('Hook'), '{}', JSON_TYPE)).toMatchObject({ status, text });
		expect(await listener.finished()).toHaveLength(runs);
		expect(listener.failures).toEqual([]);
	});

	test('without responseData n8n answers its own default literally', async () => {
		const listener = await listen('runWithAnswer');
		const response = await fetch(listener.url('Hook', 'setup'));
		expect([response.status, await response.text()]).toEqual([200, 'firstEntryJson']);
	});

	test('a throw is a 500', async () => {
		const listener = await n8n.listen(workflow('throw'), {
			staticData: { 'node:Hook': { registered: true } },
		});
		open.push(listener);
		expect(await post(listener.url('Hook'), '{}', JSON_TYPE)).toMatchObject({
			status: 500,
			text: '{"code":0,"message":"Workflow Webhook Error: Workflow could not be started!"}',
		});
		expect(listener.failures).toEqual([expect.objectContaining({ message: 'Bug' })]);
		expect(await listener.finished()).toEqual([]);
	});

	test('broken JSON 422, broken gzip and 17 MB 500, another path or method 404, OPTIONS 204', async () => {
		const listener = await listen('run');
		const url = listener.url('Hook');
		expect((await post(url, '{', JSON_TYPE)).status).toBe(422);
		expect((await post(url, 'x', { ...JSON_TYPE, 'content-encoding': 'gzip' })).status).toBe(500);
		expect((await post(url, Buffer.alloc(17 * 1024 * 1024, 'x') as Body, JSON_TYPE)).status).toBe(500);
		expect((await post(`${url}x`)).status).toBe(404);
		expect((await fetch(url, { method: 'PUT' })).status).toBe(404);
		expect((await fetch(url, { method: 'OPTIONS' })).status).toBe(204);
		expect(await listener.finished()).toEqual([]);
	});
});

test('the run goes on through the workflow, and is reported', async () => {
	const reported: string[] = [];
	const listener = await listen('run', { onRun: (run) => reported.push(run.executionId) });
	await Promise.all([1, 2, 3].map(async () => await post(listener.url('Hook'), '{"n":1}', JSON_TYPE)));
	const runs = await listener.finished();
	expect(runs).toHaveLength(3);
	for (const run of runs) {
		expect(run.status).toBe('success');
		expect(run.fullRunData.mode).toBe('webhook');
		expect(run.json('After')).toMatchObject([{ body: { n: 1 } }]);
	}
	expect(reported).toEqual(runs.map(({ executionId }) => executionId));
});

describe('setting up', () => {
	test('published and unpublished, the static data kept', async () => {
		const staticData: IDataObject = {};
		const first = await n8n.listen(workflow('ignore'), { staticData, publicUrl: 'https://n8n.example.com/' });
		expect(n8n.logLines).toContain('info: Created https://n8n.example.com/webhook/abc/hook');
		await post(first.url('Hook'), '{}', JSON_TYPE);
		expect(staticData).toEqual({
			'node:Hook': {
				calls: ['checkExists trigger activate', 'create trigger activate'],
				registered: true,
				ignored: true,
			},
		});
		await first.close();
		expect(staticData['node:Hook']).toMatchObject({
			calls: [expect.any(String), expect.any(String), 'delete internal update'],
		});
		const registered = { 'node:Hook': { registered: true } };
		const second = await n8n.listen(workflow('ignore'), { staticData: registered });
		expect(registered['node:Hook']).toMatchObject({ calls: ['checkExists trigger activate'] });
		await second.close();
	});

	test('a create that throws rejects, after delete was called', async () => {
		const before = n8n.logLines.filter((line) => line === 'info: Deleted').length;
		await expect(n8n.listen(workflow('throw'))).rejects.toThrow('The service is down');
		expect(n8n.logLines.filter((line) => line === 'info: Deleted')).toHaveLength(before + 1);
	});

	test('listening for a test event: other address, own static data, one run', async () => {
		const staticData: IDataObject = {};
		const listener = await listen('run', { mode: 'manual', staticData });
		const url = listener.url('Hook');
		expect(url).toContain('/webhook-test/abc/hook');
		expect((await post(url.replace('-test', ''), '{}', JSON_TYPE)).status).toBe(404);
		expect((await post(url, '{}', JSON_TYPE)).status).toBe(200);
		expect((await post(url, '{}', JSON_TYPE)).status).toBe(404);
		const [run] = await listener.finished();
		expect(run?.json('Hook')).toMatchObject([{ mode: 'manual' }]);
		expect(staticData).toEqual({});
		expect(listener.staticData['node:Hook']).toMatchObject({
			calls: ['checkExists manual manual', 'create manual manual', 'delete internal update'],
		});
	});

	test('what is not served says so', async () => {
		const file = workflow('run');
		for (const one of file.nodes) if (one.name === 'Hook') one.parameters.responseMode = 'lastNode';
		await expect(n8n.listen(file)).rejects.toThrow('"onReceived" only, not "lastNode"');
		const listener = await listen('run');
		expect(() => listener.url('After')).toThrow('has no webhook');
		expect(() => listener.url('Nobody')).toThrow('has no webhook');
	});

	test('a disabled trigger has no webhook', async () => {
		const listener = await n8n.listen(chain(trigger('run', { disabled: true })));
		open.push(listener);
		expect(() => listener.url('Hook')).toThrow('has no webhook');
	});
});
