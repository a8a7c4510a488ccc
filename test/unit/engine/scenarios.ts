import type { PlannedRequest } from '../../../nodes/engine/plan';
import type { Endpoint, FailureCause, Outcome } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';

/** A plan, a service and the conditions of a run, all made from one seed. A turn is one request of a task: 0 is its first. */
export interface Scenario {
	seed: number;
	plan: PlannedRequest[];
	isIdempotent(task: number): boolean;
	/** What is known of a task before its first request: that there is nothing to send, or that its items have failed. */
	knownBefore(task: number): 'needless' | 'failed' | undefined;
	/** How many requests it makes at most, one after another, like the pages of an answer. */
	turnsOf(task: number): number;
	endpointOf(task: number, turn: number): Endpoint;
	/** Whether a failure of it does not count for the limit of failures. */
	isQuestion(task: number): boolean;
	latency(task: number, attempt: number): number;
	/** A new service, which counts from zero. An attempt is the n-th try of a task over all its turns, from 1. */
	service(): (time: number, endpoint: Endpoint, task: number, attempt: number) => Outcome;
	cancelAt?: number;
	isForeign: boolean;
	stopAtFirstFailure: boolean;
	stopAfterFailures?: number;
	patience: number;
	patienceWithoutAnswer: number;
}

/** One try of one request. */
export interface Try {
	task: number;
	turn: number;
	/** Over all turns of its task, from 1. */
	attempt: number;
	from: number;
	until: number;
	/** How many tries had ended when it left, and which of them it was when it ended. */
	endedBefore: number;
	endedAs: number;
	outcome: Outcome;
}

export const answer = (status: number, headers: Record<string, unknown> = {}): Outcome => ({
	kind: 'answer',
	status,
	headers,
	body: {},
});
export const failure = (cause: FailureCause): Outcome => ({ kind: 'failure', cause, message: 'it failed' });

const REFUSALS = [answer(400), answer(404), answer(409), answer(422)];
const DENIALS = [answer(401), answer(403), answer(302)];
const NOT_PROCESSED = [
	answer(429),
	answer(429, { 'retry-after': '1' }),
	answer(429, { 'retry-after': '20' }),
	answer(429, { 'retry-after': 90 }),
	failure('connectionRefused'),
	failure('nameNotFound'),
	failure('tls'),
];
const PERHAPS_PROCESSED = [
	answer(500),
	answer(502),
	answer(503),
	answer(503, { 'retry-after': '7' }),
	answer(504),
	answer(408),
	failure('timeout'),
	failure('connectionLost'),
	failure('foreignAnswer'),
	failure('other'),
];
const PASSING = [...NOT_PROCESSED, ...PERHAPS_PROCESSED];

/** Random choices that are the same for the same seed. */
class Dice {
	readonly fraction: () => number;

	constructor(seed: number) {
		this.fraction = new FakeClock({ seed }).random;
	}

	chance(share: number): boolean {
		return this.fraction() < share;
	}

	/** From 1 to the largest; small numbers are as likely as large ones. */
	upTo(largest: number): number {
		return Math.floor(largest ** this.fraction());
	}

	oneOf<Value>(first: Value, ...others: Value[]): Value {
		return others[Math.floor(this.fraction() * (others.length + 1)) - 1] ?? first;
	}
}

type Trouble = (time: number, endpoint: Endpoint, task: number, attempt: number) => Outcome | undefined;

export function scenario(seed: number): Scenario {
	const dice = new Dice(seed);
	/** A fraction that is always the same for the same numbers, each use with its own. */
	const fractionOf = (use: number, task: number, attempt = 0): number =>
		new FakeClock({
			seed:
				Math.imul(seed, 0x9e3779b1) ^
				Math.imul(use + 1, 0x85ebca6b) ^
				Math.imul(task + 1, 0xc2b2ae35) ^
				Math.imul(attempt + 1, 0x27d4eb2f),
		}).random();
	const size = dice.oneOf(dice.upTo(300), 1 + Math.floor(300 * dice.fraction()));
	const plan = planOf(dice, size);
	const endpoints = endpointsOf(dice);
	const idempotent = dice.oneOf(0, 0.5, 1, 1);
	const [needless, failed] = dice.chance(0.2) ? [0.1, 0.15] : [0, 0];
	const severalTurns = dice.chance(0.3) ? dice.fraction() : 0;
	const questions = dice.chance(0.2) ? 0.3 : 0;
	return {
		seed,
		plan,
		isIdempotent: (task) => fractionOf(0, task) < idempotent,
		knownBefore(task) {
			const fraction = fractionOf(1, task);
			return fraction < needless ? 'needless' : fraction < failed ? 'failed' : undefined;
		},
		turnsOf: (task) => (fractionOf(2, task) < severalTurns ? 2 + Math.floor(3 * fractionOf(3, task)) : 1),
		endpointOf: (task, turn) =>
			endpoints[Math.floor(fractionOf(4, task, turn) * endpoints.length)] ?? endpoints[0],
		isQuestion: (task) => fractionOf(5, task) < questions,
		latency: latencyOf(dice, (task, attempt) => fractionOf(6, task, attempt)),
		service: serviceOf(dice, fractionOf),
		cancelAt: dice.chance(0.25) ? dice.upTo(100_000) : undefined,
		isForeign: dice.chance(0.5),
		stopAtFirstFailure: dice.chance(0.2),
		stopAfterFailures: dice.chance(0.3) ? dice.upTo(50) : undefined,
		patience: dice.oneOf(1_000, 10_000, 60_000, 600_000),
		patienceWithoutAnswer: dice.oneOf(500, 5_000, 30_000, 30_000),
	};
}

