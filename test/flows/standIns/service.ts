import { createServer, type IncomingHttpHeaders } from 'node:http';

export interface Call {
	method: string;
	/** Without the query. */
	path: string;
	query: URLSearchParams;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface Answer {
	/** Default: 200. */
	status?: number;
	headers?: Record<string, string>;
	/** Sent as JSON; left out: no body. */
	body?: unknown;
}

export interface Service {
	readonly url: string;
	/** Those that were answered, as 'GET /v2/orders/1'. */
	readonly calls: readonly string[];
	/** Throws if anything was called that the service does not have: a flow should not have tried. */
	close(): Promise<void>;
}

/**
 * A stand-in for a service's API on loopback.
 * @param answer undefined for what the service does not have: it answers 404 then, and `close` throws
 */
export async function startService(
	answer: (call: Call) => Answer | undefined | Promise<Answer | undefined>,
): Promise<Service> {
	const calls: string[] = [];
	const strays: string[] = [];
	const server = createServer((request, response) => {
		const { method = '', headers } = request;
		const { pathname: path, searchParams: query } = new URL(request.url ?? '/', 'http://127.0.0.1');
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const call = { method, path, query, headers, body: Buffer.concat(chunks).toString() };
			void Promise.resolve(answer(call)).then((given) => {
				(given === undefined ? strays : calls).push(`${method} ${path}`);
				const {
					status = 200,
					headers: more,
					body,
				} = given ?? { status: 404, body: { message: 'Not found' } };
				response.writeHead(status, { 'content-type': 'application/json', ...more });
				response.end(body === undefined ? undefined : JSON.stringify(body));
			});
		});
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('The service has no port.');
	return {
		url: `http://127.0.0.1:${address.port}`,
		calls,
		async close() {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
			if (strays.length > 0) throw new Error(`The service does not have ${strays.join(', ')}`);
		},
	};
}
