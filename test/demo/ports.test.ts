import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../whole-n8n/freePort';
import { askedFor, portsFor, rememberPorts } from '../../whole-n8n/ports';

const folder = mkdtempSync(join(tmpdir(), 'ports-test-'));
let taken: Server | undefined;
afterEach(() => {
	taken?.close();
	taken = undefined;
});
afterAll(() => rmSync(folder, { recursive: true }));

async function take(port: number): Promise<void> {
	await new Promise<void>((resolve) => {
		taken = createServer().listen(port, '127.0.0.1', resolve);
	});
}

async function freePorts() {
	return { n8n: await freePort(), sandbox: await freePort(), model: await freePort() };
}

test('the ports of the start before are had again, but for one that is taken', async () => {
	const before = await freePorts();
	rememberPorts(folder, before);
	expect(await portsFor(folder)).toEqual({ ports: before, before });
	await take(before.sandbox);
	const { ports } = await portsFor(folder);
	expect(ports).toEqual({ ...before, sandbox: expect.any(Number) });
	expect(ports.sandbox).not.toBe(before.sandbox);
});

test('a port that was asked for is n8n’s; one that is taken, or none, is refused', async () => {
	const port = await freePort();
	rememberPorts(folder, await freePorts());
	expect((await portsFor(folder, port)).ports.n8n).toBe(port);
	expect(await askedFor(undefined)).toBeUndefined();
	expect(await askedFor(String(port))).toBe(port);
	await expect(askedFor('n8n')).rejects.toThrow('"n8n" is not a port.');
	await take(port);
	await expect(askedFor(String(port))).rejects.toThrow(`Port ${port} is taken.`);
});
