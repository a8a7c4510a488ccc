import type { NodeExecutionHint } from 'n8n-workflow';
import { sentence, whatIsWrong } from '../errors/itemError';
import { isSetUpMistake } from '../errors/reasons';
import type { ItemResult } from '../errors/itemResult';
import type { PreparedItem } from '../delivery/preparedItem';
import { firstWarnings, type Warning } from '../values/warning';
import type { Unfound } from '../parameters/itemSource';

/** Something that the output pane shows above the items, line by line. */
export interface Hint {
	lines: string[];
	type: 'info' | 'warning' | 'danger';
}

/** A hint as n8n takes it. n8n shows it as HTML, and its words may hold values of items. */
export function nodeHint({ lines, type }: Hint): NodeExecutionHint {
	return { message: lines.map(escaped).join('<br>'), type, location: 'outputPane' };
}

function escaped(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

const STATES = [
	['accepted', 'accepted'],
	['pending', 'pending'],
	['validated', 'would be sent'],
	['read', 'read'],
	['skipped', 'skipped'],
	['rejected', 'rejected'],
	['refused', 'refused by Attentive'],
	['unknown', 'with an unknown outcome'],
	['notTried', 'not tried'],
] as const;

function stateOf(result: ItemResult): string {
	return result.status === 'failed' ? result.error.status : result.status;
}

/** How many items are in each state, in words, such as "480 accepted, 20 rejected". */
export function counts(results: ItemResult[]): string {
	const numbers = new Map<string, number>();
	for (const result of results) {
		const state = stateOf(result);
		numbers.set(state, (numbers.get(state) ?? 0) + 1);
	}
	return STATES.flatMap(([state, words]) =>
		numbers.has(state) ? [`${numbers.get(state)} ${words}`] : [],
	).join(', ');
}

/** Most reasons that a sum lists. */
const MOST_REASONS = 5;

/** Why items were not sent, the commonest reason first, such as "40 items: 'Phone' has too few digits". */
export function reasonLines(results: ItemResult[]): string[] {
	const counted = new Map<string, number>();
	for (const result of results) {
		const reason = reasonOf(result);
		if (reason !== undefined) counted.set(reason, (counted.get(reason) ?? 0) + 1);
	}
	const sorted = [...counted].sort(([, one], [, other]) => other - one);
	const rarer = sorted.slice(MOST_REASONS).reduce((sum, [, count]) => sum + count, 0);
	return [
		...sorted.slice(0, MOST_REASONS).map(([reason, count]) => `${items(count)}: ${reason}`),
		...(rarer > 0 ? [`${items(rarer)}: other reasons`] : []),
	];
}

function items(count: number): string {
	return count === 1 ? '1 item' : `${count} items`;
}

/** Why an item was not sent. Without its value: so items with the same reason are counted together. */
function reasonOf(result: ItemResult): string | undefined {
	if (result.status === 'skipped') return whatIsWrong({ reason: result.reason });
	if (result.status !== 'failed') return undefined;
	const { field, reason, reasonCode, wayOut } = result.error;
	// That the run stopped at another item is no reason to look into.
	if (reasonCode === 'stopped') return undefined;
	return isSetUpMistake(reasonCode) ? sentence({ field, reason, wayOut }) : whatIsWrong({ field, reason });
}

/** What became of the items of a run that has sent something. */
export function sumHint(results: ItemResult[]): Hint {
	return { lines: [counts(results), ...reasonLines(results)], type: typeOf(results) };
}

function typeOf(results: ItemResult[]): Hint['type'] {
	const errors = results.flatMap((result) => (result.status === 'failed' ? [result.error] : []));
	if (errors.some(({ reasonCode }) => isSetUpMistake(reasonCode))) return 'danger';
	return errors.length > 0 ? 'warning' : 'info';
}

/** What parameters read that no item has, unless the error of each item says so: elsewhere they count as empty. */
export function unfoundHint(unfound: Unfound[], prepared: PreparedItem[]): Hint | undefined {
	const told = prepared.map((item) => (item.kind === 'settled' ? fieldsInError(item.result) : []));
	const lines = unfound
		.filter(({ label }) => !told.every((fields) => fields.includes(label)))
		.map(({ label, reason }) => sentence({ field: label, reason }));
	if (lines.length === 0) return undefined;
	const different = [...new Set(lines)];
	const rest = different.splice(MOST_WARNINGS).length;
	if (rest > 0) different.push(`and ${rest} more`);
	return { lines: different, type: 'warning' };
}

function fieldsInError(result: ItemResult): string[] {
	if (result.status !== 'failed') return [];
	const problems = result.error.problems ?? [result.error];
	return problems.flatMap(({ reasonCode, field }) => (reasonCode === 'noSuchField' && field ? [field] : []));
}

/** Most warnings that a sum lists; that of a name may come for each column. */
const MOST_WARNINGS = 20;

/** All warnings of a run with counts, or undefined where there are none. */
export function warningsHint(warnings: ReadonlyArray<readonly Warning[]>): Hint | undefined {
	const counted = new Map<string, { count: number; message: string }>();
	for (const ofItem of warnings) {
		for (const { code, message } of ofItem) {
			const known = counted.get(code);
			if (known) known.count++;
			else counted.set(code, { count: 1, message });
		}
	}
	if (counted.size === 0) return undefined;
	const lines = [...counted.values()].map(({ count, message }) => `${items(count)}: ${message}`);
	return { lines: firstWarnings(lines, MOST_WARNINGS), type: 'warning' };
}
