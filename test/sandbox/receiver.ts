import http from 'node:http';

export interface Received {
	headers: http.IncomingHttpHeaders;
	/** The raw body. */
	body: string;
	/** Parsed. */
	event: Record<string, unknown>;
}

export interface Receiver {
	url: string;
	received: Received[];
	/** Statuses for the next requests, in order; 200 when there are none left. 'hang': no answer. */
	answers: (number | 'hang')[];
	close(): Promise<void>;
}

/** Takes webhook events on loopback. */
export async function startReceiver(): Promise<Receiver> {
	const received: Received[] = [];
	const answers: (number | 'hang')[] = [];
	const server = http.createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const body = Buffer.concat(chunks).toString();
			received.push({ headers: request.headers, body, event: JSON.parse(body) });
			const answer = answers.shift() ?? 200;
			if (answer !== 'hang') response.writeHead(answer, { location: '/elsewhere' }).end();
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const address = server.address();
	if (address === null || typeof address === 'string') throw new Error('It listens nowhere.');
	return {
		url: `http://127.0.0.1:${address.port}/hook`,
		received,
		answers,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			}),
	};
}
