import { gzipSync } from 'node:zlib';
import { head, type Exchange } from '../exchange';
import type { Kind } from './kind';

const PIECE = 65_536;

/** A body without end, as far as the storm lets it go. */
async function flood(exchange: Exchange, text: string): Promise<void> {
	const piece = text.repeat(Math.ceil(PIECE / text.length)).slice(0, PIECE);
	exchange.write(head(200, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }));
	for (let sent = 0; sent < exchange.mostBytes && !exchange.hasLeft; sent += PIECE)
		await exchange.writeSlowly(`${PIECE.toString(16)}\r\n${piece}\r\n`);
	exchange.reset();
}

/** As many spaces as a flood may have bytes, in a thousandth of that. */
function bomb({ mostBytes }: Exchange): Buffer {
	return gzipSync(Buffer.alloc(mostBytes, ' '));
}

const gzipped = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

export const floods: Kind[] = [
	{
		name: 'a flood, before the write',
		arrives: 'never',
		strike: async (exchange) => await flood(exchange, '<p>'),
	},
	{
		name: 'a flood, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			await flood(exchange, ' ');
		},
	},
	{
		name: 'a flood of brackets, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			await flood(exchange, '[');
		},
	},
	{
		name: 'a gzip bomb, before the write',
		arrives: 'never',
		passesForSuccess: true,
		strike: (exchange) => exchange.answer(200, gzipped, bomb(exchange)),
	},
	{
		name: 'a gzip bomb, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			exchange.answer(200, gzipped, bomb(exchange));
		},
	},
	{
		name: 'a flood of headers, after the write',
		arrives: 'once',
		async strike(exchange) {
			await exchange.arrive();
			const headers = Object.fromEntries(
				Array.from({ length: 3_000 }, (_one, index) => [`x-${index}`, 'a'.repeat(40)]),
			);
			exchange.raw(head(200, headers));
		},
	},
	{
		name: 'a large error page, before the write',
		arrives: 'never',
		strike(exchange) {
			exchange.answer(400, { 'content-type': 'text/html' }, '<'.repeat(60_000));
		},
	},
];
