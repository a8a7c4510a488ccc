import type { IDataObject } from 'n8n-workflow';
import { deliver, type Ended, type Progress, type Readiness, type Way } from '../engine/deliver';
import { lanesOfThisProcess } from '../engine/pace';
import type { Endpoint, ItemResult, Outcome, RetryClass } from '../engine/types';
import { itemError } from '../errors/itemError';
import {
	checkReason,
	failureReason,
	isAttentives404,
	notUnderstood,
	stopWords,
	type Reason,
} from '../errors/reasons';
import type { Check, Claim, Upload } from '../operation/operation';
import { attentiveRequest, type AttentiveRequest } from '../transport/attentiveRequest';
import { uploadFile } from '../transport/storage';
import { shown, ValueError } from '../values/valueError';
import { understood, understoodPage } from './answers';
import { LaterResults } from './later';
import type { EarlierTry, Part } from './preparedItem';
import type { Sending } from './sending';
import { afterFirst, isStoreFailure, SentBefore, type OnceItem } from './sendOnce';
import { planSteps, type SendStep, type Step, type Steps } from './steps';

/** How long to go on without one success where somebody waits for an answer, or where the host never gave one. In ms. */
const SHORT_PATIENCE = 30_000;

const BAD_REQUEST = 400;
const TOO_LARGE = 413;
/**
 * A bad item among 256 takes 8 halvings to be found. Where nearly all are bad, for one reason, halving to the last would cost two requests
 * an item: so it ends after one halving for so many items of the run.
 */
const ITEMS_PER_HALVING = 8;
const FEWEST_HALVINGS = 64;

/** Sends the prepared items. Gives the results of all, in input order. */
export async function sendItems(sending: Sending): Promise<ItemResult[]> {
	return await new Shipment(sending).send();
}

interface ItemToSend {
	payload: object;
	details: IDataObject;
	key?: string;
	/** Items that share its fate. */
	parts: Part[];
	/** What is sent only once; undefined where that does not matter, or when it was settled that it goes. */
	once?: string;
	earlierTry?: EarlierTry;
	check?: Check<object>;
	/** The pages of its answer so far, and the request for the next one. */
	pages: unknown[];
	next?: Partial<AttentiveRequest>;
	/** What the questions of the check were answered, in their order. */
	answers: unknown[];
	/** What sending it claims. */
	claims: string[];
	/** What its result says of the check. */
	told?: IDataObject;
}

/** The items of one run on their way. */
class Shipment {
	private readonly results: Array<ItemResult | undefined>;
	private readonly items = new Map<number, ItemToSend>();
	private readonly steps: Steps;
	private readonly retryClass: RetryClass;
	/** What items of this run have brought about, in the operation's own words: a later item need not do it again. */
	private readonly claimed = new Map<string, Claim>();
	private halvingsLeft: number;
	private readonly sentBefore?: SentBefore;
	private readonly later: LaterResults;

	constructor(private readonly sending: Sending) {
		const { operation, prepared, settings } = sending;
		this.retryClass = settings.retryClass;
		this.steps = planSteps(prepared, operation.sizePerRequest);
		this.halvingsLeft = Math.max(FEWEST_HALVINGS, prepared.length / ITEMS_PER_HALVING);
		this.results = prepared.map((item) => (item.kind === 'settled' ? item.result : undefined));
		this.later = new LaterResults(sending, this.results);
		for (const [index, item] of prepared.entries()) {
			if (item.kind === 'settled') this.claim(item.claims ?? [], item.result);
			if (item.kind !== 'toSend') continue;
			const { payload, details, key, check, parts, once, earlierTry } = item;
			this.items.set(index, {
				payload,
				details,
				key,
				check,
				parts,
				once,
				earlierTry,
				pages: [],
				answers: [],
				claims: [],
			});
			if (once !== undefined) this.sentBefore ??= new SentBefore(sending.context, operation, settings);
		}
	}

