import type { IExecuteFunctions } from 'n8n-workflow';
import { Exchange } from '../engine/exchange';
import type { Journal } from '../engine/journal';
import { limitersOfThisProcess } from '../engine/limiter';
import { plan, type PlannedRequest } from '../engine/plan';
import type { Conditions, StopReason } from '../engine/requests';
import type { Clock, Endpoint } from '../engine/types';
import type { ItemResult } from '../errors/itemResult';
import { itemError } from '../errors/itemError';
import { isForeignRefusal } from '../errors/reasons';
import { faultWords, stopWords } from '../errors/stopWords';
import type { Permission } from '../errors/permission';
import { identifiersOf } from '../fields/person';
import type { Connection } from '../transport/connection';
import { openTransport } from '../transport/transport';
import { Admission, sizeIn, type AdmissionRun } from './admission';
import type { Batch, Delivery, Sending } from './delivery';
import { Forecast } from './forecast';
import { follow, tellRefusal, type Process } from './follow';
import { Parcel, type Ledger } from './parcel';
import type { PreparedItem } from './preparedItem';
import type { Claim } from './question';
import { afterFirst } from './repeats';
import type { SendingSettings } from './settings';
import { ValueStore } from './valueStore';

/** How long to go on without one success where somebody waits for an answer, or where the host never gave one. In ms. */
const SHORT_PATIENCE = 30_000;

/** What a run sends, and how. */
export interface Run {
	context: IExecuteFunctions;
	connection: Connection;
	delivery: Delivery;
	/** Resource and operation. */
	name: string;
	permission?: Permission;
	settings: SendingSettings;
	prepared: PreparedItem[];
	journal: Journal;
	stopAtFirstFailure: boolean;
	isTool: boolean;
	clock: Clock;
}

/**
 * Sends the prepared items, waits for results where that is wanted, and gives the results of all, in input order.
 * The prepared items are taken over: once an item is settled, nothing is kept of it but its result.
 */
export async function sendItems(run: Run): Promise<ItemResult[]> {
	const { context, delivery, settings, prepared, permission, clock } = run;
	const results = prepared.map((item) => (item.kind === 'settled' ? item.result : undefined));
	const conditions = conditionsOf(run);
	const ledger: Ledger = {
		results,
		journal: run.journal,
		onFailure: (tried) => exchange.countFailures(tried),
	};
	const batches = batchesOf(prepared, delivery.batch);
	const parcels = parcelsOf(prepared, ledger);
	const earlier = earlierParcels(prepared, ledger);
	// Recorded about a second before they go, and as many as go in a second: what a kill leaves in doubt.
	const together = () => Math.floor(conditions.limiterOf(delivery.endpoint).rate);
	const parcelsIn = (task: number) => (batches[task]?.items ?? []).flatMap((index) => parcels[index] ?? []);
	const forecast = () => new Forecast(batches, parcelsIn);
	const admission = admissionFor(run, forecast, { earlier, signal: conditions.signal, mostAhead: together });
	const exchange = new Exchange({
		...conditions,
		stopAtFirstFailure: run.stopAtFirstFailure,
		stopAfterFailures: settings.stopAfterFailures,
		startsTogether: admission && together,
	});
	const sender = delivery.start({
		transport: openTransport(context, run.connection, settings.requestTimeout),
		clock,
		isIdempotent: settings.isIdempotent,
		permission,
		parcelCount: prepared.filter(({ kind }) => kind === 'toSend').length,
		claimedBefore: claimsOf(prepared),
		waitUntil: waitUntil(clock, settings.waiting),
		admit: async (batch) => (admission ? await admission.admit(batch) : batch),
	});
	const repeats = prepared.map((item) => (item.kind === 'settled' ? item.repeats : undefined));
	prepared.length = 0;
	const isLookedAt = sender.process !== undefined && settings.waiting > 0;
	const stop = await exchange.run(batches, async (task, requests) => {
		await sender.send(parcelsIn(task), requests);
		if (isLookedAt) return;
		for (const index of batches[task]?.items ?? []) if (results[index]) parcels[index] = undefined;
	});
	const words = stopWords(stop, permission);
	for (const parcel of parcels) {
		if (parcel && !parcel.result) parcel.fail(parcel.hasLeft ? faultWords(stop) : words);
	}
	// Before the wait: a kill in the middle of it must leave nothing noted as sent that was refused.
	await admission?.free();
	if (sender.process && mayWait(run, stop, results)) {
		await waitForResults(
			sender.process,
			[...parcels.filter((parcel) => parcel !== undefined), ...earlier],
			run,
			conditions,
		);
		await admission?.free();
	}
	return results.map((result, index): ItemResult => {
		const first = repeats[index];
		const own = result ?? { status: 'failed', error: itemError(index, words) };
		return first ? afterFirst(index, own, first, results) : own;
	});
}

