import { createServer as createHttpServer, request, type Server as HttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { CONTINUE, counted, errors, EVENTS, outcomes, rows, SEND_EVENT, useBench } from './setup';

/** A proxy that n8n has been given by its environment: what it refuses, and what it passes on. */
const bench = useBench();

const ATTENTIVE = 'https://attentive.example';
const ONCE = { ...SEND_EVENT, options: { retryMinutes: 0 } };
const VARIABLES = ['HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY', 'http_proxy', 'https_proxy', 'no_proxy'];

let before: Array<string | undefined> = [];
let heard: string[] = [];
let proxy: Server | HttpServer | undefined;

beforeEach(() => {
	before = VARIABLES.map((name) => process.env[name]);
	for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
	heard = [];
});

afterEach(async () => {
	for (const [index, name] of VARIABLES.entries()) {
		const value = before[index];
		if (value === undefined) Reflect.deleteProperty(process.env, name);
		else process.env[name] = value;
	}
	await new Promise((resolve) => (proxy ? proxy.close(resolve) : resolve(undefined)));
	proxy = undefined;
});

async function listen(server: Server | HttpServer): Promise<string> {
	proxy = server;
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
	return `http://127.0.0.1:${address.port}`;
}

/** A proxy that answers what it hears first. */
async function refusing(answer: (socket: Socket) => void): Promise<void> {
	process.env.HTTPS_PROXY = await listen(
		createServer((socket) => {
			socket.on('error', () => {});
			socket.once('data', (data) => {
				heard.push(data.toString());
				answer(socket);
			});
		}),
	);
}

const said = (status: string, body: string) => (socket: Socket) =>
	socket.end(`HTTP/1.1 ${status}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);

describe('a proxy that gives no tunnel has sent nothing', () => {
	test.each<[string, (socket: Socket) => void]>([
		['hangs up', (socket) => socket.end()],
		['says nothing of a status', (socket) => socket.end('\r\n\r\n')],
		['has a header that is none', (socket) => socket.end('HTTP/1.1 200 OK\r\nnone\r\n\r\n')],
	])('it %s: not processed, and the words say proxy', async (_what, answer) => {
		await refusing(answer);
		const run = await bench.run(ONCE, rows(1), { ...CONTINUE, baseUrl: ATTENTIVE });
		expect(errors(run)[0]).toMatchObject({
			status: 'notTried',
			reasonCode: 'proxyRefused',
			reason: expect.stringMatching(/^Not processed: the proxy/),
			wayOut: 'Check the proxy settings of n8n',
		});
	});

	test('it wants a login: that ends the run', async () => {
		await refusing(said('407 Proxy Authentication Required', 'Log in'));
		const run = await bench.run(ONCE, rows(100), { ...CONTINUE, baseUrl: ATTENTIVE });
		expect(counted(outcomes(run))).toEqual({ 'notTried proxyRefused': 100 });
		expect(errors(run)[0]?.reason).toContain('a proxy between n8n and Attentive asks for a login');
		expect(heard.length).toBeLessThan(40);
	});

	test('it refuses: that ends the run, and the words say proxy', async () => {
		await refusing(said('403 Forbidden', '<html>Denied</html>'));
		const run = await bench.run(ONCE, rows(100), { ...CONTINUE, baseUrl: ATTENTIVE });
		expect(errors(run).every((error) => error?.reasonCode === 'forbidden')).toBe(true);
		expect(errors(run)[0]?.wayOut).toContain('proxy');
		expect(heard.length).toBeLessThan(40);
	});

	test('nothing listens there', async () => {
		process.env.HTTPS_PROXY = await listen(createServer());
		await new Promise((resolve) => proxy?.close(resolve));
		proxy = undefined;
		const run = await bench.run(ONCE, rows(1), { ...CONTINUE, baseUrl: ATTENTIVE });
		expect(outcomes(run)).toEqual(['notTried connectionRefused']);
	});

	test('the tunnel ends before there is a secure connection in it', async () => {
		await refusing((socket) => {
			socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
			// What comes next is the beginning of TLS.
			socket.once('data', () => socket.end());
		});
		const run = await bench.run(ONCE, rows(1), { ...CONTINUE, baseUrl: ATTENTIVE });
		expect(outcomes(run)).toEqual(['notTried tls']);
	});

	afterEach(() => {
		for (const text of heard) {
			expect(text).toMatch(/^CONNECT attentive\.example:443 /);
			expect(text).not.toContain(bench.sandbox.apiKey);
		}
	});
});

/** n8n hands on such an answer to CONNECT as if it were Attentive's, and nothing in it says who wrote it. */
test.each(['502 Bad Gateway', '503 Service Unavailable', '504 Gateway Timeout', '302 Found'])(
	'a %s may come from Attentive as well as from the proxy, so the outcome is unknown',
	async (status) => {
		await refusing(said(status, 'No'));
		const run = await bench.run(ONCE, rows(1), { ...CONTINUE, baseUrl: ATTENTIVE });
		expect(errors(run)[0]?.status).toBe('unknown');
		expect(heard).toHaveLength(1);
	},
);

test('a proxy that works is used, also where Attentive is on this machine', async () => {
	const server = createHttpServer((asked, answer) => {
		heard.push(`${asked.method} ${asked.url}`);
		const passed = request(asked.url ?? '', { method: asked.method, headers: asked.headers }, (response) => {
			answer.writeHead(response.statusCode ?? 500, response.headers);
			response.pipe(answer);
		});
		asked.pipe(passed);
	});
	process.env.HTTP_PROXY = await listen(server);
	const run = await bench.run(ONCE, rows(3));
	expect(outcomes(run)).toEqual(['accepted', 'accepted', 'accepted']);
	expect(heard).toContain(`POST ${bench.sandbox.url}/v1/events/custom`);
	Reflect.deleteProperty(process.env, 'HTTP_PROXY');
	server.closeAllConnections();
	expect(await bench.requests(EVENTS)).toBe(3);
});
