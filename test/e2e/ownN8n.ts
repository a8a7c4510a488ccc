import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { INodeExecutionData } from 'n8n-workflow';
import { startWholeN8n, wholeN8nFolder, type WholeN8n, type WholeN8nOptions } from '../../whole-n8n';
import { endLeftovers } from '../../whole-n8n/leftovers';
import { pointsTaken, resultOf } from './events';
import type { Stage } from './stage';

/** Requests a second that Attentive documents for events. */
export const oneSecond = 150;

/** Milliseconds for a hook that starts one. */
export const ownStartLimit = 300_000;

/** An n8n for one suite alone, which may be killed and started again. */
export interface OwnN8n {
	start(): Promise<WholeN8n>;
}

/** @param name of its folder, which is emptied first */
export async function ownN8n(name: string, options: Pick<WholeN8nOptions, 'queue'> = {}): Promise<OwnN8n> {
	const folder = join(wholeN8nFolder, name);
	await endLeftovers(join(folder, 'running.json'));
	rmSync(folder, { recursive: true, force: true });
	const owner = { email: 'owner@example.com', password: 'Attentive-e2e-1' };
	return { start: async () => await startWholeN8n({ folder, owner, databasePassword: 'e2e', ...options }) };
}

/** People, each with points of their own. */
export function peopleWithPoints(count: number): Array<{ phone: string; points: number }> {
	return Array.from({ length: count }, (_row, index) => ({
		phone: `+1206555${String(1000 + index)}`,
		points: index + 1,
	}));
}

/**
 * Waits until the sandbox has taken so many events. Throws where n8n or one of its workers ends, or after a minute.
 * @param count of events
 */
export async function untilTaken(stage: Pick<Stage, 'control'>, count: number, n8n: WholeN8n): Promise<void> {
	const giveUp = Date.now() + 60_000;
	while ((await pointsTaken(stage)).length < count) {
		const ended = n8n.ended() ?? n8n.workers.find((worker) => worker.ended !== undefined)?.ended;
		if (ended !== undefined) throw new Error(ended);
		if (Date.now() > giveUp) throw new Error(`The sandbox has not taken ${count} events within a minute.`);
		await sleep(50);
	}
}

/**
 * With Skip Repeats By, of the run after a kill: each row went in the first run, or goes now, or was begun and is of unknown fate.
 * @param items of the later run
 */
export async function expectEachOnce(
	stage: Pick<Stage, 'control'>,
	rows: Array<{ points: number }>,
	items: INodeExecutionData[],
): Promise<void> {
	const taken = await pointsTaken(stage);
	const statuses = items.map((item) => resultOf(item).status);
	const wereBegun = rows.filter(({ points }, row) => statuses[row] === 'skipped' && !taken.includes(points));
	expect(taken).toEqual(rows.filter((row) => !wereBegun.includes(row)).map(({ points }) => points));
	expect(new Set(statuses)).toEqual(new Set(['accepted', 'skipped']));
}
