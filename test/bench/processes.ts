import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts CPU time in hundredths of a second. */
const TICKS_PER_SECOND = 100;

interface ProcessTime {
	parent: number;
	/** Seconds of its own, and of those that it started and that have ended. */
	seconds: number;
}

/** CPU time in seconds, user and system, of a program with all that it has started: PostgreSQL has a process for each connection. */
export function cpuSeconds(pid: number): number {
	const all = processTimes();
	const sum = (one: number): number => {
		const children = [...all].filter(([, { parent }]) => parent === one);
		return (all.get(one)?.seconds ?? 0) + children.reduce((total, [child]) => total + sum(child), 0);
	};
	return sum(pid);
}

function processTimes(): Map<number, ProcessTime> {
	const times = new Map<number, ProcessTime>();
	for (const name of readdirSync('/proc')) {
		const time = /^\d+$/.test(name) ? processTime(name) : undefined;
		if (time !== undefined) times.set(Number(name), time);
	}
	return times;
}

function processTime(pid: string): ProcessTime | undefined {
	let stat: string;
	try {
		stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
	} catch {
		// It has ended meanwhile.
		return undefined;
	}
	// The name before stands in parentheses and may contain anything.
	const fields = stat
		.slice(stat.lastIndexOf(')') + 2)
		.split(' ')
		.map(Number);
	const ticks = fields.slice(11, 15).reduce((sum, value) => sum + value, 0);
	return { parent: fields[1] ?? 0, seconds: ticks / TICKS_PER_SECOND };
}

/** Resident memory in MB now. */
export function residentMB(pid: number): number {
	const kB = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
	return Number(kB) / 1_024;
}

/** How long all cores together did nothing so far, and how long there were, in seconds. */
export function machineTime(): { idle: number; all: number } {
	const [line = ''] = readFileSync('/proc/stat', 'utf8').split('\n');
	// user, nice, system, idle, iowait, irq, softirq, steal
	const ticks = line.split(/\s+/).slice(1, 9).map(Number);
	const [, , , idle = 0, waiting = 0] = ticks;
	return {
		idle: (idle + waiting) / TICKS_PER_SECOND,
		all: ticks.reduce((sum, value) => sum + value, 0) / TICKS_PER_SECOND,
	};
}
