import { brotliCompressSync, gzipSync } from 'node:zlib';
import { header, hmac, hostile, signed, to, type Decider, type Kind, type Site } from './kind';

type Headers = Array<[string, string | undefined]>;
type Body = string | Uint8Array;

interface Given {
	body: Body;
	/** What the signature is of, if not the body. */
	of?: Body;
	headers?: Headers;
}

interface More extends Partial<Pick<Kind, 'decides' | 'statuses' | 'most'>> {
	/** As of Wire. */
	patienceMs?: number;
}

/** Signed with the right key, and still nothing that may start a run. */
function bodyKind(
	name: string,
	given: (mark: string, site: Site) => Given,
	{ decides = 'the node', statuses = [200], patienceMs, ...more }: More = {},
): Kind {
	const shot = (site: Site) => {
		const target = site.targets.open;
		const { body, of = body, headers = [] } = given(`attack-${site.number}`, site);
		const pieces = to(target, { body, headers: [signed(of, target), ...headers] });
		return hostile(target, { pieces, patienceMs }, body, of);
	};
	return { name, decides, statuses, shot, ...more };
}

const text: Headers = [['Content-Type', 'text/plain']];
const by = (decides: Decider, ...statuses: number[]) => ({ decides, statuses });
/** n8n has one XML parser for all requests: of several at the same time it never answers some. */
const xml = { ...by('n8n', 200, 422, 0), patienceMs: 20_000 };
const type = 'sms.unsubscribed';
const megabyte = 1024 * 1024;

const noEvents: Kind[] = [
	bodyKind('no type', (mark) => ({ body: JSON.stringify({ mark }) })),
	bodyKind('a type that is not a string', (mark, { random }) => ({
		body: JSON.stringify({ type: random.of<unknown>([7, true, null, {}, [type], { toString: type }]), mark }),
	})),
	bodyKind('an empty type', (mark, { random }) => ({
		body: JSON.stringify({ type: random.of(['', ' ', '\n']), mark }),
	})),
	bodyKind('a type only in __proto__', (mark) => ({
		body: `{"__proto__":{"type":"${type}"},"mark":"${mark}"}`,
	})),
	bodyKind('a list of events', (mark) => ({ body: JSON.stringify([{ type, mark }]) })),
	bodyKind('a string, a number, true or null', (mark, { random }) => ({
		body: random.of([JSON.stringify(mark), '7', 'true', 'null']),
		headers: text,
	})),
	bodyKind('an empty body', () => ({ body: '' })),
	bodyKind('not JSON, as text/plain', (mark) => ({ body: `type=${type} ${mark}`, headers: text })),
	bodyKind('truncated JSON, as text/plain', (mark) => ({
		body: `{"mark":"${mark}","type":"${type}"`,
		headers: text,
	})),
	bodyKind('two JSON documents', (mark) => ({
		body: `{"type":"${type}","mark":"${mark}"}{"type":"${type}"}`,
		headers: text,
	})),
	bodyKind('JSON with comments and single quotes', (mark) => ({
		body: `{'type':'${type}' /* ${mark} */}`,
		headers: text,
	})),
	bodyKind('invalid UTF-8', (mark) => ({
		body: Buffer.concat([Buffer.from([0xff, 0xfe, 0x00, 0x80]), Buffer.from(mark)]),
		headers: text,
	})),
	bodyKind('UTF-16, as application/octet-stream', (mark) => ({
		body: Buffer.from(`\uFEFF{"type":"${type}","mark":"${mark}"}`, 'utf16le'),
		headers: [['Content-Type', 'application/octet-stream']],
	})),
];

const deep = (levels: number, mark: string) =>
	`{"type":"${type}","mark":"${mark}","deep":${'[{"a":'.repeat(levels / 2)}1${'}]'.repeat(levels / 2)}}`;

