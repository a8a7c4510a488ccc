import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import type { PreparedItem } from '../delivery/preparedItem';
import { sendItems } from '../delivery/sendItems';
import { planSteps } from '../delivery/steps';
import { realClock } from '../engine/clock';
import { Memory } from '../engine/memory';
import type { ItemResult } from '../engine/types';
import { itemError, sentence } from '../errors/itemError';
import { isBecauseOfStop, type Reason } from '../errors/reasons';
import { RunError } from '../errors/runError';
import type { Operation } from '../operation/operation';
import { GUARD, guardLabel, operationProperties } from '../operation/operationPanel';
import type { Settings } from '../operation/settings';
import { Parameters } from '../parameters/parameters';
import { prepareItems } from '../reading/prepare';
import { readSettings } from '../reading/settings';
import { openConnection, type Connection } from '../transport/connection';
import { member } from '../values/member';
import { shown, ValueError } from '../values/valueError';
import { counts, summarised, validationHint, warningsHint } from './hints';
import { outputItems } from './outputItems';

/** How this run of the node is to deal with items that fail. */
interface Manner {
	isTool: boolean;
	/** Failed items come out as items: n8n's "On Error: Continue", with or without an error output. */
	continues: boolean;
	/** n8n merges failed items with their rows by itself at its error output only. */
	hasErrorOutput: boolean;
}

/**
 * Runs the node: reads and checks all items, sends those that are to be sent, and answers every one.
 *
 * Under "Continue" it never throws: n8n would then pass all items on as if they had gone well.
 * As an AI agent's tool it does not throw either: n8n would call it again, and that call could not be told from a new one.
 */
export async function runAttentive(
	context: IExecuteFunctions,
	list: Operation[],
): Promise<INodeExecutionData[][]> {
	const node = context.getNode();
	const items = context.getInputData();
	// An agent that calls through n8n's engine gives a plain execute context: only the type's name tells then.
	const isTool = context.isToolExecution?.() === true || node.type.endsWith('Tool');
	const manner: Manner = {
		isTool,
		continues: context.continueOnFail() || isTool,
		hasErrorOutput: node.onError === 'continueErrorOutput',
	};
	try {
		return await runItems(context, list, items, manner);
	} catch (error) {
		return failedRun(context, list, items, manner, error);
	}
}

/** All that a run has found out before anything is sent. */
interface Run {
	context: IExecuteFunctions;
	operation: Operation;
	settings: Settings;
	memory: Memory;
	manner: Manner;
}

async function runItems(
	context: IExecuteFunctions,
	list: Operation[],
	items: INodeExecutionData[],
	manner: Manner,
): Promise<INodeExecutionData[][]> {
	const parameters = new Parameters(context, items, manner.isTool);
	const operation = chosenOperation(parameters, list);
	parameters.labelWith(operationProperties(operation));
	const settings = readSettings(parameters, operation, manner.isTool);
	if (
		manner.isTool &&
		operation.guarded !== undefined &&
		operation.needsGuard((name) => parameters.runWide(name))
	)
		checkGuard(context, operation.guarded);
	const memory = new Memory(context.getContext('node'), context.getWorkflowDataProxy(0).$runIndex);
	const run: Run = { context, operation, settings, memory, manner };

	const validates = settings.mode === 'validateOnly';
	const connection = validates ? undefined : await openConnection(context);
	const prepared = await prepareItems({ operation, settings, parameters, items, memory, clock: realClock });
	const results = connection ? await sendAll(run, connection, prepared) : validateAll(run, prepared);

	const warnings = prepared.map((item) => item.warnings);
	hint(context, warningsHint(warnings), 'warning');
	const form = {
		resultOnly: settings.resultOnly,
		rowWithError: !settings.resultOnly && !manner.hasErrorOutput,
		withoutRow: operation.resultOnly,
	};
	const output = items.flatMap((item, index) => {
		const result = results[index];
		return result ? outputItems(index, item, result, warnings[index] ?? [], form) : [];
	});
	if (!runsAgain(context.getNode().retryOnFail === true, output[0])) memory.clear();
	return [output];
}

