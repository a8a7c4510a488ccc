import type { IDataObject, INodeExecutionData } from 'n8n-workflow';
import type { EarlierTry, Part, PreparedItem, Ready, Settled, ToSend } from '../delivery/preparedItem';
import { itemKeys, type Journal } from '../engine/journal';
import type { Clock } from '../engine/types';
import type { ItemResult } from '../errors/itemResult';
import { itemError } from '../errors/itemError';
import { LOOK_IT_UP, type Reason } from '../errors/reasons';
import { rejected } from '../errors/rejected';
import { RunError } from '../errors/runError';
import type { Person } from '../fields/person';
import type { Operation, Read } from '../operation/operation';
import type { Settings } from '../operation/settings';
import { ERROR_KEY, isOwn } from '../parameters/ownKeys';
import type { Parameters } from '../parameters/parameters';
import { member } from '../values/member';
import { uuidOf } from '../values/uuid';
import { attempted } from '../values/valueError';
import { withoutEqualValues } from './equalValues';
import { mergeItems } from './merge';
import { SeenValues } from './seen';
import { withSharedIds } from './sharedIds';

/** What a run reads its items by. */
interface Reading {
	operation: Operation;
	settings: Settings;
	parameters: Parameters;
	items: INodeExecutionData[];
	journal: Journal;
	/** Tells the node from all others. */
	node: string;
	clock: Clock;
}

/** Longest time for which other executions of this n8n have to wait, in ms. */
const LONGEST_TURN = 40;

/** Every item of a run, read and checked before anything is sent. Throws a RunError for what is wrong with the whole run. */
export async function readItems(reading: Reading): Promise<PreparedItem[]> {
	const { clock, items, operation } = reading;
	const keyOf = itemKeys(`${operation.resource} ${operation.operation}`);
	const reader = new ItemReader(reading);
	const turn = new Turn(clock);
	const prepared: PreparedItem[] = [];
	for (const [index, item] of items.entries()) {
		prepared.push(reader.read(index, operation.kind === 'write' ? keyOf(item.json) : undefined));
		// Not awaited for each item: that alone would cost a tenth of reading.
		if (turn.isOver) await turn.pass();
	}
	const checked = withSharedIds(operation, reading.settings.options, prepared);
	return await completed(operation, withoutEqualValues(mergeItems(operation, checked)), turn);
}

/** Lets other executions of this n8n go on when it has lasted long enough. */
class Turn {
	private began: number;

	constructor(private readonly clock: Clock) {
		this.began = clock.now();
	}

	get isOver(): boolean {
		return this.clock.now() - this.began > LONGEST_TURN;
	}

	async pass(): Promise<void> {
		await this.clock.sleep(0);
		this.began = this.clock.now();
	}
}

/** The items after the slow part of reading. A bad one takes those with it that share its outcome. */
async function completed(
	operation: Operation,
	prepared: PreparedItem[],
	turn: Turn,
): Promise<PreparedItem[]> {
	if (!operation.complete) return prepared;
	const items = [...prepared];
	for (const [index, item] of prepared.entries()) {
		if (item.kind !== 'toSend') continue;
		try {
			const { payload, warnings } = await operation.complete(item.payload);
			items[index] = { ...item, payload, warnings: [...item.warnings, ...warnings] };
		} catch (error) {
			for (const place of [index, ...item.parts.map((part) => part.index)])
				items[place] = settled({ status: 'failed', error: rejected(place, error) });
		}
		if (turn.isOver) await turn.pass();
	}
	return items;
}

class ItemReader {
	private readonly seen = new SeenValues();
	private readonly now = new Date().toISOString();

	constructor(private readonly reading: Reading) {}

	/** @param key names a write in the journal */
	read(index: number, key: string | undefined): ToSend | Settled {
		const { operation, parameters } = this.reading;
		this.seen.begin(index);
		let partOf: string | undefined;
		try {
			const { merge } = operation;
			partOf = merge?.kind === 'whole' ? merge.by(parameters.source(index)) : undefined;
			const item = this.decide(index, key);
			item.key = key;
			item.partOf = partOf;
			return item;
		} catch (error) {
			this.seen.forget();
			return { ...settled({ status: 'failed', error: rejected(index, error) }), partOf };
		}
	}

