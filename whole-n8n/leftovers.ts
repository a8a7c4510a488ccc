import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { wholeN8nFolder } from './folders';

const noteSchema = z.object({ owner: z.number(), programs: z.array(z.number()) });

/** Milliseconds that programs left behind get to end. */
const patience = 20_000;

/** Notes who runs which programs in a folder, so that a later start can end what a killed one has left behind. */
export function noteRunning(file: string, programs: number[]): void {
	writeFileSync(file, JSON.stringify({ owner: process.pid, programs }));
}

export function noteEnded(file: string): void {
	rmSync(file, { force: true });
}

/** Throws where the one who started the programs still lives; ends them where that one was killed. */
export async function endLeftovers(file: string): Promise<void> {
	if (!existsSync(file)) return;
	const note = noteSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
	if (!note.success) return;
	const { owner, programs } = note.data;
	const left = programs.filter((pid) => commandOf(pid).includes(wholeN8nFolder));
	if (left.length > 0 && owner !== process.pid && commandOf(owner).includes('node')) {
		throw new Error(`It is running already, as process ${owner}. End that first (Ctrl-C, or kill ${owner}).`);
	}
	// In reverse order of their start: n8n before its database.
	for (const pid of left.reverse()) await end(pid);
}

async function end(pid: number): Promise<void> {
	const giveUp = Date.now() + patience;
	process.kill(pid, 'SIGINT');
	while (commandOf(pid).includes(wholeN8nFolder)) {
		if (Date.now() > giveUp) process.kill(pid, 'SIGKILL');
		await new Promise((resolve) => setTimeout(resolve, 200));
	}
}

/** Another program may have got the number meanwhile. Empty if there is none. */
function commandOf(pid: number): string {
	try {
		return execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
	} catch {
		return '';
	}
}
