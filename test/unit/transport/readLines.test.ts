import { setTimeout as sleep } from 'node:timers/promises';
import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { Connection } from '../../../nodes/transport/connection';
import { isStorageUrl, readLines } from '../../../nodes/transport/storage';

const ATTENTIVE: Connection = {
	credentialType: 'attentiveApi',
	baseUrl: 'https://api.attentivemobile.com',
	authentication: {},
	tokenHash: '',
	withoutToken: (text) => text,
};

type Chunks = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

async function linesOf(
	chunks: Chunks | ((options: IHttpRequestOptions) => Chunks),
	asked: IHttpRequestOptions[] = [],
	{ timeout = 1_000, patience }: { timeout?: number; patience?: number } = {},
): Promise<string[]> {
	const context = {
		helpers: {
			async httpRequest(options: IHttpRequestOptions) {
				asked.push(options);
				const body = (async function* () {
					yield* typeof chunks === 'function' ? chunks(options) : chunks;
				})();
				return { statusCode: 200, body };
			},
		},
	} as unknown as IExecuteFunctions;
	const lines: string[] = [];
	const url = 'https://files.example.com/1?X-Amz-Signature=s';
	await readLines(context, ATTENTIVE, url, timeout, (line) => lines.push(line), patience);
	return lines;
}
const bytes = (text: string) => new TextEncoder().encode(text);

test.each<[string, Uint8Array[], string[]]>([
	['an empty file', [], []],
	['a last line with and without its end', [bytes('a\nb\n')], ['a', 'b']],
	['a last line without an end', [bytes('a\nb')], ['a', 'b']],
	['a byte order mark', [Uint8Array.of(0xef, 0xbb, 0xbf), bytes('a\n')], ['a']],
	['lines over several chunks', [bytes('a'), bytes('b\nc'), bytes('d\n')], ['ab', 'cd']],
	['a letter over two chunks', [bytes('é\n').slice(0, 1), bytes('é\n').slice(1)], ['é']],
	['a last letter over two chunks', [bytes('xé').slice(0, 2), bytes('xé').slice(2)], ['xé']],
])('%s', async (_what, chunks, lines) => {
	expect(await linesOf(chunks)).toEqual(lines);
});

const MEGABYTE = 1_048_576;
const long = bytes('x'.repeat(MEGABYTE));

test('a line that is too long is passed over, in its place; the others are read', async () => {
	const lines = await linesOf([
		bytes('a\n'),
		...Array<Uint8Array>(20).fill(long),
		bytes('x\nb\n'),
		bytes('c'),
	]);
	expect(lines).toEqual(['a', '…x', 'b', 'c']);
});

test('no more than a line is kept: a file without line ends is read until it is too large', async () => {
	let read = 0;
	const endless = function* () {
		for (; ; read++) yield long;
	};
	await expect(linesOf(endless())).rejects.toThrow('the file is larger than 1024 MB');
	expect(read).toBe(1_024);
});

describe('a file that comes byte by byte', () => {
	/** Until the request is aborted, as n8n's streams do it. */
	const trickle = async function* ({ abortSignal }: IHttpRequestOptions) {
		for (; ; await sleep(20)) {
			if (abortSignal?.aborted === true) throw new Error('canceled');
			yield bytes('\n');
		}
	};

	test('is given up after the timeout', async () => {
		await expect(linesOf(trickle)).rejects.toThrow('the file did not arrive in time');
	});

	test('is given up at the end of the wait, if that is sooner', async () => {
		// With this timeout alone the test would not end.
		await expect(linesOf(trickle, [], { timeout: 600_000, patience: 1 })).rejects.toThrow(
			'the file did not arrive in time',
		);
	});
});

test('the request carries no credential, and follows no redirect', async () => {
	const asked: IHttpRequestOptions[] = [];
	await linesOf([], asked);
	expect(asked).toEqual([
		expect.objectContaining({ method: 'GET', disableFollowRedirect: true, timeout: 1_000 }),
	]);
	expect(asked[0]?.headers).toBeUndefined();
});

const attentive = 'https://api.attentivemobile.com';

test.each([
	['https://s3.amazonaws.com/x?y=z', true],
	['https://10.files.example.com/x', true],
	['https://172.32.0.1/x', true],
	['https://100.128.0.1/x', true],
	['https://192.0.1.1/x', true],
	['https://198.20.0.1/x', true],
	['https://223.255.255.1/x', true],
	['https://[2001:db8::1]/x', true],
	['http://s3.amazonaws.com/x', false],
	['http://127.0.0.1.example.com/x', false],
	['https://0.0.0.0/x', false],
	['https://10.1.2.3/x', false],
	['https://0x0a000001/x', false],
	['https://167772161/x', false],
	['https://012.1/x', false],
	['https://10.1.2.3./x', false],
	['https://100.64.0.1/x', false],
	['https://169.254.169.254/latest/meta-data', false],
	['https://172.16.0.1/x', false],
	['https://172.31.0.1/x', false],
	['https://192.0.0.8/x', false],
	['https://192.168.0.1:443/x', false],
	['https://198.18.0.1/x', false],
	['https://198.19.255.1/x', false],
	['https://224.0.0.1/x', false],
	['https://239.1.1.1/x', false],
	['https://240.0.0.1/x', false],
	['https://255.255.255.255/x', false],
	['https://[fd00::1]/x', false],
	['https://[fe80::1]/x', false],
	['https://[fe90::1]/x', false],
	['https://[febf::1]/x', false],
	['https://[fec0::1]/x', false],
	['https://[feff::1]/x', false],
	['https://[ff02::1]/x', false],
	['https://[::]/x', false],
	['https://[::10.0.0.1]/x', false],
	['https://[::ffff:10.0.0.1]/x', false],
	['https://[64:ff9b::10.0.0.1]/x', false],
	['https://[2002:a00:1::]/x', false],
	['file:///etc/passwd', false],
	['ftp://s3.amazonaws.com/x', false],
	['/x', false],
	['', false],
])('whether %s may be called: %s, wherever Attentive is', (url, may) => {
	expect(isStorageUrl(url, attentive)).toBe(may);
	expect(isStorageUrl(url, 'http://127.0.0.1:3000')).toBe(may);
});

test.each([
	'http://127.0.0.1:8080/x',
	'https://127.0.0.1/x',
	'https://127.1/x',
	'https://2130706433/x',
	'https://0x7f.0.0.1/x',
	'http://127.99.0.1/x',
	'http://localhost/x',
	'https://LOCALHOST./x',
	'https://files.localhost/x',
	'http://[::1]:1/x',
	'http://[0:0:0:0:0:0:0:1]/x',
])('%s is this machine: it may be called only if Attentive is on it, too', (url) => {
	expect(isStorageUrl(url, attentive)).toBe(false);
	for (const sandbox of ['http://localhost:3000', 'http://127.0.0.1:3000', 'http://[::1]:3000'])
		expect(isStorageUrl(url, sandbox)).toBe(true);
});

test.each(['https://[::ffff:127.0.0.1]/x', 'https://[::7f00:1]/x', 'ftp://127.0.0.1/x'])(
	'%s is never called',
	(url) => expect(isStorageUrl(url, 'http://127.0.0.1:3000')).toBe(false),
);
