import { event, hex, hostile, signed, to, type Decider, type Kind, type Site, type Target } from './kind';
import { type Request, type Wire } from './wire';

type Answer = Pick<Kind, 'decides' | 'statuses'>;

const by = (decides: Decider, ...statuses: number[]): Answer => ({ decides, statuses });
const unknown = by('n8n', 404);
const refused = by('Node.js', 400);

/** The body is an event, rightly signed; something about the request is not as it must be. */
function odd(
	name: string,
	wire: (target: Target, body: string, site: Site) => Wire | Uint8Array[],
	answer: Answer,
): Kind {
	const shot = (site: Site) => {
		const target = site.targets.open;
		const body = JSON.stringify(event(site).payload);
		return hostile(target, wire(target, body, site), body);
	};
	return { name, ...answer, shot };
}

const oddRequest = (name: string, given: (target: Target) => Partial<Request>, answer = unknown) =>
	odd(
		name,
		(target, body) => {
			const { headers = [], ...others } = given(target);
			return to(target, { body, headers: [signed(body, target), ...headers], ...others });
		},
		answer,
	);

const methods: Kind[] = [
	...['GET', 'PUT', 'PATCH', 'DELETE'].map((method) => oddRequest(`${method}`, () => ({ method }))),
	oddRequest('HEAD', () => ({ method: 'HEAD' })),
	oddRequest('OPTIONS', () => ({ method: 'OPTIONS' }), by('n8n', 204)),
	oddRequest('PROPFIND', () => ({ method: 'PROPFIND' }), by('n8n', 500)),
	oddRequest('a method that does not exist', () => ({ method: 'STEAL' }), refused),
	oddRequest('post in lowercase', () => ({ method: 'post' }), refused),
	oddRequest('GET with X-HTTP-Method-Override: POST', () => ({
		method: 'GET',
		headers: [['X-HTTP-Method-Override', 'POST']],
	})),
];

const addresses: Kind[] = [
	oddRequest('the Test URL, while n8n is not listening', ({ testPath }) => ({ target: testPath })),
	oddRequest('a webhook that does not exist', () => ({
		target: '/webhook/00000000-0000-4000-8000-000000000000/webhook',
	})),
	oddRequest('the path in uppercase', ({ path }) => ({ target: path.toUpperCase() }), unknown),
	oddRequest('the path with a segment added', ({ path }) => ({ target: `${path}/more` })),
	oddRequest('the path without its last segment', ({ path }) => ({ target: path.replace(/\/webhook$/, '') })),
	oddRequest('path traversal', ({ path }) => ({ target: `${path}/../../../etc/passwd` })),
	oddRequest('path traversal, percent-encoded', ({ path }) => ({
		target: `${path}/%2e%2e/%2e%2e/%2e%2e/etc/passwd`,
	})),
	oddRequest('a null byte in the path', ({ path }) => ({ target: `${path}%00` }), by('n8n', 500)),
	oddRequest('invalid percent-encoding', ({ path }) => ({ target: `${path}%zz` }), by('n8n', 400)),
	oddRequest(
		'the URL of a waiting execution',
		() => ({ target: '/webhook-waiting/1/webhook' }),
		by('n8n', 401),
	),
	oddRequest('the URL of a form', ({ path }) => ({ target: path.replace('/webhook/', '/form/') })),
	oddRequest("n8n's own API, without a login", () => ({ target: '/rest/workflows' }), by('n8n', 401)),
	oddRequest(
		'a URL of 20 kB',
		({ path }) => ({ target: `${path}?${'x'.repeat(20_000)}` }),
		by('Node.js', 431),
	),
];

/** The event after this head, once more on the same connection but unsigned. */
const hidden = (target: Target, body: string) => Buffer.concat(to(target, { body }));

