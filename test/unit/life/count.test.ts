import { countOf } from '../../life/count';

/** What `npm run life` makes of what arrived and what n8n shows. */
const shown = (status: string, told: Record<number, string> = {}) => ({
	status,
	told: new Map(Object.entries(told).map(([item, one]) => [Number(item), { status: one, reason: '' }])),
});
const none = { lost: 0, twice: 0, unknown: 0, open: 0 };

test.each([
	['accepted and arrived', [[0, 1]], [shown('success', { 0: 'accepted' })], none],
	['accepted and not arrived', [], [shown('success', { 0: 'accepted' })], { ...none, lost: 1 }],
	['not arrived, and nothing said in a success', [], [shown('success')], { ...none, lost: 1 }],
	['not arrived in a run that crashed', [], [shown('crashed')], { ...none, open: 1 }],
	['arrived in a run that crashed', [[0, 1]], [shown('crashed')], none],
	['not tried, and so told', [], [shown('success', { 0: 'notTried' })], { ...none, open: 1 }],
	['arrived twice', [[0, 2]], [shown('crashed'), shown('success', { 0: 'accepted' })], { ...none, twice: 1 }],
	['told as unknown', [[0, 1]], [shown('success', { 0: 'unknown' })], { ...none, unknown: 1 }],
	[
		'skipped and not arrived',
		[],
		[shown('crashed'), shown('success', { 0: 'skipped' })],
		{ ...none, unknown: 1 },
	],
	['skipped and arrived', [[0, 1]], [shown('crashed'), shown('success', { 0: 'skipped' })], none],
] as const)('%s', (_what, arrived, executions, expected) => {
	const counted = countOf(1, new Map(arrived), executions);
	expect(counted).toEqual({ items: 1, ...expected, shown: executions.map(({ status }) => status) });
});
