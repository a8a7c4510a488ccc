import type { IDataObject } from 'n8n-workflow';

/** The facts of an endpoint that the engine works by. They come from the API's documentation. */
export interface Endpoint {
	method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
	/** With placeholders, such as /v2/segments/external/{externalId}: one limiter serves all of them. */
	path: string;
	/** Documented limit for each token, in requests a second. The answers' headers correct it. */
	requestsPerSecond: number;
}

/** Why a request brought no answer of the service; foreignAnswer: something else answered in its place. */
export type FailureCause =
	| 'connectionRefused'
	| 'nameNotFound'
	| 'tls'
	| 'timeout'
	| 'connectionLost'
	| 'cancelled'
	| 'foreignAnswer'
	| 'other';

export interface Answer {
	kind: 'answer';
	status: number;
	headers: Record<string, unknown>;
	body: unknown;
}

export interface Failure {
	kind: 'failure';
	cause: FailureCause;
	/** In plain words, without addresses' secrets and without a token. */
	message: string;
}

/** What became of one request. */
export type Outcome = Answer | Failure;

/**
 * - rejected: by us, before sending.
 * - refused: by the service.
 * - unknown: sent, and nobody can say whether it was processed.
 * - notTried: certainly not processed.
 */
export type ErrorStatus = 'rejected' | 'refused' | 'unknown' | 'notTried';

/** One thing that is wrong with an item. */
export type ItemProblem = {
	/** Short and stable, for filters. */
	reasonCode: string;
	field?: string;
	value?: string;
	reason: string;
	wayOut?: string;
};

/** What a user reads about an item that failed; the first of its problems stands in the error itself. */
export interface ItemError extends ItemProblem {
	message: string;
	status: ErrorStatus;
	/** All that is wrong with the item, where that is more than one thing. */
	problems?: ItemProblem[];
	attentiveErrorId?: string;
}

/** Why an item is left out, on purpose. */
export interface Skip {
	reasonCode: string;
	reason: string;
}

/** What became of one item. */
export type ItemResult =
	| { status: 'accepted'; details: IDataObject }
	| { status: 'pending'; details: IDataObject }
	| { status: 'validated'; details: IDataObject }
	| ({ status: 'skipped' } & Skip)
	| { status: 'read'; records: IDataObject[] }
	| { status: 'failed'; error: ItemError };

/** Time is passed in, so that no test has to wait. All values in ms. */
export interface Clock {
	now(): number;
	sleep(ms: number): Promise<void>;
	/** A number from 0 up to, not including, 1. */
	random(): number;
}
