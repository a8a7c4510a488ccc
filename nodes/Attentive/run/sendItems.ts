import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { deliver, type Ended, type Progress, type Readiness, type Way } from '../../engine/deliver';
import type { Memory } from '../../engine/memory';
import { lanesOfThisProcess } from '../../engine/pace';
import type { Answer, Clock, Endpoint, ItemResult, Outcome, RetryClass } from '../../engine/types';
import { attentiveRequest, type AttentiveRequest } from '../../transport/attentiveRequest';
import type { Connection } from '../../transport/connection';
import { uploadFile } from '../../transport/storage';
import { shown, ValueError } from '../../values/valueError';
import type { Check, LookedUp, Operation, Upload } from '../operation';
import type { Part, PreparedItem } from './prepare';
import {
	checkReason,
	failureReason,
	isAttentives404,
	notUnderstood,
	stopWords,
	type Reason,
} from './refusal';
import { itemError } from './results';
import { afterFirst, SentBefore } from './sendOnce';
import type { Settings } from './settings';
import { JobWatch, lookUntilEnded } from './jobs';
import { jobResult } from './jobResult';
import { isUnderWay } from '../bulkJob/job';
import { planSteps, type SendStep, type Step, type Steps } from './steps';

interface Sending {
	context: IExecuteFunctions;
	connection: Connection;
	operation: Operation;
	settings: Settings;
	prepared: PreparedItem[];
	memory: Memory;
	stopAtFirstFailure: boolean;
	isTool: boolean;
	clock: Clock;
}

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

/** Sends the prepared items and gives the results of all, in input order. */
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
	check?: Check<object>;
	/** The pages of its answer so far, and the request for the next one. */
	pages: unknown[];
	next?: Partial<AttentiveRequest>;
	/** What the questions of the check were answered, in their order. */
	answers: unknown[];
	/** What sending it claims. */
	claims: string[];
}

/** The items of one run on their way. */
class Shipment {
	private readonly results: Array<ItemResult | undefined>;
	private readonly items = new Map<number, ItemToSend>();
	private readonly steps: Steps;
	private readonly retryClass: RetryClass;
	/** What items of this run have brought about, in the operation's own words: a later item need not do it again. */
	private readonly claimed = new Set<string>();
	private halvingsLeft: number;
	private readonly sentBefore?: SentBefore;
	private readonly jobWatch: JobWatch;
	/** By the place of the item: what was recorded as sent before it went. */
	private readonly recorded = new Map<number, string>();
	/** Places of items that were recorded as sent and have not gone yet: what a kill would leave in doubt. */
	private readonly recordedUnsent = new Set<number>();

