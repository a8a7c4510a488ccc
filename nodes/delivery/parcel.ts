import type { IDataObject } from 'n8n-workflow';
import type { Journal } from '../engine/journal';
import type { ItemResult } from '../errors/itemResult';
import { itemError, type ErrorStatus } from '../errors/itemError';
import { inDoubt, isSetUpMistake, type Reason } from '../errors/reasons';
import type { Question } from './question';
import type { EarlierTry, Part, Settled, ToSend } from './preparedItem';

/** What the parcels of a run write to. */
export interface Ledger {
	/** By the place of the item. */
	results: Array<ItemResult | undefined>;
	journal: Journal;
	/** Called with the number of items that have failed, or 0 where they were not tried. */
	onFailure(tried: number): void;
}

/** Shared by all: a run may have a million parcels. */
const NOTHING: IDataObject = Object.freeze({});

/**
 * One thing to send, and the items that share its outcome.
 * Nothing else writes results while a run sends, nor what the journal keeps of them.
 */
export class Parcel<Payload extends object = object> {
	question?: Question<Payload>;
	/** What a question before sending has shown, for the result. */
	asked: IDataObject = NOTHING;
	/** Whether it was sent, or is under way: its outcome would be unknown if the run ended now. */
	hasLeft = false;
	private content?: Payload;

	/** @param item what is sent of it is moved here, so that it can be let go */
	static of(index: number, item: ToSend, ledger: Ledger): Parcel {
		const parcel = new Parcel(index, item, ledger);
		parcel.content = item.payload;
		parcel.question = item.question;
		item.payload = NOTHING;
		item.question = undefined;
		item.person = undefined;
		return parcel;
	}

	/** What an earlier try of this run has sent and Attentive is still at work on. */
	static sentEarlier(index: number, { key, once }: Settled, ledger: Ledger): Parcel {
		return new Parcel(index, { key, once }, ledger);
	}

	private constructor(
		readonly index: number,
		private readonly item: Pick<Partial<ToSend>, 'key' | 'details' | 'once' | 'earlierTry' | 'parts'>,
		private readonly ledger: Ledger,
	) {}

	get once(): string | undefined {
		return this.item.once;
	}

	get earlierTry(): EarlierTry | undefined {
		return this.item.earlierTry;
	}

	/** What its result says of the item, beside what payload and answer tell. */
	get details(): IDataObject {
		return this.item.details ?? NOTHING;
	}

	private get parts(): readonly Part[] {
		return this.item.parts ?? [];
	}

	/** Gone once the parcel is settled: a million payloads would be held until the run ends. */
	get payload(): Payload {
		if (this.content) return this.content;
		throw new Error('A parcel that is settled has no payload any more');
	}

	set payload(payload: Payload) {
		this.content = payload;
	}

	get result(): ItemResult | undefined {
		return this.ledger.results[this.index];
	}

	get itemCount(): number {
		return 1 + this.parts.length;
	}

	/** It is about to be sent. Until its answer is there its outcome is unknown, also for a run that ends in between. */
	leaves(): void {
		this.hasLeft = true;
		for (const key of this.keys()) this.ledger.journal.remember(key, 'unknown', NOTHING);
	}

	/** What was sent of it may have been processed, whatever becomes of it when it is sent again. */
	doubt(): void {
		this.item.earlierTry = 'unknown';
	}

	/** It was certainly not processed. */
	returns(): void {
		if (!this.hasLeft) return;
		this.hasLeft = false;
		// Not as if it were new where an earlier try may have been processed.
		if (this.earlierTry === 'unknown') return;
		for (const key of this.keys()) this.ledger.journal.forget(key);
	}

	/**
	 * Attentive has accepted it.
	 * @param known what can be read from the item again and need not be kept
	 * @param added what the answer says, such as IDs
	 */
	accept(status: 'accepted' | 'pending', known: IDataObject, added: IDataObject): void {
		// Not { ...known, ...added }: on Node 20, V8 gives each such object a hidden class of its own.
		const details: IDataObject = Object.assign({}, known, this.details, this.asked, added);
		const news = this.asked === NOTHING ? added : Object.assign({}, this.asked, added);
		// A part by itself says less than the whole.
		const kept = this.parts.length > 0 ? details : without(news, known, this.details);
		for (const key of this.keys()) this.ledger.journal.remember(key, status, kept);
		this.write({ status, details });
	}

	/** Its records were read, or it is left out. */
	settle(result: Extract<ItemResult, { status: 'read' | 'skipped' }>): void {
		this.returns();
		this.write(result);
	}

	fail(reason: Reason): void {
		if (reason.status !== 'unknown') this.returns();
		const { status, reasonCode } = reason;
		// What refuses the credential, or is only on the way, says nothing of the item.
		const isAboutOthers = status === 'notTried' || (status === 'refused' && isSetUpMistake(reasonCode));
		const isInDoubt = isAboutOthers && this.earlierTry === 'unknown';
		this.write({ status: 'failed', error: itemError(this.index, isInDoubt ? inDoubt(reason) : reason) });
		this.ledger.onFailure(WAS_TRIED[reason.status] ? this.itemCount : 0);
	}

	/** It was not sent, and whether the store of Skip Repeats By has its value now is not known: the next try must not take it for sent. */
	failByStore(reason: Reason): void {
		if (this.earlierTry !== 'unknown')
			for (const key of this.keys()) this.ledger.journal.remember(key, 'storeFailed', {});
		this.fail(reason);
	}

	/** What became of it after Attentive had accepted it. What was refused may be sent again. */
	amend(result: ItemResult): void {
		if (result.status === 'failed' && result.error.status === 'refused')
			for (const key of this.keys()) this.ledger.journal.forget(key);
		this.write(result);
	}

	private write(result: ItemResult): void {
		this.ledger.results[this.index] = result;
		for (const { index } of this.parts) this.ledger.results[index] = asResultOf(index, result);
		this.content = undefined;
		this.question = undefined;
	}

	private keys(): string[] {
		const { key } = this.item;
		const own = key === undefined ? [] : [key];
		return this.parts.length === 0 ? own : [...own, ...this.parts.flatMap((part) => part.key ?? [])];
	}
}

const WAS_TRIED: Record<ErrorStatus, boolean> = {
	rejected: false,
	refused: true,
	unknown: true,
	notTried: false,
};

/** The result of one item as that of another: an error names its item. */
function asResultOf(index: number, result: ItemResult): ItemResult {
	if (result.status !== 'failed') return result;
	const { message: _, ...reason } = result.error;
	return { status: 'failed', error: itemError(index, reason) };
}

function without(details: IDataObject, ...known: IDataObject[]): IDataObject {
	const isKnown = (name: string) => known.some((one) => name in one);
	const names = Object.keys(details);
	if (!names.some(isKnown)) return details;
	return Object.fromEntries(names.filter((name) => !isKnown(name)).map((name) => [name, details[name]]));
}
