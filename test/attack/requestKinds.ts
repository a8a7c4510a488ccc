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
	oddRequest('post in small letters', () => ({ method: 'post' }), refused),
	oddRequest('GET that claims to be POST', () => ({
		method: 'GET',
		headers: [['X-HTTP-Method-Override', 'POST']],
	})),
];

const addresses: Kind[] = [
	oddRequest('the Test URL, while nobody listens', ({ testPath }) => ({ target: testPath })),
	oddRequest('the webhook of nobody', () => ({
		target: '/webhook/00000000-0000-4000-8000-000000000000/webhook',
	})),
	oddRequest('the path in capitals', ({ path }) => ({ target: path.toUpperCase() }), unknown),
	oddRequest('more of a path', ({ path }) => ({ target: `${path}/more` })),
	oddRequest('less of a path', ({ path }) => ({ target: path.replace(/\/webhook$/, '') })),
	oddRequest('a path that climbs', ({ path }) => ({ target: `${path}/../../../etc/passwd` })),
	oddRequest('a path that climbs, in percent signs', ({ path }) => ({
		target: `${path}/%2e%2e/%2e%2e/%2e%2e/etc/passwd`,
	})),
	oddRequest('a zero byte in the path', ({ path }) => ({ target: `${path}%00` }), by('n8n', 500)),
	oddRequest('percent signs that mean nothing', ({ path }) => ({ target: `${path}%zz` }), by('n8n', 400)),
	oddRequest('a waiting execution', () => ({ target: '/webhook-waiting/1/webhook' }), by('n8n', 401)),
	oddRequest('a form', ({ path }) => ({ target: path.replace('/webhook/', '/form/') })),
	oddRequest('n8n’s own API, without a login', () => ({ target: '/rest/workflows' }), by('n8n', 401)),
	oddRequest(
		'an address of 20 kB',
		({ path }) => ({ target: `${path}?${'x'.repeat(20_000)}` }),
		by('Node.js', 431),
	),
];

/** The event after this head, once more on the same connection but unsigned. */
const hidden = (target: Target, body: string) => Buffer.concat(to(target, { body }));

const smuggled: Kind[] = [
	odd(
		'Content-Length and Transfer-Encoding, with a request hidden behind',
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
		'Transfer-Encoding in odd spellings',
		(target, body, { draw }) => ({
			pieces: [
				...to(target, {
					headers: [
						['Content-Length', String(body.length)],
						draw.one<[string, string]>([
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
		by('Node.js', 400, 401),
	),
	odd(
		'two lengths',
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
		'a length below zero, with a sign or beyond all bounds',
		(target, body, { draw }) => ({
			pieces: [
				...to(target, {
					headers: [['Content-Length', draw.one(['-1', '+5', '0x10', '99999999999999999999999'])]],
				}),
				body,
			],
			ends: true,
		}),
		refused,
	),
	odd(
		'a chunk whose length is not hex',
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
		'chunks that do not end',
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
		'a body that is shorter than its length, then half closed',
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
		'a body that is longer than its length: the rest is a request that is none',
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
		'a second, unsigned request within the body of the first',
		(target, body) => {
			const inner = hidden(target, body);
			return to(target, { body: inner, headers: [['Content-Type', 'text/plain']] });
		},
		by('the node', 401),
	),
	oddRequest('no Host', () => ({ headers: [['Host', undefined]] }), refused),
	oddRequest('a line break in a header', (target) => ({ headers: [['X-A', `1\r${target.path}`]] }), refused),
	oddRequest('a blank in the name of a header', () => ({ headers: [['X A', '1']] }), refused),
	oddRequest('HTTP/9.9', () => ({ version: '9.9' }), refused),
	odd(
		'HTTP/2 without asking',
		() => ({ pieces: ['PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'], ends: true }),
		by('Node.js', 400, 0),
	),
	odd(
		'TLS on a plain port',
		() => ({ pieces: [Buffer.from('16030100a5010000a10303', 'hex'), Buffer.alloc(160, 1)], ends: true }),
		refused,
	),
	odd(
		'line ends without a return',
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
		'an upgrade to a WebSocket, which n8n leaves open',
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
	oddRequest('Expect: something else', () => ({ headers: [['Expect', '200-maybe']] }), by('Node.js', 417)),
];

const broken: Kind[] = [
	odd(
		'an upload that breaks off in the middle',
		(target, body) => {
			const bytes = Buffer.concat(to(target, { body, headers: [signed(body, target)] }));
			return { pieces: [bytes.subarray(0, -20)], aborts: true };
		},
		by('Node.js', 0),
	),
	odd(
		'a slow upload that breaks off',
		(target, body) => {
			const bytes = Buffer.concat(to(target, { body, headers: [signed(body, target)] }));
			const pieces = [0, 1, 2, 3].map((part) => bytes.subarray(part * 80, (part + 1) * 80));
			return { pieces, pauseMs: 50, aborts: true };
		},
		by('Node.js', 0),
	),
	odd(
		'headers that break off',
		({ path }) => ({ pieces: [`POST ${path} HTTP/1.1\r\nHost: a\r\nX-A`], aborts: true }),
		by('Node.js', 0),
	),
	odd('a connection without a byte', () => ({ pieces: [], aborts: true }), by('Node.js', 0)),
	odd(
		'a long body that is never sent, with Expect: 100-continue',
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
