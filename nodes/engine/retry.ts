import type { FailureCause, Outcome } from './types';

/** Times in ms. */
export interface RetryLimits {
	/** A request that would start after this moment of the clock is not started. */
	deadline: number;
	now: number;
	/** How often this request was sent, this time included: 1 or more. */
	attempt: number;
	/** A number from 0 up to, not including, 1. */
	random: number;
}

/**
 * - done: the service took it.
 * - again: send the same request again after `afterMs`.
 * - refused: the service said no; `denied` when it says no to the token or the way to it does, so that nothing else will pass either.
 * - notTried: certainly not processed, and no longer tried.
 * - unknown: perhaps processed; `denied` when it points elsewhere, as it will for everything else.
 */
export type Decision =
	| { kind: 'done' }
	| { kind: 'again'; afterMs: number }
	| { kind: 'refused'; denied: boolean }
	| { kind: 'notTried' }
	| { kind: 'unknown'; denied?: boolean };

const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 30_000;
/** A service that asks for more than this is asked again earlier: an execution should not sleep for hours. */
const LONGEST_RETRY_AFTER = 60_000;

/** The request did not reach the service, so sending it again cannot do anything twice. */
const NEVER_ARRIVED: ReadonlySet<FailureCause> = new Set([
	'connectionRefused',
	'nameNotFound',
	'tls',
	'proxyRefused',
]);

/** Of the token, the account or the way to the service, whatever was sent. */
const DENIED: ReadonlySet<number> = new Set([401, 402, 403, 407]);
/** Of what was sent or when, whoever says so. */
const OF_THIS_REQUEST: ReadonlySet<number> = new Set([400, 404, 408, 409, 413, 414, 422, 429, 431]);

/** How sure we are that the request was not processed. */
function fate(outcome: Outcome): 'processed' | 'refused' | 'notProcessed' | 'perhaps' {
	if (outcome.kind === 'failure') return NEVER_ARRIVED.has(outcome.cause) ? 'notProcessed' : 'perhaps';
	if (outcome.status >= 200 && outcome.status < 300) return 'processed';
	if (outcome.status === 429) return 'notProcessed';
	// A redirect says nothing of what became of the request, whoever has sent it; after a 303 it was even processed.
	if (outcome.status >= 500 || outcome.status === 408 || outcome.status < 400) return 'perhaps';
	return 'refused';
}

/** Whether the request was perhaps processed, without a word that says so. */
export function mayHaveArrived(outcome: Outcome): boolean {
	return fate(outcome) === 'perhaps';
}

/** Whether the service or the way to it is ill, as opposed to one request being wrong or too early. */
export function isOutage(outcome: Outcome): boolean {
	return outcome.kind === 'failure' || outcome.status >= 500 || outcome.status === 408;
}

/** Whether a refusal with this status would meet every other request as well, where the service itself did not write it. */
export function isOfTheWay(status: number): boolean {
	return !OF_THIS_REQUEST.has(status);
}

/** Decides what to do after one attempt. The whole retry policy is here. */
export function decide(isIdempotent: boolean, outcome: Outcome, limits: RetryLimits): Decision {
	const known = fate(outcome);
	if (known === 'processed') return { kind: 'done' };
	const status = outcome.kind === 'answer' ? outcome.status : 0;
	if (known === 'refused') return { kind: 'refused', denied: DENIED.has(status) };
	if (known === 'perhaps' && status > 0 && status < 400) return { kind: 'unknown', denied: true };
	const givenUp: Decision = known === 'notProcessed' ? { kind: 'notTried' } : { kind: 'unknown' };
	if (outcome.kind === 'failure' && outcome.cause === 'cancelled') return givenUp;
	if (known === 'perhaps' && !isIdempotent) return givenUp;
	const afterMs = Math.max(backoff(limits.attempt, limits.random), retryAfter(outcome));
	return limits.now + afterMs > limits.deadline ? givenUp : { kind: 'again', afterMs };
}

/** Exponential backoff with full jitter, in ms. */
export function backoff(attempt: number, random: number): number {
	return random * Math.min(LONGEST_BACKOFF, FIRST_BACKOFF * 2 ** Math.min(attempt - 1, 20));
}

/** How long to wait because the service asks for it, in ms. */
export function retryAfter(outcome: Outcome): number {
	return Math.min(askedFor(outcome), LONGEST_RETRY_AFTER);
}

/** What the service asks for in its Retry-After header (seconds, or a date by its own clock), in ms. */
export function askedFor(outcome: Outcome): number {
	if (outcome.kind !== 'answer') return 0;
	const { 'retry-after': header, date } = outcome.headers;
	if (typeof header !== 'string' && typeof header !== 'number') return 0;
	const seconds = Number(header);
	const asked = Number.isNaN(seconds) ? timeOf(header) - (timeOf(date) || Date.now()) : seconds * 1_000;
	return Math.max(asked, 0) || 0;
}

function timeOf(date: unknown): number {
	return typeof date === 'string' ? Date.parse(date) : Number.NaN;
}
