import { Exchange } from '../../../nodes/engine/exchange';
import { Limiter } from '../../../nodes/engine/limiter';
import type { Ended, StopReason } from '../../../nodes/engine/requests';
import type { Endpoint, Outcome } from '../../../nodes/engine/types';
import { FakeClock } from '../fakeClock';
import type { Scenario, Try } from './scenarios';

/** How one request of a task ended. */
export interface End {
	task: number;
	turn: number;
	kind: Ended['kind'];
	at: number;
}

/** All that happened in a run. */
export interface Run {
	stop: StopReason | undefined;
	/** In the order in which they left. */
	tries: Try[];
	/** In the order in which they ended. */
	ends: End[];
	/** Tasks in the order in which they started, and those that have ended. */
	started: number[];
	finished: number[];
	/** Orders that were never sent. */
	unsent: Array<{ task: number; turn: number }>;
	/** Failed items as they were counted, and how many tries had left by then. */
	failures: Array<{ items: number; tries: number }>;
	endedAt: number;
}

const A_DAY = 86_400_000;

/** Sends tries to the service of a scenario, and records them. */
export function recorder(scene: Scenario, clock: FakeClock, tries: Try[]) {
	const attempts: number[] = [];
	const service = scene.service();
	let ended = 0;
	return async (task: number, turn: number): Promise<Outcome> => {
		const attempt = (attempts[task] ?? 0) + 1;
		attempts[task] = attempt;
		const tried: Try = {
			task,
			turn,
			attempt,
			from: clock.now(),
			until: Number.POSITIVE_INFINITY,
			endedBefore: ended,
			endedAs: Number.NaN,
			outcome: NO_OUTCOME,
		};
		tries.push(tried);
		const latency = scene.latency(task, attempt);
		await clock.sleep(latency / 2);
		tried.outcome = service(clock.now(), scene.endpointOf(task, turn), task, attempt);
		await clock.sleep(latency / 2);
		tried.until = clock.now();
		tried.endedAs = ++ended;
		return tried.outcome;
	};
}

const NO_OUTCOME: Outcome = { kind: 'failure', cause: 'other', message: 'it has no outcome yet' };

/** Whether the task makes another request after this one. */
export function goesOn(scene: Scenario, task: number, turn: number, ended: Ended): boolean {
	if (turn + 1 >= scene.turnsOf(task)) return false;
	return ended.kind === 'done' || (ended.kind === 'refused' && !ended.denied);
}

export function cancelSignal({ cancelAt }: Scenario, clock: FakeClock): AbortSignal {
	const control = new AbortController();
	if (cancelAt !== undefined) clock.at(cancelAt, () => control.abort());
	return control.signal;
}

/** Runs a scenario on the engine. */
export async function runScenario(scene: Scenario): Promise<Run> {
	const clock = new FakeClock({ seed: scene.seed });
	const limiters = new Map<Endpoint, Limiter>();
	const run: Run = {
		stop: undefined,
		tries: [],
		ends: [],
		started: [],
		finished: [],
		unsent: [],
		failures: [],
		endedAt: 0,
	};
	const send = recorder(scene, clock, run.tries);
	const { stopAtFirstFailure, stopAfterFailures, patience, patienceWithoutAnswer } = scene;
	const exchange = new Exchange({
		clock,
		limiterOf(endpoint) {
			const limiter = limiters.get(endpoint) ?? new Limiter(endpoint.requestsPerSecond);
			limiters.set(endpoint, limiter);
			return limiter;
		},
		signal: cancelSignal(scene, clock),
		isForeign: () => scene.isForeign,
		stopAtFirstFailure,
		stopAfterFailures,
		patience,
		patienceWithoutAnswer,
	});
	const countFailures = (items: number) => {
		run.failures.push({ items, tries: run.tries.length });
		exchange.countFailures(items);
	};
	run.stop = await clock.run(
		exchange.run(scene.plan, async (task, requests) => {
			run.started.push(task);
			const known = scene.knownBefore(task);
			if (known === 'failed') countFailures(0);
			for (let turn = 0; known === undefined; turn++) {
				const reply = await requests.request({
					endpoint: scene.endpointOf(task, turn),
					isIdempotent: scene.isIdempotent(task),
					send: async () => await send(task, turn),
				});
				if (reply.kind === 'stopped') {
					run.unsent.push({ task, turn });
					break;
				}
				const { ended } = reply;
				run.ends.push({ task, turn, kind: ended.kind, at: clock.now() });
				if (goesOn(scene, task, turn, ended)) continue;
				const items = scene.plan[task]?.items.length ?? 0;
				if (ended.kind !== 'done')
					countFailures(ended.kind === 'notTried' || scene.isQuestion(task) ? 0 : items);
				break;
			}
			run.finished.push(task);
		}),
		A_DAY,
	);
	run.endedAt = clock.now();
	return run;
}
