import type { IHttpRequestOptions } from 'n8n-workflow';
import { isHttpsOrThisMachine, type Context } from './connection';

/** Hosts by address that belong to a private network: a pre-signed URL has no business there. Loopback serves the sandbox. */
const PRIVATE =
	/^(10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|0\.|\[(f[cd]|fe80|::ffff:|::\]))/i;

/** Whether a pre-signed URL that Attentive has given may be called: https outside of private networks, or this machine. */
export function isStorageUrl(url: string): boolean {
	return URL.canParse(url) && isHttpsOrThisMachine(url) && !PRIVATE.test(new URL(url).host);
}

/** Longest line of a result file that is looked into, in characters: a record has at most 1 MiB, and its line repeats it. */
const LONGEST_LINE = 8 * 1_048_576;

/**
 * Reads a file behind a pre-signed URL line by line, as a stream, without the token.
 * Throws where it cannot be read.
 */
export async function readLines(
	context: Context,
	url: string,
	timeout: number,
	onLine: (line: string) => void,
): Promise<void> {
	if (!isStorageUrl(url)) throw new Error('the address of the file is not one that may be called');
	const options: IHttpRequestOptions = {
		method: 'GET',
		url,
		timeout,
		encoding: 'stream',
		disableFollowRedirect: true,
	};
	const body: AsyncIterable<Uint8Array | string> = await context.helpers.httpRequest(options);
	const decoder = new TextDecoder('utf-8');
	let rest = '';
	for await (const chunk of body) {
		rest += typeof chunk === 'string' ? chunk : decoder.decode(chunk, { stream: true });
		const lines = rest.split('\n');
		rest = lines.pop() ?? '';
		if (rest.length > LONGEST_LINE) throw new Error('the file has a line that is too long');
		for (const line of lines) onLine(line);
	}
	if (rest.trim() !== '') onLine(rest + decoder.decode());
}
