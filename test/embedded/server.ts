import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TestServer {
	url: string;
	requests: Array<{ path: string; authorization: string | undefined }>;
	close(): Promise<void>;
}

/** A server on loopback that keeps what it was asked. */
export async function startServer(
	answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TestServer> {
	const requests: TestServer['requests'] = [];
	const server = createServer((request, response) => {
		requests.push({ path: request.url ?? '', authorization: request.headers.authorization });
		answer(request, response);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const { port } = server.address() as AddressInfo; // a TCP server that listens has one
	return {
		url: `http://127.0.0.1:${port}`,
		requests,
		close: async () => {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}
