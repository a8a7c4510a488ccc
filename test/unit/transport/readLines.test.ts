import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { isStorageUrl, readLines } from '../../../nodes/transport/storage';

async function linesOf(
	chunks: Array<Uint8Array | string>,
	asked: IHttpRequestOptions[] = [],
): Promise<string[]> {
	const context = {
		helpers: {
			async httpRequest(options: IHttpRequestOptions) {
				asked.push(options);
				return (async function* () {
					yield* chunks;
				})();
			},
		},
	} as unknown as IExecuteFunctions;
	const lines: string[] = [];
	await readLines(context, 'https://files.example.com/1?X-Amz-Signature=s', 1_000, (line) =>
		lines.push(line),
	);
	return lines;
}
const bytes = (text: string) => new TextEncoder().encode(text);

test.each<[string, Array<Uint8Array | string>, string[]]>([
	['an empty file', [], []],
	['a last line with and without its end', [bytes('a\nb\n')], ['a', 'b']],
	['a last line without an end', [bytes('a\nb')], ['a', 'b']],
	['a byte order mark', [Uint8Array.of(0xef, 0xbb, 0xbf), bytes('a\n')], ['a']],
	['lines over several chunks', [bytes('a'), bytes('b\nc'), bytes('d\n')], ['ab', 'cd']],
	['a letter over two chunks', [bytes('é\n').slice(0, 1), bytes('é\n').slice(1)], ['é']],
	['a last letter over two chunks', [bytes('xé').slice(0, 2), bytes('xé').slice(2)], ['xé']],
	['chunks that are text', ['a\nb', 'c'], ['a', 'bc']],
])('%s', async (_what, chunks, lines) => {
	expect(await linesOf(chunks)).toEqual(lines);
});

test('a file without line ends is given up before it fills the memory', async () => {
	const chunk = bytes('x'.repeat(1_048_576));
	await expect(linesOf(Array(20).fill(chunk))).rejects.toThrow('a line that is too long');
});

test('the request carries no credential, and follows no redirect', async () => {
	const asked: IHttpRequestOptions[] = [];
	await linesOf([], asked);
	expect(asked).toEqual([
		expect.objectContaining({ method: 'GET', disableFollowRedirect: true, timeout: 1_000 }),
	]);
	expect(asked[0]?.headers).toBeUndefined();
});

test.each([
	['https://s3.amazonaws.com/x?y=z', true],
	['http://127.0.0.1:8080/x', true],
	['http://localhost/x', true],
	['http://[::1]:1/x', true],
	['http://s3.amazonaws.com/x', false],
	['http://127.0.0.1.example.com/x', false],
	['https://10.1.2.3/x', false],
	['https://172.16.0.1/x', false],
	['https://172.31.0.1/x', false],
	['https://172.32.0.1/x', true],
	['https://192.168.0.1:443/x', false],
	['https://169.254.169.254/latest/meta-data', false],
	['https://100.64.0.1/x', false],
	['https://100.128.0.1/x', true],
	['https://0.0.0.0/x', false],
	['https://0x0a000001/x', false],
	['https://[fd00::1]/x', false],
	['https://[fe80::1]/x', false],
	['https://[::ffff:10.0.0.1]/x', false],
	['https://[::]/x', false],
	['https://[fe90::1]/x', false],
	['https://[febf::1]/x', false],
	['https://[::10.0.0.1]/x', false],
	['https://[64:ff9b::10.0.0.1]/x', false],
	['https://10.files.example.com/x', true],
	['https://[2002:a00:1::]/x', false],
	['https://[2001:db8::1]/x', true],
	['file:///etc/passwd', false],
	['ftp://s3.amazonaws.com/x', false],
	['/x', false],
	['', false],
])('whether %s may be called: %s', (url, may) => {
	expect(isStorageUrl(url)).toBe(may);
});
