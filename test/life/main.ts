import { commandLine } from '../reliability/commandLine';
import { startSandbox } from '../../sandbox/start';
import { install, installRedis } from '../../whole-n8n';
import { keepReport, type Report } from '../reliability/record';
import { startMachine } from './machine';
import { play } from './play';
import { connectionsCut, databaseKilled } from './scenarios/database';
import { mainKilled } from './scenarios/mainKilled';
import { power, regularKilled, regularStopped } from './scenarios/power';
import { redisEmptied, redisKilled, redisSetBack } from './scenarios/redis';
import { rolling } from './scenarios/rolling';
import { workerFrozen } from './scenarios/workerFrozen';
import { subscribeWorkerKilled, workerKilled } from './scenarios/workerKilled';
import { workerStopped, workerStoppedSooner } from './scenarios/workerStopped';

/**
 * `npm run life [-- --seed 1] [NAME...]`: what of 5,000 items is lost, sent twice or unknown when parts of a whole n8n are killed. Keeps
 * its report if all was played and nothing is broken.
 */
const scenarios = [
	workerKilled,
	subscribeWorkerKilled,
	workerStopped,
	workerStoppedSooner,
	rolling,
	workerFrozen,
	mainKilled,
	connectionsCut,
	databaseKilled,
	redisKilled,
	redisEmptied,
	redisSetBack,
	power,
	regularKilled,
	regularStopped,
];

const COLUMNS = [
	'fault',
	'Skip Repeats By',
	'afterwards',
	'executions in n8n',
	'items',
	'lost',
	'twice',
	'unknown',
	'open',
];

const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
	const { values, chosen } = commandLine({
		name: 'life',
		about:
			'kills and restarts parts of a whole n8n in the middle of 5,000 items, and counts what is lost, sent twice or unknown (half an hour; needs Redis, and a compiler for SQLite once)',
		options: { seed: { type: 'string', default: '1', about: 'draws the items' } },
		names: scenarios.map(({ name }) => name),
	});
	const seed = Number(values.seed);
	const rows: Report['rows'] = [];
	const began = performance.now();
	const wanted = scenarios.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
	await install(say);
	const redis = installRedis(say);
	const sandbox = await startSandbox();
	const failed: string[] = [];
	try {
		for (const isRegular of [false, true]) {
			const these = wanted.filter((one) => (one.isRegular ?? false) === isRegular);
			if (these.length === 0) continue;
			const machine = await startMachine(isRegular ? undefined : redis);
			for (const signal of ['SIGINT', 'SIGTERM'] as const)
				process.once(signal, () => void machine.stop().finally(() => process.exit(1)));
			try {
				for (const scenario of these) {
					say(`${scenario.name}: ${scenario.what}`);
					try {
						const played = await play(scenario, { machine, sandbox, seed });
						for (const row of played.rows) say(`\t${row.slice(1).join(' | ')}`);
						rows.push(...played.rows);
						if (played.broken.length > 0) throw new Error(played.broken.join('\n'));
					} catch (error) {
						failed.push(`${scenario.name}: ${error instanceof Error ? error.message : String(error)}`);
						say(`\t${failed.at(-1)}`);
						await machine.restart();
					}
				}
			} finally {
				await machine.stop();
			}
		}
	} finally {
		await sandbox.close();
	}
	if (failed.length > 0) throw new Error(failed.join('\n'));
	if (chosen.length > 0) return;
	const seconds = (performance.now() - began) / 1_000;
	keepReport('life', { command: `npm run life -- --seed ${seed}`, seed, seconds, columns: COLUMNS, rows });
}

main().catch((error: unknown) => {
	say(error instanceof Error ? (error.stack ?? error.message) : String(error));
	process.exitCode = 1;
});
