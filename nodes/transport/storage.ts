import type { IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import type { Answer, Outcome } from '../engine/types';
import { isThisMachine } from '../values/address';
import { AS_IT_COMES, isStream, MEGABYTE, readBody } from './answerBody';
import { failure, foreignAnswer, LOST, TIMED_OUT } from './attentiveRequest';
import { isCancelled, type Connection, type Context } from './connection';
import { Cutoff } from './cutoff';

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
const LONGEST_LINE = 8 * MEGABYTE;
/** What comes in place of a longer line. */
const TOO_LONG = '…';
/** As a byte of UTF-8. */
const LINE_END = 10;
/** Largest result file, in MB. */
const LARGEST_FILE = 1_024;
/** Most bytes of the storage's own words. */
const LARGEST_WORDS = 65_536;

/** The slowest line on which a file is still awaited, in bytes per ms (2 Mbit/s). */
const SLOWEST = 250;

/**
 * Reads a file behind a pre-signed URL line by line, as a stream, without the token. No more than one line is kept.
 * Throws where it cannot be read to its end, and as soon as the execution is canceled.
 *
 * @param timeout ms, for the first byte and between two, and for all of it on top of what the file takes on a slow line
 * @param patience ms, for all of it
 */
export async function readLines(
	context: Context,
	{ baseUrl }: Connection,
	url: string,
	timeout: number,
	onLine: (line: string) => void,
	patience = Number.POSITIVE_INFINITY,
): Promise<void> {
	if (!isStorageUrl(url, baseUrl)) throw new Error('the URL of the file is not allowed');
	const start = performance.now();
	let bytes = 0;
	let latest = start;
	const cutoff = new Cutoff(context, () =>
		Math.min(latest + timeout, start + timeout + bytes / SLOWEST, start + patience),
	);
	try {
		const options: IHttpRequestOptions = {
			method: 'GET',
			url,
			timeout,
			...AS_IT_COMES,
			abortSignal: cutoff.signal,
		};
		const { statusCode, body } = answerSchema.parse(await context.helpers.httpRequest(options));
		if (statusCode >= 300 || !isStream(body)) {
			const { content } = await readBody(body, LARGEST_WORDS);
			throw new Error(wordsOf(statusCode, content));
		}
		const decoder = new TextDecoder();
		let rest = '';
		for await (const chunk of body) {
			if (isCancelled(context)) throw new Error('the execution was canceled');
			latest = performance.now();
			bytes += chunk.length;
			if (bytes > LARGEST_FILE * MEGABYTE) throw new Error(`the file is larger than ${LARGEST_FILE} MB`);
			// Within a line that is passed over.
			if (rest === TOO_LONG && !chunk.includes(LINE_END)) continue;
			const lines = decoder.decode(chunk, { stream: true }).split('\n');
			const last = lines.pop() ?? '';
			for (const line of lines) {
				onLine(rest + line);
				rest = '';
			}
			if (rest !== TOO_LONG) rest += last;
			if (rest.length > LONGEST_LINE) rest = TOO_LONG;
		}
		rest += decoder.decode();
		if (rest.trim() !== '') onLine(rest);
	} catch (error) {
		throw cutoff.isOver ? new Error('the file did not arrive in time') : error;
	} finally {
		cutoff.end();
	}
}

/** What a request can carry as a file: bytes, or a stream of them. */
export type UploadBody = Uint8Array | NodeJS.ReadableStream;

/** A file to upload, of known size, which is read anew for each try. */
export interface UploadFile {
	bytes: number;
	open(): Promise<OpenFile>;
}

export interface OpenFile {
	body: UploadBody;
	/** To be called when nobody reads it any longer, also where nobody has. A request that is still sending it ends. */
	close?(): void;
}

const answerSchema = z.object({ statusCode: z.number(), body: z.unknown() });
/** Most characters of the storage's own words that an error repeats. */
const LONGEST_QUOTE = 200;

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
	const timeout = patience + Math.ceil(file.bytes / SLOWEST);
	if (url === '') return refused('Attentive did not return a URL for the file');
	if (!isStorageUrl(url, baseUrl))
		return refused('the URL that Attentive returned for the file is not allowed');
	const due = performance.now() + timeout;
	const cutoff = new Cutoff(context, () => due);
	let opened: OpenFile | undefined;
	try {
		opened = await file.open();
		const options: IHttpRequestOptions = {
			method: 'PUT',
			url,
			// Such a URL is signed for no Content-Type; without the false n8n would send that of a form.
			headers: { 'Content-Length': String(file.bytes), 'Content-Type': false },
			body: opened.body,
			timeout,
			...AS_IT_COMES,
			abortSignal: cutoff.signal,
		};
		const { statusCode, body } = answerSchema.parse(await context.helpers.httpRequest(options));
		const { content, fault } = await readBody(body, LARGEST_WORDS);
		if (statusCode >= 200 && statusCode < 300) {
			// A storage says nothing of a file that it has taken: a page, or what does not end, comes from something else.
			if (fault === 'lost') throw LOST;
			if (fault || (typeof content === 'string' && content.includes('<'))) return foreignAnswer();
			return { kind: 'answer', status: statusCode, headers: {}, body: undefined };
		}
		const isClear = statusCode >= 400 && statusCode < 500 && statusCode !== 429;
		return refused(wordsOf(statusCode, content), isClear ? 400 : statusCode);
	} catch (error) {
		return failure(cutoff.isOver ? TIMED_OUT : error, isCancelled(context), timeout);
	} finally {
		cutoff.end();
		// A storage may answer before it has read all.
		opened?.close?.();
	}
}

/** The storage's status and, where they can be read, its words. */
function wordsOf(statusCode: number, content: unknown): string {
	const redirect = statusCode >= 300 && statusCode < 400 ? ' with a redirect, which is not followed' : '';
	return `the storage for the file answered ${statusCode}${redirect}${quoted(content)}`;
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
