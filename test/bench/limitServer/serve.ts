/** The process of the limit-keeping server: see start.ts. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEFAULT_SETTINGS, type Arrival, type Asked } from './settings';

let settings = DEFAULT_SETTINGS;
let arrivals: Arrival[] = [];
let accepted = 0;
/** By token, method and path: when accepted requests of the last second came. */
const windows = new Map<string, number[]>();

function limitAt(at: number): number {
	const since = at - (arrivals[0]?.at ?? at);
	return settings.changes.findLast(({ afterMs }) => afterMs <= since)?.perSecond ?? settings.perSecond;
}

/** Counts a request. What is refused uses nothing up. */
function take(name: string, at: number): { limit: number; left: number } {
	const limit = limitAt(at);
	const since = settings.window === 'fixed' ? Math.floor(at / 1_000) * 1_000 : at - 1_000;
	const counted = (windows.get(name) ?? []).filter((time) => time >= since);
	const left = limit - counted.length;
	if (left > 0) counted.push(at);
	windows.set(name, counted);
	return { limit, left };
}

async function textOf(request: IncomingMessage): Promise<string> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) if (chunk instanceof Buffer) chunks.push(chunk);
	return Buffer.concat(chunks).toString('utf8');
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
	const at = performance.now();
	const name = `${request.headers.authorization ?? ''} ${request.method ?? ''} ${request.url ?? ''}`;
	const { limit, left } = take(name, at);
	const isAccepted = left > 0;
	const arrival: Arrival = { at, status: isAccepted ? settings.answer.status : 429, keys: [] };
	arrivals.push(arrival);
	const place = isAccepted ? accepted++ : -1;
	const { key, latency, slow, answer } = settings;
	if (key === '') request.resume();
	else {
		const text = await textOf(request);
		arrival.keys = Array.from(text.matchAll(new RegExp(key, 'g')), ([, group = '']) => group);
	}
	await sleep(slow[place] ?? latency);
	response.writeHead(arrival.status, {
		'content-type': 'application/json',
		'x-ratelimit-limit': String(limit),
		'x-ratelimit-remaining': String(Math.max(0, left - 1)),
	});
	response.end(JSON.stringify(isAccepted ? answer.body : { message: 'Too many requests' }));
}

const server = createServer((request, response) => {
	// A sender that goes away is none of the server's business.
	answer(request, response).catch(() => response.destroy());
});
server.listen(0, '127.0.0.1', () => {
	const address = server.address();
	process.send?.(typeof address === 'object' && address ? address.port : 0);
});

process.on('message', (asked: Asked) => {
	if ('set' in asked) {
		settings = { ...DEFAULT_SETTINGS, ...asked.set };
		arrivals = [];
		accepted = 0;
		windows.clear();
		process.send?.('set');
	} else process.send?.(arrivals);
});
process.on('disconnect', () => process.exit());
