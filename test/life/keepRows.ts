import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { keepReport, keptReport, type Report } from '../reliability/record';

const COLUMNS = [
	'fault',
	'Skip Repeats By',
	'afterwards',
	'executions in n8n',
	'items',
	'lost',
	'twice',
	'unknown',
	'open',
];

type Rows = Report['rows'];

/**
 * Keeps the rows of a scenario, whose first cell names it, in place of its earlier ones.
 * @param order the names of all scenarios
 * @param seconds that it took
 */
export function keepRows(
	rows: Rows,
	{ seed, seconds, order }: { seed: number; seconds: number; order: string[] },
): void {
	const isKept = existsSync(join(resolve(__dirname, '../../docs/reliability'), 'life.json'));
	const kept = isKept ? keptReport('life') : undefined;
	// One command repeats all of the table.
	const before = kept?.seed === seed ? kept : { rows: [], seconds: 0 };
	const mine = rows[0]?.[0];
	const all = [...before.rows.filter(([name]) => name !== mine), ...rows];
	keepReport('life', {
		command: `npm run life -- --seed ${seed}`,
		seed,
		seconds: before.seconds + (before.rows.some(([name]) => name === mine) ? 0 : seconds),
		columns: COLUMNS,
		rows: order.flatMap((name) => all.filter(([first]) => first === name)),
	});
}