/** Whether n8n will run the node again with the same items: with "Retry On Fail", if the first item has anything under `error`. */
function runsAgain(retryOnFail: boolean, first: INodeExecutionData | undefined): boolean {
	const error: unknown = first?.json.error;
	return retryOnFail && error !== undefined && error !== null && error !== false;
}

/** Sends nothing, and sums up what would be sent. Bad rows do not stop it: they are what it is for. */
function validateAll({ context, operation }: Run, prepared: PreparedItem[]): ItemResult[] {
	const results = prepared.map((item): ItemResult => {
		if (item.kind === 'settled') return item.result;
		if (item.kind === 'joined') return { status: 'validated', details: { sentWithItem: item.into } };
		const { method, path, query, body } = operation.request([operation.shown(item.payload)]);
		const request = { method, path, ...(query ? { query } : {}), ...(body ? { body: { ...body } } : {}) };
		return { status: 'validated', details: { ...operation.preview(item.payload), request } };
	});
	const { steps } = planSteps(prepared, operation.sizePerRequest);
	const requests = steps.filter(({ kind }) => kind === 'send').length;
	hint(
		context,
		validationHint(results, requests, operation.endpoint.requestsPerSecond, summarised(operation, prepared)),
		'info',
	);
	return results;
}

/** Sends what is to be sent. Throws where n8n is to stop at a failure. */
async function sendAll(run: Run, connection: Connection, prepared: PreparedItem[]): Promise<ItemResult[]> {
	const { context, operation, settings, memory, manner } = run;
	const isRejected = (result: ItemResult) => result.status === 'failed' && result.error.status === 'rejected';
	const settled = prepared.map((item) => (item.kind === 'settled' ? item.result : undefined));
	if (!manner.continues && settled.some((result) => result && isRejected(result))) {
		throw stopError(context, settled, 'Nothing was sent.');
	}
	const limit = limitError(settled.filter((result) => result === undefined).length, settings);
	if (limit) {
		if (!manner.continues) throw limit;
		return settled.map((result, index) => result ?? failed(index, runReason(limit)));
	}

	const results = await sendItems({
		context,
		connection,
		operation,
		settings,
		prepared,
		memory,
		stopAtFirstFailure: !manner.continues,
		isTool: manner.isTool,
		clock: realClock,
	});
	// After a cancel nothing else of the run is kept.
	context.logger.info(`Attentive, ${operation.action}: ${counts(results)}`);
	// n8n has ended a cancelled run already: an error now would turn its "canceled" into "error".
	const cancelled = context.getExecutionCancelSignal?.()?.aborted === true;
	if (!manner.continues && !cancelled && results.some(({ status }) => status === 'failed')) {
		throw stopError(context, results, accountOf(results));
	}
	return results;
}

function hint(context: IExecuteFunctions, message: string | undefined, type: 'info' | 'warning'): void {
	if (message !== undefined) context.addExecutionHints?.({ message, type, location: 'outputPane' });
}

/** The switch counts only as it stands in the saved node: an expression may come from the model. */
function checkGuard(context: IExecuteFunctions, deed: string): void {
	if (context.getNode().parameters[GUARD] === true) return;
	throw new RunError({
		reasonCode: 'notAllowedAsTool',
		field: guardLabel(deed),
		reason: 'is off: as a tool of an AI agent this operation does nothing',
		wayOut: 'A person can switch it on in the tool’s panel',
	});
}

function chosenOperation(parameters: Parameters, list: Operation[]): Operation {
	const resource = parameters.runWide('resource');
	const name = parameters.runWide('operation');
	const operation = list.find((one) => one.resource === resource && one.operation === name);
	if (operation) return operation;
	throw new RunError({
		reasonCode: 'unknownOperation',
		field: 'Operation',
		value: `${shown(resource)} ${shown(name)}`,
		reason: 'is not an operation of this node',
		wayOut: 'Choose resource and operation from the lists',
	});
}

