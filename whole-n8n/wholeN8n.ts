import { cpSync, existsSync, mkdirSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { files, n8n, name as packageName } from '../package.json';
import { packageFolder } from './folders';
import { freePort } from './freePort';
import { endLeftovers, noteEnded, noteRunning } from './leftovers';
import { n8nBinary, nodeBinary } from './install';
import { startPostgres } from './postgres';
import { startProgram, untilReady } from './program';
import { Rest, type Owner } from './rest';

export interface WholeN8nOptions {
	/** Where it keeps all that it writes. What an earlier start left there is used again. */
	folder: string;
	owner: Owner;
	databasePassword: string;
	/** Taken if it is free, otherwise any other. */
	port?: number;
	/** On top of ours, for example EXECUTIONS_MODE=queue. */
	env?: Record<string, string>;
}

export interface WholeN8n {
	/** Without a slash at its end. */
	url: string;
	/** Logged in as the owner. */
	rest: Rest;
	/** The one folder whose files workflows may read and write. */
	filesFolder: string;
	/** Lines that n8n wrote. */
	log: readonly string[];
	/** The same lines for another process. */
	logFile: string;
	/** Why n8n has ended; undefined while it runs. */
	ended(): string | undefined;
	stop(): Promise<void>;
}

/** Milliseconds. An empty database takes about 10 s on two cores. */
const startLimit = 180_000;

/** Starts n8n on loopback with a database of its own and our built package under its real name. Needs `install()`. */
export async function startWholeN8n(options: WholeN8nOptions): Promise<WholeN8n> {
	const { folder, owner, databasePassword, env = {} } = options;
	const filesFolder = join(folder, 'files');
	for (const one of [filesFolder, join(folder, 'home')]) mkdirSync(one, { recursive: true });
	const note = join(folder, 'running.json');
	const logFile = join(folder, 'n8n.log');
	await endLeftovers(note);
	const postgres = await startPostgres(join(folder, 'postgres'), databasePassword);
	const ends = [postgres.stop];
	const stop = async () => {
		for (const end of ends.splice(0).reverse()) await end();
		noteEnded(note);
	};
	try {
		placePackage(folder);
		const port = await freePort(options.port);
		const url = `http://127.0.0.1:${port}`;
		const program = startProgram({
			name: 'n8n',
			command: nodeBinary(),
			args: [n8nBinary(), 'start'],
			env: {
				...n8nEnv(folder, filesFolder, url, port),
				N8N_RUNNERS_BROKER_PORT: String(await freePort()),
				...postgres.n8nEnv,
				...env,
			},
			cwd: folder,
			logFile,
			stopSignal: 'SIGTERM',
		});
		ends.push(program.stop);
		noteRunning(note, [postgres.pid, program.pid]);
		await untilReady(program, 'n8n', async () => await answers(`${url}/healthz/readiness`), startLimit);
		const rest = new Rest(url);
		await rest.logIn(owner);
		return { url, rest, filesFolder, log: program.log, logFile, ended: () => program.ended, stop };
	} catch (error) {
		await stop();
		throw error;
	}
}

/**
 * Puts what would be published where n8n finds installed packages, so that its nodes have their real names.
 * A copy and not a link: it must get along with what n8n itself supplies, and a build meanwhile does not disturb it.
 */
function placePackage(folder: string): void {
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

function n8nEnv(folder: string, filesFolder: string, url: string, port: number): NodeJS.ProcessEnv {
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
		N8N_WEBHOOK_URL: `${url}/`,
		N8N_EDITOR_BASE_URL: `${url}/`,
		N8N_SECURE_COOKIE: 'false',
		N8N_RESTRICT_FILE_ACCESS_TO: realpathSync(filesFolder),
		GENERIC_TIMEZONE: Intl.DateTimeFormat().resolvedOptions().timeZone,
		// It asks nobody outside, and offers nothing that would need to.
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_DISABLED_MODULES: 'mcp-registry,instance-ai,insights,mcp,chat-hub,instance-version-history',
	};
}

async function answers(url: string): Promise<boolean> {
	try {
		return (await fetch(url)).ok;
	} catch {
		return false;
	}
}