	constructor(private readonly sending: Sending) {
		const { context, connection, clock, operation, prepared, settings } = sending;
		this.jobWatch = new JobWatch(context, connection, clock, settings.requestTimeout);
		this.retryClass = settings.retryClass;
		this.steps = planSteps(prepared, operation.sizePerRequest);
		this.halvingsLeft = Math.max(FEWEST_HALVINGS, prepared.length / ITEMS_PER_HALVING);
		this.results = prepared.map((item) => (item.kind === 'settled' ? item.result : undefined));
		for (const [index, item] of prepared.entries()) {
			if (item.kind === 'settled') for (const claim of item.claims ?? []) this.claimed.add(claim);
			if (item.kind !== 'toSend') continue;
			const { payload, details, key, check, parts, once } = item;
			this.items.set(index, {
				payload,
				details,
				key,
				check,
				parts,
				once,
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
			// A write has no address of its own that could be missing: then the base URL is wrong, for all items.
			endsAt404:
				operation.kind === 'write' && !operation.endpoint.path.includes('{') && !operation.namesInBody,
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
			onStart: (place) => this.began(place),
			onEnd: (place, ended, outcome) => this.ended(place, ended, outcome),
		});
		const words = stopWords(stop, operation.permission);
		for (const index of [...this.items.keys()])
			this.settle(index, { status: 'failed', error: itemError(index, words) });
		await this.awaitLater(context.getExecutionCancelSignal?.());
		for (const [index, item] of this.sending.prepared.entries()) {
			if (item.kind !== 'settled' || item.sameAs === undefined) continue;
			this.results[index] = afterFirst(index, item.result, item.sameAs, this.results[item.sameAs]);
		}
		await this.freeUnsent();
		return this.results.map(
			(result, index) => result ?? { status: 'failed', error: itemError(index, words) },
		);
	}

	/** Waits for what Attentive does later, where somebody wants to. */
	private async awaitLater(signal: AbortSignal | undefined): Promise<void> {
		const { operation, settings, clock } = this.sending;
		if (settings.waiting === 0) return;
		const deadline = clock.now() + settings.waiting;
		const { upload } = operation;
		const waiting = this.pendingBy(upload ? upload.idOf : jobIdIn);
		if (!upload) {
			await this.jobWatch.untilEnded([...waiting.keys()], deadline, signal, (jobId, found) => {
				for (const index of waiting.get(jobId) ?? [])
					this.settleLater(index, jobResult(index, this.results[index], found));
			});
			return;
		}
		await lookUntilEnded(clock, [...waiting.keys()], deadline, signal, async (id) => {
			const found = await this.lookUp(upload, id);
			for (const index of waiting.get(id) ?? []) this.settleLater(index, this.uploadResult(index, found));
			return found?.hasEnded ?? false;
		});
	}

	/** Places of the items that Attentive has taken in and works on, by what their details say that they wait for. */
	private pendingBy(idOf: (details: IDataObject) => string | undefined): Map<string, number[]> {
		const waiting = new Map<string, number[]>();
		for (const [index, result] of this.results.entries()) {
			const id = result?.status === 'pending' ? idOf(result.details) : undefined;
			if (id === undefined) continue;
			const items = waiting.get(id);
			if (items) items.push(index);
			else waiting.set(id, [index]);
		}
		return waiting;
	}

	private settleLater(index: number, result: ItemResult | undefined): void {
		if (!result) return;
		const { prepared, memory } = this.sending;
		this.results[index] = result;
		const item = prepared[index];
		const key = item?.kind === 'settled' ? undefined : item?.key;
		// What was refused later may be sent again.
		if (result.status === 'failed' && result.error.status === 'refused' && key !== undefined)
			memory.forget(key);
	}

	/** One look at an upload. A look that fails tells nothing, and is made again. */
	private async lookUp(upload: Upload<object>, id: string): Promise<LookedUp<object> | undefined> {
		const { context, connection, settings } = this.sending;
		const outcome = await attentiveRequest(context, connection, upload.lookUp(id), settings.requestTimeout);
		if (outcome.kind !== 'answer' || outcome.status >= 300) return undefined;
		try {
			return upload.lookedUp(outcome.body);
		} catch {
			return undefined;
		}
	}

	private uploadResult(index: number, found: LookedUp<object> | undefined): ItemResult | undefined {
		const { prepared } = this.sending;
		const pending = this.results[index];
		const item = prepared[index];
		const whole = item?.kind === 'joined' ? prepared[item.into] : item;
		if (pending?.status !== 'pending') return undefined;
		const payload = whole?.kind === 'toSend' ? whole.payload : undefined;
		const result = found?.resultOf(pending.details, payload);
		return result?.status === 'failed'
			? { status: 'failed', error: itemError(index, result.reason) }
			: result;
	}

	/** What certainly was not sent must not count as sent in a later run. */
	private async freeUnsent(): Promise<void> {
		const unsent = [...this.recorded].flatMap(([index, key]) => {
			const result = this.results[index];
			return result?.status === 'failed' && result.error.status !== 'unknown' ? [key] : [];
		});
		try {
			await this.sentBefore?.free(unsent);
		} catch (error) {
			const reason = error instanceof Error ? error.message : String(error);
			this.sending.context.logger.warn(
				`Attentive: ${unsent.length} values of "Send Once Per" could not be freed, so later runs will skip them: ${reason}`,
			);
		}
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
			const room = Math.floor(lane.rate) - this.recordedUnsent.size;
			const oneSecond = [place, ...upcoming(Math.max(0, room - 1))];
			for (const other of oneSecond.slice(1)) this.settleChecks(other);
			await this.recordAsSent(oneSecond.flatMap((each) => this.onceOf(each)));
		}
		const step = this.steps.steps[place];
		if (this.itemsOf(step).length > 0) return 'ready';
		const indexes = step?.kind === 'send' ? step.items : [];
		return indexes.some((index) => this.results[index]?.status === 'failed') ? 'failed' : 'needless';
	}

