import * as fc from 'fast-check';
import { backoff, decide, isOutage, type RetryLimits } from '../../../nodes/engine/retry';
import type { FailureCause, Outcome } from '../../../nodes/engine/types';

const answer = (status: number, headers: Record<string, unknown> = {}): Outcome => ({
	kind: 'answer',
	status,
	headers,
	body: {},
});
const failure = (cause: FailureCause): Outcome => ({ kind: 'failure', cause, message: 'it failed' });

const LIMITS: RetryLimits = { now: 1_000, deadline: 600_000, attempt: 1, random: 0.5 };

/** Outcome, decision for an idempotent request, for one that is not, and for either when there is no time left. */
const TABLE: Array<[Outcome, string, string, string]> = [
	[answer(200), 'done', 'done', 'done'],
	[answer(201), 'done', 'done', 'done'],
	[answer(202), 'done', 'done', 'done'],
	[answer(204), 'done', 'done', 'done'],
	[answer(301), 'unknown and denied', 'unknown and denied', 'unknown and denied'],
	[answer(302), 'unknown and denied', 'unknown and denied', 'unknown and denied'],
	[answer(303), 'unknown and denied', 'unknown and denied', 'unknown and denied'],
	[answer(307), 'unknown and denied', 'unknown and denied', 'unknown and denied'],
	[answer(308), 'unknown and denied', 'unknown and denied', 'unknown and denied'],
	[answer(400), 'refused', 'refused', 'refused'],
	[answer(401), 'refused and denied', 'refused and denied', 'refused and denied'],
	[answer(402), 'refused and denied', 'refused and denied', 'refused and denied'],
	[answer(403), 'refused and denied', 'refused and denied', 'refused and denied'],
	[answer(404), 'refused', 'refused', 'refused'],
	[answer(405), 'refused', 'refused', 'refused'],
	[answer(407), 'refused and denied', 'refused and denied', 'refused and denied'],
	[answer(408), 'again', 'unknown', 'unknown'],
	[answer(409), 'refused', 'refused', 'refused'],
	[answer(422), 'refused', 'refused', 'refused'],
	[answer(429), 'again', 'again', 'notTried'],
	[answer(500), 'again', 'unknown', 'unknown'],
	[answer(502), 'again', 'unknown', 'unknown'],
	[answer(503), 'again', 'unknown', 'unknown'],
	[answer(504), 'again', 'unknown', 'unknown'],
	[failure('connectionRefused'), 'again', 'again', 'notTried'],
	[failure('nameNotFound'), 'again', 'again', 'notTried'],
	[failure('tls'), 'again', 'again', 'notTried'],
	[failure('proxyRefused'), 'again', 'again', 'notTried'],
	[failure('timeout'), 'again', 'unknown', 'unknown'],
	[failure('connectionLost'), 'again', 'unknown', 'unknown'],
	[failure('other'), 'again', 'unknown', 'unknown'],
	[failure('cancelled'), 'unknown', 'unknown', 'unknown'],
];

const named = (outcome: Outcome) => (outcome.kind === 'answer' ? String(outcome.status) : outcome.cause);

function decision(isIdempotent: boolean, outcome: Outcome, limits: Partial<RetryLimits> = {}): string {
	const given = decide(isIdempotent, outcome, { ...LIMITS, ...limits });
	return 'denied' in given && given.denied ? `${given.kind} and denied` : given.kind;
}

function pause(outcome: Outcome, limits: Partial<RetryLimits> = {}): number {
	const given = decide(true, outcome, { ...LIMITS, ...limits });
	return given.kind === 'again' ? given.afterMs : Number.NaN;
}

test.each(TABLE.map(([outcome, ...decisions]) => [named(outcome), outcome, ...decisions] as const))(
	'after %s',
	(_name, outcome, idempotent, other, tooLate) => {
		expect(decision(true, outcome)).toBe(idempotent);
		expect(decision(false, outcome)).toBe(other);
		for (const deadline of [LIMITS.now - 1, Number.NEGATIVE_INFINITY]) {
			expect(decision(true, outcome, { deadline })).toBe(tooLate);
			expect(decision(false, outcome, { deadline })).toBe(tooLate);
		}
	},
);

