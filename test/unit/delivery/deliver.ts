import type { Delivery, Sending } from '../../../nodes/delivery/delivery';
import { Parcel, type Ledger } from '../../../nodes/delivery/parcel';
import type { ToSend } from '../../../nodes/delivery/preparedItem';
import { Exchange } from '../../../nodes/engine/exchange';
import { Journal } from '../../../nodes/engine/journal';
import { Limiter } from '../../../nodes/engine/limiter';
import type { Conditions, StopReason } from '../../../nodes/engine/requests';
import type { Outcome } from '../../../nodes/engine/types';
import type { ItemResult } from '../../../nodes/errors/itemResult';
import type { AttentiveRequest } from '../../../nodes/transport/attentiveRequest';
import type { Transport } from '../../../nodes/transport/transport';
import { FakeClock } from '../fakeClock';

export interface Row {
	name: string;
}

/** What the tests read of a run, also while it sends. */
export interface Running {
	/** By the place of the item. */
	results: Array<ItemResult | undefined>;
	/** Each request in short, as it left. */
	requests: string[];
	/** What the journal keeps of each item: its status, and its details if there are any. */
	kept(): Array<string | undefined>;
	/** How many items counted as tried and failed, each time that some did. */
	failures: number[];
	cancel(): void;
}

interface Setup extends Partial<Conditions> {
	delivery: Delivery;
	/** The items that share a request, each with the whole of what was read, or with its payload alone. */
	batches: Array<Array<Row | Partial<ToSend>>>;
	/** Each batch waits for the one before it; else they go side by side. */
	inTurn?: boolean;
	/** What Attentive answers to a request, named as in `requests`: a status, or all of the outcome. The attempts of equal ones are counted from 1. */
	service?(request: string, attempt: number, running: Running): Outcome | number;
	sending?: Partial<Sending>;
	transport?: Partial<Transport>;
}

/** Sends batches as a run does, on a clock of its own and to a service that answers what the test says. */
export async function deliver(setup: Setup): Promise<Running & { stop: StopReason | undefined }> {
	const { delivery, batches, inTurn = false, service = () => 200, sending, transport, ...conditions } = setup;
	const clock = new FakeClock();
	const journal = new Journal({}, 0);
	const aborting = new AbortController();
	const limiter = new Limiter(100_000);
	const failures: number[] = [];
	const exchange = new Exchange({
		clock,
		limiterOf: () => limiter,
		signal: aborting.signal,
		stopAtFirstFailure: false,
		patience: 60_000,
		patienceWithoutAnswer: 60_000,
		...conditions,
	});
	const ledger: Ledger = {
		results: [],
		journal,
		onFailure(tried) {
			failures.push(tried);
			exchange.countFailures(tried);
		},
	};
	let count = 0;
	const parcels = batches.map((batch) =>
		batch.map((item) => {
			const index = count++;
			ledger.results.push(undefined);
			return Parcel.of(index, toSend(index, item), ledger);
		}),
	);
	const running: Running = {
		results: ledger.results,
		requests: [],
		kept: () => ledger.results.map((_result, index) => keptOf(journal, `item ${index}`)),
		failures,
		cancel: () => aborting.abort(),
	};
	const attempts = new Map<string, number>();
	const sender = delivery.start({
		transport: {
			async request(request) {
				const name = shortly(request);
				const attempt = (attempts.get(name) ?? 0) + 1;
				attempts.set(name, attempt);
				running.requests.push(name);
				await clock.sleep(10);
				const answered = service(name, attempt, running);
				return typeof answered === 'number' ? answer(answered) : answered;
			},
			store: async () => answer(200),
			readLines: async () => {},
			...transport,
		},
		clock,
		isIdempotent: true,
		parcelCount: count,
		claimedBefore: new Map(),
		waitUntil: () => undefined,
		admit: async (batch) => batch,
		...sending,
	});
	const tasks = batches.map((_batch, index) => ({ waitsFor: inTurn && index > 0 ? [index - 1] : [] }));
	const stop = await clock.run(
		exchange.run(tasks, async (task, requests) => await sender.send(parcels[task] ?? [], requests)),
	);
	return { ...running, stop };
}

/** The answer of a service; its body is what Attentive writes of an error unless given. */
export function answer(status: number, body?: unknown): Outcome {
	const words = status < 300 ? {} : { error: { message: 'No' } };
	return { kind: 'answer', status, headers: {}, body: body ?? words };
}

export const TIMEOUT: Outcome = {
	kind: 'failure',
	cause: 'timeout',
	message: 'no complete response came in time',
};
export const NO_CONNECTION: Outcome = {
	kind: 'failure',
	cause: 'connectionRefused',
	message: 'the connection was refused',
};

/** The result of each item in a word or two: its status, and its reason code where it has one. */
export function outcomes(results: Array<ItemResult | undefined>): string[] {
	return results.map((result) => {
		if (result === undefined) return 'none';
		if (result.status === 'failed') return `${result.error.status} ${result.error.reasonCode}`;
		return result.status === 'skipped' ? `skipped ${result.reasonCode}` : result.status;
	});
}

export function reasonOf(result: ItemResult | undefined): string {
	return result?.status === 'failed' ? result.error.reason : '';
}

export function keptOf(journal: Journal, key: string): string | undefined {
	const recorded = journal.recall(key);
	if (!recorded) return undefined;
	const { status, details } = recorded;
	return Object.keys(details).length > 0 ? `${status} ${JSON.stringify(details)}` : status;
}

export function toSend(index: number, item: Row | Partial<ToSend>): ToSend {
	const more = 'name' in item ? { payload: item } : item;
	return { kind: 'toSend', payload: {}, key: `item ${index}`, parts: [], warnings: [], ...more };
}

/** A request as in "POST a b": the method, then the names in it. */
function shortly({ method, body, query }: AttentiveRequest): string {
	return [method, ...Object.values(query ?? {}), ...namesIn(body)].join(' ');
}

function namesIn(body: object | undefined): string[] {
	if (!body) return [];
	return 'rows' in body && Array.isArray(body.rows) ? body.rows.map(String) : Object.values(body).map(String);
}

/** Rows of these names, as in 'a b c'. */
export function rowsOf(names: string): Row[] {
	return names.split(' ').map((name) => ({ name }));
}

export const endpoint = { method: 'POST', path: '/rows', requestsPerSecond: 100_000 } as const;