	/** The items of a request about which n8n's store is to be asked before they go. */
	private onceOf(place: number): Array<{ index: number; once: string }> {
		const step = this.steps.steps[place];
		if (step?.kind !== 'send') return [];
		return this.itemsOf(step).flatMap(({ index, once }) => (once === undefined ? [] : [{ index, once }]));
	}

	private async recordAsSent(items: Array<{ index: number; once: string }>): Promise<void> {
		let before: Set<string> | undefined;
		try {
			before = await this.sentBefore?.claim(items.map(({ once }) => once));
		} catch (error) {
			const words = error instanceof Error ? error.message : String(error);
			// They are not freed: among them may be values that an earlier run has sent.
			for (const { index } of items)
				this.settle(index, { status: 'failed', error: itemError(index, storeFailed(words)) });
			return;
		}
		for (const { index, once } of items) {
			if (before?.has(once)) {
				const reason = 'was sent, or begun and of unknown fate, in an earlier run';
				this.settle(index, { status: 'skipped', reasonCode: 'alreadySent', reason });
				continue;
			}
			this.recorded.set(index, once);
			this.recordedUnsent.add(index);
			this.change(index, { once: undefined });
		}
	}

	/** An item whose checks say that there is nothing to do is settled without being sent. */
	private settleChecks(place: number): void {
		const step = this.steps.steps[place];
		if (step?.kind !== 'send') return;
		const items = this.itemsOf(step);
		// What goes in the same request claims for those after it as well.
		const claimed = items.length > 1 ? new Set(this.claimed) : this.claimed;
		for (const item of items) {
			this.settleCheck(item, claimed);
			if (items.length > 1) for (const claim of this.items.get(item.index)?.claims ?? []) claimed.add(claim);
		}
	}

