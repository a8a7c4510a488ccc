import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { realClock } from '../engine/clock';
import { itemKeys, Memory } from '../engine/memory';
import type { ItemResult } from '../engine/types';
import { openConnection } from '../transport/connection';
import { shown, ValueError } from '../values/valueError';
import { operationProperties } from './description';
import { counts, validationHint, warningsHint } from './hints';
import type { Operation } from './operation';
import { operations } from './operations';
import { Parameters } from './parameters/parameters';
import { RunError } from './parameters/runError';
import { itemsToSend, prepareItems, summarised, type PreparedItem } from './prepare';
import type { Reason } from './refusal';
import { itemError, outputItems, sentence } from './results';
import { sendItems } from './send';
import { readSettings, type Settings } from './settings';

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
	list: Operation[] = operations,
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
		return failedRun(context, items, manner, error);
	}
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
	const memory = new Memory(context.getContext('node'), context.getWorkflowDataProxy(0).$runIndex);
	const keyOf = itemKeys(`${operation.resource} ${operation.operation}`);
	const keys = operation.kind === 'write' ? items.map((item) => keyOf(item.json)) : [];
	const prepared = await prepareItems({
		operation,
		settings,
		parameters,
		items,
		memory,
		keys,
		clock: realClock,
	});

	const throwsFor = (item: PreparedItem) =>
		item.kind === 'settled' && item.result.status === 'failed' && item.result.error.status === 'rejected';
	const continues = manner.continues || settings.mode === 'validateOnly';
	if (!continues && prepared.some(throwsFor))
		throw stopError(context, prepared.map(resultOf), 'Nothing was sent.');

	let results: ItemResult[];
	if (settings.mode === 'validateOnly') {
		results = prepared.map(resultOf);
		const requests = Math.ceil(
			results.filter(({ status }) => status === 'validated').length / operation.itemsPerRequest,
		);
		const hint = validationHint(
			results,
			requests,
			operation.endpoint.requestsPerSecond,
			summarised(prepared),
		);
		context.addExecutionHints?.({ message: hint, location: 'outputPane', type: 'info' });
	} else {
		const limit = limitError(itemsToSend(prepared), settings);
		if (limit && !continues) throw limit;
		results = limit
			? prepared.map((item, index) =>
					item.kind === 'settled' ? item.result : failed(index, runReason(limit)),
				)
			: await sendItems({
					context,
					connection: await openConnection(context),
					operation,
					settings,
					prepared,
					memory,
					keys,
					stopAtFirstFailure: !continues,
					isTool: manner.isTool,
					clock: realClock,
				});
		report(context, operation, results);
		// n8n has ended a cancelled run already: an error now would turn its "canceled" into "error".
		const cancelled = context.getExecutionCancelSignal?.()?.aborted === true;
		if (!continues && !cancelled && results.some(({ status }) => status === 'failed')) {
			throw stopError(context, results, accountOf(results));
		}
	}
	const warnings = prepared.map(({ warnings }) => warnings);
	const hint = warningsHint(warnings);
	if (hint !== undefined)
		context.addExecutionHints?.({ message: hint, location: 'outputPane', type: 'warning' });

	const form = {
		resultOnly: settings.resultOnly,
		rowWithError: !settings.resultOnly && !manner.hasErrorOutput,
	};
	const output = items.flatMap((item, index) => {
		const result = results[index];
		return result ? outputItems(index, item, result, warnings[index] ?? [], form) : [];
	});
	// n8n runs a node again whose first item has an error, if "Retry On Fail" is on: only then is there something to remember.
	if (!output[0]?.json.error) memory.clear();
	return [output];
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

function resultOf(item: PreparedItem): ItemResult {
	return item.kind === 'settled' ? item.result : { status: 'validated', details: {} };
}

/** Says in the log what was sent: after a cancel nothing else of the run is kept. */
function report(context: IExecuteFunctions, operation: Operation, results: ItemResult[]): void {
	context.logger.info(`Attentive, ${operation.action}: ${counts(results)}`);
}

function accountOf(results: ItemResult[]): string {
	return `${counts(results)}. What was accepted or has an unknown outcome is not sent again when n8n retries this execution.`;
}

/** The error that ends a run: it names the first bad item and counts the rest. */
function stopError(context: IExecuteFunctions, results: ItemResult[], account: string): NodeOperationError {
	const failed = results.flatMap((result, index) =>
		result.status === 'failed' ? [{ index, error: result.error }] : [],
	);
	const first =
		failed.find(({ error }) => error.status !== 'notTried' || error.reasonCode !== 'stopped') ?? failed[0];
	const more = failed.filter(({ error }) => error.status === first?.error.status).length - 1;
	const others = more > 0 ? `${more} more ${more === 1 ? 'item has' : 'items have'} errors. ` : '';
	return new NodeOperationError(context.getNode(), first?.error.message ?? 'An item failed', {
		itemIndex: first?.index,
		description: others + account,
		level: 'warning',
	});
}

/** Answers every item where the run as a whole cannot go on, or throws where n8n is to stop. Nothing was sent. */
function failedRun(
	context: IExecuteFunctions,
	items: INodeExecutionData[],
	manner: Manner,
	error: unknown,
): INodeExecutionData[][] {
	if (error instanceof NodeOperationError && !manner.continues) throw error;
	const reason = runReason(error);
	if (manner.continues) {
		const form = { resultOnly: false, rowWithError: !manner.hasErrorOutput && !manner.isTool };
		return [items.flatMap((item, index) => outputItems(index, item, failed(index, reason), [], form))];
	}
	throw new NodeOperationError(context.getNode(), sentence(reason), {
		description: 'Nothing was sent.',
		level: 'warning',
	});
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
