/**
 * npm run attack: thousands of deliveries to the trigger in a whole n8n, hostile ones beside genuine ones. Counts what has run
 * and what was not to run.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { execFileSync } from 'node:child_process';
import { startSandbox } from '../../sandbox/start';
import { install, startWholeN8n, wholeN8nFolder } from '../../whole-n8n';
import { endLeftovers } from '../../whole-n8n/leftovers';
import { commandLine } from '../reliability/commandLine';
import { keepReport } from '../reliability/record';
import { attack, type Count } from './attack';
import { lifeOfAWebhook } from './registration';
import type { LifeCount } from './webhookLife';

const say = (line: string) => void process.stderr.write(`${line}\n`);
const { values } = commandLine({
	name: 'attack',
	about: 'hostile deliveries to the trigger in a whole n8n, which it installs once (5 minutes)',
	options: {
		seed: { type: 'string', default: '1', about: 'draws the deliveries' },
		quick: { type: 'boolean', default: false, about: 'sends some 300 and keeps no report' },
	},
});
const isQuick = values.quick;
const seed = Number(values.seed);
const command = `npm run attack -- --seed ${seed}${isQuick ? ' --quick' : ''}`;

/** Megabytes: what n8n keeps of bodies of 16 MB until it cleans up is some hundred. */
const mostMemory = 2_500;

/** Megabytes that n8n holds. */
function memoryOf(pid: number): number {
	return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

async function main(): Promise<void> {
	// What was started then ends with this process.
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
	await install(say);
	const folder = join(wholeN8nFolder, 'attack');
	await endLeftovers(join(folder, 'running.json'));
	rmSync(folder, { recursive: true, force: true });
	const owner = { email: 'owner@example.com', password: 'Attentive-attack-1' };
	const began = Date.now();
	const sandbox = await startSandbox();
	try {
		const n8n = await startWholeN8n({ folder, owner, databasePassword: 'attack' });
		try {
			const pid = n8n.programs.find(({ name }) => name === 'n8n')?.pid ?? 0;
			const before = memoryOf(pid);
			const place = { rest: n8n.rest, control: sandbox.control, url: n8n.url };
			const { counts, wrong } = await attack(place, {
				seed,
				deliveries: isQuick ? 300 : 2_400,
				logFile: n8n.logFile,
			});
			const second = async () => {
				const other = join(wholeN8nFolder, 'attack-second');
				await endLeftovers(join(other, 'running.json'));
				rmSync(other, { recursive: true, force: true });
				return await startWholeN8n({ folder: other, owner, databasePassword: 'attack', webhookUrl: n8n.url });
			};
			const life = isQuick ? undefined : await lifeOfAWebhook(sandbox, n8n, second);
			wrong.push(...(life?.wrong ?? []));
			const ended = n8n.ended();
			if (ended !== undefined) wrong.push(ended);
			else {
				const after = memoryOf(pid);
				say(`n8n's memory: ${before.toFixed(0)} MB before, ${after.toFixed(0)} MB after`);
				if (after > mostMemory) wrong.push(`n8n holds ${after.toFixed(0)} MB after the attack`);
			}
			const rows = [...counts.map(rowOf), ...(life?.counts ?? []).map(lifeRowOf)];
			for (const row of [columns, ...rows]) console.log(row.join(' | '));
			for (const line of wrong) console.error(`WRONG: ${line}`);
			if (wrong.length > 0) throw new Error(`${wrong.length} failures. Repeat with: ${command}`);
			const seconds = Math.round((Date.now() - began) / 1000);
			if (!isQuick) keepReport('attack', { command, seed, seconds, columns, rows });
		} finally {
			await n8n.stop();
		}
	} finally {
		await sandbox.close();
	}
}

const columns = ['delivery', 'decided by', 'deliveries', 'responses', 'runs', 'wrong or repeated', 'lost'];

function rowOf({
	name,
	decides,
	deliveries,
	answers,
	started,
	wronglyStarted,
	lost,
}: Count): Array<string | number> {
	const told = [...answers].sort(([one], [other]) => one - other);
	const words = told.map(([status, times]) => `${status === 0 ? 'none' : status} × ${times}`).join(', ');
	return [name, decides, deliveries, words, started, wronglyStarted, lost];
}

function lifeRowOf({ what, events, seen, runs, twice, lost }: LifeCount): Array<string | number> {
	return [`A webhook created by n8n: ${what}`, 'Attentive', events, seen, runs, twice, lost];
}

main().catch((error: unknown) => {
	console.error(error instanceof Error ? (error.stack ?? error.message) : error);
	process.exitCode = 1;
});