	/** Every item is read in the same way; then the journal says whether an earlier try of this run has sent it. */
	private decide(index: number, key: string | undefined): ToSend | Settled {
		const { operation, settings, parameters, journal, items } = this.reading;
		const facts = {
			now: this.now,
			uniqueId: () => journal.idFor(key ?? ''),
			nodesIdFor: (texts: string[]) => uuidOf(JSON.stringify([this.reading.node, ...texts])),
			seen: this.seen,
		};
		const attempt = attempted(() => operation.read(parameters.source(index), facts));
		if ('error' in attempt) this.seen.forget();
		if ('error' in attempt && attempt.error instanceof RunError) throw attempt.error;
		const read = 'value' in attempt ? attempt.value : undefined;

		const isLive = settings.mode !== 'validateOnly' && key !== undefined;
		const recorded = isLive ? journal.recall(key) : undefined;
		// An item that was sent may have become bad since, by a change of the workflow: it was sent all the same.
		if (recorded?.status === 'accepted' || recorded?.status === 'pending') {
			const details = { ...this.detailsOf(read), ...recorded.details, sentInEarlierTry: true };
			return { ...settled({ status: recorded.status, details }), ...broughtBy(read) };
		}
		const isUnknown = recorded?.status === 'unknown';
		const isToldUnknown = key !== undefined && hasUnknownOutcome(items[index]);
		if ((isUnknown || isToldUnknown) && !settings.isIdempotent) {
			const error = itemError(index, isUnknown ? UNKNOWN_BEFORE : TOLD_UNKNOWN);
			const result = { status: 'failed' as const, error };
			return { ...settled(result), ...broughtBy(read) };
		}
		if ('error' in attempt) throw attempt.error;
		if ('skip' in attempt.value) return leftOut(attempt.value.skip, attempt.value.because);
		const isTest = settings.mode === 'testRecipients';
		const reason = isTest ? whyNoTest(attempt.value.person, settings.testRecipients) : undefined;
		if (reason !== undefined) {
			this.seen.forget();
			return leftOut({ reasonCode: 'notATestRecipient', reason });
		}
		return toSend(attempt.value, recorded?.status);
	}

	/** The journal does not hold what can be read from the item again. */
	private detailsOf(read: Read<object> | undefined): IDataObject {
		if (!read || 'skip' in read) return {};
		return { ...this.reading.operation.delivery.details(read.payload), ...read.details };
	}
}

/** Every member by name: a copy of the whole object would cost more than all that is in it, for each item of a run. */
function toSend(
	{ payload, person, changes, details, warnings, question, once }: Ready<object>,
	earlierTry: EarlierTry | undefined,
): ToSend {
	return {
		kind: 'toSend',
		payload,
		person,
		changes,
		details,
		warnings,
		question,
		once,
		parts: NO_PARTS,
		earlierTry,
		key: undefined,
		partOf: undefined,
	};
}

const NO_PARTS: readonly Part[] = Object.freeze([]);

/** What an item of an earlier try has brought about: those after it must know. */
function broughtBy(read: Read<object> | undefined): Pick<Settled, 'claims' | 'once'> {
	if (!read || 'skip' in read) return {};
	return { claims: read.question?.claims, once: read.once };
}

const UNKNOWN_BEFORE: Reason = {
	status: 'unknown',
	reasonCode: 'unknownBefore',
	reason: 'Unknown whether Attentive processed it in an earlier try, so it is not sent again',
	wayOut: LOOK_IT_UP,
};
/** Every node can write such a field, so it is not told as a try of this one. */
const TOLD_UNKNOWN: Reason = {
	status: 'unknown',
	reasonCode: 'unknownBefore',
	reason: "Not sent, because the item's field 'error' says that its outcome is unknown",
	wayOut: "Look it up in Attentive. To send it, remove the field 'error' from the item",
};

/** Whether the item comes, by its form, from the error output of this node, with an outcome that nobody knows. */
function hasUnknownOutcome(item: INodeExecutionData | undefined): boolean {
	const error = item?.json[ERROR_KEY];
	return isOwn(ERROR_KEY, error) && member(error, 'status') === 'unknown';
}

/**
 * Why an item is not for a test; undefined if it is: it has a phone or an email, and every one that it has is listed.
 * Without their values, so that the items with one reason are counted together.
 */
function whyNoTest(person: Person | undefined, recipients: ReadonlySet<string>): string | undefined {
	const { phone, email } = person ?? {};
	const isListed = (one: string | undefined) => one !== undefined && recipients.has(one.toLowerCase());
	const [listed, other] = isListed(phone) ? ['phone', email] : isListed(email) ? ['email', phone] : [];
	if (listed === undefined) return 'Its phone or email is not on the list of test recipients';
	if (other === undefined || isListed(other)) return undefined;
	const missing = listed === 'phone' ? 'email' : 'phone';
	return `Its ${listed} is on the list of test recipients, but its ${missing} is not. List both`;
}

function leftOut(skip: { reasonCode: string; reason: string }, because: number[] = []): Settled {
	const left = settled({ status: 'skipped', ...skip });
	return because.length > 0 ? { ...left, repeats: { what: 'content', items: because } } : left;
}

function settled(result: ItemResult): Settled {
	return { kind: 'settled', result, warnings: [] };
}
