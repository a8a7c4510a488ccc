import type { IncomingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** A request as it came to the proxy. */
export interface Received {
	method: string;
	/** Path and query. */
	path: string;
	headers: IncomingHttpHeaders;
	body: Buffer;
}

/** What the sandbox answers. */
export interface Genuine {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

/** How the storm is set. */
export interface Force {
	/** Most bytes of a flood. */
	mostBytes: number;
}

export type Body = string | Buffer;

interface Way {
	request: Received;
	socket: Socket;
	response: ServerResponse;
	force: Force;
	/** Brings the request to the sandbox. */
	send(): Promise<Genuine>;
	/** What the sandbox has answered to the request before this one. */
	earlier: Genuine | undefined;
}

/** One request between node and sandbox, in the hands of a fault. */
export class Exchange {
	constructor(private readonly way: Way) {}

	get request(): Received {
		return this.way.request;
	}

	get mostBytes(): number {
		return this.way.force.mostBytes;
	}

	get earlier(): Genuine | undefined {
		return this.way.earlier;
	}

	get hasLeft(): boolean {
		return this.way.socket.destroyed;
	}

	/** Lets the request reach the sandbox, once each time. */
	async arrive(): Promise<Genuine> {
		return await this.way.send();
	}

	/** An answer as HTTP has them. */
	answer(status: number, headers: Record<string, string | string[]> = {}, body: Body = ''): void {
		if (this.hasLeft) return;
		// A response that cannot have a body must not be given a length.
		const length = status === 204 || status === 304 ? {} : { 'content-length': Buffer.byteLength(body) };
		this.way.response.writeHead(status, { connection: 'close', ...length, ...headers });
		this.way.response.end(body);
	}

	json(status: number, body: unknown, headers: Record<string, string | string[]> = {}): void {
		this.answer(status, { 'content-type': 'application/json', ...headers }, JSON.stringify(body));
	}

	page(status: number, headers: Record<string, string | string[]> = {}): void {
		const text = `<!doctype html><html><head><title>${status}</title></head><body><h1>Sign in</h1></body></html>`;
		this.answer(status, { 'content-type': 'text/html; charset=utf-8', ...headers }, text);
	}

	/** Passes a genuine answer on, changed or not. */
	pass(genuine: Genuine, change: Partial<Genuine> = {}): void {
		const { status, headers, body } = { ...genuine, ...change };
		this.answer(status, { ...genuine.headers, ...headers }, body);
	}

	/** Bytes as they are; then the connection ends. */
	raw(...parts: Body[]): void {
		if (!this.hasLeft) this.way.socket.end(bytesOf(parts));
	}

	/** Bytes as they are, and the connection stays. */
	write(...parts: Body[]): void {
		if (!this.hasLeft) this.way.socket.write(bytesOf(parts));
	}

	/** Waits for room. */
	async writeSlowly(part: Body): Promise<void> {
		const { socket } = this.way;
		if (socket.destroyed || socket.write(part)) return;
		await new Promise<void>((resolve) => {
			const go = () => {
				socket.off('drain', go).off('close', go);
				resolve();
			};
			socket.on('drain', go).on('close', go);
		});
	}

	end(): void {
		this.way.socket.end();
	}

	reset(): void {
		this.way.socket.resetAndDestroy();
	}

	/** Until the other side has gone. */
	async left(): Promise<void> {
		const { socket } = this.way;
		if (!socket.destroyed) await new Promise<void>((resolve) => socket.once('close', () => resolve()));
	}
}

function bytesOf(parts: Body[]): Buffer {
	return Buffer.concat(parts.map((part) => Buffer.from(part)));
}

/** The bytes of an answer's head; the length is that of the body unless a header says another. */
export function head(status: number | string, headers: Record<string, string | number> = {}): string {
	const lines = Object.entries({ connection: 'close', ...headers }).map(
		([name, value]) => `${name}: ${value}\r\n`,
	);
	return `HTTP/1.1 ${status} Some Words\r\n${lines.join('')}\r\n`;
}

/** The bytes of a whole answer. */
export function wholeOf(
	{ status, headers, body }: Genuine,
	more: Record<string, string | number> = {},
): Buffer {
	return bytesOf([head(status, { ...headers, 'content-length': body.length, ...more }), body]);
}
