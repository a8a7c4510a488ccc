import { brokenIn, countOf } from '../../life/count';

const SKIPPED: Record<string, string> = {
	possiblySent: 'Already sent (or possibly sent) in an earlier run',
	left: 'Left to another execution, which claimed the same value at the same moment',
};
const said = (what: string) => ({ status: what in SKIPPED ? 'skipped' : what, reason: SKIPPED[what] ?? '' });

/** What `npm run life` makes of what arrived and what n8n shows. */
const shown = (status: string, told: Record<number, string> = {}) => ({
	status,
	told: new Map(Object.entries(told).map(([item, one]) => [Number(item), said(one)])),
});
const none = { lost: 0, twice: 0, unknown: 0, open: 0, denied: 0 };

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
		[shown('crashed'), shown('success', { 0: 'possiblySent' })],
		{ ...none, unknown: 1 },
	],
	['left to another run, and not arrived', [], [shown('success', { 0: 'left' })], { ...none, lost: 1 }],
	['arrived, and told as not tried', [[0, 1]], [shown('error', { 0: 'notTried' })], { ...none, denied: 1 }],
	['skipped and arrived', [[0, 1]], [shown('crashed'), shown('success', { 0: 'possiblySent' })], none],
] as const)('%s', (_what, arrived, executions, expected) => {
	const counted = countOf(1, new Map(arrived), executions);
	expect(counted).toEqual({ items: 1, ...expected, shown: executions.map(({ status }) => status) });
});

const counted = { items: 5, ...none, shown: ['error'] };
const anew = { ...counted, shown: ['error', 'success'] };

test.each([
	['nothing of the kind', counted, false, {}, []],
	['lost', { ...counted, lost: 1 }, false, {}, ['1 lost']],
	['lost, though Redis came back empty', { ...counted, lost: 1 }, false, { mayForget: true }, ['1 lost']],
	['lost in a Retry that n8n shows as done', { ...anew, lost: 1 }, false, { mayForget: true }, []],
	['lost in a Retry', { ...anew, lost: 1 }, true, {}, ['1 lost']],
	['denied', { ...counted, denied: 1 }, true, {}, ['1 processed']],
	['twice in one execution', { ...counted, twice: 2 }, false, {}, ['2 twice']],
	[
		'twice in one execution that n8n started twice',
		{ ...counted, twice: 2 },
		false,
		{ startsTwice: true },
		[],
	],
	['twice in two executions', { ...anew, twice: 2 }, false, {}, []],
	['twice in spite of Skip Repeats By', { ...anew, twice: 2 }, true, { startsTwice: true }, ['2 twice']],
] as const)('what is broken: %s', (_what, count, isOnce, scenario, expected) => {
	const broken = brokenIn({ ...count, shown: [...count.shown] }, isOnce, scenario);
	expect(broken.map((line) => line.split(',')[0])).toEqual(expected);
});
