import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { EVENTS, rows, SEND_EVENT, startBench, type Bench } from './setup';

let bench: Bench;
let elsewhere: Server;
let elsewhereUrl: string;
let seen: IncomingHttpHeaders[] = [];

beforeAll(async () => {
	bench = await startBench();
	elsewhere = createServer((request, response) => {
		seen.push(request.headers);
		const key = request.headers.authorization ?? '';
		if (request.url?.startsWith('/text/')) {
			response.writeHead(400, { 'content-type': 'text/plain' });
			response.end(`Bad key ${key.replace('Bearer ', '')}`);
			return;
		}
		response.writeHead(400, { 'content-type': 'application/json' });
		response.end(
			JSON.stringify({
				error: { id: 7, message: `Bad header ${key}, that is ${key.replace('Bearer ', '')}` },
			}),
		);
	});
	await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.1', resolve));
	elsewhereUrl = `http://127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
});
beforeEach(async () => {
	seen = [];
	await bench.sandbox.control.reset();
});
afterAll(async () => {
	await bench.close();
	await new Promise((resolve) => elsewhere.close(resolve));
});

describe('promise 7: nothing leaks', () => {
	test.each([301, 302, 307, 308] as const)('a redirect (%i) is not followed', async (status) => {
		await bench.sandbox.control.addFault({
			endpoint: EVENTS,
			kind: 'redirect',
			location: `${elsewhereUrl}/v1`,
			status,
		});
		const run = await bench.run(SEND_EVENT, rows(1));
		expect(seen).toEqual([]);
		expect(run.error?.message).toContain('with a redirect');
	});

	test.each([
		'http://attentive.example.com',
		'ftp://127.0.0.1',
		'https://user:word@example.com',
		'attentive',
		'https://example.com/?to=',
		'https://example.com/#a',
	])('a base URL that is not safe (%s) gets no request', async (baseUrl) => {
		const run = await bench.run(SEND_EVENT, rows(1), { baseUrl });
		expect(run.error?.message).toContain(`The Base URL of the credential '${baseUrl}' is not`);
	});

	test('a token that comes back in an answer does not get into errors, outputs or the log', async () => {
		const stopped = await bench.run(SEND_EVENT, rows(1), { baseUrl: elsewhereUrl });
		const continued = await bench.run(SEND_EVENT, rows(1), {
			baseUrl: elsewhereUrl,
			onError: 'continueRegularOutput',
		});
		expect(stopped.error?.message).toContain('Bad header Bearer …');
		expect(seen).toHaveLength(2);
		for (const run of [stopped, continued])
			expect(JSON.stringify(run.fullRunData)).not.toContain(bench.sandbox.apiKey);
		expect(JSON.stringify(stopped.error)).not.toContain(bench.sandbox.apiKey);
		expect(bench.n8n.logLines.join('\n')).not.toContain(bench.sandbox.apiKey);
	});

	test('a token that comes back in a plain text does not get into the error either', async () => {
		const run = await bench.run(SEND_EVENT, rows(1), { baseUrl: `${elsewhereUrl}/text` });
		expect(run.error?.message).toContain('Bad key …');
		expect(JSON.stringify(run.fullRunData)).not.toContain(bench.sandbox.apiKey);
		expect(bench.n8n.logLines.join('\n')).not.toContain(bench.sandbox.apiKey);
	});

	test('no error shows a stack trace or a raw dump in its texts', async () => {
		await bench.sandbox.control.addFault({ endpoint: EVENTS, kind: 'garbage' });
		const run = await bench.run(SEND_EVENT, rows(1));
		expect(run.error?.message).not.toMatch(/<html|\bat \w+ \(|\{"/);
		expect(run.error?.description).not.toMatch(/<html|\bat \w+ \(|\{"/);
	});
});
