import type { Limiter } from './limiter';
import type { Decision } from './retry';
import type { Clock, Endpoint, Outcome } from './types';

/** Why a run ended before all its requests were sent. */
export type StopReason =
	| { kind: 'cancelled' }
	| { kind: 'firstFailure' }
	| { kind: 'tooManyFailures' }
	/** In ms: for how long the service has asked to wait, where that is longer than the patience. */
	| { kind: 'noSuccess'; asked?: number; patience?: number }
	/** The service refused the token, or the way to it is closed: no other request would pass. */
	| { kind: 'denied'; outcome: Outcome }
	/** A task threw: a fault of ours. */
	| { kind: 'fault'; error: unknown };

/** How one request ended. */
export type Ended = Exclude<Decision, { kind: 'again' }>;

/** A request as a task orders it. Times in ms of the clock. */
export interface Order {
	endpoint: Endpoint;
	/** Whether a second time changes nothing (RFC 9110): only then is it repeated after an unknown outcome. */
	isIdempotent: boolean;
	/** Makes the request once, also for another attempt; must not order another one. What it throws, the task's `request()` throws. */
	send(): Promise<Outcome>;
	/** Called just before each attempt. */
	onStart?(): void;
	/** It is not sent before this. */
	notBefore?: number;
	/** No attempt starts after this. */
	notAfter?: number;
}

/** What became of an order; stopped: it was never sent, since the run or its task had ended, or its time was over. */
export type Reply = { kind: 'ended'; ended: Ended; outcome: Outcome } | { kind: 'stopped' };

/** What a task may do. */
export interface Requests {
	/**
	 * Sends a request when its turn has come, at the pace of its endpoint, and again where that is safe and may help.
	 * A task may order several at once: nothing else starts between the last of their answers and what it does then.
	 */
	request(order: Order): Promise<Reply>;
	/**
	 * Waits until the task would start now if it had not started: after all requests that wait for theirs, together with as many others as
	 * start together. False where the run has ended, or where the task waits for it already.
	 */
	turn(): Promise<boolean>;
}

/** Does the task at this place of the list. */
export type Work = (task: number, requests: Requests) => Promise<void>;

export interface Conditions {
	clock: Clock;
	limiterOf(endpoint: Endpoint): Limiter;
	signal?: AbortSignal;
	/** Whether a refusal was written by something else than the service, such as a proxy or a wrong host. */
	isForeign?(outcome: Outcome): boolean;
	/** Ends the run at the first failure. */
	stopAtFirstFailure: boolean;
	/** Ends the run after so many failed items. */
	stopAfterFailures?: number;
	/** How long it goes on without one success, in ms. */
	patience: number;
	/** The same while the host has not answered once in this run, in ms. */
	patienceWithoutAnswer: number;
	/** How many tasks may start together when a new one is due; 1 unless given. */
	startsTogether?(): number;
}
