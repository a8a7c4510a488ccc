import type { INodeExecutionData } from 'n8n-workflow';
import type { PreparedItem, SameAs } from '../delivery/preparedItem';
import { itemKeys, type Memory } from '../engine/memory';
import type { Clock, ItemResult } from '../engine/types';
import { itemError } from '../errors/itemError';
import type { Reason } from '../errors/reasons';
import { rejected } from '../errors/rejected';
import { RunError } from '../errors/runError';
import type { Person } from '../fields/person';
import type { ItemFacts, Operation, Seen } from '../operation/operation';
import type { Settings } from '../operation/settings';
import { ERROR_KEY, isOwn } from '../parameters/ownKeys';
import { type Parameters } from '../parameters/parameters';
import { member } from '../values/member';
import { ValueError } from '../values/valueError';
import { withoutEqualKeys } from './equalKeys';
import { joinItems } from './join';

interface Preparation {
	operation: Operation;
	settings: Settings;
	parameters: Parameters;
	items: INodeExecutionData[];
	memory: Memory;
	clock: Clock;
}

/** What the items of a run have brought so far, for operations to which that matters, and which item was the first. */
class SeenValues implements Seen {
	private readonly places = new Map<string, number>();

	/** The item that is read now. */
	index = 0;

	has(value: string): boolean {
		return this.places.has(value);
	}

	add(value: string): void {
		if (!this.has(value)) this.places.set(value, this.index);
	}

	/** The items that were the first with any of these values. */
	itemsWith(values: string[]): number[] {
		return [...new Set(values.flatMap((value) => this.places.get(value) ?? []))];
	}
}

type ItemDetails = Extract<ItemResult, { status: 'accepted' }>['details'];

/** Longest time for which other executions of this n8n have to wait, in ms. */
const LONGEST_TURN = 40;

/** Every item of a run, read and checked before anything is sent. Throws a RunError for what is wrong with the whole run. */
export async function prepareItems(preparation: Preparation): Promise<PreparedItem[]> {
	const { clock, items, operation } = preparation;
	const keyOf = itemKeys(`${operation.resource} ${operation.operation}`);
	const now = new Date().toISOString();
	const prepared: PreparedItem[] = [];
	const seen = new SeenValues();
	const letOthers = turns(clock);
	for (const index of items.keys()) {
		seen.index = index;
		const key = operation.kind === 'write' ? keyOf(items[index]?.json ?? {}) : undefined;
		prepared.push(prepareItem(preparation, seen, index, key, now));
		await letOthers();
	}
	return await inspected(operation, withoutEqualKeys(joinItems(operation, prepared)), letOthers);
}

/** Lets other executions of this n8n go on when a turn has lasted long enough. */
function turns(clock: Clock): () => Promise<void> {
	let began = clock.now();
	return async () => {
		if (clock.now() - began <= LONGEST_TURN) return;
		await clock.sleep(0);
		began = clock.now();
	};
}

/** What items are once their operation has looked at what takes longer to read. A bad one takes those with it that share its fate. */
async function inspected(
	operation: Operation,
	prepared: PreparedItem[],
	letOthers: () => Promise<void>,
): Promise<PreparedItem[]> {
	if (!operation.inspect) return prepared;
	const items = [...prepared];
	for (const [index, item] of prepared.entries()) {
		if (item.kind !== 'toSend') continue;
		try {
			const { payload, warnings } = await operation.inspect(item.payload);
			const details = operation.details(payload);
			items[index] = { ...item, payload, details, warnings: [...item.warnings, ...warnings] };
		} catch (error) {
			for (const place of [index, ...item.parts.map((part) => part.index)])
				items[place] = settled({ status: 'failed', error: rejected(place, error) });
		}
		await letOthers();
	}
	return items;
}