const deepOnes: Kind[] = [
	...[100, 5_000].map((levels) =>
		bodyKind(`${levels.toLocaleString('en-US')} levels of nested lists and objects`, (mark) => ({
			body: deep(levels, mark),
		})),
	),
	bodyKind('200,000 opening brackets, as text/plain', (mark) => ({
		body: `${'['.repeat(200_000)}${mark}`,
		headers: text,
	})),
];

const byN8n: Kind[] = [
	bodyKind(
		'XML',
		(mark) => ({
			body: `<event><type>${type}</type><mark>${mark}</mark></event>`,
			headers: [['Content-Type', 'application/xml']],
		}),
		xml,
	),
	bodyKind(
		'XML with an external entity (XXE)',
		(mark) => ({
			body: `<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x a="${mark}">&e;</x>`,
			headers: [['Content-Type', 'application/xml']],
		}),
		xml,
	),

	bodyKind('truncated JSON', (mark) => ({ body: `{"type":"${type}","mark":"${mark}"` }), by('n8n', 422)),
	bodyKind(
		'truncated XML',
		(mark) => ({
			body: `<event><type>${type}</type><mark>${mark}`,
			headers: [['Content-Type', 'application/xml']],
		}),
		xml,
	),
	bodyKind(
		'NaN and Infinity',
		(mark) => ({ body: `{"type":"${type}","mark":"${mark}","a":NaN,"b":Infinity}` }),
		by('n8n', 422),
	),
	bodyKind(
		'a body of more than 16 MB',
		(mark) => ({
			body: JSON.stringify({ type, mark, filler: 'x'.repeat(16 * megabyte) }),
		}),
		{ ...by('n8n', 500, 0), most: 2 },
	),
	bodyKind(
		'a gzip bomb: 100 MB in 100 kB',
		(mark) => {
			const of = JSON.stringify({ type, mark, filler: 'x'.repeat(100 * megabyte) });
			return { body: gzipSync(of), of, headers: [['Content-Encoding', 'gzip']] };
		},
		{ ...by('n8n', 500), most: 2 },
	),
	bodyKind(
		'Content-Encoding: gzip on a plain body',
		(mark) => ({
			body: JSON.stringify({ type, mark }),
			headers: [['Content-Encoding', 'gzip']],
		}),
		by('n8n', 500),
	),
	bodyKind(
		'truncated gzip',
		(mark) => {
			const of = JSON.stringify({ type, mark });
			return { body: gzipSync(of).subarray(0, -12), of, headers: [['Content-Encoding', 'gzip']] };
		},
		by('n8n', 500),
	),
	bodyKind(
		'compressed with Brotli',
		(mark) => {
			const of = JSON.stringify({ type, mark });
			return { body: brotliCompressSync(of), of, headers: [['Content-Encoding', 'br']] };
		},
		by('n8n', 422),
	),
	bodyKind(
		'UTF-16, as application/json',
		(mark) => ({
			body: Buffer.from(JSON.stringify({ type, mark }), 'utf16le'),
			headers: [['Content-Type', 'application/json; charset=utf-16le']],
		}),
		by('the node', 200),
	),
	bodyKind(
		'an unknown charset',
		(mark) => ({
			body: JSON.stringify({ type, mark }),
			headers: [['Content-Type', 'application/json; charset=klingon']],
		}),
		by('n8n', 422),
	),
];

/** Events that the node does not listen to. */
const notSelected: Kind = {
	name: 'an event that is not selected',
	decides: 'the node',
	statuses: [200],
	shot: ({ targets: { choosy }, number, random }) => {
		const other = random.of([
			'email.opened',
			'sms.new_kind',
			'SMS.SENT',
			'constructor',
			'*',
			'x'.repeat(100_000),
		]);
		const body = JSON.stringify({ type: other, number });
		const signature: [string, string] = [header, hmac(body, choosy.keys[0]).toString('hex')];
		return hostile(choosy, to(choosy, { body, headers: [signature] }), body);
	},
};

export const bodyKinds: Kind[] = [...noEvents, ...deepOnes, ...byN8n, notSelected];
