import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import {
	event,
	header,
	hex,
	hmac,
	hostile,
	to,
	type Decider,
	type Kind,
	type Site,
	type Target,
} from './kind';

type Headers = Array<[string, string | undefined]>;

/** An event of which the header proves nothing. */
function forged(
	name: string,
	headers: (body: string, target: Target, site: Site) => Headers,
	answer: { decides?: Decider; statuses?: number[] } = {},
): Kind {
	return changed(name, (body, target, site) => ({ headers: headers(body, target, site) }), answer);
}

/** The same, and the body may differ from what was signed. */
function changed(
	name: string,
	given: (
		body: string,
		target: Target,
		site: Site,
	) => { headers: Headers; body?: string | Uint8Array; path?: string },
	{ decides = 'the node', statuses = [401] }: { decides?: Decider; statuses?: number[] } = {},
): Kind {
	const shot = (site: Site) => {
		const target = site.targets.choosy;
		const text = JSON.stringify(event(site).payload);
		const { headers, body = text, path = target.path } = given(text, target, site);
		return hostile(target, to(target, { target: path, body, headers }), text, body);
	};
	return { name, decides, statuses, shot };
}

const withSignature = (name: string, signature: (body: string, target: Target, site: Site) => string) =>
	forged(name, (body, target, site) => [[header, signature(body, target, site)]]);

const signedText = (name: string, other: (body: string) => string | Uint8Array) =>
	changed(name, (body, target) => ({ headers: [[header, hex(body, target)]], body: other(body) }));

export const forgedKinds: Kind[] = [
	forged('no signature', () => []),
	withSignature('an empty signature', () => ''),
	withSignature('signed with a guessed key', (body) => hmac(body, 'secret').toString('hex')),
	withSignature('signed with an empty key', (body) => hmac(body, '').toString('hex')),
	withSignature('signed with the key of another webhook', (body, _target, { targets }) =>
		hmac(body, targets.open.keys[1]).toString('hex'),
	),
	withSignature('signed with the URL as the key', (body, { path }) => hmac(body, path).toString('hex')),
	withSignature('plain SHA-256 of the body', (body) => createHash('sha256').update(body).digest('hex')),
	withSignature('HMAC-SHA1', (body, { keys }) => hmac(body, keys[0], 'sha1').toString('hex')),
	withSignature('HMAC-SHA512', (body, { keys }) => hmac(body, keys[0], 'sha512').toString('hex')),
	withSignature('a truncated signature', (body, target, { random }) =>
		hex(body, target).slice(0, random.below(64)),
	),
	withSignature('a signature with characters appended', (body, target) => `${hex(body, target)}00`),
	withSignature("another service's format: sha256=…", (body, target) => `sha256=${hex(body, target)}`),
	withSignature('one wrong character in the signature', (body, target, { random }) => {
		const right = hex(body, target);
		const at = random.below(64);
		return `${right.slice(0, at)}${right[at] === '0' ? '1' : '0'}${right.slice(at + 1)}`;
	}),
	withSignature(
		'a list of signatures, one of them valid',
		(body, target) => `${'0'.repeat(64)}, ${hex(body, target)}`,
	),
	withSignature('words such as undefined, null and [object Object]', (_body, _target, { random }) =>
		random.of(['undefined', 'null', 'true', '[object Object]', 'NaN', '__proto__', 'toString']),
	),
	withSignature('non-ASCII bytes', () => '\u00ff\u00fe\u0080'.repeat(20)),
	withSignature('an n8n expression', () => '={{ $credentials.signingKeys }}'),
	withSignature('a signature of 8 kB', () => 'a'.repeat(8_000)),
	forged('the header twice: invalid, then valid', (body, target) => [
		[header, '0'.repeat(64)],
		[header, hex(body, target)],
	]),
	forged('the header twice, both valid', (body, target) => [
		[header, hex(body, target)],
		[header, hex(body, target)],
	]),
	forged('the signature in a different header', (body, target) => [
		['X-Attentive-Signature', hex(body, target)],
		['X_Attentive_Hmac_Sha256', hex(body, target)],
	]),
	changed('the signature in the URL', (body, target) => ({
		headers: [],
		path: `${target.path}?x-attentive-hmac-sha256=${hex(body, target)}`,
	})),
	forged('the signature in a cookie and in Authorization', (body, target) => [
		['Cookie', `x-attentive-hmac-sha256=${hex(body, target)}`],
		['Authorization', `Bearer ${hex(body, target)}`],
	]),
	changed('the signature of another event', (_body, target, site) => {
		const other = JSON.stringify(event({ ...site, number: site.number + 900_000 }).payload);
		return { headers: [[header, hex(other, target)]] };
	}),
	signedText('one byte changed', (body) => body.replace('+1206', '+1207')),
	signedText('a space added', (body) => `${body} `),
	signedText('a byte-order mark added', (body) => `\uFEFF${body}`),
	signedText('parsed and serialized again', (body) => JSON.stringify(JSON.parse(body), null, 2)),
	signedText('keys in a different order', (body) =>
		JSON.stringify(Object.fromEntries(Object.entries(Object(JSON.parse(body))).reverse())),
	),
	signedText('a duplicate key in front, for parsers that take the first one', (body) =>
		body.replace('{', '{"type":"sms.unsubscribed",'),
	),
	changed('a signature of the compressed body', (body, target) => {
		const packed = gzipSync(body);
		return {
			headers: [
				[header, hmac(packed, target.keys[0]).toString('hex')],
				['Content-Encoding', 'gzip'],
			],
			body: packed,
		};
	}),
	changed('a signed multipart form', (text, target) => {
		const body = `--x\r\nContent-Disposition: form-data; name="type"\r\n\r\nsms.sent\r\n--x\r\nContent-Disposition: form-data; name="data"; filename="../../x"\r\n\r\n${text}\r\n--x--\r\n`;
		return {
			headers: [
				[header, hex(body, target)],
				['Content-Type', 'multipart/form-data; boundary=x'],
			],
			body,
		};
	}),
	changed('an unsigned form', () => ({
		headers: [['Content-Type', 'application/x-www-form-urlencoded']],
		body: 'type=sms.unsubscribed&subscriber[phone]=%2B12065550100&__proto__[x]=1',
	})),
	forged('a null byte in the header', (body, target) => [[header, `${hex(body, target)}\u0000`]], {
		decides: 'Node.js',
		statuses: [400],
	}),
	forged('a signature of 100 kB', () => [[header, 'a'.repeat(100_000)]], {
		decides: 'Node.js',
		statuses: [431],
	}),
	forged('a header folded over two lines', (body, target) => [[header, `0\r\n ${hex(body, target)}`]], {
		decides: 'Node.js',
		statuses: [400, 401],
	}),
];
