import { isOutage, retryAfter } from '../../../nodes/engine/retry';
import type { Endpoint, Outcome } from '../../../nodes/engine/types';
import { runScenario, type Run } from './runScenario';
import { scenario, type Scenario, type Try } from './scenarios';

const SEEDS = Array.from({ length: 100 }, (_none, index) => index + 1);

const NEVER = Number.POSITIVE_INFINITY;
const PERHAPS_PROCESSED = ['timeout', 'connectionLost', 'foreignAnswer', 'other'];

function isUnknown(outcome: Outcome): boolean {
	if (outcome.kind === 'failure') return PERHAPS_PROCESSED.includes(outcome.cause);
	return outcome.status >= 500 || outcome.status === 408 || isRedirect(outcome);
}

const isRedirect = (outcome: Outcome) =>
	outcome.kind === 'answer' && outcome.status >= 300 && outcome.status < 400;
const isTooMany = (outcome: Outcome) => outcome.kind === 'answer' && outcome.status === 429;
const isDenied = (outcome: Outcome) => outcome.kind === 'answer' && [302, 401, 403].includes(outcome.status);
const nameOf = ({ task, turn }: { task: number; turn: number }) => `${task}.${turn}`;

/** The tries of each request, in order. */
function triesByRequest(tries: Try[]): Map<string, Try[]> {
	const byRequest = new Map<string, Try[]>();
	for (const tried of tries) {
		const name = nameOf(tried);
		const earlier = byRequest.get(name);
		if (earlier) earlier.push(tried);
		else byRequest.set(name, [tried]);
	}
	return byRequest;
}

/** Every request ends once or was never sent; every task ends, and without a stop all do. */
function expectAllEnded(scene: Scenario, run: Run): void {
	const ended = run.ends.map(nameOf);
	expect(new Set(ended).size).toBe(ended.length);
	const tried = new Set(run.tries.map(nameOf));
	expect([...tried].sort()).toEqual([...ended].sort());
	for (const unsent of run.unsent) expect(tried.has(nameOf(unsent))).toBe(false);
	expect([...run.finished].sort()).toEqual([...run.started].sort());
	expect(new Set(run.started).size).toBe(run.started.length);
	if (run.stop) return;
	expect(run.started).toHaveLength(scene.plan.length);
	expect(run.unsent).toEqual([]);
}

/** A task starts after those that it waits for have ended, and its requests go one after another. */
function expectOrder(scene: Scenario, run: Run): void {
	const lastEnd = new Map<number, number>();
	const endOf = new Map<string, number>();
	for (const end of run.ends) {
		lastEnd.set(end.task, end.at);
		endOf.set(nameOf(end), end.at);
	}
	const finished = new Set(run.finished);
	for (const { task, turn, from } of run.tries) {
		for (const earlier of scene.plan[task]?.waitsFor ?? []) {
			expect(finished.has(earlier)).toBe(true);
			expect(from).toBeGreaterThanOrEqual(lastEnd.get(earlier) ?? 0);
		}
		if (turn > 0) expect(from).toBeGreaterThanOrEqual(endOf.get(`${task}.${turn - 1}`) ?? NEVER);
	}
}

/** A request is sent again only where that is safe, once the last time has ended, and no sooner than the service asks for. */
function expectSafeRepeats(scene: Scenario, run: Run): void {
	for (const tries of triesByRequest(run.tries).values()) {
		for (const [index, { task, from }] of tries.entries()) {
			const before = tries[index - 1];
			if (!before) continue;
			expect(from).toBeGreaterThanOrEqual(before.until + retryAfter(before.outcome));
			expect(isOutage(before.outcome) || isTooMany(before.outcome)).toBe(true);
			if (!scene.isIdempotent(task)) expect(isUnknown(before.outcome)).toBe(false);
		}
	}
}

/** What a request ended as is what its last try says, but nothing that an earlier one may have done is denied. */
function expectTrueEnds(run: Run): void {
	const tries = triesByRequest(run.tries);
	for (const end of run.ends) {
		const own = tries.get(nameOf(end)) ?? [];
		const last = own.at(-1);
		expect(last).toBeDefined();
		if (!last) continue;
		expect(end.at).toBeGreaterThanOrEqual(last.until);
		const { outcome } = last;
		const isDone = outcome.kind === 'answer' && outcome.status < 300;
		const isPassing = isOutage(outcome) || isTooMany(outcome) || isRedirect(outcome);
		const unprocessed = own.some((one) => isUnknown(one.outcome)) ? 'unknown' : 'notTried';
		expect(end.kind).toBe(isDone ? 'done' : isPassing ? unprocessed : 'refused');
	}
}