function limitError(toSend: number, { stopAboveItems }: Settings): RunError | undefined {
	if (stopAboveItems === undefined || toSend <= stopAboveItems) return undefined;
	return new RunError({
		reasonCode: 'tooManyItems',
		field: 'Stop Above N Items',
		value: String(stopAboveItems),
		reason: `is exceeded: ${toSend} items would be sent`,
		wayOut: 'Raise the limit if that is what you want, or send fewer items',
	});
}

function failed(index: number, reason: Reason): ItemResult {
	return { status: 'failed', error: itemError(index, reason) };
}

function accountOf(results: ItemResult[]): string {
	return `${counts(results)}. What was accepted or has an unknown outcome is not sent again when n8n retries this execution. Of several retries, retry the newest: an older one does not know what was sent since.`;
}

/** The error that ends a run: it names the first bad item and counts the rest. */
function stopError(
	context: IExecuteFunctions,
	results: Array<ItemResult | undefined>,
	account: string,
): NodeOperationError {
	const errors = results.flatMap((result, index) =>
		result?.status === 'failed' ? [{ index, ...result.error }] : [],
	);
	// What stopped the run says more than what was not tried because of it.
	const first =
		errors.find(({ status }) => status !== 'notTried') ??
		errors.find(({ reasonCode }) => !isBecauseOfStop(reasonCode)) ??
		errors[0];
	const more = errors.filter(({ status }) => status === first?.status).length - 1;
	const others = more > 0 ? `${more} more ${more === 1 ? 'item has' : 'items have'} errors. ` : '';
	return new NodeOperationError(context.getNode(), first?.message ?? 'An item failed', {
		itemIndex: first?.index,
		description: others + account,
		level: 'warning',
	});
}

/** Answers every item where the run as a whole cannot go on, or throws where n8n is to stop. Nothing was sent. */
function failedRun(
	context: IExecuteFunctions,
	list: Operation[],
	items: INodeExecutionData[],
	manner: Manner,
	error: unknown,
): INodeExecutionData[][] {
	if (error instanceof NodeOperationError && !manner.continues) throw error;
	const reason = runReason(error);
	if (manner.continues) {
		const wants = wantsResultOnly(context, list);
		const form = {
			resultOnly: false,
			rowWithError: !manner.hasErrorOutput && !manner.isTool && !wants.resultOnly,
			withoutRow: wants.withoutRow,
		};
		return [items.flatMap((item, index) => outputItems(index, item, failed(index, reason), [], form))];
	}
	throw new NodeOperationError(context.getNode(), sentence(reason), {
		description: 'Nothing was sent.',
		level: 'warning',
	});
}

/** As the saved node says it: the run has failed before its settings could be read. */
function wantsResultOnly(
	context: IExecuteFunctions,
	list: Operation[],
): { resultOnly: boolean; withoutRow: boolean } {
	const { options, resource, operation } = context.getNode().parameters;
	const chosen = list.find((one) => one.resource === resource && one.operation === operation);
	const withoutRow = chosen?.resultOnly === true;
	return { withoutRow, resultOnly: withoutRow || member(options, 'output') === 'resultOnly' };
}

function runReason(error: unknown): Reason {
	if (!(error instanceof ValueError)) {
		return {
			status: 'rejected',
			reasonCode: 'failed',
			reason: error instanceof Error ? error.message : 'The node failed',
		};
	}
	const { reasonCode, field, value, reason, wayOut } = error.problem;
	return {
		status: reasonCode === 'tooManyItems' ? 'notTried' : 'rejected',
		reasonCode,
		field,
		...(value === undefined ? {} : { value: shown(value) }),
		reason,
		wayOut,
	};
}
