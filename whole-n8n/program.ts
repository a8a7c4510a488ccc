import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface ProgramOptions {
	/** For messages. */
	name: string;
	command: string;
	args: string[];
	/** Its whole environment: nothing is handed on unasked. */
	env: NodeJS.ProcessEnv;
	cwd: string;
	/** What it writes, stdout and stderr. Begun anew. */
	logFile: string;
	/** The signal that makes it end in good order. */
	stopSignal: NodeJS.Signals;
	/** Whose rights it has, if not ours. */
	user?: { uid: number; gid: number };
}

/** A program that runs beside us until it is stopped. */
export interface Program {
	readonly pid: number;
	/** Lines of stdout and stderr. */
	readonly log: readonly string[];
	/** Why it has ended; undefined while it runs. */
	readonly ended: string | undefined;
	/** In good order within 20 s, else by force. */
	stop(): Promise<void>;
	/** By force and at once, with all that it has started. */
	kill(): Promise<void>;
}

/** Milliseconds that a program gets to end in good order. */
const patience = 20_000;

export function startProgram(options: ProgramOptions): Program {
	const { name, command, args, env, cwd, logFile, stopSignal, user } = options;
	const child = spawn(command, args, {
		cwd,
		env,
		...user,
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own: Ctrl-C in the terminal reaches us alone, and we end the programs in the right order.
		detached: true,
	});
	const log: string[] = [];
	const file = createWriteStream(logFile);
	for (const stream of [child.stdout, child.stderr]) {
		createInterface({ input: stream }).on('line', (line) => {
			log.push(line);
			file.write(`${line}\n`);
		});
	}
	let ended: string | undefined;
	const end = new Promise<void>((resolve) => {
		child.once('error', (error) => {
			ended = `${name} cannot be started: ${error.message}`;
			resolve();
		});
		child.once('close', (code, signal) => {
			ended ??= `${name} has ended (${signal ?? `exit code ${code}`})`;
			file.end();
			resolve();
		});
	});
	// Whatever ends us, nothing stays behind.
	const onExit = () => signalGroup(child, stopSignal);
	process.once('exit', onExit);
	return {
		pid: child.pid ?? 0,
		log,
		get ended() {
			return ended;
		},
		async stop() {
			child.kill(stopSignal);
			const force = setTimeout(() => signalGroup(child, 'SIGKILL'), patience);
			await end;
			clearTimeout(force);
			process.off('exit', onExit);
		},
		async kill() {
			signalGroup(child, 'SIGKILL');
			await end;
			process.off('exit', onExit);
		},
	};
}

/** A program may have started others: n8n starts a task runner. */
function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	if (pid === undefined) return;
	try {
		process.kill(-pid, signal);
	} catch {
		// All of them have ended.
	}
}

/**
 * Waits until a program is ready.
 * @param isReady asked every 100 ms
 * @param limit milliseconds
 */
export async function untilReady(
	program: Program,
	name: string,
	isReady: () => boolean | Promise<boolean>,
	limit: number,
): Promise<void> {
	const giveUp = Date.now() + limit;
	while (!(await isReady())) {
		if (program.ended !== undefined) throw new Error(`${program.ended}\n${lastLines(program)}`);
		if (Date.now() > giveUp) {
			throw new Error(`${name} is not ready after ${limit / 1000} s\n${lastLines(program)}`);
		}
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

function lastLines({ log }: Program): string {
	return log.slice(-30).join('\n');
}
