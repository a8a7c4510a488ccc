/** What a ratio has to reach. A ratio without a goal is there to be read. */
export type Goal = { atLeast: number } | { atMost: number };

/** One ratio, measured in several rounds of the same run. */
export interface Figure {
	/** For example '3,000 events, 50 ms each'. */
	what: string;
	/** What it is compared with, as in 'the limit': the ratio is 1 where both are the same. */
	against: string;
	/** The ratio, by round. What counts is their median. */
	rounds: number[];
	goal?: Goal;
	/** Figures of this machine for the reader, as in '20,400 rows a second'. They are no goals: another machine has others. */
	measured?: string;
}

/** What a bench is run with. */
export interface BenchRun {
	/** Small sizes and one round: some seconds in all, to see that nothing is broken. */
	isQuick: boolean;
	/** Says what is being measured; shown while it runs. */
	say(what: string): void;
}

/** Measures one thing. */
export interface Bench {
	/** For `npm run bench -- NAME`. */
	name: string;
	/** What it measures, for the page: one or two sentences. */
	about: string;
	/** About how long it takes on two cores, in minutes. */
	minutes: number;
	/** Whether it is part of `npm run bench -- --quick`: only what takes some seconds then. */
	hasQuick: boolean;
	/** Throws where something was lost or sent twice: a fast loss is no figure. */
	run(run: BenchRun): Promise<Figure[]>;
}

export function median(rounds: number[]): number {
	const sorted = rounds.toSorted((one, other) => one - other);
	const middle = Math.floor(sorted.length / 2);
	const upper = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

/** Whether a figure reaches its goal. Without a goal it does. Not a number reaches none. */
export function reachesGoal({ rounds, goal }: Figure): boolean {
	if (goal === undefined) return true;
	const ratio = median(rounds);
	return 'atLeast' in goal ? ratio >= goal.atLeast : ratio <= goal.atMost;
}

/** Runs a measurement so often, one after another. */
export async function inRounds<Result>(
	count: number,
	round: (number: number) => Promise<Result>,
): Promise<Result[]> {
	const results: Result[] = [];
	for (let number = 0; number < count; number++) results.push(await round(number));
	return results;
}

export interface Cost {
	/** Wall time, in ms. */
	ms: number;
	/** Processor time of this process, user and system, in ms: hardly touched by what else the machine does. */
	cpuMs: number;
}

/** What some work of this process costs. */
export async function costOf(work: () => Promise<unknown>): Promise<Cost> {
	const began = performance.now();
	const before = process.cpuUsage();
	await work();
	const { user, system } = process.cpuUsage(before);
	return { ms: performance.now() - began, cpuMs: (user + system) / 1_000 };
}
