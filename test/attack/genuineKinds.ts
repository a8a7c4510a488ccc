import { deflateSync, gzipSync } from 'node:zlib';
import {
	event,
	genuine,
	header,
	hmac,
	signed,
	to,
	type ExpectedRun,
	type Kind,
	type Shot,
	type Site,
	type Target,
} from './kind';
import { chunked, type Wire } from './wire';

type Headers = Array<[string, string | undefined]>;
type Body = string | Uint8Array;

const taken = { decides: 'the node', statuses: [200] } as const;
const kind = (name: string, shot: Kind['shot'], more: Partial<Kind> = {}): Kind => ({
	name,
	decides: taken.decides,
	statuses: [...taken.statuses],
	shot,
	...more,
});

/** An event, sent somehow. */
function sent(
	name: string,
	wire: (target: Target, body: string, site: Site) => Wire | Uint8Array[],
	more: Partial<Kind> = {},
): Kind {
	return kind(
		name,
		(site) => {
			const { payload, output } = event(site);
			const body = JSON.stringify(payload);
			const target = site.targets.choosy;
			return genuine(target, body, output, wire(target, body, site));
		},
		more,
	);
}

const withHeaders = (
	name: string,
	headers: (body: string, target: Target) => Headers,
	more?: Partial<Kind>,
) => sent(name, (target, body) => to(target, { body, headers: headers(body, target) }), more);

/** A body of its own; what a flow gets is the event's and what is given here. */
function withBody(
	name: string,
	write: (payload: Record<string, unknown>, site: Site) => { body: Body; more?: Record<string, unknown> },
	more: Partial<Kind> = {},
	headers: Headers = [],
): Kind {
	return kind(
		name,
		(site) => {
			const { payload, output } = event(site);
			const { body, more: added } = write(payload, site);
			const target = site.targets.choosy;
			const wire = to(target, { body, headers: [signed(body, target), ...headers] });
			return genuine(target, body, { ...output, ...added }, wire);
		},
		more,
	);
}

const inWords = 'Où est ma commande ? 📦 👩‍👩‍👧 \u202e שלום \u0000';

function nested(levels: number): unknown {
	let value: unknown = 'x';
	for (let level = 0; level < levels; level++) value = { in: value };
	return value;
}

/** Several deliveries at one moment, and what they start. */
function together(shots: Shot[], runs: ExpectedRun[] = shots.flatMap((shot) => shot.runs)): Shot {
	return {
		wires: shots.flatMap(({ wires }) => wires),
		runs,
		hostileIds: [],
		port: shots[0]?.port ?? 0,
	};
}

function plain(target: Target, site: Site): Shot {
	const { payload, output } = event(site);
	const body = JSON.stringify(payload);
	return genuine(target, body, output, to(target, { body, headers: [signed(body, target)] }));
}

const signedForms: Kind[] = [
	sent('an event', (target, body) => to(target, { body, headers: [signed(body, target)] }), { weight: 40 }),
	withHeaders('signature in uppercase hex', (body, { keys }) => [
		[header, hmac(body, keys[0]).toString('hex').toUpperCase()],
	]),
	withHeaders('signature in Base64', (body, { keys }) => [[header, hmac(body, keys[0]).toString('base64')]]),
	withHeaders('signed with the second key in the credential', (body, { keys }) => [
		[header, hmac(body, keys[1]).toString('hex')],
	]),
	withHeaders('whitespace around the signature', (body, target) => [
		[header, `\t ${signed(body, target)[1]}  `],
	]),
];

const bodies: Kind[] = [
	withBody('other languages, emoji, a direction mark, a null character', (payload) => ({
		body: JSON.stringify({ ...payload, message: { text: inWords } }),
		more: { message: { text: inWords } },
	})),
	withBody('IDs above 2^53', (payload) => ({
		body: JSON.stringify(payload).replace('{', '{"number_of_it":9007199254740993,'),
		more: { numberOfIt: '9007199254740993' },
	})),
	withBody('numbers outside the range of a double', (payload) => ({
		body: JSON.stringify(payload).replace('{', '{"huge":1e999,"tiny":1e-999,'),
		// n8n saves runs as JSON, which has no Infinity.
		more: { huge: null, tiny: 0 },
	})),
	withBody('fields named __proto__, constructor, prototype and toString', (payload) => ({
		body: JSON.stringify(payload).replace(
			'{',
			'{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"prototype":2,"toString":3,',
		),
		more: { constructor: { prototype: { polluted: 1 } }, prototype: 2, toString: 3 },
	})),
	withBody('a duplicate key: the last one counts', (payload) => ({
		body: JSON.stringify(payload).replace('{', '{"type":"email.opened","type":"sms.sent",'),
	})),
	withBody("fields named like the node's own", (payload) => ({
		body: JSON.stringify({
			...payload,
			signature_verified: true,
			deliveryId: 'x',
			refusedBefore: { count: 9 },
		}),
		more: { payloadSignatureVerified: true, payloadDeliveryId: 'x', payloadRefusedBefore: { count: 9 } },
	})),
	withBody('the company ID of another company, with a valid signature', (payload) => ({
		body: JSON.stringify({ ...payload, company: { display_name: 'Other', company_id: 'b3RoZXI' } }),
		more: { company: { name: 'Other', id: 'b3RoZXI' } },
	})),
	withBody('JSON with spaces and line breaks', (payload) => ({
		body: `\r\n ${JSON.stringify(payload, null, '\t')}\n`,
	})),
	withBody('a byte-order mark', (payload) => ({ body: `\uFEFF${JSON.stringify(payload)}` })),
	withBody('90 levels of nested objects', (payload) => ({
		body: JSON.stringify({ ...payload, deep: nested(89) }),
		more: { deep: nested(89) },
	})),
	withBody('2,000 extra fields', (payload) => {
		const many = Object.fromEntries(
			Array.from({ length: 2_000 }, (_field, index) => [`field${index}`, index]),
		);
		return { body: JSON.stringify({ ...payload, ...many }), more: many };
	}),
	withBody(
		'a body of 4 MB',
		(payload) => {
			const filler = 'x'.repeat(4_000_000);
			return { body: JSON.stringify({ ...payload, filler }), more: { filler } };
		},
		{ most: 2 },
	),
	withBody('the older name of an event type', (payload) => ({
		body: JSON.stringify({ ...payload, type: 'phone.unsubscribed' }),
		more: { event: 'sms.unsubscribed', originalEvent: 'phone.unsubscribed' },
	})),
	...['text/plain', 'application/octet-stream', 'application/x-www-form-urlencoded', ''].map((type) =>
		withBody(`content type ${type || 'missing'}`, (payload) => ({ body: JSON.stringify(payload) }), {}, [
			['Content-Type', type || undefined],
		]),
	),
	withBody('content type with a charset', (payload) => ({ body: JSON.stringify(payload) }), {}, [
		['Content-Type', 'application/json; charset=UTF-8'],
	]),
];