	async send(): Promise<ItemResult[]> {
		const { context, operation, settings, clock, isTool, stopAtFirstFailure } = this.sending;
		const sendWay: Way = {
			lane: this.lane(operation.endpoint),
			retryClass: this.retryClass,
		};
		const checkWay: Way = {
			lane: this.lane(operation.checkEndpoint ?? operation.endpoint),
			retryClass: 'repeatable',
		};
		const stop = await deliver({
			plan: this.steps.plan,
			wayOf: (place) => (this.steps.steps[place]?.kind === 'check' ? checkWay : sendWay),
			clock,
			signal: context.getExecutionCancelSignal?.(),
			stopAtFirstFailure,
			stopAfterFailures: settings.stopAfterFailures,
			patience: isTool ? Math.min(SHORT_PATIENCE, settings.patience) : settings.patience,
			patienceWithoutAnswer: SHORT_PATIENCE,
			ready: async (place, upcoming) => await this.ready(place, upcoming, sendWay),
			send: async (place) => await this.request(place),
			isForeign: (outcome) => !isAttentives404(outcome),
			onStart: (place) => this.began(place),
			onEnd: (place, ended, outcome) => this.ended(place, ended, outcome),
		});
		const words = stopWords(stop, operation.permission);
		for (const index of [...this.items.keys()])
			this.settle(index, { status: 'failed', error: itemError(index, words) });
		await this.later.wait(context.getExecutionCancelSignal?.());
		for (const [index, item] of this.sending.prepared.entries()) {
			if (item.kind !== 'settled' || item.sameAs === undefined) continue;
			this.results[index] = afterFirst(index, item.result, item.sameAs, this.results);
		}
		await this.sentBefore?.freeUnsent(this.results);
		return this.results.map(
			(result, index) => result ?? { status: 'failed', error: itemError(index, words) },
		);
	}

	private lane({ method, path, requestsPerSecond }: Endpoint) {
		const { connection, clock } = this.sending;
		const name = `${connection.baseUrl} ${connection.tokenHash} ${method} ${path}`;
		return lanesOfThisProcess.lane(name, requestsPerSecond, clock.now());
	}

	private itemsOf(step: Step | undefined): Array<ItemToSend & { index: number }> {
		const indexes = step?.kind === 'check' ? [step.item] : (step?.items ?? []);
		return indexes.flatMap((index) => {
			const item = this.items.get(index);
			return item ? [{ index, ...item }] : [];
		});
	}

	/** Settles what is known of a request's items without sending them, and says whether any is left to be sent. */
	private async ready(
		place: number,
		upcoming: (most: number) => number[],
		{ lane }: Way,
	): Promise<Readiness> {
		this.settleChecks(place);
		if (this.onceOf(place).length > 0) {
			// Recorded just before they go, and as few as keep the store from being asked for each alone: what a kill leaves in doubt.
			const room = Math.floor(lane.rate) - (this.sentBefore?.inDoubt ?? 0);
			const oneSecond = [place, ...upcoming(Math.max(0, room - 1))];
			for (const other of oneSecond.slice(1)) this.settleChecks(other);
			const results = await this.sentBefore?.record(oneSecond.flatMap((each) => this.onceOf(each)));
			for (const [index, result] of results ?? []) {
				if (result && isStoreFailure(result)) this.rememberStoreFailure(index);
				if (result) this.settle(index, result);
				else this.change(index, { once: undefined });
			}
		}
		const step = this.steps.steps[place];
		if (this.itemsOf(step).length > 0) return 'ready';
		const indexes = step?.kind === 'send' ? step.items : [];
		return indexes.some((index) => this.results[index]?.status === 'failed') ? 'failed' : 'needless';
	}

	/** The items of a request about which n8n's store is to be asked before they go. */
	private onceOf(place: number): OnceItem[] {
		const step = this.steps.steps[place];
		if (step?.kind !== 'send') return [];
		return this.itemsOf(step).flatMap(({ index, once, earlierTry }) =>
			once === undefined ? [] : [{ index, once, earlierTry }],
		);
	}

	/** Whether the store has the value now, and from whom, cannot be told: the next try must not take it for sent. */
	private rememberStoreFailure(index: number): void {
		const item = this.items.get(index);
		for (const key of item ? keysOf(item) : []) this.sending.memory.remember(key, 'storeFailed', {});
	}

	/** An item whose checks say that there is nothing to do is settled without being sent. */
	private settleChecks(place: number): void {
		const step = this.steps.steps[place];
		if (step?.kind !== 'send' || !this.sending.operation.checkEndpoint) return;
		const items = this.itemsOf(step);
		// What goes in the same request claims for those after it as well.
		const claimed = items.length > 1 ? new Map(this.claimed) : this.claimed;
		for (const item of items) {
			this.settleCheck(item, claimed);
			if (items.length === 1) continue;
			for (const claim of this.items.get(item.index)?.claims ?? []) claimed.set(claim, 'inDoubt');
		}
	}

	private settleCheck(
		{ index, check, answers }: ItemToSend & { index: number },
		claimed: ReadonlyMap<string, Claim>,
	): void {
		if (!check) return;
		try {
			const settled = check.settle(answers, claimed);
			if ('skip' in settled) this.settle(index, { status: 'skipped', ...settled.skip });
			else this.change(index, { ...settled, check: undefined });
		} catch (error) {
			const reason: Reason =
				error instanceof ValueError ? refusedReason(error) : { ...notUnderstood(), status: 'notTried' };
			this.settle(index, { status: 'failed', error: itemError(index, reason) });
		}
	}

