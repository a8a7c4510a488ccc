import { setTimeout as sleep } from 'node:timers/promises';
import { head, wholeOf, type Exchange } from '../exchange';
import type { Kind } from './kind';

/** Between two pieces of what trickles, in ms. */
const DRIP = 100;

/** Piece by piece, until it has been taken or the other side has gone. */
async function trickle(exchange: Exchange, bytes: Buffer, pieces: number): Promise<void> {
	const size = Math.max(1, Math.ceil(bytes.length / pieces));
	for (let at = 0; at < bytes.length && !exchange.hasLeft; at += size) {
		exchange.write(bytes.subarray(at, at + size));
		await sleep(DRIP);
	}
	exchange.end();
}

async function endlessly(exchange: Exchange, piece: string): Promise<void> {
	while (!exchange.hasLeft) {
		exchange.write(piece);
		await sleep(DRIP);
	}
}

const CHUNKS = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' };

export const connections: Kind[] = [
	{
		name: 'reset before the request is read',
		arrives: 'never',
		strikes: 'connection',
		strike: (exchange) => exchange.reset(),
	},
	{
		name: 'reset after the request headers',
		arrives: 'never',
		strikes: 'headers',
		strike: (exchange) => exchange.reset(),
	},
	{
		name: 'closed, before the write',
		arrives: 'never',
		strike: (exchange) => exchange.end(),
	},
	{
		name: 'reset, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			exchange.reset();
		},
	},
	{
		name: 'closed, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			exchange.end();
		},
	},
	{
		name: 'reset in the middle of the response',
		arrives: 'once',
		async strike(exchange) {
			const bytes = wholeOf(await exchange.arrive());
			exchange.write(bytes.subarray(0, bytes.length - 1));
			await sleep(DRIP);
			exchange.reset();
		},
	},
	{
		name: 'closed in the middle of the response headers',
		arrives: 'once',
		async strike(exchange) {
			exchange.raw(wholeOf(await exchange.arrive()).subarray(0, 40));
		},
	},
	{
		name: 'hang, before the write',
		arrives: 'never',
		strike: async (exchange) => await exchange.left(),
	},
	{
		name: 'hang, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			await exchange.left();
		},
	},
	{
		name: 'hang in the middle of the response',
		arrives: 'once',
		async strike(exchange) {
			const genuine = await exchange.arrive();
			exchange.write(wholeOf(genuine, { 'content-length': genuine.body.length + 1 }));
			await exchange.left();
		},
	},
	{
		name: 'hang, and the write after the node gave up',
		arrives: 'late',
		async strike(exchange) {
			await exchange.left();
			await exchange.arrive();
		},
	},
	{
		name: 'a response that trickles, but ends in time',
		arrives: 'once',
		async strike(exchange) {
			await trickle(exchange, wholeOf(await exchange.arrive()), 4);
		},
	},
	{
		name: 'response headers that trickle endlessly',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			exchange.write('HTTP/1.1 200 OK\r\nx-slow: ');
			await endlessly(exchange, 'a');
		},
	},
	{
		name: 'a response that trickles endlessly, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			exchange.write(head(200, CHUNKS));
			await endlessly(exchange, '1\r\n \r\n');
		},
	},
	{
		name: 'a response that trickles endlessly, before the write',
		arrives: 'never',
		async strike(exchange) {
			exchange.write(head(200, CHUNKS));
			await endlessly(exchange, '1\r\n \r\n');
		},
	},
	{
		name: 'endless interim responses (102), before the write',
		arrives: 'never',
		async strike(exchange) {
			await endlessly(exchange, 'HTTP/1.1 102 Processing\r\n\r\n');
		},
	},
	{
		name: 'the network delivers the request twice',
		arrives: 'twice',
		async strike(exchange) {
			const genuine = await exchange.arrive();
			await exchange.arrive();
			exchange.pass(genuine);
		},
	},
];
