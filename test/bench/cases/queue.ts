import { setTimeout as sleep } from 'node:timers/promises';
import { installRedis, type WholeN8n } from '../../../whole-n8n';
import { attentive, attentiveWorkflow, sendEvent, start } from '../../e2e/workflows';
import { inRounds, median, type Bench, type BenchRun, type Figure } from '../bench';
import { expectEachOnce, summed, type LimitServer } from '../limitServer/start';
import type { Arrival } from '../limitServer/settings';
import { slowest } from '../slowest';
import { cpuSeconds, machineTime, residentMB } from '../processes';
import { EVENT_KEY, eventRows, LIMIT } from '../eventRows';
import { inWholeN8n, type Setting } from '../wholeN8n';

/** Requests a second that leave two cores time for everything else: then the pacing is measured, and nothing but it. */
const LOW_LIMIT = 60;
/** The limits that are measured with so many workers. */
const LOADS = new Map([
	[1, [LIMIT]],
	[2, [LIMIT]],
	[4, [LIMIT, LOW_LIMIT]],
]);
/** At once. Each worker runs as many of them as every other. */
const EXECUTIONS = 16;
/** How long a round takes at the limit. */
const SECONDS = 32;
const ROUNDS = 3;
/** Without any request in this time something is wrong, in ms. */
const PATIENCE = 90_000;

/** What a round adds up to. */
interface Round {
	shareOfLimit: number;
	refusedShare: number;
	/** The slowest, of an even share, while all of them send; undefined where they never all did. */
	slowestWorker?: number;
	slowestExecution?: number;
	/** Cores that each program kept busy, and the share of the time in which the machine had nothing to do. */
	cores: Record<string, number>;
	idle: number;
}

export const queue: Bench = {
	name: 'queue',
	about: `A whole n8n in queue mode, with Redis and PostgreSQL: ${EXECUTIONS} executions at once, spread evenly over the workers, with one token against one limit.`,
	minutes: 9,
	hasQuick: false,
	async run(run): Promise<Figure[]> {
		const redis = installRedis(run.say);
		const figures: Figure[] = [];
		for (const [workers, limits] of LOADS) {
			const wanted = { queue: { redis, workers, concurrency: EXECUTIONS / workers }, say: run.say };
			figures.push(...(await inWholeN8n(wanted, async (setting) => await measured(setting, limits, run))));
		}
		return figures;
	},
};

async function measured(setting: Setting, limits: number[], { say }: BenchRun): Promise<Figure[]> {
	const figures: Figure[] = [];
	for (const limit of limits) {
		const load = await loadOf(setting, limit);
		const rounds = await inRounds(ROUNDS, async (number) => {
			say(`${EXECUTIONS} executions on ${setting.n8n.workers.length} workers, round ${number + 1}`);
			return await roundOf(setting, load, limit);
		});
		figures.push(...figuresOf(rounds, setting.n8n, limit));
	}
	return figures;
}

/** The workflows of a round, and the rows of each. */
interface Load {
	ids: string[];
	rowsEach: number;
}

async function loadOf({ n8n, credential }: Setting, limit: number): Promise<Load> {
	const rowsEach = (limit * SECONDS) / EXECUTIONS;
	const parameters = { ...sendEvent, options: { output: 'resultOnly', stopAboveItems: 0 } };
	const ids: string[] = [];
	for (let number = 0; number < EXECUTIONS; number++) {
		const rows = eventRows(rowsEach, number * rowsEach);
		ids.push(
			await n8n.rest.createWorkflow(attentiveWorkflow(`Load ${number + 1}`, credential, parameters, rows)),
		);
	}
	return { ids, rowsEach };
}

async function roundOf({ n8n, server }: Setting, { ids, rowsEach }: Load, limit: number): Promise<Round> {
	const count = ids.length * rowsEach;
	await server.set({ perSecond: limit, key: EVENT_KEY });
	const watch = watched(n8n, server);
	const executions = await Promise.all(ids.map(async (id) => await n8n.rest.begin(id, start)));
	const arrivals = await untilAccepted(n8n, server, count);
	const { cores, idle } = watch.end();
	for (const id of executions) {
		const { status, items, data } = await n8n.rest.finished(id);
		const accepted = items(attentive).filter(({ json }) => json.status === 'accepted');
		if (status !== 'success' || accepted.length !== rowsEach) {
			const { message = '', description = '' } = data.resultData.error ?? {};
			throw new Error(`Execution ${id}: ${status}, ${accepted.length} accepted. ${message} ${description}`);
		}
	}
	expectEachOnce(
		arrivals,
		Array.from({ length: count }, (_row, row) => String(row)),
	);
	const { perSecond, refusedShare } = summed(arrivals);
	const workerOf = executions.map((id) =>
		n8n.workers.findIndex(({ log }) => log.some((line) => line.includes(`execution ${id} `))),
	);
	const executionOf = ({ keys: [row] }: Arrival) => Math.floor(Number(row) / rowsEach);
	return {
		shareOfLimit: perSecond / limit,
		refusedShare,
		slowestWorker: slowest(arrivals, (arrival) => workerOf[executionOf(arrival)] ?? -1),
		slowestExecution: slowest(arrivals, executionOf),
		cores,
		idle,
	};
}

