import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { freePort } from './freePort';
import { postgresFolder } from './install';
import { startProgram, untilReady } from './program';

export interface Postgres {
	port: number;
	pid: number;
	/** What n8n needs to know to use it. */
	n8nEnv: Record<string, string>;
	/** What n8n's own credential has to hold for a database of its users, beside that of n8n itself. */
	users: Record<string, string | number>;
	stop(): Promise<void>;
	/** By force and at once. */
	kill(): Promise<void>;
}

interface PostgresOptions {
	port?: number;
	/** Nothing that it has confirmed is lost if it is killed. */
	keepsAll?: boolean;
}

/** PostgreSQL refuses to run as root. This user exists everywhere and owns nothing else. */
const nobody = { uid: 65534, gid: 65534 };

const userName = 'n8n';
const usersDatabase = 'users';

/**
 * Starts a PostgreSQL of its own on loopback, with its data in `folder`, which is made if it is not there.
 * The data may be lost if the computer itself crashes: nothing waits for the disk.
 */
export async function startPostgres(
	folder: string,
	password: string,
	{ port: wanted, keepsAll = false }: PostgresOptions = {},
): Promise<Postgres> {
	const user = process.getuid?.() === 0 ? nobody : undefined;
	const data = join(folder, 'data');
	mkdirSync(folder, { recursive: true });
	if (user) {
		chownSync(folder, user.uid, user.gid);
		requireReach(user);
	}
	if (!existsSync(join(data, 'PG_VERSION'))) makeDatabase(folder, data, password, user);
	const note = join(folder, usersDatabase);
	if (!existsSync(note)) {
		makeUsersDatabase(data, user);
		writeFileSync(note, '');
	}

	const port = wanted ?? (await freePort());
	const server = startProgram({
		name: 'PostgreSQL',
		command: binary('postgres'),
		args: [
			...['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1'],
			// Loopback alone: a socket file's path may be too long.
			...['-c', 'unix_socket_directories='],
			...['-c', 'fsync=off', '-c', 'full_page_writes=off'],
			...['-c', `synchronous_commit=${keepsAll ? 'on' : 'off'}`],
		],
		env: {},
		cwd: folder,
		logFile: join(dirname(folder), 'postgres.log'),
		stopSignal: 'SIGINT',
		user,
	});
	try {
		await untilReady(
			server,
			'PostgreSQL',
			() => server.log.some((line) => line.includes('ready to accept connections')),
			60_000,
		);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return {
		port,
		pid: server.pid,
		n8nEnv: {
			DB_TYPE: 'postgresdb',
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: userName,
			DB_POSTGRESDB_PASSWORD: password,
		},
		users: {
			host: '127.0.0.1',
			port,
			database: usersDatabase,
			user: userName,
			password,
			ssl: 'disable',
		},
		stop: async () => await server.stop(),
		kill: async () => await server.kill(),
	};
}

function makeDatabase(folder: string, data: string, password: string, user: typeof nobody | undefined): void {
	// What an interrupted start has left.
	rmSync(data, { recursive: true, force: true });
	const passwordFile = join(folder, 'password');
	writeFileSync(passwordFile, password, { mode: 0o600 });
	if (user) chownSync(passwordFile, user.uid, user.gid);
	const made = spawnSync(
		binary('initdb'),
		[
			...['-D', data, '-U', userName, '-A', 'scram-sha-256', `--pwfile=${passwordFile}`],
			...['--no-sync', '--encoding=UTF8', '--locale=C'],
		],
		{ ...user, cwd: folder, env: {}, encoding: 'utf8' },
	);
	rmSync(passwordFile);
	if (made.status === 0) return;
	rmSync(data, { recursive: true, force: true });
	throw new Error(`The database could not be made: ${made.error?.message ?? made.stderr}`);
}

function makeUsersDatabase(data: string, user: typeof nobody | undefined): void {
	const made = spawnSync(binary('postgres'), ['--single', '-D', data, 'postgres'], {
		...user,
		cwd: data,
		env: {},
		encoding: 'utf8',
		input: `CREATE DATABASE ${usersDatabase}\n`,
	});
	if (made.status === 0) return;
	throw new Error(`The users' database could not be made: ${made.error?.message ?? made.stderr}`);
}

function requireReach(user: typeof nobody): void {
	chmodSync(postgresFolder(), 0o755);
	const tried = spawnSync(binary('postgres'), ['--version'], { ...user, cwd: '/', env: {} });
	if (tried.status === 0) return;
	throw new Error(
		`PostgreSQL does not run as root, so it is started as the user nobody, who cannot reach ${postgresFolder()}. ` +
			'Clone the project into a folder that everybody may enter, or run this as a user other than root.',
	);
}

function binary(name: string): string {
	return join(postgresFolder(), 'native', 'bin', name);
}
