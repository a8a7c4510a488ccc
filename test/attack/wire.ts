import { setMaxListeners } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What goes over a connection of its own, byte for byte: no library may mend it on its way. */
export interface Wire {
	pieces: Array<string | Uint8Array>;
	/** Milliseconds between pieces. */
	pauseMs?: number;
	/** The second piece waits for the server's "100 Continue". */
	waitsForContinue?: boolean;
	/** Half closed after the last piece: the server must not wait for more. */
	ends?: boolean;
	/** Torn down after the last piece. */
	aborts?: boolean;
	/** Milliseconds without a byte after which it is given up, where that is to be expected. */
	patienceMs?: number;
	/** Torn down when this is aborted. */
	until?: AbortSignal;
}

/** What came back on one connection: the status of each answer, and all of its text. */
export interface Answer {
	statuses: number[];
	text: string;
}

/** Milliseconds without a byte after which a connection is given up: long, for a busy machine may take its time. */
const patience = 300_000;
/** Bytes that are kept of an answer. */
const mostKept = 200_000;

export async function exchange(port: number, wire: Wire): Promise<Answer> {
	const socket = connect({ port, host: '127.0.0.1', noDelay: true });
	let text = '';
	let isClosed = false;
	socket.setEncoding('latin1');
	socket.on('data', (data: string) => {
		if (text.length < mostKept) text += data;
	});
	// A server that refuses may close while we still write: what it has answered until then counts.
	socket.on('error', () => {});
	socket.setTimeout(wire.patienceMs ?? patience, () => socket.destroy());
	wire.until?.addEventListener('abort', () => socket.destroy());
	const closed = new Promise<void>((resolve) => {
		socket.once('close', () => {
			isClosed = true;
			resolve();
		});
	});
	const write = async (piece: string | Uint8Array) =>
		await Promise.race([
			closed,
			new Promise<void>((resolve) => {
				if (isClosed) resolve();
				else socket.write(typeof piece === 'string' ? Buffer.from(piece, 'latin1') : piece, () => resolve());
			}),
		]);
	for (const [index, piece] of wire.pieces.entries()) {
		if (index === 1 && wire.waitsForContinue) {
			while (!isClosed && !text.includes('100 Continue')) await sleep(5);
		} else if (index > 0 && wire.pauseMs) await Promise.race([closed, sleep(wire.pauseMs)]);
		await write(piece);
	}
	if (wire.aborts) socket.destroy();
	else if (wire.ends) socket.end();
	await closed;
	const lines = text.matchAll(/HTTP\/1\.[01] (\d{3})[^\r\n]*\r\n/g);
	return { statuses: [...lines].map((line) => Number(line[1])).filter((status) => status !== 100), text };
}

/** Connections on which something has begun that does not go on, until they are released. */
export function hold(port: number, beginnings: string[]): { release(): Promise<Answer[]> } {
	const end = new AbortController();
	setMaxListeners(0, end.signal);
	const held = beginnings.map(async (piece) => await exchange(port, { pieces: [piece], until: end.signal }));
	return {
		async release() {
			end.abort();
			return await Promise.all(held);
		},
	};
}

export interface Request {
	method?: string;
	target: string;
	/** undefined leaves out what would be there otherwise. A name may be there several times. */
	headers?: Array<[name: string, value: string | undefined]>;
	body?: string | Uint8Array;
	version?: string;
}

/** The bytes of a request: head and body. */
export function request(
	port: number,
	{ method, target, headers = [], body = '', version }: Request,
): Uint8Array[] {
	const bytes = Buffer.from(body);
	const usual: Array<[string, string]> = [
		['Host', `127.0.0.1:${port}`],
		['Content-Type', 'application/json'],
		['Content-Length', String(bytes.length)],
		['Connection', 'close'],
	];
	const given = new Set(headers.map(([name]) => name.toLowerCase()));
	const all = [...usual.filter(([name]) => !given.has(name.toLowerCase())), ...headers];
	const lines = all.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${value}\r\n`]));
	const head = `${method ?? 'POST'} ${target} HTTP/${version ?? '1.1'}\r\n${lines.join('')}\r\n`;
	return bytes.length > 0 ? [Buffer.from(head, 'latin1'), bytes] : [Buffer.from(head, 'latin1')];
}

/** The body in chunks of so many bytes, as Transfer-Encoding: chunked has them. */
export function chunked(body: string | Uint8Array, size: number): Uint8Array[] {
	const bytes = Buffer.from(body);
	const chunks: Uint8Array[] = [];
	for (let start = 0; start < bytes.length; start += size) {
		const part = bytes.subarray(start, start + size);
		chunks.push(Buffer.concat([Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')]));
	}
	return [...chunks, Buffer.from('0\r\n\r\n')];
}
