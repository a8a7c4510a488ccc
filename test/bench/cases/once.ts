import { fork, type ChildProcess } from 'node:child_process';
import { once as next } from 'node:events';
import { mkdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { install, wholeN8nFolder } from '../../../whole-n8n';
import { programsFolder } from '../../../whole-n8n/folders';
import { nodeBinary } from '../../../whole-n8n/install';
import { startPostgres } from '../../../whole-n8n/postgres';
import { inRounds, type Bench, type BenchRun, type Figure } from '../bench';
import { sentSchema, type Order, type Sent } from '../once/messages';

const WORKERS = 2;
const ORDERS = 1_000;
const ROUNDS = 20;

export const once: Bench = {
	name: 'once',
	about: `Two processes with n8n's own store for Skip Repeats By, on one PostgreSQL, begin to send the same ${ORDERS.toLocaleString('en-US')} orders in the same millisecond: how many are sent twice.`,
	minutes: 6,
	hasQuick: false,
	async run(run): Promise<Figure[]> {
		await install(run.say);
		const folder = join(wholeN8nFolder, 'bench-once');
		rmSync(folder, { recursive: true, force: true });
		mkdirSync(folder, { recursive: true });
		const bundle = join(folder, 'worker.cjs');
		await build({
			entryPoints: [resolve(__dirname, '../once/worker.ts')],
			outfile: bundle,
			bundle: true,
			platform: 'node',
			external: ['n8n-workflow', 'luxon'],
		});
		const postgres = await startPostgres(join(folder, 'postgres'), 'bench');
		const workers: ChildProcess[] = [];
		try {
			for (let number = 0; number < WORKERS; number++)
				workers.push(await startWorker(bundle, folder, postgres.n8nEnv, number === 0));
			return [await measured(workers, false, run), await measured(workers, true, run)];
		} finally {
			for (const worker of workers) worker.kill();
			await postgres.stop();
		}
	},
};

async function startWorker(
	bundle: string,
	folder: string,
	n8nEnv: Record<string, string>,
	isFirst: boolean,
): Promise<ChildProcess> {
	const programs = join(programsFolder, 'node_modules');
	const worker = fork(bundle, {
		execPath: nodeBinary(),
		execArgv: [],
		env: {
			...n8nEnv,
			HOME: folder,
			N8N_USER_FOLDER: folder,
			N8N_LOG_LEVEL: 'error',
			NODE_PATH: programs,
			ONCE_PROGRAMS: programs,
			ONCE_FIRST: isFirst ? 'yes' : 'no',
		},
	});
	await Promise.race([
		next(worker, 'message'),
		next(worker, 'exit').then(() => {
			throw new Error('A worker ended before it was ready.');
		}),
	]);
	return worker;
}

async function measured(workers: ChildProcess[], claims: boolean, { say }: BenchRun): Promise<Figure> {
	const what = claims ? 'claimed, and looked for' : 'recorded only';
	const rounds = await inRounds(ROUNDS, async (number) => {
		say(`${ORDERS} orders ${what}, round ${number + 1}`);
		const node = `${claims ? 'claims' : 'records'}-${number}`;
		// n8n refuses one of two that make a list at the same moment: here it is there already.
		await sendOn(workers.slice(0, 1), { node, count: 1, at: 0, claims });
		const all = await sendOn(workers, { node, count: 1 + ORDERS, at: Date.now() + 300, claims });
		const times = Array<number>(1 + ORDERS).fill(0);
		for (const index of all.flatMap(({ sent }) => sent)) times[index] = (times[index] ?? 0) + 1;
		const twice = times.filter((count) => count > 1).length;
		const never = times.slice(1).filter((count) => count === 0).length;
		if (claims && twice + never > 0) throw new Error(`Round ${number + 1}: ${twice} twice, ${never} never`);
		return { twice, cpuMs: all.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / all.length };
	});
	const counts = rounds.map(({ twice }) => twice);
	const cpuMs = rounds.map(({ cpuMs: ms }) => ms).toSorted((one, other) => one - other);
	return {
		what: `values ${what}: sent twice`,
		against: 'all orders',
		rounds: counts.map((twice) => twice / ORDERS),
		...(claims && { goal: { atMost: 0 } }),
		measured: `in ${counts.filter((twice) => twice > 0).length} of ${ROUNDS} rounds, at most ${Math.max(...counts)}; ${(cpuMs[ROUNDS / 2] ?? 0).toFixed(0)} ms of processor time`,
	};
}

async function sendOn(workers: ChildProcess[], order: Order): Promise<Sent[]> {
	return await Promise.all(
		workers.map(async (worker) => {
			worker.send(order);
			const [sent]: unknown[] = await next(worker, 'message');
			return sentSchema.parse(sent);
		}),
	);
}