function prepareItem(
	preparation: Preparation,
	seen: SeenValues,
	index: number,
	key: string | undefined,
	now: string,
): PreparedItem {
	const { operation, settings, memory } = preparation;
	const remembered = settings.mode === 'validateOnly' || key === undefined ? undefined : memory.recall(key);
	const isUnsafe = settings.retryClass === 'unsafe';
	const wasUnknown =
		remembered?.status === 'unknown' || (key !== undefined && hasUnknownOutcome(preparation.items[index]));
	let joinBy: string | undefined;
	try {
		const { join } = operation;
		joinBy = join?.kind === 'whole' ? join.by(preparation.parameters.source(index)) : undefined;
		const facts = { now, uniqueId: () => memory.idFor(key ?? '') };
		if (remembered?.status === 'accepted' || remembered?.status === 'pending') {
			const { details, ...told } = replayed(preparation, seen, index, facts);
			const all = { ...details, ...remembered.details, sentInEarlierTry: true };
			return { ...settled({ status: remembered.status, details: all }), ...told, joinBy };
		}
		if (wasUnknown && isUnsafe) {
			const { claims, once } = replayed(preparation, seen, index, facts);
			const result = { status: 'failed' as const, error: itemError(index, UNKNOWN_BEFORE) };
			return { ...settled(result), claims, once, joinBy };
		}
		const prepared = readItem(preparation, seen, index, facts);
		if (prepared.kind === 'settled') return { ...prepared, joinBy };
		return { ...prepared, key, joinBy, earlierTry: remembered?.status };
	} catch (error) {
		return { ...settled({ status: 'failed', error: rejected(index, error) }), joinBy };
	}
}

const UNKNOWN_BEFORE: Reason = {
	status: 'unknown',
	reasonCode: 'unknownBefore',
	reason: 'Unknown whether Attentive processed it in an earlier try, so it is not sent again',
	wayOut: "Look it up in Attentive. To send it again, remove the field 'error' from the item",
};

interface Replayed {
	details: ItemDetails;
	claims: string[];
	once?: string;
}

/**
 * What an item of an earlier try says and has brought about: the memory holds neither, so it is read from the item again.
 * Items after it must see it, or what they repeat would be sent after all.
 */
function replayed(
	{ operation, parameters }: Preparation,
	seen: SeenValues,
	index: number,
	facts: ItemFacts,
): Replayed {
	try {
		const prepared = operation.prepare(parameters.source(index), facts);
		if ('skip' in prepared) return { details: {}, claims: [] };
		operation.withoutSeen(prepared.payload, seen);
		const { details, check, once } = prepared;
		return { details, claims: check?.claims ?? [], once };
	} catch (error) {
		return unreadable(error);
	}
}

/** An item may have become bad since, by a change of the workflow: it was sent all the same. */
function unreadable(error: unknown): Replayed {
	if (error instanceof ValueError && !(error instanceof RunError)) return { details: {}, claims: [] };
	throw error;
}

/** Whether the item comes from this node's own error output, with an outcome that nobody knows. */
function hasUnknownOutcome(item: INodeExecutionData | undefined): boolean {
	const error = item?.json[ERROR_KEY];
	return isOwn(ERROR_KEY, error) && member(error, 'status') === 'unknown';
}

function readItem(
	preparation: Preparation,
	seen: SeenValues,
	index: number,
	facts: ItemFacts,
): Exclude<PreparedItem, { kind: 'joined' }> {
	const { operation, settings, parameters } = preparation;
	const prepared = operation.prepare(parameters.source(index), facts);
	if ('skip' in prepared) return settled({ status: 'skipped', ...prepared.skip });
	if (settings.mode === 'testRecipients' && !isTestRecipient(prepared.person, settings.testRecipients)) {
		return settled({
			status: 'skipped',
			reasonCode: 'notATestRecipient',
			reason: 'Its phone or email is not on the list of test recipients',
		});
	}
	const fresh = operation.withoutSeen(prepared.payload, seen);
	if ('skip' in fresh) {
		const sameAs: SameAs = { why: 'content', items: seen.itemsWith(fresh.seenAs) };
		return { ...settled({ status: 'skipped', ...fresh.skip }), sameAs };
	}
	const { payload } = fresh;
	const warnings = [...prepared.warnings, ...(fresh.warnings ?? [])];
	return { kind: 'toSend', ...prepared, payload, warnings, parts: [] };
}

/** A row is for a test only if it carries a phone or an email, and every one that it carries is listed. */
function isTestRecipient(person: Person | undefined, recipients: ReadonlySet<string>): boolean {
	const carried = [person?.phone, person?.email?.toLowerCase()].flatMap((one) => one ?? []);
	return carried.length > 0 && carried.every((one) => recipients.has(one));
}

function settled(result: ItemResult) {
	return { kind: 'settled' as const, result, warnings: [] };
}
