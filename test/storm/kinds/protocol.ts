import { gzipSync } from 'node:zlib';
import { head, wholeOf, type Exchange } from '../exchange';
import type { Kind } from './kind';

/** After the write, bytes that are no answer, or not quite one. */
function afterwards(
	name: string,
	bytes: (answer: Buffer, exchange: Exchange, body: Buffer) => Array<string | Buffer>,
): Kind {
	return {
		name: `${name}, after the write`,
		arrives: 'once',
		async strike(exchange) {
			const genuine = await exchange.arrive();
			exchange.raw(...bytes(wholeOf(genuine), exchange, genuine.body));
		},
	};
}

/** Before the write, bytes that are no answer. */
function before(name: string, ...bytes: string[]): Kind {
	return {
		name: `${name}, before the write`,
		arrives: 'never',
		strike: (exchange) => exchange.raw(...bytes),
	};
}

const json = { 'content-type': 'application/json' };

export const protocol: Kind[] = [
	afterwards('a Content-Length that is too large', (_answer, _exchange, body) => [
		head(200, { ...json, 'content-length': body.length + 100 }),
		body,
	]),
	afterwards('a Content-Length that is too small', (_answer, _exchange, body) => [
		head(200, { ...json, 'content-length': Math.floor(body.length / 2) }),
		body,
	]),
	afterwards('two different Content-Lengths', (_answer, _exchange, body) => [
		head(200, { ...json, 'content-length': body.length, 'Content-Length': body.length + 1 }),
		body,
	]),
	afterwards('truncated chunks', (_answer, _exchange, body) => [
		head(200, { ...json, 'transfer-encoding': 'chunked' }),
		`${body.length.toString(16)}\r\n`,
		body,
		'\r\n',
	]),
	afterwards('an invalid chunk size', () => [
		head(200, { ...json, 'transfer-encoding': 'chunked' }),
		'zz\r\n{}\r\n0\r\n\r\n',
	]),
	afterwards('Content-Encoding: gzip on a plain body', (_answer, _exchange, body) => [
		head(200, { ...json, 'content-encoding': 'gzip', 'content-length': body.length }),
		body,
	]),
	afterwards('truncated gzip', (_answer, _exchange, body) => {
		const packed = gzipSync(body);
		const part = packed.subarray(0, Math.floor(packed.length / 2));
		return [head(200, { ...json, 'content-encoding': 'gzip', 'content-length': part.length }), part];
	}),
	afterwards('an unknown Content-Encoding', (_answer, _exchange, body) => [
		head(200, { ...json, 'content-encoding': 'x-squeezed', 'content-length': body.length }),
		body,
	]),
	afterwards('interim responses 100, 102 and 103', (answer) => [
		'HTTP/1.1 100 Continue\r\n\r\n',
		'HTTP/1.1 102 Processing\r\n\r\n',
		'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n',
		answer,
	]),
	afterwards('two responses', (answer) => [answer, head(500, { 'content-length': 0 })]),
	afterwards('status 999', () => [head(999, { 'content-length': 0 })]),
	before('another protocol (SSH)', 'SSH-2.0-OpenSSH_9.2p1\r\n'),
	before('garbage', '\u0000\u0001\u0002\r\n\r\n'),
	before('HTTP/9.9', 'HTTP/9.9 200 OK\r\ncontent-length: 2\r\n\r\n{}'),
	before('a two-digit status', 'HTTP/1.1 20 OK\r\ncontent-length: 2\r\n\r\n{}'),
	before(
		'101 without an upgrade request',
		'HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\n\r\n',
	),
	{
		name: '503 before the request body is read',
		arrives: 'never',
		strikes: 'headers',
		strike: (exchange) => exchange.page(503),
	},
];