const requests: Kind[] = [
	...(
		[
			['gzip', gzipSync],
			['deflate', deflateSync],
		] as const
	).map(([encoding, pack]) =>
		sent(`compressed with ${encoding}`, (target, body) =>
			to(target, { body: pack(body), headers: [signed(body, target), ['Content-Encoding', encoding]] }),
		),
	),
	withHeaders('an unknown Content-Encoding on a plain body', (body, target) => [
		signed(body, target),
		['Content-Encoding', 'rot13'],
	]),
	sent('chunks of seven bytes', (target, body) => {
		const headers: Headers = [
			signed(body, target),
			['Content-Length', undefined],
			['Transfer-Encoding', 'chunked'],
		];
		return [...to(target, { headers }), ...chunked(body, 7)];
	}),
	sent('sent slowly, 50 bytes at a time', (target, body) => {
		const bytes = Buffer.concat(to(target, { body, headers: [signed(body, target)] }));
		const pieces: Uint8Array[] = [];
		for (let at = 0; at < bytes.length; at += 50) pieces.push(bytes.subarray(at, at + 50));
		return { pieces, pauseMs: 20 };
	}),
	sent('Expect: 100-continue', (target, body) => ({
		pieces: to(target, { body, headers: [signed(body, target), ['Expect', '100-continue']] }),
		waitsForContinue: true,
	})),
	withHeaders('60 extra headers', (body, target) => [
		signed(body, target),
		...Array.from({ length: 60 }, (_one, index): [string, string] => [`X-More-${index}`, 'x'.repeat(100)]),
	]),
	withHeaders('headers that claim another method, URL and host', (body, target) => [
		signed(body, target),
		['X-HTTP-Method-Override', 'GET'],
		['X-Forwarded-For', '203.0.113.9, 127.0.0.1'],
		['X-Original-URL', '/rest/workflows'],
		['Host', 'attacker.example'],
	]),
	sent('HTTP/1.0', (target, body) => to(target, { body, version: '1.0', headers: [signed(body, target)] })),
	sent('a query string in the URL', ({ path, ...target }, body) =>
		to(
			{ path: `${path}?type=sms.inbound_message&constructor=1&__proto__[x]=1`, ...target },
			{ body, headers: [signed(body, { path, ...target })] },
		),
	),
	sent('the full URL in the request line', (target, body) =>
		to(target, {
			target: `http://127.0.0.1:${target.port}${target.path}`,
			body,
			headers: [signed(body, target)],
		}),
	),
	kind('two events pipelined on one connection', (site) => {
		const first = event(site);
		const second = event({ ...site, number: site.number + 5_000_000 });
		const target = site.targets.choosy;
		const texts = [first, second].map(({ payload }) => JSON.stringify(payload));
		const bytes = texts.flatMap((body, index) =>
			to(target, {
				body,
				headers: [signed(body, target), ['Connection', index === 0 ? 'keep-alive' : 'close']],
			}),
		);
		const runs = [first, second].flatMap(
			({ output }, index) => genuine(target, texts[index] ?? '', output, []).runs,
		);
		return { wires: [{ pieces: [Buffer.concat(bytes)] }], runs, hostileIds: [], port: target.port };
	}),
];

const copies = (count: number, shot: Shot) => Array.from({ length: count }, () => shot);

const repeated: Kind[] = [
	kind(
		'40 different events at once',
		(site) =>
			together(
				Array.from({ length: 40 }, (_event, index) =>
					plain(site.targets.choosy, { ...site, number: site.number + 100_000 * (index + 1) }),
				),
			),
		{ most: 6 },
	),
	kind('one event ten times at once, with Drop Repeated Deliveries', (site) => {
		const shots = copies(10, plain(site.targets.choosy, site));
		return together(shots, shots[0]?.runs);
	}),
	kind('one event five times at once, without Drop Repeated Deliveries', (site) =>
		together(copies(5, plain(site.targets.open, site))),
	),
	kind('an event of an unknown type, with all events selected', (site) => {
		const { payload, output } = event(site);
		const type = site.random.of(['sms.new_kind', '__proto__', 'constructor', 'SMS.SENT', '*']);
		const body = JSON.stringify({ ...payload, type });
		const target = site.targets.open;
		const wire = to(target, { body, headers: [signed(body, target)] });
		return genuine(target, body, { ...output, event: type }, wire);
	}),
];

export const genuineKinds: Kind[] = [...signedForms, ...bodies, ...requests, ...repeated];
