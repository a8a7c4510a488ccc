import { z } from 'zod';
import type { Account } from '../attentive/account';
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

interface Call<Query, Body> {
	account: Account;
	token: Token;
	query: Query;
	body: Body;
	/** Enters the request in the ledger. Every accepted write does so, once. */
	write(user: User, options?: { dropped: boolean }): void;
}

interface Declaration<Query, Body> {
	method: 'GET' | 'POST';
	/** As Fastify writes paths. */
	path: string;
	/** Left out: any token will do. */
	permission?: Permission;
	/** For each token. */
	requestsPerSecond: number;
	query: z.ZodType<Query, z.ZodTypeDef, unknown>;
	body: z.ZodType<Body, z.ZodTypeDef, unknown>;
	answer(call: Call<Query, Body>): Answer;
}

/** A request that got past token, permission and content type. */
export interface ApiRequest {
	account: Account;
	token: Token;
	query: unknown;
	/** As parsed from JSON. */
	body: unknown;
	/** Real time in milliseconds since 1970. */
	receivedAt: number;
}

export interface Endpoint {
	/** Method and path, as in 'POST /v1/events/custom'. */
	name: string;
	method: 'GET' | 'POST';
	path: string;
	permission: Permission | undefined;
	requestsPerSecond: number;
	hasBody: boolean;
	/** Checks and answers, or throws a Refusal. */
	answer(request: ApiRequest): { answer: Answer; wrote: boolean };
}

/** One endpoint of Attentive's API, from all that is particular to it. */
export function endpoint<Query, Body>(declaration: Declaration<Query, Body>): Endpoint {
	const { method, path, permission, requestsPerSecond } = declaration;
	const name = `${method} ${path}`;
	const hasBody = !declaration.body.isOptional();

	function answer({ account, token, receivedAt, ...request }: ApiRequest) {
		const query = check(declaration.query, request.query, 'query');
		const body = check(declaration.body, request.body, 'body');
		let wrote = false;
		const write = (user: User, { dropped } = { dropped: false }) => {
			wrote = true;
			account.ledger.append({
				at: account.clock.iso(),
				receivedAt,
				endpoint: name,
				token: token.label,
				// As it came: a schema gives a copy, and a ledger must show what was really sent.
				body: request.body,
				userId: userId(user),
				...(dropped ? { dropped } : {}),
			});
		};
		return { answer: declaration.answer({ account, token, query, body, write }), wrote };
	}

	return { name, method, path, permission, requestsPerSecond, hasBody, answer };
}
