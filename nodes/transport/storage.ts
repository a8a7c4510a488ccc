import type { IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import type { Answer, Outcome } from '../engine/types';
import { failure } from './attentiveRequest';
import { isThisMachine } from '../values/address';
import { isCancelled, type Connection, type Context } from './connection';

/**
 * Hosts by address that no pre-signed URL of a storage has: private networks, those of documentation and tests, multicast, and what is
 * reserved. A URL brings any notation of an address into this one.
 */
const OTHER_IPV4 =
	/^(0|10|127|169\.254|172\.(1[6-9]|2\d|3[01])|192\.168|192\.0\.0|198\.1[89]|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])|22[4-9]|2[34]\d|25[0-5])\./;
/** Also what holds an IPv4 address: it would pass as another. */
const OTHER_IPV6 = /^\[(f[cdf]|fe[89a-f]|64:ff9b:|2002:|::)/i;
const IPV4 = /^[\d.]+$/;

function isOther(host: string): boolean {
	return IPV4.test(host) ? OTHER_IPV4.test(host) : OTHER_IPV6.test(host);
}

/**
 * Whether a pre-signed URL that Attentive has given may be called: https to a host of the open internet. This machine only where
 * Attentive itself is on it, as the sandbox is.
 */
export function isStorageUrl(url: string, baseUrl: string): boolean {
	if (!URL.canParse(url)) return false;
	if (isThisMachine(url)) return isThisMachine(baseUrl) && /^https?:/.test(new URL(url).protocol);
	const { protocol, hostname } = new URL(url);
	return protocol === 'https:' && !isOther(hostname);
}

/** Longest line of a result file that is looked into, in characters: a record has at most 1 MiB, and its line repeats it. */
const LONGEST_LINE = 8 * 1_048_576;

/**
 * Reads a file behind a pre-signed URL line by line, as a stream, without the token.
 * Throws where it cannot be read, and as soon as the execution is canceled.
 */
export async function readLines(
	context: Context,
	{ baseUrl }: Connection,
	url: string,
	timeout: number,
	onLine: (line: string) => void,
): Promise<void> {
	if (!isStorageUrl(url, baseUrl)) throw new Error('the URL of the file is not allowed');
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		timeout,
		encoding: 'stream',
		disableFollowRedirect: true,
		...endedByCancel(context),
	};
	const body: AsyncIterable<Uint8Array | string> = await context.helpers.httpRequest(options);
	const decoder = new TextDecoder('utf-8');
	let rest = '';
	for await (const chunk of body) {
		if (isCancelled(context)) throw new Error('the execution was canceled');
		rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
		const lines = rest.split('\n');
		rest = lines.pop() ?? '';
		if (rest.length > LONGEST_LINE) throw new Error('the file has a line that is too long');
		for (const line of lines) onLine(line);
	}
	if (rest.trim() !== '') onLine(rest + decoder.decode());
}

/** What a request can carry as a file: bytes, or a stream of them. */
export type UploadBody = Uint8Array | NodeJS.ReadableStream;

/** A file to upload, of known size, which is read anew for each try. */
export interface UploadFile {
	bytes: number;
	open(): Promise<UploadBody>;
}

const answerSchema = z.object({ statusCode: z.number(), body: z.unknown() });
/** Most characters of the storage's own words that an error repeats. */
const LONGEST_QUOTE = 200;

/** The slowest line on which a file is still awaited, in bytes per second (2 Mbit/s). */
const SLOWEST_UPLOAD = 250_000;

/**
 * Puts a file to a pre-signed URL, without the token and without following a redirect. Never throws.
 * What the storage refuses counts as a 400: nothing that it says is about the credential.
 *
 * @param patience ms, on top of what the file itself takes on a slow line: the axios of n8n 2.41 counts both together
 */
export async function uploadFile(
	context: Context,
	{ baseUrl }: Connection,
	url: string,
	file: UploadFile,
	patience: number,
): Promise<Outcome> {
	const timeout = patience + Math.ceil((file.bytes / SLOWEST_UPLOAD) * 1_000);
	if (url === '') return refused('Attentive did not return a URL for the file');
	if (!isStorageUrl(url, baseUrl))
		return refused('the URL that Attentive returned for the file is not allowed');
	try {
		const options: IHttpRequestOptions = {
			method: 'PUT',
			url,
			// Such a URL is signed for no Content-Type; without the false n8n would send that of a form.
			headers: { 'Content-Length': String(file.bytes), 'Content-Type': false },
			body: await file.open(),
			timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			...endedByCancel(context),
		};
		const { statusCode, body } = answerSchema.parse(await context.helpers.httpRequest(options));
		if (statusCode >= 200 && statusCode < 300)
			return { kind: 'answer', status: statusCode, headers: {}, body };
		const words = `the storage for the file answered ${statusCode}${quoted(body)}`;
		return refused(words, statusCode === 429 || statusCode >= 500 ? statusCode : 400);
	} catch (error) {
		return failure(error, isCancelled(context), timeout);
	}
}

function endedByCancel(context: Context): Pick<IHttpRequestOptions, 'abortSignal'> {
	return 'getExecutionCancelSignal' in context ? { abortSignal: context.getExecutionCancelSignal() } : {};
}

function refused(said: string, status = 400): Answer {
	return { kind: 'answer', status, headers: {}, body: undefined, said };
}

/** S3 answers in XML. */
function quoted(body: unknown): string {
	const text = typeof body === 'string' ? body : '';
	const words = [/<Code>([^<]*)/, /<Message>([^<]*)/].flatMap((pattern) => pattern.exec(text)?.[1] ?? []);
	return words.length === 0 ? '' : `: ${words.join(', ').slice(0, LONGEST_QUOTE)}`;
}
