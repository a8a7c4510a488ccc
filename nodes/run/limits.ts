import type { PreparedItem } from '../delivery/preparedItem';
import { peopleOf } from '../engine/plan';
import type { ItemResult } from '../errors/itemResult';
import type { Reason } from '../errors/reasons';
import { identifiersOf } from '../fields/person';
import { MOST_PEOPLE_BY_HAND } from '../operation/operationPanel';
import type { Settings } from '../operation/settings';
import { grouped } from '../values/grouped';

/**
 * Why a run sends nothing at all, although nothing is wrong with some of its items; undefined where it may send.
 * @param byHand whether somebody started the run in the editor
 */
export function whyNothingIsSent(
	prepared: PreparedItem[],
	settings: Settings,
	byHand: boolean,
): Reason | undefined {
	return tooManyInvalid(prepared, settings) ?? tooManyItems(prepared, settings, byHand);
}

function tooManyInvalid(prepared: PreparedItem[], { stopAboveInvalidPercent }: Settings): Reason | undefined {
	const invalid = prepared.filter((item) => item.kind === 'settled' && isRejected(item.result)).length;
	if (stopAboveInvalidPercent === undefined || invalid * 100 <= stopAboveInvalidPercent * prepared.length)
		return undefined;
	return {
		status: 'notTried',
		reasonCode: 'tooManyInvalid',
		reason: `Nothing was sent: ${invalid} of ${prepared.length} items are invalid, more than ${stopAboveInvalidPercent} percent`,
		wayOut: "Correct those items, or raise 'Stop if More Than N Percent Are Invalid' in Options",
	};
}

/** Why a run that stops at errors would send nothing; undefined where no item is invalid. */
export function whyInvalidItemsStop(results: ItemResult[]): Reason | undefined {
	const invalid = results.filter(isRejected).length;
	if (invalid === 0) return undefined;
	return {
		status: 'notTried',
		reasonCode: 'invalidItems',
		reason: `Nothing would be sent, because ${invalid === 1 ? 'one item is' : `${grouped(invalid)} items are`} invalid and 'On Error' in the Settings of this node is Stop Workflow`,
		wayOut: 'Correct them, or choose Continue (using error output) there to send the others',
	};
}

export function isRejected(result: ItemResult): boolean {
	return result.status === 'failed' && result.error.status === 'rejected';
}

function tooManyItems(
	prepared: PreparedItem[],
	{ stopAboveItems, textsPeople }: Settings,
	byHand: boolean,
): Reason | undefined {
	const items = prepared.filter(({ kind }) => kind !== 'settled').length;
	if (stopAboveItems !== undefined) {
		if (items <= stopAboveItems) return undefined;
		return {
			status: 'notTried',
			reasonCode: 'tooManyItems',
			reason: `Nothing was sent: there are ${grouped(items)} items to send, and 'Stop if More Than (Items)' is ${grouped(stopAboveItems)}`,
			wayOut: 'Raise it in Options, or send fewer items',
		};
	}
	if (!byHand || !textsPeople || items <= MOST_PEOPLE_BY_HAND) return undefined;
	const people = peopleIn(prepared);
	if (people <= MOST_PEOPLE_BY_HAND) return undefined;
	return {
		status: 'notTried',
		reasonCode: 'tooManyPeople',
		reason: `Nothing was sent: this run was started manually and could text ${grouped(people)} people`,
		wayOut:
			"Set 'Stop if More Than (Items)' in Options to allow more. Published workflows are not limited in this way",
	};
}

/** How many different people the items to send are about. */
function peopleIn(prepared: PreparedItem[]): number {
	const people = peopleOf(
		prepared.flatMap((item) =>
			item.kind === 'toSend' ? [item.person ? identifiersOf(item.person) : []] : [],
		),
	);
	const named = people.filter((person) => person !== undefined);
	return new Set(named).size + people.length - named.length;
}
