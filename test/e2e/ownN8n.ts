import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { startWholeN8n, wholeN8nFolder, type WholeN8n, type WholeN8nOptions } from '../../whole-n8n';
import { endLeftovers } from '../../whole-n8n/leftovers';
import type { Stage } from './stage';

/** Requests a second that Attentive documents for events. */
export const oneSecond = 150;

const events = 'POST /v1/events/custom';

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

/** The points of the events that the sandbox took, each of which belongs to one row. */
export async function pointsTaken({ control }: Pick<Stage, 'control'>): Promise<number[]> {
	const entries = await control.ledger(events);
	return entries.map(({ body }) => Number(Object(Object(body).properties).points));
}
