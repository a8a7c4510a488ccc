import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { deliver, type Ended, type Way } from '../../engine/deliver';
import type { Memory } from '../../engine/memory';
import { lanesOfThisProcess } from '../../engine/pace';
import type { Answer, Clock, Endpoint, ItemResult, Outcome, RetryClass } from '../../engine/types';
import { attentiveRequest } from '../../transport/attentiveRequest';
import type { Connection } from '../../transport/connection';
import type { Check, Operation } from '../operation';
import type { PreparedItem } from './prepare';
import { checkReason, failureReason, notUnderstood, stopWords, type Reason } from './refusal';
import { itemError } from './results';
import type { Settings } from './settings';
import { planSteps, type Step, type Steps } from './steps';

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

/** Sends the prepared items and gives the results of all, in input order. */
export async function sendItems(sending: Sending): Promise<ItemResult[]> {
	return await new Shipment(sending).send();
}

interface ItemToSend {
	payload: object;
	details: IDataObject;
	key?: string;
	check?: Check<object>;
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

	constructor(private readonly sending: Sending) {
		const { operation, prepared, settings } = sending;
		this.retryClass = operation.retryClass(settings.options);
		this.steps = planSteps(prepared, operation.sizePerRequest);
		this.results = prepared.map((item) => (item.kind === 'settled' ? item.result : undefined));
		for (const [index, item] of prepared.entries()) {
			if (item.kind === 'settled') for (const claim of item.claims ?? []) this.claimed.add(claim);
			if (item.kind !== 'toSend') continue;
			const { payload, details, key, check } = item;
			this.items.set(index, { payload, details, key, check, answers: [], claims: [] });
		}
	}

	async send(): Promise<ItemResult[]> {
		const { context, operation, settings, clock, isTool, stopAtFirstFailure } = this.sending;
		const sendWay: Way = {
			lane: this.lane(operation.endpoint),
			retryClass: this.retryClass,
			// A write has no address of its own that could be missing: then the base URL is wrong, for all items.
			endsAt404: operation.kind === 'write' && !operation.endpoint.path.includes('{'),
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
			isNeeded: (place) => this.isNeeded(place),
			send: async (place) => await this.request(place),
			onStart: (place) => this.began(place),
			onEnd: (place, ended, outcome) => this.ended(place, ended, outcome),
		});
		const words = stopWords(stop, operation.permission);
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

	/** An item whose checks say that there is nothing to do is settled without being sent. */
	private isNeeded(place: number): boolean {
		const step = this.steps.steps[place];
		if (step?.kind === 'send') for (const item of this.itemsOf(step)) this.settleCheck(item);
		return this.itemsOf(step).length > 0;
	}

	private settleCheck({ index, check, answers }: ItemToSend & { index: number }): void {
		if (!check) return;
		try {
			const settled = check.settle(answers, this.claimed);
			if ('skip' in settled) this.settle(index, { status: 'skipped', ...settled.skip });
			else this.change(index, { ...settled, check: undefined });
		} catch {
			const reason: Reason = { ...notUnderstood(), status: 'notTried' };
			this.settle(index, { status: 'failed', error: itemError(index, reason) });
		}
	}

	private async request(place: number): Promise<Outcome> {
		const { context, connection, operation, settings } = this.sending;
		const step = this.steps.steps[place];
		const request =
			step?.kind === 'check'
				? { method: 'GET' as const, path: operation.checkEndpoint?.path ?? '', query: step.query }
				: operation.request(this.itemsOf(step).map(({ payload }) => payload));
		return await attentiveRequest(context, connection, request, settings.requestTimeout);
	}

	private began(place: number): void {
		const step = this.steps.steps[place];
		if (step?.kind !== 'send') return;
		// Until its answer is there, its outcome is unknown: also for a run that ends in between.
		for (const { key } of this.itemsOf(step))
			if (key !== undefined) this.sending.memory.remember(key, 'unknown', {});
	}

	/** Returns whether it went well. */
	private ended(place: number, ended: Ended, outcome: Outcome): boolean {
		const step = this.steps.steps[place];
		if (step?.kind === 'check') return this.checked(step, ended, outcome);
		const { memory } = this.sending;
		const items = this.itemsOf(step);
		const results = this.resultsOf(items, ended, outcome);
		for (const [position, { index, key, claims, details }] of items.entries()) {
			const result = results[position];
			if (!result) continue;
			this.settle(index, result);
			// Also an unknown outcome may have brought it about.
			if (result.status === 'accepted' || ended.kind === 'unknown')
				for (const claim of claims) this.claimed.add(claim);
			if (key === undefined) continue;
			if (result.status === 'accepted') memory.remember(key, 'accepted', newIn(result.details, details));
			else if (ended.kind !== 'unknown') memory.forget(key);
		}
		return results.every(({ status }) => status !== 'failed');
	}

	private checked(
		{ item: index, question }: Extract<Step, { kind: 'check' }>,
		ended: Ended,
		outcome: Outcome,
	): boolean {
		const item = this.items.get(index);
		if (ended.kind === 'done' && outcome.kind === 'answer') {
			if (item) item.answers[question] = outcome.body;
			return true;
		}
		const reason = checkReason(ended, outcome, this.sending.operation.permission);
		this.settle(index, { status: 'failed', error: itemError(index, reason) });
		return false;
	}

	private resultsOf(
		items: Array<ItemToSend & { index: number }>,
		ended: Ended,
		outcome: Outcome,
	): ItemResult[] {
		const { operation } = this.sending;
		const failed = (reason: Reason) =>
			items.map(({ index }): ItemResult => ({ status: 'failed', error: itemError(index, reason) }));
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
		this.items.delete(index);
	}

	private change(index: number, change: Partial<ItemToSend>): void {
		const item = this.items.get(index);
		if (item) this.items.set(index, { ...item, ...change });
	}
}

/** What the answer added: the rest can be read from the item again, and is nothing to keep. */
function newIn(details: IDataObject, known: IDataObject): IDataObject {
	return Object.fromEntries(Object.entries(details).filter(([name]) => !(name in known)));
}

function understood(operation: Operation, items: ItemToSend[], answer: Answer): ItemResult[] | undefined {
	try {
		return operation.results(
			answer,
			items.map(({ payload }) => payload),
			items.map(({ details }) => details),
		);
	} catch {
		return undefined;
	}
}