function planOf(dice: Dice, size: number): PlannedRequest[] {
	const itemsPerRequest = dice.oneOf(1, 1, 3);
	const people = dice.oneOf(size, size, dice.upTo(size), dice.upTo(size), 1);
	const waitingForSeveral = dice.chance(0.3) ? dice.fraction() : 0;
	return Array.from({ length: size }, (_none, task) => {
		const waitsFor = new Set(task >= people ? [task - people] : []);
		if (task > 0 && dice.chance(waitingForSeveral)) {
			for (let count = dice.upTo(5); count > 0; count--) waitsFor.add(Math.floor(dice.fraction() * task));
		}
		const items = Array.from({ length: itemsPerRequest }, (_no, item) => task * itemsPerRequest + item);
		return { items, waitsFor: [...waitsFor] };
	});
}

function endpointsOf(dice: Dice): [Endpoint, ...Endpoint[]] {
	const events: Endpoint = {
		method: 'POST',
		path: '/events',
		requestsPerSecond: dice.oneOf(150, 150, 100, 10, 2),
	};
	const users: Endpoint = { method: 'GET', path: '/users', requestsPerSecond: dice.oneOf(150, 100, 5) };
	return dice.chance(0.4) ? [events, users] : [events];
}

function latencyOf(
	dice: Dice,
	fractionOf: (task: number, attempt: number) => number,
): (task: number, attempt: number) => number {
	const fixed = dice.upTo(5_000);
	const spread = dice.oneOf(0, 0, 1, 1, 30);
	const long = dice.oneOf(0, 0, 0.02, 0.2);
	return (task, attempt) =>
		fractionOf(-1 - task, attempt) < long
			? 60_000 * fractionOf(task, attempt)
			: fixed * (1 + spread * fractionOf(task, attempt));
}

function serviceOf(
	dice: Dice,
	fractionOf: (use: number, task: number, attempt?: number) => number,
): Scenario['service'] {
	const troubles: Array<() => Trouble> = [];
	if (dice.chance(0.3)) {
		const from = dice.upTo(60_000);
		const until = from + dice.upTo(400_000);
		const outcome = dice.oneOf(answer(503), ...PASSING);
		troubles.push(() => (time) => (time >= from && time < until ? outcome : undefined));
	}
	if (dice.chance(0.1)) {
		const at = dice.upTo(30_000);
		const outcome = dice.oneOf(answer(401), ...DENIALS);
		troubles.push(() => (time) => (time >= at ? outcome : undefined));
	}
	if (dice.chance(0.3)) {
		const share = dice.oneOf(0.01, 0.1, 0.5, 1);
		const outcome = dice.oneOf(answer(400), ...REFUSALS, ...PASSING);
		troubles.push(() => (_time, _endpoint, task) => (fractionOf(10, task) < share ? outcome : undefined));
	}
	for (const [use, outcomes] of [[...REFUSALS], PASSING, NOT_PROCESSED].entries()) {
		if (!dice.chance(0.25)) continue;
		const share = dice.oneOf(0.01, 0.1, 0.5, 0.9);
		troubles.push(() => (_time, _endpoint, task, attempt) => {
			if (fractionOf(20 + use, task, attempt) >= share) return undefined;
			return outcomes[Math.floor(fractionOf(30 + use, task, attempt) * outcomes.length)];
		});
	}
	if (dice.chance(0.3)) {
		const factor = dice.oneOf(0.1, 0.5, 1, 1, 2);
		const tells = dice.chance(0.8);
		troubles.push(() => limited(factor, tells));
	}
	return () => {
		const present = troubles.map((begin) => begin());
		return (...circumstances) => {
			for (const trouble of present) {
				const outcome = trouble(...circumstances);
				if (outcome) return outcome;
			}
			return answer(202);
		};
	};
}

/** Limits that differ from those documented by a factor, counted in fixed windows of a second. */
function limited(factor: number, tells: boolean): Trouble {
	const counted = new Map<string, number>();
	return (time, { path, requestsPerSecond }) => {
		const limit = Math.max(1, Math.round(factor * requestsPerSecond));
		const window = `${path} ${Math.floor(time / 1_000)}`;
		const count = (counted.get(window) ?? 0) + 1;
		counted.set(window, count);
		const headers = {
			'x-ratelimit-limit': String(limit),
			'x-ratelimit-remaining': String(Math.max(0, limit - count)),
		};
		return answer(count > limit ? 429 : 202, tells ? headers : {});
	};
}
