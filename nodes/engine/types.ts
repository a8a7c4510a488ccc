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
	| 'proxyRefused'
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
	/** What happened, where it is another service that has answered, or something is missing in the answer: in place of status and body. */
	said?: string;
}

export interface Failure {
	kind: 'failure';
	cause: FailureCause;
	/** In plain words, without addresses' secrets and without a token. */
	message: string;
}

/** What became of one request. */
export type Outcome = Answer | Failure;

/** Time is passed in, so that no test has to wait. All values in ms. */
export interface Clock {
	now(): number;
	sleep(ms: number): Promise<void>;
	/** A number from 0 up to, not including, 1. */
	random(): number;
}
