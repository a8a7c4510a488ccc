import { Exchange } from '../../../nodes/engine/exchange';
import { Limiter } from '../../../nodes/engine/limiter';
import type { PlannedRequest } from '../../../nodes/engine/plan';
import type { Conditions, Ended, StopReason } from '../../../nodes/engine/requests';
import type { Endpoint, FailureCause, Outcome } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';

export const MINUTE = 60_000;
export const answer = (status: number, headers: Record<string, unknown> = {}): Outcome => ({
	kind: 'answer',
	status,
	headers,
	body: {},
});
export const failure = (cause: FailureCause): Outcome => ({ kind: 'failure', cause, message: 'it failed' });

/** One try of one request. */
export interface Try {
	place: number;
	from: number;
	until?: number;
	outcome?: Outcome;
}

export interface Setup extends Partial<Conditions> {
	isIdempotent?: boolean;
	/** Called just before each try leaves, and when its request has ended. */
	onStart?: (place: number) => void;
	onEnd?: (place: number) => void;
	/** Number of requests, each of one item, or a plan. */
	requests: number | PlannedRequest[];
	/** What the service answers at this moment, when this place is tried for the n-th time. */
	service?: (time: number, place: number, attempt: number) => Outcome;
	latency?: number | ((place: number, time: number) => number);
	/** Called as each try leaves. */
	onTry?: (place: number, clock: FakeClock) => void;
	seed?: number;
	/** When it begins. */
	start?: number;
}

export interface Run {
	stop: StopReason | undefined;
	tries: Try[];
	ended: Map<number, Ended>;
	endedAt: Map<number, number>;
	clock: FakeClock;
	mostInFlight: number;
	/** How many places ended so; `untouched` for those that did not. */
	count(kind: Ended['kind'] | 'untouched'): number;
	triesOf(place: number): Try[];
}

export const ENDPOINT: Endpoint = { method: 'POST', path: '/events', requestsPerSecond: 150 };

/** What runs tasks on this clock at the pace of this limiter, under the usual conditions unless others are given. */
export function exchangeOn(
	clock: FakeClock,
	limiter: Limiter,
	conditions: Partial<Conditions> = {},
): Exchange {
	return new Exchange({
		clock,
		limiterOf: () => limiter,
		stopAtFirstFailure: false,
		patience: 10 * MINUTE,
		patienceWithoutAnswer: 30_000,
		...conditions,
	});
}

/** Sends requests on a clock of their own, and records every try. */
export async function run(setup: Setup): Promise<Run> {
	const {
		requests,
		service = () => answer(202),
		latency = 100,
		onTry,
		seed,
		start,
		isIdempotent = true,
		onStart,
		onEnd,
		...rest
	} = setup;
	const limiter = new Limiter(150);
	const clock = new FakeClock({ seed, start });
	const plan: PlannedRequest[] =
		typeof requests === 'number'
			? Array.from({ length: requests }, (_none, index) => ({ items: [index], waitsFor: [] }))
			: requests;
	const tries: Try[] = [];
	const attempts: number[] = [];
	const ended = new Map<number, Ended>();
	const endedAt = new Map<number, number>();
	const endedTwice: number[] = [];
	let inFlight = 0;
	let mostInFlight = 0;
	const send = async (place: number): Promise<Outcome> => {
		const tried: Try = { place, from: clock.now() };
		tries.push(tried);
		attempts[place] = (attempts[place] ?? 0) + 1;
		mostInFlight = Math.max(mostInFlight, ++inFlight);
		onTry?.(place, clock);
		const whole = typeof latency === 'number' ? latency : latency(place, clock.now());
		await clock.sleep(whole / 2);
		const outcome = service(clock.now(), place, attempts[place] ?? 1);
		await clock.sleep(whole / 2);
		inFlight--;
		tried.until = clock.now();
		tried.outcome = outcome;
		return outcome;
	};
	const exchange = exchangeOn(clock, limiter, rest);
	const stop = await clock.run(
		exchange.run(plan, async (place, requests) => {
			const reply = await requests.request({
				endpoint: ENDPOINT,
				isIdempotent,
				onStart: () => onStart?.(place),
				send: async () => await send(place),
			});
			if (reply.kind === 'stopped') return;
			if (ended.has(place)) endedTwice.push(place);
			ended.set(place, reply.ended);
			endedAt.set(place, clock.now());
			onEnd?.(place);
			if (reply.ended.kind === 'done') return;
			exchange.countFailures(reply.ended.kind === 'notTried' ? 0 : (plan[place]?.items.length ?? 0));
		}),
		24 * 60 * MINUTE,
	);
	expect(endedTwice).toEqual([]);
	expect(inFlight).toBe(0);
	// What was tried has ended: only what never left may be untouched.
	expect(tries.filter(({ place }) => !ended.has(place))).toEqual([]);
	return {
		stop,
		tries,
		ended,
		endedAt,
		clock,
		mostInFlight,
		count: (kind) =>
			kind === 'untouched'
				? plan.length - ended.size
				: [...ended.values()].filter((one) => one.kind === kind).length,
		triesOf: (place) => tries.filter((tried) => tried.place === place),
	};
}

/** A service with a limit, counted in fixed windows of a second. */
export function limited(limit: number): (time: number) => Outcome {
	const counted = new Map<number, number>();
	return (time) => {
		const window = Math.floor(time / 1_000);
		const count = (counted.get(window) ?? 0) + 1;
		counted.set(window, count);
		return answer(count > limit ? 429 : 202, {
			'x-ratelimit-limit': String(limit),
			'x-ratelimit-remaining': String(Math.max(0, limit - count)),
		});
	};
}
