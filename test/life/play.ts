import { createHash } from 'node:crypto';
import type { Sandbox } from '../../sandbox/start';
import { countNow, type Count } from './count';
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

/** Plays a scenario with two runs at once, without and with Skip Repeats By. A row for each, before and after each thing that a person does. */
export async function play(scenario: Scenario, { machine, sandbox, seed }: Stage): Promise<Row[]> {
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
	const add = async (then: string[]) => {
		for (const [index, run] of runs.entries())
			rows.push(
				rowOf(scenario, run.isOnce, [then[index] ?? '', ...scene.endings].join('; '), await countNow(run)),
			);
	};
	const { done } = scene;
	await add(runs.map((_run, index) => done[index] ?? NOTHING_DONE));
	if (done.length > 0) return rows;
	if (await scene.isDone()) return rows;
	const then = await scene.again();
	await scene.settled();
	await add(then);
	// n8n may show a Retry that sent nothing as a success.
	const isMissing = [];
	for (const run of runs) isMissing.push(!(await run.isDone()) || (await countNow(run)).lost > 0);
	if (!isMissing.includes(true)) return rows;
	const anew = await scene.beginAnew(isMissing);
	await scene.settled();
	await add(anew);
	return rows;
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