test('a request that is not idempotent is sent again only after what certainly was not processed', () => {
	fc.assert(
		fc.property(fc.integer({ min: 300, max: 599 }), fc.nat(50), (status, attempt) => {
			const given = decision(false, answer(status), { attempt: attempt + 1 });
			expect(given === 'again').toBe(status === 429);
		}),
	);
});

test('a retry that would come after the deadline is not waited for', () => {
	expect(decision(true, answer(429, { 'retry-after': '30' }), { deadline: 20_000 })).toBe('notTried');
	expect(decision(true, answer(503, { 'retry-after': '30' }), { deadline: 20_000 })).toBe('unknown');
	expect(decision(true, answer(429, { 'retry-after': '10' }), { deadline: 20_000 })).toBe('again');
});

describe('Retry-After', () => {
	test.each([
		['5', 5_000],
		[5, 5_000],
		['0.5', 500],
		['60', 60_000],
		['3600', 60_000],
		['1e9', 60_000],
	])('%p asks for %p ms', (header, ms) => {
		for (const status of [429, 503]) {
			const waited = pause(answer(status, { 'retry-after': header }), { random: 0 });
			expect(waited).toBeGreaterThanOrEqual(ms);
			expect(waited).toBeLessThanOrEqual(60_000);
		}
	});

	test.each([['nonsense'], ['-5'], [''], [undefined], [null], [['5']], ['Wed, 01 Jan 2020 00:00:00 GMT']])(
		'%p asks for nothing',
		(header) => {
			expect(pause(answer(429, { 'retry-after': header }), { random: 0 })).toBe(0);
		},
	);

	test.each([
		// This machine is three hours ahead.
		['Thu, 01 Jan 2026 12:00:20 GMT', 'Thu, 01 Jan 2026 12:00:00 GMT', 20_000],
		['Thu, 01 Jan 2026 18:00:00 GMT', 'Thu, 01 Jan 2026 12:00:00 GMT', 60_000],
		['Thu, 01 Jan 2026 12:00:20 GMT', 'Thu, 01 Jan 2026 12:00:30 GMT', 0],
		// Without a date that can be read, its own clock counts.
		['Thu, 01 Jan 2026 15:00:20 GMT', undefined, 20_000],
		['Thu, 01 Jan 2026 15:00:20 GMT', 'noon', 20_000],
		['Thu, 01 Jan 2026 15:00:20 GMT', ['Thu, 01 Jan 2026 12:00:00 GMT'], 20_000],
	])('%p in an answer of %p asks for %p ms', (header, date, ms) => {
		const today = jest.spyOn(Date, 'now').mockReturnValue(Date.UTC(2026, 0, 1, 15, 0, 0));
		expect(pause(answer(429, { 'retry-after': header, date }), { random: 0 })).toBe(ms);
		today.mockRestore();
	});
});

describe('backoff', () => {
	test('grows from try to try up to a cap', () => {
		const longest = Array.from({ length: 40 }, (_none, index) => backoff(index + 1, 0.999999));
		expect(longest[0]).toBeLessThanOrEqual(1_000);
		for (const [index, ms] of longest.entries()) {
			if (index > 0) expect(ms).toBeGreaterThanOrEqual(longest[index - 1] ?? 0);
			expect(ms).toBeLessThanOrEqual(60_000);
		}
		expect(longest[4] ?? 0).toBeGreaterThanOrEqual(4 * (longest[1] ?? 0));
		expect(longest.at(-1)).toBeGreaterThanOrEqual(10_000);
	});

	test('has full jitter: anything from nothing to its cap, evenly', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 1, max: 1_000 }),
				fc.double({ min: 0, max: 0.9999, noNaN: true }),
				(...drawn) => {
					const [attempt, random] = drawn;
					const cap = backoff(attempt, 1);
					expect(backoff(attempt, random)).toBeCloseTo(random * cap, 5);
				},
			),
		);
		expect(backoff(5, 0)).toBe(0);
	});
});

test.each(TABLE.map(([outcome]) => [named(outcome), outcome] as const))(
	'%s: outage or not',
	(name, outcome) => {
		const ill = outcome.kind === 'failure' || ['408', '500', '502', '503', '504'].includes(name);
		expect(isOutage(outcome)).toBe(ill);
	},
);