	private settleCheck(
		{ index, check, answers }: ItemToSend & { index: number },
		claimed: ReadonlySet<string>,
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
		return operation.looksUpJobs ? await this.withJob(outcome) : outcome;
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

	/** An answer that tells of a job, with what its result file tells; where somebody wants to wait, once the job has ended. */
	private async withJob(outcome: Outcome): Promise<Outcome> {
		const { context, settings, clock } = this.sending;
		let found = await this.jobWatch.found(outcome);
		if (!found || outcome.kind !== 'answer') return outcome;
		const { bulkJobId } = found.job;
		if (settings.waiting > 0 && bulkJobId && isUnderWay(found.job)) {
			const deadline = clock.now() + settings.waiting;
			const signal = context.getExecutionCancelSignal?.();
			await this.jobWatch.untilEnded([bulkJobId], deadline, signal, (_jobId, ended) => {
				found = ended;
			});
		}
		return { ...outcome, body: found };
	}

	private requestFor(items: ItemToSend[]): AttentiveRequest {
		return { ...this.sending.operation.request(items.map(({ payload }) => payload)), ...items[0]?.next };
	}

	private began(place: number): void {
		const step = this.steps.steps[place];
		if (step?.kind !== 'send') return;
		// Until its answer is there, its outcome is unknown: also for a run that ends in between.
		for (const item of this.itemsOf(step)) {
			this.recordedUnsent.delete(item.index);
			for (const key of keysOf(item)) this.sending.memory.remember(key, 'unknown', {});
		}
	}

	private ended(place: number, ended: Ended, outcome: Outcome): Progress {
		const step = this.steps.steps[place];
		if (!step) return { failed: 0, goesOn: false };
		if (step.kind === 'check') return { failed: this.checked(step, ended, outcome), goesOn: false };
		if (this.isToBeHalved(step, ended, outcome)) {
			// It was certainly not processed.
			for (const item of this.itemsOf(step)) for (const key of keysOf(item)) this.sending.memory.forget(key);
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
			// Also an unknown outcome may have brought it about.
			const isTaken = result.status === 'accepted' || result.status === 'pending';
			const isInDoubt = result.status === 'failed' && result.error.status === 'unknown';
			if (result.status === 'failed') failed += 1 + item.parts.length;
			if (isTaken || isInDoubt) for (const claim of claims) this.claimed.add(claim);
			for (const key of keysOf(item)) {
				// A part by itself says less than the whole.
				const known = item.parts.length > 0 ? {} : details;
				if (isTaken) memory.remember(key, result.status, newIn(result.details, known));
				else if (!isInDoubt) memory.forget(key);
			}
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

	/** Keeps the answer to a question, and says how many items have failed. */
	private checked(
		{ item: index, question }: Extract<Step, { kind: 'check' }>,
		ended: Ended,
		outcome: Outcome,
	): number {
		const item = this.items.get(index);
		if (ended.kind === 'done' && outcome.kind === 'answer') {
			if (item) item.answers[question] = outcome.body;
			return 0;
		}
		const reason = checkReason(ended, outcome, this.sending.operation.permission);
		this.settle(index, { status: 'failed', error: itemError(index, reason) });
		return 1 + (item?.parts.length ?? 0);
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
		if (ended.kind !== 'done' || outcome.kind !== 'answer') {
			const [first] = items;
			return failed(
				failureReason(ended, outcome, operation.permission, (status) =>
					operation.refusal(status, first?.payload),
				),
			);
		}
		return understood(operation, items, outcome) ?? failed(notUnderstood(outcome.status));
	}

	private settle(index: number, result: ItemResult): void {
		this.results[index] = result;
		for (const part of this.items.get(index)?.parts ?? [])
			this.results[part.index] = forItem(part.index, result);
		this.items.delete(index);
	}

	private change(index: number, change: Partial<ItemToSend>): void {
		const item = this.items.get(index);
		if (item) this.items.set(index, { ...item, ...change });
	}
}

function jobIdIn({ jobId }: IDataObject): string | undefined {
	return typeof jobId === 'string' ? jobId : undefined;
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

function storeFailed(words: string): Reason {
	return {
		status: 'notTried',
		reasonCode: 'storeFailed',
		reason: `was not sent, for n8n could not say whether it was sent before: ${words}`,
		wayOut:
			'Run the item again when n8n and its database are well; if it is then skipped as sent, look it up in Attentive',
	};
}

/** What the answer added: the rest can be read from the item again, and is nothing to keep. */
function newIn(details: IDataObject, known: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(details).filter(([name]) => !(name in known)));
}

function understood(operation: Operation, items: ItemToSend[], answer: Answer): ItemResult[] | undefined {
	try {
		const pages = items[0]?.pages ?? [];
		const payloads = items.map(({ payload }) => payload);
		const details = items.map((item) => item.details);
		// Throws where the page cannot be understood.
		if (payloads[0]) operation.nextPage([...pages, answer.body], payloads[0]);
		const [first = [], ...later] = [...pages, answer.body].map((body) =>
			operation.results({ ...answer, body }, payloads, details),
		);
		return later
			.reduce(withPage, first)
			.map((result, index) => shortened(operation, result, payloads[index]));
	} catch {
		return undefined;
	}
}

/** Only as many records as are wanted. */
function shortened(operation: Operation, result: ItemResult, payload: object | undefined): ItemResult {
	if (result.status !== 'read' || !payload) return result;
	return { status: 'read', records: result.records.slice(0, operation.most(payload)) };
}

/** The records of one page after those of the pages before. */
function withPage(results: ItemResult[], page: ItemResult[]): ItemResult[] {
	return results.map((result, index) => {
		const next = page[index];
		return result.status === 'read' && next?.status === 'read'
			? { status: 'read', records: [...result.records, ...next.records] }
			: result;
	});
}

/** The request for the next page; none where the answer cannot be understood, which is told when its records are read. */
function understoodPage(
	operation: Operation,
	pages: unknown[],
	payload: object,
): Partial<AttentiveRequest> | undefined {
	try {
		return operation.nextPage(pages, payload);
	} catch {
		return undefined;
	}
}

function halves(items: number[]): [number[], number[]] {
	const middle = Math.ceil(items.length / 2);
	return [items.slice(0, middle), items.slice(middle)];
}
