import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installFromDebian } from './debian';
import { freePort } from './freePort';
import { startProgram, untilReady } from './program';

export interface Redis {
	pid: number;
	/** What n8n needs to know to use it. */
	n8nEnv: Record<string, string>;
	stop(): Promise<void>;
	/** By force and at once. */
	kill(): Promise<void>;
}

interface RedisOptions {
	port?: number;
	/** Keeps what it holds in the folder, where it finds it at its next start. */
	keepsAll?: boolean;
}

/** Installs Debian's Redis, which n8n's queue mode needs, if it is not there yet. @returns where it is */
export function installRedis(say: (line: string) => void): string {
	return installFromDebian(
		{
			name: 'Redis',
			commands: ['redis-server'],
			package: 'redis-server',
			wantedBy: 'The tests of queue mode',
			size: 'about 1 MB to download, some seconds.',
		},
		say,
	);
}

/** Starts a Redis of its own on loopback, which keeps nothing on disk unless asked to. */
export async function startRedis(
	command: string,
	folder: string,
	{ port: wanted, keepsAll = false }: RedisOptions = {},
): Promise<Redis> {
	mkdirSync(folder, { recursive: true });
	const port = wanted ?? (await freePort());
	const server = startProgram({
		name: 'Redis',
		command,
		args: [
			...['--port', String(port), '--bind', '127.0.0.1', '--dir', folder],
			// Its arguments stay to be seen, by which what is left behind is known as ours.
			...['--save', '', '--appendonly', keepsAll ? 'yes' : 'no', '--set-proc-title', 'no'],
		],
		env: {},
		cwd: folder,
		logFile: join(dirname(folder), 'redis.log'),
		stopSignal: 'SIGTERM',
	});
	try {
		const isReady = () => server.log.some((line) => line.includes('Ready to accept connections'));
		await untilReady(server, 'Redis', isReady, 60_000);
	} catch (error) {
		await server.stop();
		throw error;
	}
	return {
		pid: server.pid,
		n8nEnv: {
			EXECUTIONS_MODE: 'queue',
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(port),
			// Also what somebody starts by the editor's button runs on a worker.
			OFFLOAD_MANUAL_EXECUTIONS_TO_WORKERS: 'true',
		},
		stop: async () => await server.stop(),
		kill: async () => await server.kill(),
	};
}