/** All requests, once so many were accepted, or once no more come. */
async function untilAccepted(n8n: WholeN8n, server: LimitServer, count: number): Promise<Arrival[]> {
	let cameAt = performance.now();
	let came = 0;
	for (;;) {
		await sleep(1_000);
		const arrivals = await server.arrivals();
		if (arrivals.filter(({ status }) => status !== 429).length >= count) return arrivals;
		const ended = n8n.ended() ?? n8n.workers.find((worker) => worker.ended !== undefined)?.ended;
		if (ended !== undefined) throw new Error(ended);
		if (arrivals.length > came) cameAt = performance.now();
		else if (performance.now() - cameAt > PATIENCE) return arrivals;
		came = arrivals.length;
	}
}

/** What the programs and the machine do from now on. */
function watched(n8n: WholeN8n, server: LimitServer): { end(): Pick<Round, 'cores' | 'idle'> } {
	const programs = [...n8n.programs, { name: 'the server', pid: server.pid }];
	const used = () => programs.map(({ pid }) => cpuSeconds(pid));
	const [usedBefore, machineBefore, began] = [used(), machineTime(), performance.now()];
	return {
		end() {
			const seconds = (performance.now() - began) / 1_000;
			const machine = machineTime();
			const cores = used().map((now, index) => (now - (usedBefore[index] ?? 0)) / seconds);
			return {
				cores: Object.fromEntries(programs.map(({ name }, index) => [name, cores[index] ?? 0])),
				idle: (machine.idle - machineBefore.idle) / (machine.all - machineBefore.all),
			};
		},
	};
}

function figuresOf(rounds: Round[], n8n: WholeN8n, limit: number): Figure[] {
	const workers = n8n.workers.length;
	const what = `${workers} worker${workers === 1 ? '' : 's'}, ${limit} a second`;
	const ratios = (pick: (round: Round) => number | undefined) => rounds.flatMap((round) => pick(round) ?? []);
	const coresOf = (isMeant: (name: string) => boolean) =>
		ratios(({ cores }) =>
			Object.entries(cores).reduce((sum, [name, busy]) => sum + (isMeant(name) ? busy : 0), 0),
		);
	const busy = [
		`all workers ${median(coresOf((name) => name.startsWith('n8n worker'))).toFixed(2)}`,
		...['n8n', 'PostgreSQL', 'Redis', 'the server'].map(
			(name) => `${name} ${median(coresOf((one) => one === name)).toFixed(2)}`,
		),
	];
	const memory = n8n.workers.map(({ pid }) => residentMB(pid));
	const figures: Figure[] = [
		{
			what: `${what}: from the first request to the last`,
			against: 'the limit',
			rounds: ratios(({ shareOfLimit }) => shareOfLimit),
			goal: { atLeast: 0.9 },
			measured: `none lost, none twice; ${(median(ratios(({ idle }) => idle)) * 100).toFixed(0)} % of the machine idle`,
		},
		{
			what: `${what}: refused because of the limit (429)`,
			against: 'all requests',
			rounds: ratios(({ refusedShare }) => refusedShare),
			goal: { atMost: 0.02 },
		},
		{
			what: `${what}: processor time of all programs`,
			against: 'one core',
			rounds: coresOf(() => true),
			measured: `${busy.join(', ')}; a worker holds ${median(memory).toFixed(0)} MB`,
		},
	];
	if (workers > 1) {
		figures.push({
			what: `${what}: the slowest worker`,
			against: 'an even share',
			rounds: ratios(({ slowestWorker }) => slowestWorker),
			goal: { atLeast: 0.8 },
		});
	}
	const executions = ratios(({ slowestExecution }) => slowestExecution);
	// On a busy machine the first may end before the last begins.
	if (executions.length > 0)
		figures.push({
			what: `${what}: the slowest execution`,
			against: 'an even share',
			rounds: executions,
		});
	return figures;
}