/** Nothing leaves after a stop, whatever stopped the run. */
function expectNothingAfterStop(scene: Scenario, run: Run): void {
	const { cancelAt = NEVER } = scene;
	const lastStart = Math.max(...run.tries.map(({ from }) => from), -1);
	if (run.stop?.kind === 'cancelled') expect(lastStart).toBeLessThanOrEqual(cancelAt);
	let failed = 0;
	for (const { items, tries } of run.failures) {
		failed += items;
		if (scene.stopAtFirstFailure || failed >= (scene.stopAfterFailures ?? NEVER))
			expect(run.tries).toHaveLength(tries);
	}
	const denied = run.tries.filter(({ outcome }) => isDenied(outcome)).map(({ endedAs }) => endedAs);
	const lastKnew = Math.max(...run.tries.map(({ endedBefore }) => endedBefore), 0);
	expect(lastKnew).toBeLessThan(Math.min(...denied));
}

/** By what the run knew when a request left, it had patience left, and not too many were under way. */
function expectPatience({ patience, patienceWithoutAnswer }: Scenario, { tries }: Run): void {
	const byEnd = [...tries].sort((one, other) => one.endedAs - other.endedAs);
	let answers = 0;
	let lastClear = 0;
	let isFailing = false;
	let known = 0;
	for (const [index, { from, endedBefore }] of tries.entries()) {
		for (const { outcome, until } of byEnd.slice(known, endedBefore)) {
			if (outcome.kind === 'answer') answers++;
			isFailing = isOutage(outcome) || isTooMany(outcome);
			if (!isFailing) lastClear = until;
		}
		known = endedBefore;
		const longest = answers > 0 ? patience : Math.min(patience, patienceWithoutAnswer);
		if (isFailing) expect(from).toBeLessThanOrEqual(lastClear + longest);
		// As long as nothing is under way, patience does not run out.
		else if (index === endedBefore) lastClear = from;
		expect(index - endedBefore).toBeLessThan(Math.min(500, 20 + 10 * answers));
	}
}

/** Requests a second leave no faster than the highest limit that was known at the time, less the headroom. */
function expectPace(scene: Scenario, run: Run): void {
	const endpoints = new Set(run.tries.map(({ task, turn }) => scene.endpointOf(task, turn)));
	for (const endpoint of endpoints) {
		const tries = run.tries.filter(({ task, turn }) => scene.endpointOf(task, turn) === endpoint);
		const limits = limitsKnown(endpoint, tries);
		for (const [index, { from }] of tries.entries()) {
			const inWindow = tries.slice(index).findIndex((later) => later.from >= from + 1_000);
			const count = inWindow < 0 ? tries.length - index : inWindow;
			const before = limits.filter(({ at }) => at <= from).at(-1)?.limit ?? endpoint.requestsPerSecond;
			const within = limits.filter(({ at }) => at > from && at < from + 1_000).map(({ limit }) => limit);
			const rate = 0.995 * Math.max(before, ...within);
			// One leaves at each end of the window, and what is late by up to 100 ms is made up for.
			expect(count).toBeLessThanOrEqual(1.1 * rate + 1);
		}
	}
}

function limitsKnown({ requestsPerSecond }: Endpoint, tries: Try[]): Array<{ at: number; limit: number }> {
	const answers = tries.flatMap(({ until, outcome }) => {
		const told = outcome.kind === 'answer' ? outcome.headers['x-ratelimit-limit'] : undefined;
		return told === undefined ? [] : [{ at: until, limit: Number(told) }];
	});
	return [
		{ at: Number.NEGATIVE_INFINITY, limit: requestsPerSecond },
		...answers.sort((one, other) => one.at - other.at),
	];
}

const stops = new Set<string>();

test.each(SEEDS)('seed %p', async (seed) => {
	const scene = scenario(seed);
	const run = await runScenario(scene);
	expectAllEnded(scene, run);
	expectOrder(scene, run);
	expectSafeRepeats(scene, run);
	expectTrueEnds(run);
	expectNothingAfterStop(scene, run);
	expectPatience(scene, run);
	expectPace(scene, run);
	stops.add(run.stop?.kind ?? 'none');
});

test('they end in every way', () => {
	const kinds = ['none', 'cancelled', 'firstFailure', 'tooManyFailures', 'noSuccess', 'denied'];
	expect([...stops].sort()).toEqual(kinds.sort());
});
