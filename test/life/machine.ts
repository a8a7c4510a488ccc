import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Rest, wholeN8nFolder } from '../../whole-n8n';
import { freePort } from '../../whole-n8n/freePort';
import { n8nBinary, nodeBinary } from '../../whole-n8n/install';
import { endLeftovers, noteEnded, noteRunning } from '../../whole-n8n/leftovers';
import { startPostgres } from '../../whole-n8n/postgres';
import { startProgram, untilReady, type Program } from '../../whole-n8n/program';
import { startRedis } from '../../whole-n8n/redis';
import { answers, n8nEnv, placePackage, sqlite3, startLimit } from '../../whole-n8n/wholeN8n';
import { Part } from './part';
import { compiledSqlite3 } from './sqlite3';

/** A whole n8n whose programs can each be killed and started again, at the same addresses. */
export interface Machine {
	/** Without a slash at its end. */
	url: string;
	rest: Rest;
	main: Part;
	/** None where n8n is one process with SQLite. */
	workers: Part[];
	/** A worker that does not run yet. */
	spare: Part;
	postgres: Part;
	redis: Part;
	/** Where Redis keeps what it holds. */
	redisFolder: string;
	/** In the order of their start. */
	parts: Part[];
	/** Kills all of it at once, and starts it again. */
	restart(): Promise<void>;
	stop(): Promise<void>;
}

/** Executions that a worker runs at a time. */
const CONCURRENCY = 5;
const WORKERS = 2;

/** n8n takes a job to be stalled sooner than its minute: in ms. */
const SOONER_STALLED = {
	QUEUE_WORKER_LOCK_DURATION: '20000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '5000',
	QUEUE_WORKER_STALLED_INTERVAL: '10000',
};

const owner = { email: 'owner@example.com', password: 'Attentive-life-1' };

/** @param redis where Redis is; without it n8n is one process that keeps all in SQLite */
export async function startMachine(redis?: string): Promise<Machine> {
	const folder = join(wholeN8nFolder, 'life');
	const note = join(folder, 'running.json');
	await endLeftovers(note);
	rmSync(folder, { recursive: true, force: true });
	const filesFolder = join(folder, 'files');
	const redisFolder = join(folder, 'redis');
	for (const one of [filesFolder, join(folder, 'home')]) mkdirSync(one, { recursive: true });
	placePackage(folder);
	const ports = { n8n: await freePort(), postgres: await freePort(), redis: await freePort() };
	const url = `http://127.0.0.1:${ports.n8n}`;
	let common: NodeJS.ProcessEnv = n8nEnv(folder, filesFolder, url, ports.n8n);
	// As in any n8n: it looks for its database every few seconds.
	delete common.DB_PING_INTERVAL_SECONDS;

	const parts: Part[] = [];
	const part = (name: string, run: ConstructorParameters<typeof Part>[1]) =>
		new Part(name, run, () =>
			noteRunning(
				note,
				parts.flatMap(({ pid }) => pid ?? []),
			),
		);
	let starts = 0;
	const n8n = async (name: string, args: string[], readyAt: string[], env: Record<string, string> = {}) => {
		const program = startProgram({
			name,
			command: nodeBinary(),
			args: ['--require', sqlite3, n8nBinary(), ...args],
			env: { ...common, ...env, N8N_RUNNERS_BROKER_PORT: String(await freePort()) },
			cwd: folder,
			logFile: join(folder, `${name.replaceAll(' ', '-')}-${++starts}.log`),
			stopSignal: 'SIGTERM',
		});
		await untilAllAnswer(program, name, readyAt);
		return program;
	};
	const postgres = part('PostgreSQL', async () => {
		const database = await startPostgres(join(folder, 'postgres'), 'life', {
			port: ports.postgres,
			keepsAll: true,
		});
		common = { ...common, ...database.n8nEnv };
		return asRunning(database);
	});
	const queue = part('Redis', async () => {
		const store = await startRedis(redis ?? '', redisFolder, { port: ports.redis, keepsAll: true });
		common = { ...common, ...store.n8nEnv, ...SOONER_STALLED };
		return asRunning(store);
	});
	const main = part(
		'n8n',
		async () => await n8n('n8n', ['start'], [`${url}/healthz/readiness`, `${url}/rest/settings`]),
	);
	const worker = (number: number) =>
		part(`n8n worker ${number}`, async () => {
			const port = String(await freePort());
			const health = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: port };
			const args = ['worker', `--concurrency=${CONCURRENCY}`];
			return await n8n(`n8n worker ${number}`, args, [`http://127.0.0.1:${port}/healthz/readiness`], health);
		});
	const workers = redis === undefined ? [] : Array.from({ length: WORKERS }, (_, index) => worker(index + 1));
	const spare = worker(WORKERS + 1);
	parts.push(...(redis === undefined ? [main] : [postgres, queue, main, ...workers, spare]));
	if (redis === undefined) common = { ...common, DB_TYPE: 'sqlite', ...compiledSqlite3() };

	const stop = async () => {
		for (const one of [...parts].reverse()) await one.kill();
		noteEnded(note);
	};
	const restart = async () => {
		await Promise.all(parts.map(async (one) => await one.kill()));
		for (const one of parts) if (one !== spare) await one.start();
	};
	try {
		for (const one of parts) if (one !== spare && !workers.includes(one)) await one.start();
		const rest = new Rest(url);
		await rest.logIn(owner);
		await Promise.all(workers.map(async (one) => await one.start()));
		return { url, rest, main, workers, spare, postgres, redis: queue, redisFolder, parts, restart, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

async function untilAllAnswer(program: Program, name: string, addresses: string[]): Promise<void> {
	const isReady = async () => (await Promise.all(addresses.map(answers))).every(Boolean);
	await untilReady(program, name, isReady, startLimit);
}

function asRunning({ pid, kill }: { pid: number; kill(): Promise<void> }) {
	return { pid, kill, log: [], ended: undefined };
}
