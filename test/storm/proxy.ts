import {
	createServer,
	request as httpRequest,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { Exchange, type Force, type Genuine, type Received } from './exchange';
import type { Kind } from './kinds';
import { ELSEWHERE } from './kinds/redirects';
import { marksIn } from './marks';

/** Which fault strikes what; undefined: none. `what` names a request, and which try of it this is. */
export type Weather = (what: string) => Kind | undefined;

/** Something that the proxy did to a request. */
export interface Strike {
	kind: string;
	request: string;
	marks: string[];
}

/** A request that came to the proxy, and whether the sandbox got it. */
export interface Sent {
	marks: string[];
	arrived: boolean;
}

/** Where the sandbox's pre-signed URLs lead to. */
const STORAGE_URL = /http:\/\/127\.0\.0\.1:\d+(?=\/(catalog-uploads|bulk-results)\/)/g;
const STORAGE_PATH = /^\/(catalog-uploads|bulk-results)\//;
/** What is another each time. */
const RANDOM = /[0-9a-f]{8}-[0-9a-f-]{27}|\?X-Amz.*$/g;
/** Headers that are about one connection. */
const OF_CONNECTION = ['connection', 'host', 'keep-alive', 'content-length', 'date', 'transfer-encoding'];

/** Stands between node and sandbox, and does to requests what a network may. */
export class StormProxy {
	readonly strikes: Strike[] = [];
	/** In the order of their coming. */
	readonly sent: Sent[] = [];
	/** What no client may do: it follows where the token must not go, or brings cookies along. */
	readonly misdeeds: string[] = [];
	requests = 0;
	/** Nothing strikes any more. */
	isQuiet = false;
	private readonly tries = new Map<string, number>();
	private readonly earlier = new Map<string, Genuine>();
	private readonly underWay = new Set<Promise<void>>();
	private storage = '';
	private isClosed = false;

	private constructor(
		private readonly server: Server,
		private readonly target: string,
		private readonly weather: Weather,
		private readonly force: Force,
	) {}

	/** @param target the sandbox's address */
	static async start(target: string, weather: Weather, force: Force): Promise<StormProxy> {
		const server = createServer({ keepAlive: false });
		const proxy = new StormProxy(server, target, weather, force);
		server.on('connection', (socket) => proxy.connect(socket));
		server.on('request', (request, response) => proxy.follow(proxy.serve(request, response)));
		server.on('clientError', (_error, socket) => socket.destroy());
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return proxy;
	}

	get url(): string {
		const address = this.server.address();
		if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
		return `http://127.0.0.1:${(address satisfies AddressInfo).port}`;
	}

	/** Waits until nothing is on its way to the sandbox any more; what still hangs is let go. */
	async settled(): Promise<void> {
		this.server.closeAllConnections();
		while (this.underWay.size > 0) await Promise.all(this.underWay);
	}

	async close(): Promise<void> {
		this.isClosed = true;
		await this.settled();
		await new Promise<void>((resolve) => this.server.close(() => resolve()));
	}

	private follow(serving: Promise<void>): void {
		const followed: Promise<void> = serving
			.catch((error: unknown) => {
				if (!this.isClosed) this.misdeeds.push(`the proxy failed: ${String(error)}`);
			})
			.finally(() => this.underWay.delete(followed));
		this.underWay.add(followed);
	}

	private connect(socket: Socket): void {
		socket.on('error', () => {});
		const kind = this.drawn('connection');
		if (kind?.strikes !== 'connection') return;
		this.strikes.push({ kind: kind.name, request: 'connection', marks: [] });
		socket.resetAndDestroy();
	}

	private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
		// What the node has given up long ago may come when all is over.
		if (this.isClosed) return void incoming.socket.destroy();
		this.requests++;
		const { method = '', url: path = '', headers, socket } = incoming;
		response.on('error', () => {});
		incoming.on('error', () => {});
		const line = `${method} ${path.replace(RANDOM, '*')}`;
		if (path.startsWith(ELSEWHERE)) this.misdeeds.push(`followed a redirect: ${line}`);
		if (STORAGE_PATH.test(path) && headers.authorization !== undefined)
			this.misdeeds.push(`brought the token to the storage: ${line}`);
		if (headers.cookie !== undefined) this.misdeeds.push(`brought a cookie: ${line}`);

		const exchange = (request: Received, sent?: Sent) =>
			new Exchange({
				request,
				socket,
				response,
				force: this.force,
				earlier: this.earlier.get(method),
				send: async () => {
					if (sent) sent.arrived = true;
					return await this.send(request);
				},
			});
		const early = this.drawn(`headers ${line}`);
		if (early?.strikes === 'headers') {
			this.strikes.push({ kind: early.name, request: line, marks: marksIn(path) });
			await early.strike(exchange({ method, path, headers, body: Buffer.alloc(0) }));
			return;
		}
		const body = await read(incoming);
		// The connection was lost before the request was whole.
		if (body === undefined) return;
		const sent: Sent = { marks: marksIn(path + body.toString()), arrived: false };
		const { marks } = sent;
		this.sent.push(sent);
		const whole = exchange({ method, path, headers, body }, sent);
		const kind = this.drawn(`${line} ${marks.join()}`);
		if (kind === undefined || kind.strikes !== undefined) {
			whole.pass(await whole.arrive());
			return;
		}
		this.strikes.push({ kind: kind.name, request: line, marks });
		await kind.strike(whole);
	}

	/** What strikes this try of a request. */
	private drawn(what: string): Kind | undefined {
		const tried = (this.tries.get(what) ?? 0) + 1;
		this.tries.set(what, tried);
		return this.isQuiet ? undefined : this.weather(`${what} ${tried}`);
	}

	private async send({ method, path, headers, body }: Received): Promise<Genuine> {
		const isStorage = STORAGE_PATH.test(path);
		const genuine = await ask(`${isStorage ? this.storage : this.target}${path}`, method, headers, body);
		const text = genuine.body.toString();
		this.storage = text.match(STORAGE_URL)?.[0] ?? this.storage;
		const own = { ...genuine, body: Buffer.from(text.replaceAll(STORAGE_URL, this.url)) };
		this.earlier.set(method, own);
		return own;
	}
}

/** All of a request's body; undefined if it never came whole. */
async function read(incoming: IncomingMessage): Promise<Buffer | undefined> {
	const chunks: Buffer[] = [];
	try {
		for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
	} catch {
		return undefined;
	}
	return Buffer.concat(chunks);
}

function ask(url: string, method: string, headers: Received['headers'], body: Buffer): Promise<Genuine> {
	return new Promise((resolve, reject) => {
		const isInChunks = headers['transfer-encoding'] !== undefined;
		const request = httpRequest(url, { method, agent: false, headers: without(headers) }, (answer) => {
			const chunks: Buffer[] = [];
			answer.on('data', (chunk: Buffer) => chunks.push(chunk));
			answer.on('error', reject);
			answer.on('end', () => {
				const own = Object.entries(without(answer.headers)).map(([name, value]) => [name, String(value)]);
				resolve({
					status: answer.statusCode ?? 0,
					headers: Object.fromEntries(own),
					body: Buffer.concat(chunks),
				});
			});
		});
		request.on('error', reject);
		if (isInChunks) request.setHeader('transfer-encoding', 'chunked');
		else if (body.length > 0 || headers['content-length'] !== undefined)
			request.setHeader('content-length', body.length);
		request.end(body);
	});
}

function without(headers: Received['headers']): Received['headers'] {
	return Object.fromEntries(Object.entries(headers).filter(([name]) => !OF_CONNECTION.includes(name)));
}
