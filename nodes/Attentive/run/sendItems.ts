import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';
import { deliver, type Ended } from '../../engine/deliver';
import type { Memory } from '../../engine/memory';
import { lanesOfThisProcess } from '../../engine/pace';
import { plan, type PlannedRequest } from '../../engine/plan';
import type { Answer, Clock, ItemResult, Outcome } from '../../engine/types';
import { attentiveRequest } from '../../transport/attentiveRequest';
import type { Connection } from '../../transport/connection';
import { identifiersOf } from '../fields/person';
import type { Operation } from '../operation';
import type { PreparedItem } from './prepare';
import { failureReason, stopWords } from './refusal';
import { itemError } from './results';
import type { Settings } from './settings';

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

interface ItemToSend {
	payload: object;
	details: IDataObject;
	key?: string;
}

/** Sends the prepared items and gives the results of all, in input order. */
export async function sendItems(sending: Sending): Promise<ItemResult[]> {
	const { context, connection, operation, settings, prepared, memory, clock } = sending;
	const results: Array<ItemResult | undefined> = prepared.map((item) =>
		item.kind === 'settled' ? item.result : undefined,
	);
	const retryClass = operation.retryClass(settings.options);
	const { method, path, requestsPerSecond } = operation.endpoint;
	const requests = planned(prepared, operation.itemsPerRequest);
	const itemsAt = (place: number): number[] => requests[place]?.items ?? [];
	const contents = new Map<number, ItemToSend>();
	for (const [index, item] of prepared.entries()) {
		if (item.kind === 'toSend')
			contents.set(index, { payload: item.payload, details: item.details, key: item.key });
	}
	const contentOf = (place: number): ItemToSend[] =>
		itemsAt(place).flatMap((index) => contents.get(index) ?? []);

	const stop = await deliver({
		plan: requests,
		retryClass,
		lane: lanesOfThisProcess.lane(
			`${connection.baseUrl} ${connection.tokenHash} ${method} ${path}`,
			requestsPerSecond,
			clock.now(),
		),
		clock,
		signal: context.getExecutionCancelSignal?.(),
		stopAtFirstFailure: sending.stopAtFirstFailure,
		stopAfterFailures: settings.stopAfterFailures,
		patience: sending.isTool ? Math.min(SHORT_PATIENCE, settings.patience) : settings.patience,
		patienceWithoutAnswer: SHORT_PATIENCE,
		send: async (place) =>
			await attentiveRequest(
				context,
				connection,
				operation.request(contentOf(place).map(({ payload }) => payload)),
				settings.requestTimeout,
			),
		onStart(place) {
			if (retryClass === 'repeatable') return;
			// Until its answer is there, its outcome is unknown: also for a run that ends in between.
			for (const { key, details } of contentOf(place))
				if (key !== undefined) memory.remember(key, 'unknown', details);
		},
		onEnd(place, ended, outcome) {
			const ends = resultsOf(operation, itemsAt(place), contentOf(place), ended, outcome);
			for (const [position, index] of itemsAt(place).entries()) {
				const result = ends[position];
				const key = contents.get(index)?.key;
				results[index] = result;
				contents.delete(index);
				if (key === undefined) continue;
				if (result?.status === 'accepted') memory.remember(key, 'accepted', result.details);
				else if (ended.kind !== 'unknown' || retryClass === 'repeatable') memory.forget(key);
			}
			return ends.every(({ status }) => status !== 'failed');
		},
	});
	const words = stopWords(stop, operation.permission);
	return results.map((result, index) => result ?? { status: 'failed', error: itemError(index, words) });
}

function planned(prepared: PreparedItem[], itemsPerRequest: number): PlannedRequest[] {
	const items = prepared.flatMap((item, index) =>
		item.kind === 'toSend' ? [{ index, identifiers: item.person ? identifiersOf(item.person) : [] }] : [],
	);
	return plan(items, itemsPerRequest);
}

function resultsOf(
	operation: Operation,
	indexes: number[],
	items: ItemToSend[],
	ended: Ended,
	outcome: Outcome,
): ItemResult[] {
	if (ended.kind === 'done' && outcome.kind === 'answer') {
		return understood(operation, indexes, items, outcome);
	}
	const reason = failureReason(ended, outcome, operation.permission);
	return indexes.map((index) => ({ status: 'failed', error: itemError(index, reason) }));
}

function understood(
	operation: Operation,
	indexes: number[],
	items: ItemToSend[],
	answer: Answer,
): ItemResult[] {
	try {
		return operation.results(
			answer,
			items.map(({ payload }) => payload),
			items.map(({ details }) => details),
		);
	} catch {
		return indexes.map((index) => ({
			status: 'failed',
			error: itemError(index, {
				status: 'unknown',
				reasonCode: 'answerNotUnderstood',
				reason: `got an answer (${answer.status}) that is not of the form that Attentive documents`,
				wayOut: 'Check the Base URL of the credential',
			}),
		}));
	}
}
