import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Account } from '../attentive/account';
import { refusalBody, sparse, withLongIds } from '../attentive/answers';
import { realTime } from '../attentive/clock';
import type { Fault } from '../attentive/faults';
import { Refusal } from '../attentive/refusal';
import { noToken, type Token } from '../attentive/tokens';
import type { Answer, Endpoint, NeededPermission } from './endpoint';
import { parseForm } from './form';

/**
 * Answers one request, in this order: rate limit, latency, faults, token, permission, body, rules, write.
 * The limit comes first so that its headers stand on every answer; the latency before the write so that
 * requests on their way together can overtake each other, as they do on a real network.
 */
export async function serve(
	account: Account,
	endpoint: Endpoint,
	request: FastifyRequest,
	reply: FastifyReply,
): Promise<FastifyReply> {
	const receivedAt = realTime();
	const token = account.tokens.ofHeader(request.headers.authorization);
	const rawBody = typeof request.body === 'string' ? request.body : '';
	account.requests.arrived(endpoint.name, receivedAt);
	const noted = account.requestLog?.arrived({
		endpoint: endpoint.name,
		method: endpoint.method,
		path: request.url,
		app: token?.label,
		body: rawBody,
		limit: account.limits.of(endpoint.name, endpoint.requestsPerSecond),
		secret: endpoint.open,
	});
	const send = ({ status, body }: Answer): FastifyReply => {
		account.requests.answered(endpoint.name, status);
		if (body === undefined || typeof body === 'string') {
			noted?.answered(status, body);
			return body === undefined ? reply.code(status).send() : reply.code(status).send(body);
		}
		const { settings } = account;
		const json = withLongIds(JSON.stringify(status < 300 ? sparse(body, settings) : body), settings.longIds);
		noted?.answered(status, json);
		return reply.code(status).type('application/json; charset=utf-8').send(json);
	};
	const refuse = (status: number, message: string, code?: string): Answer => {
		noted?.refused(message);
		const { refusalForm } = account.settings;
		const body =
			refusalForm === 'documented'
				? endpoint.errorBody(account, status, message, code)
				: refusalBody(refusalForm, message);
		return { status, body };
	};
	/** Ends without an answer: at once, or when the sandbox is reset or closed. */
	const abandon = (): FastifyReply => {
		account.requests.answered(endpoint.name, 'noAnswer');
		noted?.answered(null);
		reply.hijack();
		return reply;
	};
	const reset = (): FastifyReply => {
		request.raw.socket.destroy();
		return abandon();
	};
	const hang = (): FastifyReply => {
		account.end.addEventListener('abort', () => request.raw.socket.destroy(), { once: true });
		return abandon();
	};
	const suffer = (fault: Fault): FastifyReply => {
		noted?.struckBy(fault.kind);
		switch (fault.kind) {
			case 'reset':
			case 'resetAfter':
				return reset();
			case 'hang':
			case 'hangAfter':
				return hang();
			case 'redirect':
				reply.header('location', fault.location);
				return send({ status: fault.status ?? 302 });
			case 'garbage':
				reply.type('text/html; charset=utf-8');
				return send({ status: 200, body: page('Welcome') });
			case 'answer':
			case 'answerAfter':
				return send({ status: fault.status, body: fault.body });
			case 'slow':
				throw new Error('A slow fault only waits.');
			default:
				return send(faultAnswer(fault.kind, fault.retryAfter, { account, endpoint, reply, refuse }));
		}
	};

	const allowance = account.limits.take(token?.label ?? '', endpoint.name, endpoint.requestsPerSecond);
	reply.header('x-ratelimit-limit', allowance.limit);
	reply.header('x-ratelimit-remaining', allowance.remaining);
	if (allowance.exceeded) {
		noted?.refused(`more than ${allowance.limit} requests to this endpoint in one second [notes]`);
		return send({ status: 429 });
	}

	const before = account.faults.beforeWrite(endpoint.name, request.url, rawBody);
	if (before?.kind === 'slow') noted?.struckBy(before.kind);
	const wait = account.latencies.next(endpoint.name) + (before?.kind === 'slow' ? before.ms : 0);
	try {
		if (wait > 0) await sleep(wait, undefined, { signal: account.end, ref: false });
	} catch {
		return reset();
	}
	if (before !== undefined && before.kind !== 'slow') return suffer(before);

	try {
		const { authorization, 'content-type': contentType } = request.headers;
		if (endpoint.open && authorization !== undefined) {
			throw new Refusal(
				400,
				'header Authorization: expected none, as client ID and secret stand in the body [notes]',
			);
		}
		const caller = endpoint.open ? noToken : token;
		if (caller === undefined) throw new Refusal(401, 'header Authorization: expected a known token');
		if (endpoint.permission !== undefined) checkPermission(endpoint.permission, caller);
		checkSize(endpoint.bodyLimitOf?.(account), rawBody);
		const body = parse(endpoint.body, contentType, rawBody);
		const { params, query } = request;
		if (noted !== undefined) {
			// What is due anyway does not come of this request.
			account.catchUp();
			noted.writes();
		}
		const { answer, wrote } = endpoint.answer({
			account,
			token: caller,
			params,
			query,
			body,
			receivedAt,
		});
		const after = wrote ? account.faults.afterWrite(endpoint.name, request.url, rawBody) : undefined;
		return after === undefined ? send(answer) : suffer(after);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		const { status, message, code } = error;
		return send(refuse(status, message, code));
	}
}

