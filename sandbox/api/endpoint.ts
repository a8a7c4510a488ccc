import { z } from 'zod';
import type { Account } from '../attentive/account';
import type { LedgerEntry } from '../attentive/ledger';
import type { Permission, Token } from '../attentive/tokens';
import { userId, type User } from '../attentive/users';
import { check, fields } from './rules';

/** For endpoints without a query: any parameter is refused. */
export const noQuery = fields({}, 'assumed');
/** For endpoints without a body. */
export const noBody = z.undefined();

export interface Answer {
	status: number;
	/** Left out: an answer without a body. */
	body?: unknown;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a token must be allowed: this, any of these, or all of these. */
export type NeededPermission =
	Permission | { anyOf: readonly Permission[] } | { allOf: readonly Permission[] };

type WriteDetails = Pick<LedgerEntry, 'dropped' | 'records' | 'bulkJobId'>;

interface Call<Params, Query, Body> {
	account: Account;
	token: Token;
	params: Params;
	query: Query;
	body: Body;
	/** Enters the request in the ledger, with the user whom it is about, if any. Every accepted write does so, once. */
	write(user?: User, details?: WriteDetails): void;
}

interface Declaration<Params, Query, Body> {
	method: Method;
	/** With its parameters in braces. */
	path: string;
	/** Left out: any token will do. */
	permission?: NeededPermission;
	/** No token is needed, and none is taken. */
	open?: true;
	/** For each token. */
	requestsPerSecond: number;
	/** Bytes; left out: what an API request may have. */
	bodyLimit?: number;
	/** Bytes, where a setting says so; above them it is a 413. */
	bodyLimitOf?(account: Account): number;
	/** Left out: JSON. 'optionalJson': JSON or nothing. 'form': as HTML forms are sent. */
	bodyForm?: 'optionalJson' | 'form';
	/**
	 * Left out: OpenAPI's ErrorResponseDto, {"error": {"id", "message"}}. 'text': {"error": "message"}.
	 * 'oauth': {"error": "code", "error_description": "message"}, as RFC 6749 has it.
	 */
	errorForm?: 'text' | 'oauth';
	/** Which statuses have an error body. Left out: 400 and 404. */
	errorsWithBody?: readonly number[];
	params?: z.ZodType<Params, z.ZodTypeDef, unknown>;
	query: z.ZodType<Query, z.ZodTypeDef, unknown>;
	body: z.ZodType<Body, z.ZodTypeDef, unknown>;
	answer(call: Call<Params, Query, Body>): Answer;
}

/** A request that got past token, permission and content type. */
export interface ApiRequest {
	account: Account;
	token: Token;
	params: unknown;
	query: unknown;
	/** As parsed from JSON. */
	body: unknown;
	/** Real time in milliseconds since 1970. */
	receivedAt: number;
}

export interface Endpoint {
	/** Method and path, as in 'POST /v1/events/custom' or 'PUT /v1/webhooks/{webhookId}'. */
	name: string;
	method: Method;
	/** As Fastify writes paths. */
	route: string;
	permission: NeededPermission | undefined;
	open: boolean;
	requestsPerSecond: number;
	bodyLimit: number | undefined;
	bodyLimitOf: ((account: Account) => number) | undefined;
	body: 'none' | 'json' | 'optionalJson' | 'form';
	/** The error body for a status; none where Attentive has none. */
	errorBody(account: Account, status: number, message: string, code?: string): unknown;
	/** Checks and answers, or throws a Refusal. */
	answer(request: ApiRequest): { answer: Answer; wrote: boolean };
}

/** One endpoint of Attentive's API, from all that is particular to it. */
export function endpoint<Params, Query, Body>(declaration: Declaration<Params, Query, Body>): Endpoint {
	const { method, path, permission, requestsPerSecond, bodyLimit, bodyLimitOf } = declaration;
	const { errorForm, errorsWithBody = [400, 404], open = false } = declaration;
	const name = `${method} ${path}`;
	const route = path.replace(/\{(\w+)\}/g, ':$1');
	const body = declaration.bodyForm ?? (declaration.body.isOptional() ? 'none' : 'json');

	function answer({ account, token, receivedAt, ...request }: ApiRequest) {
		account.catchUp();
		const params = check(declaration.params ?? z.any(), request.params, 'path');
		const query = check(declaration.query, request.query, 'query');
		const body = check(declaration.body, request.body, 'body');
		let wrote = false;
		const write = (user?: User, details: WriteDetails = {}) => {
			wrote = true;
			account.ledger.append({
				at: account.clock.iso(),
				receivedAt,
				endpoint: name,
				token: token.label,
				// As it came: a schema gives a copy, and a ledger must show what was really sent.
				body: request.body,
				...(declaration.params === undefined ? {} : { params: request.params as Record<string, string> }),
				...(user === undefined ? {} : { userId: userId(user) }),
				...details,
			});
		};
		return { answer: declaration.answer({ account, token, params, query, body, write }), wrote };
	}

	function errorBody(account: Account, status: number, message: string, code?: string): unknown {
		if (!errorsWithBody.includes(status)) return undefined;
		if (errorForm === 'oauth') return { error: code ?? 'invalid_request', error_description: message };
		return errorForm === 'text' ? { error: message } : errorResponse(account, message);
	}

	return {
		name,
		method,
		route,
		permission,
		open,
		requestsPerSecond,
		bodyLimit,
		bodyLimitOf,
		body,
		errorBody,
		answer,
	};
}

/** OpenAPI's ErrorResponseDto. */
export function errorResponse(account: Account, message: string): unknown {
	return { error: { id: account.nextErrorId(), message } };
}
