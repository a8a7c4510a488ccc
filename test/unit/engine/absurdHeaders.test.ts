import type { Outcome } from '../../../nodes/engine/types';
import { limited, run } from './runExchange';

/** As documented. */
const LIMIT = 150;

/** A service that keeps its limit, and tells something else. */
function telling(
	kept: number,
	headersOf: (count: number, honest: Record<string, unknown>) => Record<string, unknown>,
) {
	const service = limited(kept);
	let count = 0;
	return (time: number): Outcome => {
		const outcome = service(time);
		return outcome.kind === 'answer'
			? { ...outcome, headers: { ...outcome.headers, ...headersOf(count++, outcome.headers) } }
			: outcome;
	};
}

const LIMITS = ['1000000000', '-1', '0', 'NaN', '1', '1e-9', '', 'Infinity', '3', '150', '99999'];
const jumping = (values: string[], each: number) => (count: number) =>
	values[Math.floor(count / each) % values.length];
const limit = (told: (count: number) => unknown) => (count: number) => ({ 'x-ratelimit-limit': told(count) });
const left = (told: (count: number) => unknown) => (count: number) => ({
	'x-ratelimit-remaining': told(count),
});
const both = (told: (count: number) => unknown) => (count: number) => ({
	'x-ratelimit-limit': told(count),
	'x-ratelimit-remaining': told(count + 3),
});

const LIES: Array<[string, (count: number) => Record<string, unknown>]> = [
	['limits that jump with each answer', limit(jumping(LIMITS, 1))],
	['limits of 1 and a billion by turns', limit(jumping(['1', '1000000000'], 1))],
	['limits that jump with every 20th answer', limit(jumping(LIMITS, 20))],
	['a limit of a billion', limit(() => '1000000000')],
	['a limit of 0', limit(() => '0')],
	['nothing left, ever', left(() => '0')],
	['a billion left', left(() => '1000000000')],
	['less than nothing left', left(() => '-1')],
	['what is left jumps', left(jumping(LIMITS, 1))],
	['what is left jumps with every 20th answer', left(jumping(LIMITS, 20))],
	['all of it jumps', both(jumping(LIMITS, 1))],
	['all of it jumps with every 20th answer', both(jumping(LIMITS, 20))],
];

describe.each([LIMIT, 60])('a service that takes %p a second', (kept) => {
	test.each(LIES)('and tells %s: what gets through settles near that', async (_what, headersOf) => {
		const done = await run({ requests: 7_500, isIdempotent: false, service: telling(kept, headersOf) });
		const later = done.tries.filter(({ from }) => from >= 30_000 && from < 50_000);
		const accepted = later.filter(({ outcome }) => outcome?.kind === 'answer' && outcome.status === 202);
		expect(accepted.length / 20).toBeGreaterThan(0.4 * kept);
		expect(later.length / 20).toBeLessThan(1.5 * kept);
	});
});
