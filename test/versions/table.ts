import type { Result, Results } from './results';

const BEGIN = '<!-- results: made by `npm run test:versions` -->';
const END = '<!-- end of results -->';

/** The files of test/e2e that run on every version, by the columns of the table. */
export const columns: Array<{ title: string; suites: string[] }> = [
	{ title: 'Loads', suites: ['package'] },
	{ title: 'Example workflow', suites: ['flow'] },
	{ title: 'Retry', suites: ['twice'] },
	{ title: 'Skip Repeats By, jobs', suites: ['laterRuns', 'killed'] },
	{ title: 'Credential test', suites: ['credential'] },
	{ title: 'OAuth2', suites: ['oauthByRest'] },
	{ title: 'Trigger', suites: ['trigger', 'triggerAnswers'] },
	{ title: 'Trigger through the API', suites: ['triggerByApi'] },
	{ title: 'Queue mode', suites: ['queue'] },
];

/** The page with its table of results made anew. Throws where the page has no place for it. */
export function withResults(page: string, results: Results): string {
	const begin = page.indexOf(BEGIN);
	const end = page.indexOf(END);
	if (begin < 0 || end < begin) throw new Error('The page has no place for the table of results');
	return `${page.slice(0, begin)}${BEGIN}\n${table(results)}\n${page.slice(end)}`;
}

function table(results: Results): string {
	const versions = Object.keys(results).sort((one, other) =>
		one.localeCompare(other, 'en', { numeric: true }),
	);
	return [
		row(['n8n', 'Node', 'Tested', ...columns.map(({ title }) => title)]),
		row(Array(columns.length + 3).fill('---')),
		...versions.flatMap((version) => {
			const result = results[version];
			return result ? [row([version, result.node, lastDate(result), ...cells(result)])] : [];
		}),
		...failures(results),
	].join('\n');
}

function lastDate({ suites }: Result): string {
	return (
		Object.values(suites)
			.map(({ date }) => date)
			.sort()
			.at(-1) ?? ''
	);
}

function cells({ suites }: Result): string[] {
	return columns.map((column) => {
		const found = column.suites.flatMap((suite) => suites[suite] ?? []);
		const passed = found.reduce((sum, one) => sum + one.passed, 0);
		const failed = found.reduce((sum, one) => sum + one.failed.length, 0);
		if (found.length === 0) return 'not run';
		return failed === 0 ? `${passed} passed` : `${passed} passed, **${failed} failed**`;
	});
}

function failures(results: Results): string[] {
	const lines = Object.entries(results).flatMap(([version, { suites }]) =>
		Object.values(suites).flatMap(({ failed }) => failed.map((test) => `- n8n ${version}: ${test}`)),
	);
	return lines.length === 0 ? [] : ['', 'Failed:', '', ...lines];
}

function row(values: string[]): string {
	return `| ${values.join(' | ')} |`;
}
