import type { IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';
import { z } from 'zod';
import type { Failure, FailureCause, Outcome } from '../engine/types';
import { saysNo } from '../schemas/answers';
import { parseJson } from '../values/json';
import { member } from '../values/member';
import { DEEPEST, isDeeperThan } from '../values/nested';
import { AS_IT_COMES, MEGABYTE, readBody } from './answerBody';
import { isCancelled, type Connection, type Context } from './connection';
import { Cutoff } from './cutoff';
import { withoutSecretIn } from './secret';

/** One request to Attentive, below the base URL. */
export interface AttentiveRequest {
	method: IHttpRequestMethods;
	path: string;
	query?: Record<string, string>;
	body?: object;
}

const fullAnswerSchema = z.object({
	statusCode: z.number(),
	headers: z
		.custom<Record<string, unknown>>((headers) => typeof headers === 'object' && headers !== null)
		.catch({}),
	body: z.unknown(),
});

/** Largest answers, in MB: a list comes in pages, and what Attentive says of a write is short. Many may be under way at once. */
const LARGEST_READ = 16;
const LARGEST_OTHER = 1;

/** In place of a body that could not be read to its end: none at all would pass for Attentive's own, and so for "there is no such thing". */
const UNREAD = '…';

/**
 * Makes one request and says what came of it. Never throws, never follows a redirect (the token would go with it), and never repeats:
 * n8n answers a thrown 401 with a second request, so statuses are not thrown.
 *
 * @param timeout of all of it, to the end of the answer, in ms
 */
export async function attentiveRequest(
	context: Context,
	connection: Connection,
	request: AttentiveRequest,
	timeout: number,
): Promise<Outcome> {
	const options: IHttpRequestOptions = {
		method: request.method,
		url: connection.baseUrl + request.path + queryText(request.query),
		headers: { Accept: 'application/json', ...(request.body ? { 'Content-Type': 'application/json' } : {}) },
		// As bytes: a text n8n would parse once more, to see whether it is JSON.
		...(request.body ? { body: Buffer.from(JSON.stringify(request.body)) } : {}),
		timeout,
		...AS_IT_COMES,
		get abortSignal() {
			return cutoff.signal;
		},
		// n8n puts in the signal of the cancel alone, which the cutoff listens to.
		set abortSignal(_signal) {},
	};
	const due = performance.now() + timeout;
	const cutoff = new Cutoff(context, () => due);
	try {
		const answer = fullAnswerSchema.parse(
			await context.helpers.httpRequestWithAuthentication.call(
				context,
				connection.credentialType,
				options,
				connection.authentication,
			),
		);
		const largest = request.method === 'GET' ? LARGEST_READ : LARGEST_OTHER;
		const { content, fault } = await readBody(answer.body, largest * MEGABYTE);
		// A refusal is one, whatever follows its status. A success may still say no.
		if (fault === undefined || answer.statusCode >= 300)
			return outcomeOf({ ...answer, body: fault ? UNREAD : cleaned(parsed(content), content, connection) });
		if (fault === 'lost') throw LOST;
		return {
			kind: 'failure',
			cause: 'foreignAnswer',
			message: `the response was larger than ${largest} MB`,
		};
	} catch (error) {
		return failure(cutoff.isOver ? TIMED_OUT : error, isCancelled(context), timeout);
	} finally {
		cutoff.end();
	}
}

function outcomeOf({ statusCode: status, headers, body }: z.infer<typeof fullAnswerSchema>): Outcome {
	const isSuccess = status >= 200 && status < 300;
	// What says no is told as a 400, whatever its status.
	if (!isSuccess || saysNo(body))
		return { kind: 'answer', status: isSuccess ? BAD_REQUEST : status, headers, body };
	if (isForeign(body)) return foreignAnswer();
	return { kind: 'answer', status, headers, body };
}

/** JSON where it is some, whatever its content type says. */
function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return parseJson(body);
	} catch {
		return body;
	}
}

const BAD_REQUEST = 400;

/**
 * An answer may be shown to people, so what it might repeat of the request's headers is taken out.
 * @param content what the body was parsed from: in almost all cases it shows that nothing is to be done
 */
function cleaned(body: unknown, content: unknown, { withoutToken }: Connection): unknown {
	if (typeof content === 'string' && withoutToken(content) === content) return body;
	// Nothing that Attentive says is like that, and the status still counts.
	return isDeeperThan(DEEPEST, body) ? UNREAD : withoutSecretIn(body, withoutToken);
}

