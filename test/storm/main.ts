/** npm run storm: the nodes against the sandbox, through a proxy with every kind of fault, counted item by item. */
import { startEmbeddedN8n } from '../../embedded-n8n';
import { commandLine } from '../reliability/commandLine';
import { keepReport } from '../reliability/record';
import { BROKEN, PROMISES } from './promises';
import { storm, ROUND, type Sum } from './storm';

const { values } = commandLine({
	name: 'storm',
	about: 'the nodes against the sandbox, through a proxy with over 140 kinds of faults (20 minutes)',
	options: {
		seed: { type: 'string', default: '1', about: 'draws operations, items and faults' },
		minutes: {
			type: 'string',
			default: '20',
			about: 'starts new courses for so many minutes; fewer than 20 keep no report',
		},
		course: { type: 'string', about: 'runs only this course; a failure prints its number' },
		quick: {
			type: 'boolean',
			default: false,
			about: 'small courses, each kind once, as in npm test; keeps no report',
		},
	},
});

/** From so many minutes on, a storm is kept. */
const LONG = 20;

const COLUMNS = [
	'fault',
	'operations',
	'runs',
	'items',
	'requests',
	'faults',
	...PROMISES.map((promise) => BROKEN[promise]),
	'unknown',
];

function rowOf(sum: Sum): Array<string | number> {
	const { kind, operations, runs, items, requests, faults, breaches, unknown } = sum;
	return [
		kind,
		operations.size,
		runs,
		items,
		requests,
		faults,
		...PROMISES.map((promise) => breaches[promise]),
		unknown,
	];
}

/** All kinds together. */
function total(rows: Array<Array<string | number>>, operations: number): Array<string | number> {
	return COLUMNS.map((_column, place) => {
		if (place === 0) return 'total';
		if (place === 1) return operations;
		return rows.reduce((sum, row) => sum + Number(row[place]), 0);
	});
}

async function main(): Promise<void> {
	const seed = Number(values.seed);
	const beganAt = Date.now();
	const strays: string[] = [];
	process.on('unhandledRejection', (error) => strays.push(`unhandled rejection: ${String(error)}`));
	const isOver = (courses: number) =>
		values.quick ? courses >= ROUND : Date.now() - beganAt >= Number(values.minutes) * 60_000;
	const { sums, failures } = await storm(await startEmbeddedN8n(), {
		seed,
		isLong: !values.quick,
		atOnce: 12,
		goesOn: (courses) => !isOver(courses),
		...(values.course === undefined ? {} : { only: Number(values.course) }),
		onCourse({ plan }, breaches) {
			if (plan.course % 100 === 0)
				console.log(`course ${plan.course}, ${Math.round((Date.now() - beganAt) / 1_000)} s`);
			if (breaches.length > 0) console.log(`course ${plan.course}: ${breaches.length} broken promises`);
		},
	});
	failures.push(...strays);

	const rows = sums.filter(({ runs }) => runs > 0).map(rowOf);
	const operations = new Set(sums.flatMap((sum) => [...sum.operations]));
	rows.push(total(rows, operations.size));
	console.log([COLUMNS, ...rows].map((row) => row.join(' | ')).join('\n'));
	const seconds = Math.round((Date.now() - beganAt) / 1_000);
	console.log(`${failures.length} broken promises in ${seconds} s, seed ${seed}`);
	for (const failure of failures) console.error(`\n${failure}`);
	if (failures.length > 0) process.exitCode = 1;
	const isWhole = !values.quick && values.course === undefined && Number(values.minutes) >= LONG;
	if (!isWhole || failures.length > 0) return;
	const command = `npm run storm -- --seed ${seed} --minutes ${values.minutes}`;
	keepReport('storm', { command, seed, seconds, columns: COLUMNS, rows });
}

main().then(
	() => process.exit(),
	(error: unknown) => {
		console.error(error instanceof Error ? (error.stack ?? error.message) : error);
		process.exit(1);
	},
);