	private async request(place: number): Promise<Outcome> {
		const { context, connection, operation, settings } = this.sending;
		const step = this.steps.steps[place];
		const request =
			step?.kind === 'check'
				? { method: 'GET' as const, path: operation.checkEndpoint?.path ?? '', query: step.query }
				: this.requestFor(this.itemsOf(step));
		const outcome = await attentiveRequest(context, connection, request, settings.requestTimeout);
		if (step?.kind === 'send' && operation.upload)
			return await this.uploaded(operation.upload, this.itemsOf(step), outcome);
		return operation.looksUpJobs ? await this.later.withJob(outcome) : outcome;
	}

	/** Brings the file to where the answer says. It is all taken or not at all: so the answer counts once the file is there. */
	private async uploaded(upload: Upload<object>, items: ItemToSend[], answer: Outcome): Promise<Outcome> {
		const { context, settings } = this.sending;
		if (answer.kind !== 'answer' || answer.status >= 300) return answer;
		let url: string;
		try {
			url = upload.to(answer.body);
		} catch {
			// What cannot be understood is told with the results.
			return answer;
		}
		const file = upload.file(items.map(({ payload }) => payload));
		const outcome = await uploadFile(context, url, file, settings.requestTimeout);
		return outcome.kind === 'answer' && outcome.status < 300 ? answer : outcome;
	}

	private requestFor(items: ItemToSend[]): AttentiveRequest {
		return { ...this.sending.operation.request(items.map(({ payload }) => payload)), ...items[0]?.next };
	}

	private began(place: number): void {
		const step = this.steps.steps[place];
		if (step?.kind !== 'send') return;
		// Until its answer is there, its outcome is unknown: also for a run that ends in between.
		for (const item of this.itemsOf(step)) {
			this.sentBefore?.goes(item.index);
			for (const key of keysOf(item)) this.sending.memory.remember(key, 'unknown', {});
		}
	}

	private ended(place: number, ended: Ended, outcome: Outcome): Progress {
		const step = this.steps.steps[place];
		if (!step) return { failed: 0, goesOn: false };
		if (step.kind === 'check') return { ...this.checked(step, ended, outcome), goesOn: false };
		if (this.isToBeHalved(step, ended, outcome)) {
			// It was certainly not processed.
			for (const item of this.itemsOf(step)) this.forget(item);
			const [first, second] = halves(step.items);
			step.items = first;
			step.later.push(second);
			return { failed: 0, goesOn: true };
		}
		const failed = this.settleItems(step, ended, outcome);
		if (failed === 0 && this.hasNextPage(step)) return { failed, goesOn: true };
		const next = step.later.pop();
		if (next) step.items = next;
		return { failed, goesOn: next !== undefined };
	}

	/** Whether a request that Attentive has refused as a whole is to be sent again in two parts, since only some of its items may be bad. */
	private isToBeHalved(step: SendStep, ended: Ended, outcome: Outcome): boolean {
		if (ended.kind !== 'refused' || outcome.kind !== 'answer') return false;
		if (this.itemsOf(step).length < 2) return false;
		if (outcome.status === TOO_LARGE) return true;
		const { halves: mayBeHalved } = this.sending.operation;
		return (
			mayBeHalved &&
			outcome.status === BAD_REQUEST &&
			this.retryClass === 'repeatable' &&
			this.halvingsLeft-- > 0
		);
	}

	private hasNextPage({ items: [index = -1] }: SendStep): boolean {
		return this.items.get(index)?.next !== undefined;
	}

	/** Settles the items of a request that has ended, and says how many have failed. */
	private settleItems(step: SendStep, ended: Ended, outcome: Outcome): number {
		const { memory } = this.sending;
		const items = this.itemsOf(step);
		if (this.goesOn(items, ended, outcome)) return 0;
		const results = this.resultsOf(items, ended, outcome);
		let failed = 0;
		for (const [position, item] of items.entries()) {
			const { index, claims, details } = item;
			const result = results[position];
			if (!result) continue;
			this.settle(index, result);
			this.claim(claims, result);
			const isTaken = result.status === 'accepted' || result.status === 'pending';
			const isInDoubt = result.status === 'failed' && result.error.status === 'unknown';
			if (result.status === 'failed') failed += 1 + item.parts.length;
			for (const key of keysOf(item)) {
				// A part by itself says less than the whole.
				const known = item.parts.length > 0 ? {} : details;
				if (isTaken) memory.remember(key, result.status, newIn(result.details, known));
			}
			if (!isTaken && !isInDoubt) this.forget(item);
		}
		return failed;
	}

