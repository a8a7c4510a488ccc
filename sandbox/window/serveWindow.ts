import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Account } from '../attentive/account';
import { pageBundle } from './bundle';
import { masking } from './masked';
import type { Batch } from './messages';
import { Watcher, type Position } from './watcher';

/** Where the page is: the sandbox's own address. */
const pagePath = '/';
/** What the page asks for. */
const windowPath = '/_sandbox/window';

/** How often a page hears of what is new. */
const pauseMs = 100;
/** So that a page notices a connection that is dead. */
const signOfLifeMs = 10_000;

/** Nothing but what the sandbox itself serves, and nothing inline. */
const contentPolicy = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"connect-src 'self'",
	'img-src data:',
	"base-uri 'none'",
	"form-action 'none'",
	"frame-ancestors 'none'",
].join('; ');

/** A page in which people see live what comes to the sandbox. It only reads. */
export function serveWindow(
	server: FastifyInstance,
	account: () => Account,
	log: (line: string) => void,
): void {
	const streams = new Streams(account, log);
	server.get(pagePath, async (_request, reply) => {
		const { html } = await pageBundle();
		return file(reply.header('content-security-policy', contentPolicy), 'text/html', html);
	});
	server.get(`${windowPath}/page.js`, async (_request, reply) =>
		file(reply, 'text/javascript', (await pageBundle()).script),
	);
	server.get(`${windowPath}/page.css`, async (_request, reply) =>
		file(reply, 'text/css', (await pageBundle()).style),
	);
	server.get(`${windowPath}/events`, (request, reply) => {
		const last = request.headers['last-event-id'];
		reply.hijack();
		void streams.serve(reply.raw, typeof last === 'string' ? last : undefined);
	});
	server.get<{ Params: { number: string } }>(`${windowPath}/requests/:number`, (request, reply) => {
		const kept = account().requestLog?.find(Number(request.params.number));
		if (kept === undefined) return reply.code(404).send({ error: 'This request is not kept any more.' });
		const masked = masking(account());
		return file(
			reply,
			'application/json',
			JSON.stringify({ body: masked(kept.body.text), answer: masked(kept.answer.text) }),
		);
	});
}

function file(reply: FastifyReply, type: string, content: string): FastifyReply {
	return reply
		.type(`${type}; charset=utf-8`)
		.headers({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' })
		.send(content);
}

/** Server-sent events. The ID of each is how far a page has come: with it, a page that was cut off goes on from there. */
class Streams {
	/** Another start of the sandbox, and another account, count anew. */
	private readonly run = randomBytes(6).toString('hex');
	private readonly accounts = new WeakMap<Account, number>();
	private accountsSeen = 0;

	constructor(
		private readonly account: () => Account,
		private readonly log: (line: string) => void,
	) {}

	async serve(response: ServerResponse, lastEventId: string | undefined): Promise<void> {
		const closed = new AbortController();
		response.once('close', () => closed.abort());
		response.on('error', () => closed.abort());
		response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
		response.write('retry: 500\n\n');
		try {
			await this.tell(response, closed.signal, lastEventId);
		} catch (error) {
			// The page comes again by itself; the sandbox goes on in any case.
			if (!closed.signal.aborted) {
				this.log(`sandbox window: ${error instanceof Error ? error.stack : String(error)}`);
			}
		} finally {
			response.end();
		}
	}

	private async tell(response: ServerResponse, closed: AbortSignal, last: string | undefined): Promise<void> {
		const write = async (text: string) => {
			if (!response.write(text)) await once(response, 'drain', { signal: closed });
		};
		let current: Account | undefined;
		let watcher: Watcher | undefined;
		let lastSign = Date.now();
		while (!closed.aborted) {
			const account = this.account();
			if (account !== current || watcher === undefined) {
				if (account.requestLog === undefined) return;
				const from = current === undefined ? this.positionOf(account, last) : undefined;
				watcher = new Watcher(account, account.requestLog, from);
				current = account;
			}
			account.catchUp();
			const batch = watcher.next();
			if (batch !== undefined) {
				await write(message(account, this.id(account, watcher.reached()), batch));
				lastSign = Date.now();
				if (watcher.hasMore) continue;
			} else if (Date.now() - lastSign > signOfLifeMs) {
				await write(': still here\n\n');
				lastSign = Date.now();
			}
			await sleep(pauseMs, undefined, { signal: closed, ref: false });
		}
	}

	private id(account: Account, position: Position): string {
		const { requests, texts, noTexts, deliveries, people, removed } = position;
		return [this.run, this.numberOf(account), requests, texts, noTexts, deliveries, people, removed].join(
			'.',
		);
	}

	/** Undefined for a page of another start or another account, and where there is none. */
	private positionOf(account: Account, id: string | undefined): Position | undefined {
		const [run, number, ...counts] = (id ?? '').split('.');
		if (run !== this.run || Number(number) !== this.numberOf(account)) return undefined;
		const [requests, texts, noTexts, deliveries, people, removed] = counts.map((count) => Number(count));
		if (!isCount(requests) || !isCount(texts) || !isCount(noTexts)) return undefined;
		if (!isCount(deliveries) || !isCount(people) || !isCount(removed)) return undefined;
		return { requests, texts, noTexts, deliveries, people, removed };
	}

	private numberOf(account: Account): number {
		let number = this.accounts.get(account);
		if (number === undefined) {
			this.accountsSeen += 1;
			number = this.accountsSeen;
			this.accounts.set(account, number);
		}
		return number;
	}
}

function isCount(value: number | undefined): value is number {
	return value !== undefined && Number.isInteger(value) && value >= 0;
}

function message(account: Account, id: string, batch: Batch): string {
	const masked = masking(account);
	const data = JSON.stringify(batch, (_name, value: unknown) =>
		typeof value === 'string' ? masked(value) : value,
	);
	return `id: ${id}\ndata: ${data}\n\n`;
}
