import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';

/** Counted from 1: each of these goes wrong once, and whoever delivers must do it again. */
const notArriving = 3;
const withLostAnswer = 7;

/** An address that leads to another one, over a line on which two requests go wrong. */
export interface BadLine {
	/** Without a slash at its end. */
	url: string;
	/** What comes before that is answered with 503. */
	leadTo(url: string): void;
	close(): Promise<void>;
}

export async function openBadLine(): Promise<BadLine> {
	let target: string | undefined;
	let came = 0;
	const server = createServer((incoming, answer) => {
		came++;
		if (target === undefined || came === notArriving) {
			incoming.resume();
			answer.writeHead(503).end();
			return;
		}
		passOn(incoming, answer, target, came === withLostAnswer);
	});
	await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
	const address = server.address();
	const port = typeof address === 'object' && address !== null ? address.port : 0;
	return {
		url: `http://127.0.0.1:${port}`,
		leadTo(url) {
			target = url;
		},
		async close() {
			server.closeAllConnections();
			await new Promise((closed) => server.close(closed));
		},
	};
}

function passOn(
	incoming: IncomingMessage,
	answer: ServerResponse,
	target: string,
	loseAnswer: boolean,
): void {
	const { method, headers } = incoming;
	const outgoing = request(target, { method, headers }, (answered) => {
		if (loseAnswer) {
			answered.resume().on('end', () => answer.destroy());
			return;
		}
		answer.writeHead(answered.statusCode ?? 502, answered.headers);
		answered.pipe(answer);
	});
	outgoing.on('error', () => answer.destroy());
	incoming.pipe(outgoing);
}