const smuggled: Kind[] = [
	odd(
		'Content-Length with Transfer-Encoding, and a smuggled request',
		(target, body) => {
			const rest = Buffer.concat([Buffer.from('0\r\n\r\n'), hidden(target, body)]);
			return {
				pieces: [
					...to(target, {
						headers: [
							['Content-Length', '5'],
							['Transfer-Encoding', 'chunked'],
						],
					}),
					rest,
				],
				ends: true,
			};
		},
		refused,
	),
	odd(
		'Transfer-Encoding, misspelled',
		(target, body, { random }) => ({
			pieces: [
				...to(target, {
					headers: [
						['Content-Length', String(body.length)],
						random.of<[string, string]>([
							['Transfer-Encoding', 'xchunked'],
							['Transfer-Encoding ', 'chunked'],
							['Transfer-Encoding', 'chunked, identity'],
							['Transfer_Encoding', 'chunked'],
						]),
					],
				}),
				body,
			],
			ends: true,
		}),
		by('Node.js', 400, 401, 0),
	),
	odd(
		'two Content-Lengths',
		(target, body) => ({
			pieces: [
				...to(target, {
					headers: [
						['Content-Length', '4'],
						['Content-Length', String(body.length)],
					],
				}),
				body,
			],
			ends: true,
		}),
		refused,
	),
	odd(
		'an invalid Content-Length: -1, +5, 0x10 or 23 digits',
		(target, body, { random }) => ({
			pieces: [
				...to(target, {
					headers: [['Content-Length', random.of(['-1', '+5', '0x10', '99999999999999999999999'])]],
				}),
				body,
			],
			ends: true,
		}),
		refused,
	),
	odd(
		'a chunk size that is not hex',
		(target, body) => ({
			pieces: [
				...to(target, {
					headers: [signed(body, target), ['Content-Length', undefined], ['Transfer-Encoding', 'chunked']],
				}),
				`zz\r\n${body}\r\n0\r\n\r\n`,
			],
			ends: true,
		}),
		by('Node.js', 400),
	),
	odd(
		'chunks without an end',
		(target, body) => ({
			pieces: [
				...to(target, {
					headers: [signed(body, target), ['Content-Length', undefined], ['Transfer-Encoding', 'chunked']],
				}),
				`${body.length.toString(16)}\r\n${body}\r\n`,
			],
			ends: true,
		}),
		by('Node.js', 400, 0),
	),
	odd(
		'a body shorter than its Content-Length',
		(target, body) => ({
			pieces: to(target, {
				body,
				headers: [signed(body, target), ['Content-Length', String(body.length + 10)]],
			}),
			ends: true,
		}),
		by('Node.js', 400, 0),
	),
	odd(
		'a body longer than its Content-Length',
		(target, body) => ({
			pieces: to(target, {
				body,
				headers: [
					signed(body, target),
					['Content-Length', String(body.length - 10)],
					['Connection', 'keep-alive'],
				],
			}),
			ends: true,
		}),
		by('the node', 401, 400, 422, 0),
	),
	odd(
		'an unsigned request inside the body',
		(target, body) => {
			const inner = hidden(target, body);
			return to(target, { body: inner, headers: [['Content-Type', 'text/plain']] });
		},
		by('the node', 401),
	),
	oddRequest('no Host header', () => ({ headers: [['Host', undefined]] }), refused),
	oddRequest(
		'a carriage return in a header',
		(target) => ({ headers: [['X-A', `1\r${target.path}`]] }),
		refused,
	),
	oddRequest('a space in a header name', () => ({ headers: [['X A', '1']] }), refused),
	oddRequest('HTTP/9.9', () => ({ version: '9.9' }), refused),
	odd(
		'HTTP/2 with prior knowledge',
		() => ({ pieces: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], ends: true }),
		by('Node.js', 400, 0),
	),
	odd(
		'TLS to the plain HTTP port',
		() => ({ pieces: [Buffer.from('16030100a5010000a10303', 'hex'), Buffer.alloc(160, 1)], ends: true }),
		refused,
	),
	odd(
		'line endings without carriage returns',
		({ path }, body) => ({ pieces: [`POST ${path} HTTP/1.1\nHost: a\n\n${body}`], ends: true }),
		refused,
	),
	oddRequest(
		'2,500 headers',
		() => ({
			headers: Array.from({ length: 2_500 }, (_one, index): [string, string] => [`A${index}`, '1']),
		}),
		by('Node.js', 431),
	),
	odd(
		'a WebSocket upgrade, which n8n leaves open',
		(target) => ({
			pieces: to(target, {
				method: 'GET',
				headers: [
					['Connection', 'Upgrade'],
					['Upgrade', 'websocket'],
					['Sec-WebSocket-Key', 'dGhlIHNhbXBsZSBub25jZQ=='],
					['Sec-WebSocket-Version', '13'],
				],
			}),
			aborts: true,
		}),
		by('n8n', 0),
	),
	oddRequest('Expect: 200-maybe', () => ({ headers: [['Expect', '200-maybe']] }), by('Node.js', 417)),
];

const broken: Kind[] = [
	odd(
		'a connection dropped in the middle of the body',
		(target, body) => {
			const bytes = Buffer.concat(to(target, { body, headers: [signed(body, target)] }));
			return { pieces: [bytes.subarray(0, -20)], aborts: true };
		},
		by('Node.js', 0),
	),
	odd(
		'a slow body, then a dropped connection',
		(target, body) => {
			const bytes = Buffer.concat(to(target, { body, headers: [signed(body, target)] }));
			const pieces = [0, 1, 2, 3].map((part) => bytes.subarray(part * 80, (part + 1) * 80));
			return { pieces, pauseMs: 50, aborts: true };
		},
		by('Node.js', 0),
	),
	odd(
		'a connection dropped in the middle of the headers',
		({ path }) => ({ pieces: [`POST ${path} HTTP/1.1\r\nHost: a\r\nX-A`], aborts: true }),
		by('Node.js', 0),
	),
	odd('a connection dropped before the first byte', () => ({ pieces: [], aborts: true }), by('Node.js', 0)),
	odd(
		'Expect: 100-continue, and no body',
		(target, body) => ({
			pieces: to(target, {
				headers: [
					['X-Attentive-Hmac-Sha256', hex(body, target)],
					['Content-Length', '15000000'],
					['Expect', '100-continue'],
				],
			}),
			ends: true,
		}),
		by('Node.js', 0, 400),
	),
];

export const requestKinds: Kind[] = [...methods, ...addresses, ...smuggled, ...broken];