/** Which items share a request, and which requests wait for which. */
export function batchesOf(prepared: PreparedItem[], batch: Batch<object> | undefined): PlannedRequest[] {
	return plan(
		prepared.flatMap((item, index) => {
			if (item.kind !== 'toSend') return [];
			const identifiers = item.person ? identifiersOf(item.person) : [];
			for (const { person } of item.parts) if (person) identifiers.push(...identifiersOf(person));
			if (item.changes !== undefined) identifiers.push(`changes ${item.changes}`);
			return {
				index,
				identifiers,
				shareBy: batch?.by?.(item.payload),
				size: batch?.size?.(item.payload),
			};
		}),
		batch?.most ?? 1,
	);
}

/** By the place of the item. */
function parcelsOf(prepared: PreparedItem[], ledger: Ledger): Array<Parcel | undefined> {
	return prepared.map((item, index) => (item.kind === 'toSend' ? Parcel.of(index, item, ledger) : undefined));
}

/** What an earlier try of this run has sent, and Attentive has not said yet what became of it. */
function earlierParcels(prepared: PreparedItem[], ledger: Ledger): Parcel[] {
	return prepared.flatMap((item, index) =>
		item.kind === 'settled' && item.result.status === 'pending'
			? [Parcel.sentEarlier(index, item, ledger)]
			: [],
	);
}

function claimsOf(prepared: PreparedItem[]): Map<string, Claim> {
	const claims = new Map<string, Claim>();
	for (const item of prepared) {
		if (item.kind !== 'settled') continue;
		const { status } = item.result;
		for (const claim of item.claims ?? []) {
			if (!claims.has(claim)) claims.set(claim, status === 'accepted' ? 'taken' : 'inDoubt');
		}
	}
	return claims;
}

function admissionFor(
	{ context, name, settings, prepared, clock }: Run,
	forecast: () => Forecast,
	more: Pick<AdmissionRun, 'earlier' | 'signal' | 'mostAhead'>,
): Admission | undefined {
	const isOnce = prepared.some((item) => item.kind !== 'joined' && item.once !== undefined);
	if (!isOnce) return undefined;
	const store = new ValueStore(context, clock, name, sizeIn(settings.options));
	return new Admission({ store, clock, forecast: forecast(), ...more });
}

function conditionsOf({ context, connection, settings, isTool, clock }: Run): Conditions {
	return {
		clock,
		limiterOf({ method, path, requestsPerSecond }: Endpoint) {
			const name = `${connection.baseUrl} ${connection.tokenHash} ${method} ${path}`;
			return limitersOfThisProcess.limiter(name, requestsPerSecond, clock.now());
		},
		signal: context.getExecutionCancelSignal?.(),
		isForeign: isForeignRefusal,
		stopAtFirstFailure: false,
		patience: isTool ? Math.min(SHORT_PATIENCE, settings.patience) : settings.patience,
		patienceWithoutAnswer: SHORT_PATIENCE,
	};
}

/** One deadline for all of a run, which begins when somebody first waits. */
function waitUntil(clock: Clock, waiting: number): Sending['waitUntil'] {
	let deadline: number | undefined;
	return () => {
		if (waiting > 0) deadline ??= clock.now() + waiting;
		return deadline;
	};
}

/** Not where the run ends with an error in any case, nor where no look would be answered. */
function mayWait(
	{ settings, stopAtFirstFailure }: Run,
	stop: StopReason | undefined,
	results: Array<ItemResult | undefined>,
): boolean {
	if (settings.waiting === 0 || (stop && stop.kind !== 'tooManyFailures')) return false;
	return !stopAtFirstFailure || results.every((result) => result?.status !== 'failed');
}

async function waitForResults(
	process: Process,
	parcels: Parcel[],
	{ clock, settings }: Run,
	conditions: Conditions,
): Promise<void> {
	// The deadline ends it.
	const patient = { patience: Number.POSITIVE_INFINITY, patienceWithoutAnswer: Number.POSITIVE_INFINITY };
	const stop = await new Exchange({ ...conditions, ...patient }).run(
		[{ waitsFor: [] }],
		async (_task, requests) =>
			await follow(process, parcels, { requests, clock, deadline: clock.now() + settings.waiting }),
	);
	if (stop?.kind === 'denied') tellRefusal(parcels, stop.outcome);
}