function checkPermission(needed: NeededPermission, { scopes }: Token): void {
	const [granted, expected] =
		typeof needed === 'string'
			? [scopes.has(needed), needed]
			: 'anyOf' in needed
				? [needed.anyOf.some((each) => scopes.has(each)), needed.anyOf.join(' or ')]
				: [needed.allOf.every((each) => scopes.has(each)), needed.allOf.join(' and ')];
	if (granted) return;
	const has = [...scopes].join(', ') || 'none';
	throw new Refusal(403, `permission: expected ${expected}, received a token with ${has} [OpenAPI]`);
}

function checkSize(limit: number | undefined, rawBody: string): void {
	const bytes = Buffer.byteLength(rawBody);
	if (limit === undefined || bytes <= limit) return;
	throw new Refusal(413, `body: expected at most ${limit} bytes, received ${bytes} [assumed]`);
}

function parse(kind: Endpoint['body'], contentType: string | undefined, raw: string): unknown {
	if (kind === 'none' || (kind === 'optionalJson' && raw === '')) return undefined;
	if (kind === 'form') return parseForm(contentType, raw);
	if (!/^application\/json\s*(;|$)/i.test(contentType ?? '')) {
		throw new Refusal(
			400,
			`header Content-Type: expected application/json, received ${contentType ?? 'nothing'} [OpenAPI]`,
		);
	}
	try {
		return JSON.parse(raw);
	} catch {
		throw new Refusal(400, `body: expected JSON, received ${JSON.stringify(raw.slice(0, 80))} [OpenAPI]`);
	}
}

interface Refusing {
	account: Account;
	endpoint: Endpoint;
	reply: FastifyReply;
	refuse(status: number, message: string): Answer;
}

/** An answer of this kind, with a body where Attentive would have one; the pages are a gateway's (assumed). */
function faultAnswer(
	kind: string,
	retryAfter: number | undefined,
	{ account, endpoint, reply, refuse }: Refusing,
): Answer {
	const status = Number.parseInt(kind, 10);
	if (retryAfter !== undefined) {
		account.requests.askedToWait(endpoint.name, realTime() + retryAfter * 1_000);
		reply.header('retry-after', retryAfter);
	}
	if (status === 429) reply.header('x-ratelimit-remaining', 0);
	if (status < 502) {
		return refuse(status, 'Refused because the sandbox was told to');
	}
	reply.type('text/html; charset=utf-8');
	return { status, body: page(String(status)) };
}

function page(title: string): string {
	return `<!doctype html><html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>\n`;
}
