/** HTTP as n8n's webhooks have it: the body as n8n reads and parses it, and the parts of Express that nodes use. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { parse as parseQuery } from 'node:querystring';
import { createGunzip, createInflate } from 'node:zlib';

/** n8n's default, N8N_PAYLOAD_SIZE_MAX. Above it n8n answers 500. */
const MOST_BYTES = 16 * 1024 * 1024;

/** An answer that n8n gives itself. */
export class HttpError extends Error {
	constructor(
		readonly status: number,
		message: string,
		readonly code = 0,
	) {
		super(message);
	}
}

/** Makes of a request what n8n gives to nodes. XML stays unparsed, and a multipart body is always empty here. */
export async function readRequest(request: IncomingMessage, base: string): Promise<void> {
	const url = new URL(request.url ?? '/', base);
	const [type = ''] = (request.headers['content-type'] ?? '').split(';');
	const contentType = type.trim().toLowerCase();
	const header = (name: string) => request.headers[name.toLowerCase()];
	const parts = {
		contentType,
		path: url.pathname,
		originalUrl: request.url,
		params: {},
		header,
		get: header,
	};
	Object.assign(request, parts, { query: Object.fromEntries(url.searchParams) });
	if (contentType.startsWith('multipart/')) {
		request.resume();
		Object.assign(request, { body: { data: {}, files: {} } });
		return;
	}
	request.rawBody = await readBytes(request);
	Object.assign(request, { body: parseBody(request.rawBody, contentType) });
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
	const encoding = request.headers['content-encoding'];
	let stream: NodeJS.ReadableStream = request;
	if (encoding === 'gzip') stream = request.pipe(createGunzip());
	if (encoding === 'deflate') stream = request.pipe(createInflate());
	const chunks: Buffer[] = [];
	let bytes = 0;
	try {
		for await (const chunk of stream) {
			const piece = Buffer.from(chunk);
			bytes += piece.length;
			// Read to the end all the same: to stop would cut the connection before the answer.
			if (bytes <= MOST_BYTES) chunks.push(piece);
		}
	} catch {
		request.resume();
		throw unreadable();
	}
	if (bytes > MOST_BYTES) throw unreadable();
	return Buffer.concat(chunks);
}

const unreadable = () => new HttpError(500, 'There was a problem executing the workflow');

/** Undefined for no body and for types that n8n does not parse. */
function parseBody(rawBody: Buffer, contentType: string): unknown {
	if (rawBody.length === 0) return undefined;
	const text = rawBody.toString('utf8').replace(/^\uFEFF/, '');
	if (contentType === 'text/plain') return text;
	if (contentType === 'application/x-www-form-urlencoded') return parseQuery(text);
	if (contentType !== 'application/json') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		throw new HttpError(422, 'Failed to parse request body');
	}
}

/** Node's response with what nodes use of Express. */
export type WebhookResponse = ServerResponse & {
	status(code: number): WebhookResponse;
	set(name: string, value: string): WebhookResponse;
	json(body: unknown): WebhookResponse;
	send(body: unknown): WebhookResponse;
};

export function webhookResponse(response: ServerResponse): WebhookResponse {
	const end = (contentType: string, text: string) => {
		if (!response.hasHeader('content-type')) response.setHeader('content-type', contentType);
		response.end(text);
		return extended;
	};
	const extended: WebhookResponse = Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return extended;
		},
		set(name: string, value: string) {
			response.setHeader(name, value);
			return extended;
		},
		json: (body: unknown) => end('application/json; charset=utf-8', JSON.stringify(body) ?? ''),
		send: (body: unknown) =>
			typeof body === 'string' ? end('text/html; charset=utf-8', body) : extended.json(body),
	});
	return extended;
}
