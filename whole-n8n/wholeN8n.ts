import { cpSync, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { files, n8n, name as packageName } from '../package.json';
import { packageFolder } from './folders';
import { freePort } from './freePort';
import { endLeftovers, noteEnded, noteRunning } from './leftovers';
import { n8nBinary, nodeBinary } from './install';
import { startPostgres } from './postgres';
import { startProgram, untilReady, type Program } from './program';
import { startRedis } from './redis';
import { Rest, type Owner } from './rest';
import { n8nVersion, usualN8nVersion } from './version';

export interface WholeN8nOptions {
	/** Where it keeps all that it writes. What an earlier start left there is used again. */
	folder: string;
	owner: Owner;
	databasePassword: string;
	/** Taken if it is free, otherwise any other. */
	port?: number;
	/** The address at which services reach its webhooks, where that is another than its own. */
	webhookUrl?: string;
	/**
	 * Queue mode: this many workers beside the main process, which share a Redis.
	 * Each runs so many executions at a time (`concurrency`), one if left out.
	 */
	queue?: { redis: string; workers: number; concurrency?: number };
}

export interface WholeN8n {
	/** Without a slash at its end. */
	url: string;
	/** Logged in as the owner. */
	rest: Rest;
	/** The one folder whose files workflows may read and write. */
	filesFolder: string;
	/** What n8n's credential "Postgres" has to hold for a database that workflows may use. */
	postgres: Record<string, string | number>;
	/** In queue mode: the programs that run workflows. */
	workers: readonly Program[];
	/** All programs that belong to it, databases and workers included, in the order of their start. */
	programs: ReadonlyArray<{ name: string; pid: number }>;
	/** Lines that n8n wrote. */
	log: readonly string[];
	/** The same lines for another process. */
	logFile: string;
	/** Why n8n has ended; undefined while it runs. */
	ended(): string | undefined;
	stop(): Promise<void>;
	/** Ends n8n by force, in the middle of whatever it does, and its database in good order. */
	kill(): Promise<void>;
}

/** Lets n8n's AI Agent run where sqlite3 is not compiled. */
export const sqlite3 = join(__dirname, 'sqlite3.cjs');

/** Milliseconds. An empty database takes about 10 s on two cores. */
export const startLimit = 180_000;

/** Starts n8n on loopback with a database of its own and our built package under its real name. Needs `install()`. */
export async function startWholeN8n(options: WholeN8nOptions): Promise<WholeN8n> {
	const { folder, owner, databasePassword, queue } = options;
	const filesFolder = join(folder, 'files');
	for (const one of [filesFolder, join(folder, 'home')]) mkdirSync(one, { recursive: true });
	const note = join(folder, 'running.json');
	const logFile = join(folder, 'n8n.log');
	await endLeftovers(note);
	const { keep, programs, stop } = running(note);
	try {
		const postgres = keep('PostgreSQL', await startPostgres(join(folder, 'postgres'), databasePassword));
		const redis = queue && keep('Redis', await startRedis(queue.redis, join(folder, 'redis')));
		placePackage(folder);
		const port = await freePort(options.port);
		const url = `http://127.0.0.1:${port}`;
		const common = {
			...n8nEnv(folder, filesFolder, url, port, options.webhookUrl ?? url),
			...postgres.n8nEnv,
			...redis?.n8nEnv,
		};
		const start: Start = async (name, args, file, env) =>
			keep(
				name,
				startProgram({
					name,
					command: nodeBinary(),
					args: ['--require', sqlite3, n8nBinary(), ...args],
					env: {
						...common,
						...env,
						N8N_RUNNERS_BROKER_PORT: String(await freePort()),
					},
					cwd: folder,
					logFile: file,
					stopSignal: 'SIGTERM',
				}),
			);
		const program = await start('n8n', ['start'], logFile);
		// Older versions of n8n are ready before they have an API.
		const isReady = async () =>
			(await answers(`${url}/healthz/readiness`)) && (await answers(`${url}/rest/settings`));
		await untilReady(program, 'n8n', isReady, startLimit);
		const rest = new Rest(url);
		await rest.logIn(owner);
		const workers = await startWorkers(queue, folder, start);
		const kill = async () => {
			for (const one of [program, ...workers]) await one.kill();
			await stop();
		};
		const ended = () => program.ended;
		return {
			url,
			rest,
			filesFolder,
			postgres: postgres.users,
			workers,
			programs,
			log: program.log,
			logFile,
			ended,
			stop,
			kill,
		};
	} catch (error) {
		await stop();
		throw error;
	}
}

/** What is running, noted for a later start, and ended in reverse order. */
function running(note: string) {
	const programs: Array<{ name: string; pid: number }> = [];
	const ends: Array<() => Promise<void>> = [];
	return {
		programs,
		keep<One extends Pick<Program, 'pid' | 'stop'>>(name: string, one: One): One {
			programs.push({ name, pid: one.pid });
			ends.push(one.stop);
			noteRunning(
				note,
				programs.map(({ pid }) => pid),
			);
			return one;
		},
		async stop(): Promise<void> {
			for (const end of ends.splice(0).reverse()) await end();
			noteEnded(note);
		},
	};
}

type Start = (
	name: string,
	args: string[],
	logFile: string,
	env?: Record<string, string>,
) => Promise<Program>;

/** All at once: each takes some 10 s. */
async function startWorkers(
	queue: WholeN8nOptions['queue'],
	folder: string,
	start: Start,
): Promise<Program[]> {
	const numbers = Array.from({ length: queue?.workers ?? 0 }, (_worker, index) => index + 1);
	return await Promise.all(
		numbers.map(async (number) => {
			const name = `n8n worker ${number}`;
			const port = String(await freePort());
			const env = { QUEUE_HEALTH_CHECK_ACTIVE: 'true', QUEUE_HEALTH_CHECK_PORT: port };
			const args = ['worker', `--concurrency=${queue?.concurrency ?? 1}`];
			const worker = await start(name, args, join(folder, `worker-${number}.log`), env);
			const address = `http://127.0.0.1:${port}/healthz/readiness`;
			await untilReady(worker, name, async () => await answers(address), startLimit);
			return worker;
		}),
	);
}

/**
 * Puts what would be published where n8n finds installed packages, so that its nodes have their real names.
 * A copy and not a link: it must get along with what n8n itself supplies, and a build meanwhile does not disturb it.
 */
export function placePackage(folder: string): void {
	for (const file of [...n8n.nodes, ...n8n.credentials]) {
		if (!existsSync(join(packageFolder, file)))
			throw new Error(`Run "npm run build" first: ${file} is missing.`);
	}
	const place = join(folder, '.n8n', 'nodes', 'node_modules', packageName);
	rmSync(place, { recursive: true, force: true });
	mkdirSync(place, { recursive: true });
	for (const name of ['package.json', ...files]) {
		cpSync(join(packageFolder, name), join(place, name), { recursive: true });
	}
}

export function n8nEnv(
	folder: string,
	filesFolder: string,
	url: string,
	port: number,
	webhookUrl = url,
): NodeJS.ProcessEnv {
	return {
		PATH: process.env.PATH,
		LANG: process.env.LANG,
		TMPDIR: process.env.TMPDIR,
		NODE_ENV: 'production',
		// Nothing goes to the real home directory, also not n8n's caches.
		HOME: join(folder, 'home'),
		N8N_USER_FOLDER: folder,
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		N8N_HOST: '127.0.0.1',
		N8N_PORT: String(port),
		N8N_WEBHOOK_URL: `${webhookUrl}/`,
		N8N_EDITOR_BASE_URL: `${url}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(filesFolder),
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		// Seconds. On a busy machine the database may answer later than n8n expects, which then refuses all requests.
		DB_PING_INTERVAL_SECONDS: '86400',
		// It asks nobody outside, and offers nothing that would need to.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		// An n8n that lacks one of them does not start.
		...(n8nVersion === usualN8nVersion && {
			N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,insights,mcp,chat-hub,instance-version-history',
		}),
	};
}

export async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}
