import { createHash } from 'node:crypto';
import type { Sandbox } from '../../sandbox/start';
import { brokenIn, countNow, type Count } from './count';
import type { Machine } from './machine';
import { loads, NOTHING_DONE, Run } from './runs';
import type { Scenario } from './scenario';
import { Scene } from './scene';

interface Stage {
	machine: Machine;
	sandbox: Sandbox;
	seed: number;
}

type Row = Array<string | number>;

interface Played {
	rows: Row[];
	/** Promises that were not kept. */
	broken: string[];
}

/** Plays a scenario with two runs at once, without and with Skip Repeats By. A row for each, before and after each thing that a person does. */
export async function play(scenario: Scenario, { machine, sandbox, seed }: Stage): Promise<Played> {
	const kind = scenario.kind ?? 'event';
	const runs = [false, true].map((isOnce) => new Run(machine, sandbox, kind, isOnce));
	await sandbox.control.reset();
	for (const run of runs) await run.prepare();
	const scene = new Scene(machine, sandbox.control, runs);
	if (scenario.begin) await scenario.begin(scene);
	else for (const run of runs) await run.begin();
	await scene.untilEachHas(partOf(loads[kind].count, `${seed} ${scenario.name}`));
	await scenario.deed(machine, scene);
	await scene.settled();
	const rows: Row[] = [];
	const broken: string[] = [];
	const played = { rows, broken };
	const add = async (then: string[]) => {
		for (const [index, run] of runs.entries()) {
			const count = await countNow(run);
			rows.push(rowOf(scenario, run.isOnce, [then[index] ?? '', ...scene.endings].join('; '), count));
			broken.push(...brokenIn(count, run.isOnce, scenario));
		}
	};
	const { done } = scene;
	await add(runs.map((_run, index) => done[index] ?? NOTHING_DONE));
	if (done.length > 0) return played;
	if (await scene.isDone()) return played;
	const then = await scene.again();
	await scene.settled();
	await add(then);
	// n8n may show a Retry that sent nothing as a success.
	const isMissing = [];
	for (const run of runs) isMissing.push(!(await run.isDone()) || (await countNow(run)).lost > 0);
	if (!isMissing.includes(true)) return played;
	const anew = await scene.beginAnew(isMissing);
	await scene.settled();
	await add(anew);
	return played;
}

/** From a tenth to half of the items. */
function partOf(count: number, seed: string): number {
	const part = createHash('sha256').update(seed).digest().readUInt32BE() / 2 ** 32;
	return Math.floor(count * (0.1 + 0.4 * part));
}

function rowOf(
	{ what }: Scenario,
	isOnce: boolean,
	then: string,
	{ items, lost, twice, unknown, open, shown }: Count,
): Row {
	return [what, isOnce ? 'on' : 'off', then, shown.join(', '), items, lost, twice, unknown, open];
}
