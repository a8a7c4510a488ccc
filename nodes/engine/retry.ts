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
 * - refused: the service said no; `denied` when it says no to the token or points elsewhere, so that nothing else will pass either.
 * - notTried: certainly not processed, and no longer tried.
 * - unknown: perhaps processed.
 */
export type Decision =
	| { kind: 'done' }
	| { kind: 'again'; afterMs: number }
	| { kind: 'refused'; denied: boolean }
	| { kind: 'notTried' }
	| { kind: 'unknown' };

const FIRST_BACKOFF = 500;
const LONGEST_BACKOFF = 30_000;
/** A service that asks for more than this is asked again earlier: an execution should not sleep for hours. */
const LONGEST_RETRY_AFTER = 60_000;

/** The request did not reach the service, so sending it again cannot do anything twice. */
const NEVER_ARRIVED: ReadonlySet<FailureCause> = new Set(['connectionRefused', 'nameNotFound', 'tls']);

/** How sure we are that the request was not processed. */
function fate(outcome: Outcome): 'processed' | 'refused' | 'notProcessed' | 'perhaps' {
	if (outcome.kind === 'failure') return NEVER_ARRIVED.has(outcome.cause) ? 'notProcessed' : 'perhaps';
	if (outcome.status >= 200 && outcome.status < 300) return 'processed';
	if (outcome.status === 429) return 'notProcessed';
	if (outcome.status >= 500 || outcome.status === 408) return 'perhaps';
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

/** Decides what to do after one attempt. The whole retry policy is here. */
export function decide(isIdempotent: boolean, outcome: Outcome, limits: RetryLimits): Decision {
	const known = fate(outcome);
	if (known === 'processed') return { kind: 'done' };
	if (known === 'refused') {
		const denied =
			outcome.kind === 'answer' && (outcome.status < 400 || outcome.status === 401 || outcome.status === 403);
		return { kind: 'refused', denied };
	}
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