/** Half of an emoji that was cut, which has no code of its own in a URL. */
const HALF_CHARACTER = /\p{Cs}/gu;

/** Encoded whole, so that the + of a phone arrives as %2B. */
function queryText(query: Record<string, string> | undefined): string {
	const parts = Object.entries(query ?? {}).map(
		([name, value]) =>
			`${encodeURIComponent(name)}=${encodeURIComponent(value.replace(HALF_CHARACTER, '\ufffd'))}`,
	);
	return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** Longest plain text that may be Attentive's own word for a success: its answers to writes are not documented beyond the status. */
const LONGEST_PLAIN_TEXT = 100;

/** Proxies and sign-in portals answer 200 with something of their own: nothing was processed, or nobody knows. */
function isForeign(body: unknown): boolean {
	if (typeof body === 'string') return body.includes('<') || body.length > LONGEST_PLAIN_TEXT;
	return Boolean(member(body, 'error'));
}

const CAUSES: Record<string, FailureCause> = {
	ECONNREFUSED: 'connectionRefused',
	ENOTFOUND: 'nameNotFound',
	EAI_AGAIN: 'nameNotFound',
	ETIMEDOUT: 'timeout',
	ECONNABORTED: 'timeout',
	ESOCKETTIMEDOUT: 'timeout',
	ECONNRESET: 'connectionLost',
	EPIPE: 'connectionLost',
	ERR_CANCELED: 'cancelled',
	CERT_HAS_EXPIRED: 'tls',
	CERT_NOT_YET_VALID: 'tls',
	CERT_REVOKED: 'tls',
	CERT_UNTRUSTED: 'tls',
	DEPTH_ZERO_SELF_SIGNED_CERT: 'tls',
	SELF_SIGNED_CERT_IN_CHAIN: 'tls',
	UNABLE_TO_GET_ISSUER_CERT: 'tls',
	UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'tls',
	UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'tls',
	ERR_TLS_CERT_ALTNAME_INVALID: 'tls',
};

/** Errors as the system would give them. */
export const LOST = { code: 'ECONNRESET' };
export const TIMED_OUT = { code: 'ETIMEDOUT' };

const WORDS: Record<FailureCause, string> = {
	connectionRefused: 'the connection was refused',
	nameNotFound: 'the address could not be found',
	tls: 'no secure connection could be made, for example because the certificate of the address is not trusted',
	proxyRefused: 'the proxy that n8n uses closed the connection before anything was sent',
	timeout: 'no complete response came in time',
	connectionLost: 'the connection was lost',
	cancelled: 'the execution was canceled',
	foreignAnswer: "the response did not come from Attentive's API: it may be a web page",
	other: 'the request failed',
};

/** Something else has answered. */
export const foreignAnswer = (): Failure => ({
	kind: 'failure',
	cause: 'foreignAnswer',
	message: WORDS.foreignAnswer,
});

/**
 * Why a request brought no answer.
 * @param timeout ms
 */
export function failure(error: unknown, cancelled: boolean, timeout: number): Failure {
	const cause = cancelled ? 'cancelled' : causeOf(error);
	const message = cause === 'timeout' ? `${WORDS.timeout} (${Math.round(timeout / 1_000)} s)` : WORDS[cause];
	return { kind: 'failure', cause, message };
}

/** A handshake that failed because of these has carried no request; TLS errors later on are no such proof. */
const FAILED_HANDSHAKE =
	/wrong version number|handshake failure|unsupported protocol|alert protocol version|before secure TLS connection/i;

/** Said by the agent of n8n as long as there is no tunnel through the proxy: nothing of the request has left. */
const NO_TUNNEL = /proxy connection ended before receiving CONNECT|from proxy CONNECT response/i;

const codedSchema = z.object({ code: z.string().catch(''), message: z.string().catch('') });
const causedSchema = z.object({ cause: z.unknown() });
/** n8n wraps the error of axios, which wraps that of the system. */
const DEEPEST_CAUSE = 5;

function causeOf(error: unknown, depth = 0): FailureCause {
	const { code = '', message = '' } = codedSchema.safeParse(error).data ?? {};
	if (NO_TUNNEL.test(message)) return 'proxyRefused';
	if (FAILED_HANDSHAKE.test(message)) return 'tls';
	const known = CAUSES[code];
	if (known !== undefined) return known;
	const caused = causedSchema.safeParse(error);
	if (!caused.success || caused.data.cause === undefined || depth === DEEPEST_CAUSE) return 'other';
	return causeOf(caused.data.cause, depth + 1);
}
