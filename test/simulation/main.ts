/**
 * npm run simulate: many senders that know nothing of each other, with one token, on a clock of its own. Ours, exponential backoff, and
 * the Adaptive Token Bucket, as tables for docs/scaling.md. The same every time; some minutes, since 300 senders back off for long.
 */
import { adaptiveTokenBucket, backingOff, engine } from './clients';
import { LIMIT, simulate, type Client, type Course, type Setup } from './simulate';

const CLIENTS: Array<[string, Client]> = [
	['ours', engine],
	['backoff, 20 at once', backingOff(20)],
	['backoff, one by one', backingOff(1)],
	['Adaptive Token Bucket', adaptiveTokenBucket(20)],
];
const SENDERS = [1, 2, 4, 10, 50, 100, 300];
/** What is drawn by chance differs more from seed to seed the fewer senders there are. */
const seedsOf = (senders: number) => (senders <= 4 ? [1, 2, 3] : senders <= 10 ? [1, 2] : [1]);
/** The slower ones would take an hour of the fake clock, and nobody would use them there. */
const MOST_SENDERS = new Map([['Adaptive Token Bucket', 100]]);

async function rowOf(name: string, setup: Setup): Promise<string> {
	const courses: Course[] = [];
	for (const seed of seedsOf(setup.senders)) courses.push(await simulate({ ...setup, seed }));
	const mean = (pick: (course: Course) => number) =>
		courses.reduce((sum, course) => sum + pick(course), 0) / courses.length;
	const ideal = (setup.senders * setup.requests) / LIMIT;
	return [
		'',
		setup.senders,
		setup.requests,
		name,
		`${(mean(({ took }) => took) / 1_000).toFixed(0)} s (${ideal.toFixed(0)} s)`,
		mean(({ used }) => used).toFixed(2),
		`${(mean(({ tooMany }) => tooMany) * 100).toFixed(1)} %`,
		mean(({ slowest }) => slowest).toFixed(2),
		'',
	].join(' | ');
}

async function main(): Promise<void> {
	const columns = [
		'senders',
		'requests of each',
		'how',
		'time (at the limit)',
		'limit used',
		'429',
		'slowest',
	];
	for (const [title, windows, gap] of [
		['All start together, a limit in fixed windows', 'fixed', 0],
		['One starts every 300 ms, fixed windows', 'fixed', 300],
		['All start together, a limit of the last second', 'sliding', 0],
	] as const) {
		console.log(`\n${title}\n\n| ${columns.join(' | ')} |\n|${' --- |'.repeat(columns.length)}`);
		for (const senders of SENDERS) {
			for (const [name, client] of CLIENTS) {
				if (senders > (MOST_SENDERS.get(name) ?? senders)) continue;
				// The others are compared once.
				if ((gap > 0 || windows === 'sliding') && name !== 'ours') continue;
				const requests = Math.max(200, Math.round(3_000 * Math.min(1, 2 / senders)));
				const startOf = (sender: number) => sender * gap;
				console.log((await rowOf(name, { client, senders, requests, windows, startOf })).trim());
			}
		}
	}
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? (error.stack ?? error.message) : error);
	process.exitCode = 1;
});
