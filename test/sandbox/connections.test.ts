import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox, type Sandbox } from '../../sandbox/start';
import { client, phone } from './client';

const folder = mkdtempSync(join(tmpdir(), 'sandbox-connections-'));
const connectionsFile = join(folder, 'connections.json');
const url = 'http://127.0.0.1:5678/webhook/x';
const apiKey = 'my-key';

let running: Sandbox[] = [];
async function start(): Promise<Sandbox> {
	const sandbox = await startSandbox({ apiKey, connectionsFile });
	running.push(sandbox);
	return sandbox;
}

afterEach(async () => {
	for (const sandbox of running) await sandbox.close();
	running = [];
	rmSync(connectionsFile, { force: true });
});
afterAll(() => rmSync(folder, { recursive: true }));

const webhooksOf = async ({ control }: Sandbox) => (await control.dashboard()).webhooks;

test('tokens, OAuth apps and webhooks are those of the start before; the rest begins anew', async () => {
	const first = await start();
	const token = await first.control.createToken({ label: 'other', scopes: ['webhooks:write'] });
	const app = await first.control.addOAuthApp({ name: 'app', redirectUris: [url] });
	await first.control.addWebhook({ url, events: ['sms.sent'] });
	await first.control.seedUsers([{ phone }]);
	const created = await client({ url: first.url, apiKey: token }).post('/v1/webhooks', {
		url,
		events: ['sms.subscribed'],
	});
	expect(created.status).toBe(201);
	const before = await webhooksOf(first);
	expect(before).toHaveLength(2);

	const second = await start();
	expect(await webhooksOf(second)).toEqual(before);
	expect(await second.control.users()).toEqual([]);
	// The webhook that the API has made is still this app's own.
	const own = client({ url: second.url, apiKey: token });
	const changed = await own.put(`/v1/webhooks/${created.data.id}`, { url, events: ['sms.sent'] });
	expect(changed.status).toBe(200);
	await expect(second.control.addOAuthApp({ name: 'app', redirectUris: [url] })).rejects.toThrow('already');
	const page = await own.get('/integrations/oauth-install', {
		params: {
			client_id: app.clientId,
			redirect_uri: url,
			response_type: 'code',
			scope: 'events:write',
			state: 'a',
		},
	});
	expect(page.status).toBe(200);
	// New IDs differ from the old ones.
	const added = await second.control.addWebhook({ url, events: ['sms.sent'] });
	expect(before.map(({ id }) => id)).not.toContain(added.id);
});

test('what is deleted, disabled or reset stays so', async () => {
	const first = await start();
	const http = client(first);
	const create = async () => (await http.post('/v1/webhooks', { url, events: ['sms.sent'] })).data.id;
	const [gone, off] = [await create(), await create()];
	await http.delete(`/v1/webhooks/${gone}`);
	await http.put(`/v1/webhooks/${off}`, { url, events: ['sms.sent'], disabled: true });

	const second = await start();
	expect(await webhooksOf(second)).toMatchObject([{ id: off, disabledAt: expect.any(String) }]);
	await second.control.reset();
	expect(await webhooksOf(await start())).toEqual([]);
});

test('webhooks and redirect URIs follow n8n to another address', async () => {
	const sandbox = await start();
	const app = await sandbox.control.addOAuthApp({ name: 'app', redirectUris: [url] });
	await sandbox.control.addWebhook({ url, events: ['sms.sent'] });
	await sandbox.control.addWebhook({ url: 'http://127.0.0.1:56780/x', events: ['sms.sent'] });
	await sandbox.control.moved({ from: 'http://127.0.0.1:5678', to: 'http://127.0.0.1:5700' });
	expect((await webhooksOf(sandbox)).map((each) => each.url)).toEqual([
		'http://127.0.0.1:5700/webhook/x',
		'http://127.0.0.1:56780/x',
	]);
	const kept: unknown = JSON.parse(readFileSync(connectionsFile, 'utf8'));
	expect(kept).toMatchObject({
		oauthApps: [{ clientId: app.clientId, redirectUris: ['http://127.0.0.1:5700/webhook/x'] }],
	});
});

test('a file that is none is named', async () => {
	writeFileSync(connectionsFile, '{"tokens": 1}');
	await expect(start()).rejects.toThrow(`cannot read ${connectionsFile}. Delete it`);
});
