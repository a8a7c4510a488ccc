import type { PreparedItem } from './preparedItem';
import { plan, type PlannedRequest } from '../engine/plan';
import { identifiersOf } from '../fields/person';

/** One request of a run: a question about an item that must be answered before it is sent, or the sending itself. */
export type Step =
	{ kind: 'check'; item: number; question: number; query: Record<string, string> } | SendStep;

export interface SendStep {
	kind: 'send';
	items: number[];
	/** Parts of a request that was refused as a whole, to be sent after this one in its place. */
	later: number[][];
}

/** What is to be requested, in which order. Steps and plan have the same places. */
export interface Steps {
	steps: Step[];
	plan: PlannedRequest[];
}

/** Plans the requests of a run. A check goes right before its item: what it learns is not old when the item goes. */
export function planSteps(prepared: PreparedItem[], itemsPerRequest: number): Steps {
	const toSend = prepared.flatMap((item, index) => (item.kind === 'toSend' ? [{ index, item }] : []));
	const sends = plan(
		toSend.map(({ index, item }) => ({
			index,
			identifiers: [
				...[item, ...item.parts].flatMap(({ person }) => (person ? identifiersOf(person) : [])),
				...(item.changes === undefined ? [] : [`changes ${item.changes}`]),
			],
			gatherBy: item.gatherBy,
			size: item.size,
		})),
		itemsPerRequest,
	);
	const queriesOf = new Map(toSend.map(({ index, item }) => [index, item.check?.queries ?? []]));
	const steps: Step[] = [];
	const planned: PlannedRequest[] = [];
	const add = (step: Step, items: number[], waitsFor: number[]): number => {
		steps.push(step);
		return planned.push({ items, waitsFor }) - 1;
	};

	const placeOfSend: number[] = [];
	for (const { items, waitsFor } of sends) {
		const before = waitsFor.flatMap((place) => placeOfSend[place] ?? []);
		const checks = items.flatMap((item) =>
			(queriesOf.get(item) ?? []).map((query, question) =>
				add({ kind: 'check', item, question, query }, [item], before),
			),
		);
		placeOfSend.push(add({ kind: 'send', items, later: [] }, items, checks.length > 0 ? checks : before));
	}
	return { steps, plan: planned };
}