	/** Keeps a page of an answer that has more. */
	private goesOn([item]: Array<ItemToSend & { index: number }>, ended: Ended, outcome: Outcome): boolean {
		const { operation } = this.sending;
		if (!item || ended.kind !== 'done' || outcome.kind !== 'answer') return false;
		const pages = [...item.pages, outcome.body];
		const next = understoodPage(operation, pages, item.payload);
		if (operation.kind === 'read') this.change(item.index, { pages, next });
		return next !== undefined;
	}

	/** Keeps the answer to a question, and says how many items have failed because of it. */
	private checked(
		{ item: index, question }: Extract<Step, { kind: 'check' }>,
		ended: Ended,
		outcome: Outcome,
	): Omit<Progress, 'goesOn'> {
		const item = this.items.get(index);
		// Another question about it has failed already.
		if (!item) return { failed: 0 };
		if (ended.kind === 'done' && outcome.kind === 'answer') {
			item.answers[question] = outcome.body;
			return { failed: 0 };
		}
		const { notFoundAnswer } = this.sending.operation;
		if (notFoundAnswer !== undefined && isAttentives404(outcome)) {
			item.answers[question] = notFoundAnswer;
			return { failed: 0 };
		}
		const reason = checkReason(ended, outcome, this.sending.operation.permission);
		this.settle(index, { status: 'failed', error: itemError(index, reason) });
		return { failed: 1 + item.parts.length, untried: reason.status === 'notTried' };
	}

	private resultsOf(
		items: Array<ItemToSend & { index: number }>,
		ended: Ended,
		outcome: Outcome,
	): ItemResult[] {
		const { operation } = this.sending;
		const failed = (reason: Reason) =>
			items.map(({ index }): ItemResult => ({ status: 'failed', error: itemError(index, reason) }));
		if (operation.goneIsDone && isAttentives404(outcome)) {
			return items.map(({ details }): ItemResult => ({
				status: 'accepted',
				details: { ...details, alreadyGone: true },
			}));
		}
		const { notFoundRecords } = operation;
		if (notFoundRecords && isAttentives404(outcome)) {
			return items.map(({ payload }): ItemResult => ({ status: 'read', records: notFoundRecords(payload) }));
		}
		if (ended.kind !== 'done' || outcome.kind !== 'answer') {
			const [first] = items;
			return failed(
				failureReason(ended, outcome, operation.permission, (status) =>
					operation.refusal(status, first?.payload),
				),
			);
		}
		const sent = items.map((item) => ({ ...item, details: { ...item.details, ...item.told } }));
		return understood(operation, sent, outcome) ?? failed(notUnderstood(outcome.status));
	}

	/** What an item has brought about, or may have. */
	private claim(claims: string[], result: ItemResult): void {
		if (result.status === 'failed' && result.error.status !== 'unknown') return;
		for (const claim of claims) {
			if (!this.claimed.has(claim))
				this.claimed.set(claim, result.status === 'accepted' ? 'taken' : 'inDoubt');
		}
	}

	/** What was not processed now may be sent again; but not as if it were new where an earlier try may have been processed. */
	private forget(item: ItemToSend): void {
		if (item.earlierTry === 'unknown') return;
		for (const key of keysOf(item)) this.sending.memory.forget(key);
	}

	private settle(index: number, result: ItemResult): void {
		this.results[index] = result;
		for (const part of this.items.get(index)?.parts ?? [])
			this.results[part.index] = forItem(part.index, result);
		this.items.delete(index);
		const { operation, prepared } = this.sending;
		const item = prepared[index];
		// A million payloads would be held until the run ends. Of a file, the lines are told apart later.
		if (item?.kind === 'toSend' && !operation.upload) {
			item.payload = {};
			item.check = undefined;
		}
	}

	private change(index: number, change: Partial<ItemToSend>): void {
		const item = this.items.get(index);
		if (item) this.items.set(index, { ...item, ...change });
	}
}

/** The keys in the memory of an item and of those that share its fate. */
function keysOf({ key, parts }: ItemToSend): string[] {
	return [key, ...parts.map((part) => part.key)].flatMap((one) => one ?? []);
}

/** The result of one item as that of another. */
function forItem(index: number, result: ItemResult): ItemResult {
	if (result.status !== 'failed') return result;
	const { message: _, ...reason } = result.error;
	return { status: 'failed', error: itemError(index, reason) };
}

/** What an answer to a check has shown to be impossible. */
function refusedReason({ problem: { value, ...problem } }: ValueError): Reason {
	return { status: 'refused', ...problem, ...(value === undefined ? {} : { value: shown(value) }) };
}

/** What the answer added: the rest can be read from the item again, and is nothing to keep. */
function newIn(details: IDataObject, known: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(details).filter(([name]) => !(name in known)));
}

function halves(items: number[]): [number[], number[]] {
	const middle = Math.ceil(items.length / 2);
	return [items.slice(0, middle), items.slice(middle)];
}
