import { createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { INodeParameters } from 'n8n-workflow';
import { flood, trickle } from './endless';
import { CONTINUE, errors, rows, SEND_EVENT, statuses, until, useBench, useStandIn } from './setup';

/** Answers that come byte by byte, or without an end. */
const bench = useBench();
const server = useStandIn();

const A_SECOND = { requestTimeoutSeconds: 1, retryMinutes: 0.01 };
const sendEvent: INodeParameters = { ...SEND_EVENT, options: A_SECOND };
const subscribe: INodeParameters = {
	resource: 'subscriber',
	operation: 'subscribe',
	phone: '={{ $json.phone }}',
	consent: 'confirmed',
	signUpSourceId: '11',
	signUpBy: 'signUpSource',
	subscriptionType: 'MARKETING',
	additionalFields: { ifSubscribed: 'skip' },
	options: A_SECOND,
};
const getAccount: INodeParameters = { resource: 'account', operation: 'get', options: A_SECOND };

async function send(parameters = sendEvent, baseUrl = server.url) {
	return await bench.run(parameters, rows(1), { ...CONTINUE, baseUrl });
}

describe.each([
	['trickles', trickle, 'no complete response came in time (1 s)'],
	['floods', flood, 'the response was larger than 1 MB'],
] as const)('an answer that %s', (_what, endless, words) => {
	test('a success: whether the event was accepted is unknown, and it is not sent again', async () => {
		const answer = endless();
		server.answer = () => ({ body: answer.body() });
		const run = await send();
		expect(statuses(run)).toEqual(['unknown']);
		expect(errors(run)[0]?.reason).toContain(words);
		expect(server.received).toHaveLength(1);
		await until(() => answer.hasEnded);
	});

	test.each([400, 404, 422])('a %i: refused, as its status says', async (status) => {
		const answer = endless();
		server.answer = () => ({ status, body: answer.body() });
		const run = await send();
		expect(statuses(run)).toEqual(['refused']);
		expect(errors(run)[0]?.reason).toContain(String(status));
		await until(() => answer.hasEnded);
	});

	test("a 404 that may be a proxy's: what is deleted does not count as gone", async () => {
		const answer = endless();
		server.answer = () => ({ status: 404, body: answer.body() });
		const run = await send({ resource: 'webhook', operation: 'delete', webhookId: '7', options: A_SECOND });
		expect(statuses(run)).toEqual(['refused']);
		await until(() => answer.hasEnded);
	});

	test("a 404 that may be a proxy's: who is asked about does not count as unknown there", async () => {
		server.answer = ({ method }) => (method === 'GET' ? { status: 404, body: endless().body() } : {});
		const run = await send(subscribe);
		expect(statuses(run)).toEqual(['refused']);
		expect(server.received.map(({ method }) => method)).toEqual(['GET']);
	});

	test('a 429: sent again, once', async () => {
		const answer = endless();
		server.answer = () =>
			server.received.length === 1
				? { status: 429, headers: { 'retry-after': '0' }, body: answer.body() }
				: { body: {} };
		const run = await send({ ...SEND_EVENT, options: { requestTimeoutSeconds: 1 } });
		expect(statuses(run)).toEqual(['accepted']);
		expect(server.received).toHaveLength(2);
		await until(() => answer.hasEnded);
	});

	test('a 401 ends the run, after one request', async () => {
		server.answer = () => ({ status: 401, body: endless().body() });
		const run = await send();
		expect(statuses(run)).toEqual(['refused']);
		expect(server.received).toHaveLength(1);
	});
});

test('a list that is too large is none', async () => {
	const answer = flood();
	server.answer = () => ({ body: answer.body() });
	expect(errors(await send(getAccount))[0]?.reason).toContain('the response was larger than 16 MB');
	await until(() => answer.hasEnded);
});

test('what counts is the size after decompression', async () => {
	const bomb = gzipSync(' '.repeat(20 * 1_048_576));
	server.answer = () => ({
		headers: { 'content-encoding': 'gzip' },
		body: (async function* () {
			yield bomb;
		})(),
	});
	expect(statuses(await send())).toEqual(['unknown']);
});

test('headers that trickle', async () => {
	const sockets: Socket[] = [];
	const trickling = createServer((socket) => {
		sockets.push(socket);
		socket.on('error', () => {});
		socket.write('HTTP/1.1 200 OK\r\nx-a: ');
		void (async () => {
			for (; !socket.destroyed; await sleep(20)) socket.write('a');
		})();
	});
	await new Promise<void>((resolve) => trickling.listen(0, '127.0.0.1', resolve));
	const { port } = trickling.address() as AddressInfo;
	const run = await send(sendEvent, `http://127.0.0.1:${port}`);
	expect(statuses(run)).toEqual(['unknown']);
	expect(errors(run)[0]?.reason).toContain('no complete response came in time (1 s)');
	await until(() => sockets.every(({ destroyed }) => destroyed));
	expect(sockets).toHaveLength(1);
	trickling.close();
});

test('a cancel ends an answer that trickles', async () => {
	const answer = trickle();
	server.answer = () => ({ body: answer.body() });
	const started = bench.n8n.start(bench.workflow(SEND_EVENT, { baseUrl: server.url }), { input: rows(1) });
	await until(() => answer.pieces > 3);
	started.cancel();
	expect((await started.finished).status).toBe('canceled');
	await until(() => answer.hasEnded);
});

test('an answer in many pieces, with letters over two of them and a byte order mark, is read whole', async () => {
	const text = `\uFEFF${JSON.stringify({ applicationName: 'é'.repeat(5_000), companyId: '1' })}`;
	server.answer = () => ({
		body: (async function* () {
			for (const byte of Buffer.from(text)) yield Uint8Array.of(byte);
		})(),
	});
	const account = (await send(getAccount)).json('Attentive');
	expect(JSON.stringify(account)).toContain('é'.repeat(5_000));
});
