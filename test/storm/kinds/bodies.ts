import type { Body } from '../exchange';
import type { Kind } from './kind';

const asJson = { 'content-type': 'application/json' };
const asText = { 'content-type': 'text/plain' };

/** In place of the sandbox's answer, with nothing written. */
function instead(
	name: string,
	status: number,
	headers: Record<string, string>,
	body: Body,
	more: Partial<Kind> = {},
): Kind {
	return {
		name: `${name}, before the write`,
		arrives: 'never',
		...more,
		strike: (exchange) => exchange.answer(status, headers, body),
	};
}

/** What comes of the genuine body, after the write. */
function afterwards(
	name: string,
	change: (body: Buffer) => { status?: number; headers?: Record<string, string>; body: Body },
): Kind {
	return {
		name: `${name}, after the write`,
		arrives: 'once',
		async strike(exchange) {
			const genuine = await exchange.arrive();
			const { status = genuine.status, headers = asJson, body } = change(genuine.body);
			exchange.answer(status, headers, body);
		},
	};
}

/** Every value of another type, under the same names. */
function mistyped(value: unknown): unknown {
	if (Array.isArray(value))
		return Object.fromEntries(value.map((one, index) => [`n${index}`, mistyped(one)]));
	if (typeof value === 'object' && value !== null)
		return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, mistyped(one)]));
	if (typeof value === 'string') return 7;
	return typeof value === 'number' ? [String(value)] : { is: value };
}

/** Every value null, under the same names. */
function emptied(value: unknown): unknown {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, emptied(one)]));
}

function changed(body: Buffer, change: (value: unknown) => unknown): string {
	// A result file has a line for each record.
	const lines = body.toString().split('\n');
	return lines.map((line) => (line === '' ? line : JSON.stringify(change(JSON.parse(line))))).join('\n');
}

const DEEP = 5_000;
const lies = { passesForSuccess: true } as const;
const notAtStorage = { passesAtStorage: true } as const;
const portal = '{"portal":"Airport Wi-Fi","loginUrl":"https://wifi.example.com"}';
const page = '<!doctype html><html><body><form action="/login">Sign in to the network</form></body></html>';

/** Not among them: a JSON object though nothing was written. Attentive requires no field of any answer, so any object may be its own. */
export const bodies: Kind[] = [
	instead('a sign-in page', 200, { 'content-type': 'text/html' }, page),
	instead('a sign-in page labeled as JSON', 200, asJson, page),
	instead('JSON with an error', 200, asJson, '{"error":"not signed in"}', notAtStorage),
	instead('success: false', 200, asJson, '{"success":false}', notAtStorage),
	instead(
		'XML',
		200,
		{ 'content-type': 'application/xml' },
		'<?xml version="1.0"?><Error><Code>Busy</Code></Error>',
	),
	instead('an empty 200', 200, {}, '', lies),
	instead('204', 204, {}, '', lies),
	instead('null', 200, asJson, 'null', lies),
	instead('a list', 200, asJson, '[]', lies),
	instead('a number', 200, asJson, '1', notAtStorage),
	instead('plain text', 200, asText, 'OK', lies),
	instead('truncated JSON', 200, asJson, '{"id":"1","na', notAtStorage),
	instead('UTF-16', 200, asJson, Buffer.from('\ufeff{}', 'utf16le'), notAtStorage),
	instead('206 with a page', 206, { 'content-type': 'text/html', 'content-range': 'bytes 0-9/99' }, page),
	instead(
		'a binary file',
		200,
		{ 'content-type': 'application/octet-stream' },
		Buffer.alloc(300, 255),
		notAtStorage,
	),

	afterwards('an empty 200', () => ({ body: '' })),
	afterwards('204', () => ({ status: 204, headers: {}, body: '' })),
	afterwards('206', (body) => ({ status: 206, body })),
	afterwards('207', (body) => ({ status: 207, body })),
	afterwards('null', () => ({ body: 'null' })),
	afterwards('{}', () => ({ body: '{}' })),
	afterwards("a sign-in portal's JSON", () => ({ body: portal })),
	afterwards('a list', () => ({ body: '[]' })),
	afterwards('plain text', () => ({ headers: asText, body: 'OK' })),
	afterwards('a sign-in page', () => ({ headers: { 'content-type': 'text/html' }, body: page })),
	afterwards('truncated JSON', (body) => ({ body: body.subarray(0, Math.floor(body.length / 2)) })),
	afterwards('wrong types in all fields', (body) => ({ body: changed(body, mistyped) })),
	afterwards('null in all fields', (body) => ({ body: changed(body, emptied) })),
	afterwards('deeply nested JSON', () => ({ body: `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}` })),
	afterwards('a deeply nested list', () => ({ body: `${'['.repeat(DEEP)}${']'.repeat(DEEP)}` })),
	afterwards('a byte-order mark', (body) => ({ body: Buffer.concat([Buffer.from('\ufeff'), body]) })),
	afterwards('UTF-16', (body) => ({ body: Buffer.from(`\ufeff${body.toString()}`, 'utf16le') })),
	afterwards('invalid UTF-8', (body) => ({
		body: Buffer.concat([body, Buffer.from([0xff, 0xfe, 0xc0])]),
	})),
	afterwards('a field named __proto__', (body) => ({
		body: `{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}},${body.toString().slice(1) || '"a":1}'}`,
	})),
	afterwards('numbers outside the range of a double', (body) => ({
		body: body.toString().replace(/:\d+/g, ':1e999'),
	})),
];
