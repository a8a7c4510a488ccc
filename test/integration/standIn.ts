import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

interface Received {
	method: string;
	/** Path and query. */
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

interface Answer {
	/** Default: 200. */
	status?: number;
	/** Content-Type is application/json unless it is given. */
	headers?: Record<string, string>;
	/** A generator is sent piece by piece, as long as somebody reads; any other object as JSON. */
	body?: string | AsyncGenerator<string | Uint8Array> | object;
}

/** A server in Attentive's place, which answers what the sandbox never would. */
export interface StandIn {
	readonly url: string;
	/** Since the test began. */
	readonly received: readonly Received[];
	answer(request: Received): Answer | Promise<Answer>;
}

/** To be called at the top of a test file, or in a describe: the server runs during its tests. */
export function useStandIn(answer: StandIn['answer'] = () => ({})): StandIn {
	let server: Server;
	let url = '';
	const received: Received[] = [];
	const standIn: StandIn = {
		get url() {
			return url;
		},
		received,
		answer,
	};

	beforeAll(async () => {
		server = createServer((request, response) => {
			const { method = '', url: path = '', headers } = request;
			const chunks: Buffer[] = [];
			request.on('data', (chunk: Buffer) => chunks.push(chunk));
			request.on('end', () => {
				const one = { method, url: path, headers, body: Buffer.concat(chunks).toString() };
				received.push(one);
				void Promise.resolve(standIn.answer(one)).then(({ status = 200, headers, body = '' }) => {
					response.writeHead(status, { 'content-type': 'application/json', ...headers });
					if (typeof body === 'string') response.end(body);
					else if (isGenerator(body)) pipeline(Readable.from(body), response).catch(() => {});
					else response.end(JSON.stringify(body));
				});
			});
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		const address = server.address();
		if (address === null || typeof address === 'string') throw new Error('The stand-in has no port.');
		url = `http://127.0.0.1:${address.port}`;
	});
	beforeEach(() => {
		received.length = 0;
	});
	afterAll(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});
	return standIn;
}

function isGenerator(body: object): body is AsyncGenerator<string | Uint8Array> {
	return Symbol.asyncIterator in body;
}
