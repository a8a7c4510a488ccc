import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { nodeKey } from '../delivery/valueStore';
import { missingIn } from '../delivery/missing';
import type { PreparedItem } from '../delivery/preparedItem';
import { sendItems } from '../delivery/send';
import { realClock } from '../engine/clock';
import { Journal } from '../engine/journal';
import type { ItemResult } from '../errors/itemResult';
import { RunError } from '../errors/runError';
import type { Operation, RunWide } from '../operation/operation';
import { GUARD, guardLabel, operationProperties } from '../operation/operationPanel';
import type { Settings } from '../operation/settings';
import { Parameters } from '../parameters/parameters';
import { readItems } from '../reading/read';
import { readSettings } from '../reading/settings';
import { openConnection, type Connection } from '../transport/connection';
import { excerpt } from '../values/valueError';
import { together, type Warning } from '../values/warning';
import { counts, nodeHint, sumHint, unfoundHint, warningsHint, type Hint } from './hints';
import { isRejected, whyInvalidItemsStop, whyNothingIsSent } from './limits';
import { mannerOf, type Manner } from './manner';
import { outputItems } from './outputItems';
import { allNotTried, failedRun, nothingSent, stopError } from './stopped';
import { validated, validationHint } from './validation';

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
	const items = context.getInputData();
	const manner = mannerOf(context);
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
	journal: Journal;
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
	if (manner.isTool) checkGuard(context, operation, (name) => parameters.runWide(name));
	const journal = new Journal(context.getContext('node'), context.getWorkflowDataProxy(0).$runIndex);
	// Several calls of a tool may be under way.
	if (!manner.isTool) journal.forgetEarlierRuns();
	const run: Run = { context, operation, settings, journal, manner };

	const sent = await readAndSend(run, parameters, items);
	const { warnings } = sent;
	const results: Array<ItemResult | undefined> = sent.results;
	const form = {
		resultOnly: settings.resultOnly,
		rowWithError: !settings.resultOnly && !manner.hasErrorOutput,
		withoutRow: operation.resultOnly,
	};
	const missing = sent.results.map((result) => missingIn(operation.delivery, result));
	hint(context, warningsHint(missing));
	const output = items.flatMap((item, index) => {
		const result = results[index];
		if (!result || (result.status === 'skipped' && !settings.passesSkippedOn)) return [];
		// Let go: a run may have a million.
		results[index] = undefined;
		return outputItems(index, item, result, together(warnings[index], missing[index]), form);
	});
	if (!runsAgain(context.getNode().retryOnFail === true, output[0])) journal.clear();
	return [output];
}

/** What became of the items, and what is to be said of them. Nothing else of what was read is kept while the output is made. */
async function readAndSend(
	run: Run,
	parameters: Parameters,
	items: INodeExecutionData[],
): Promise<{ results: ItemResult[]; warnings: Array<readonly Warning[]> }> {
	const { context, operation, settings, journal } = run;
	const validates = settings.mode === 'validateOnly';
	const connection = validates ? undefined : await openConnection(context);
	const node = nodeKey(context);
	const prepared = await readItems({
		operation,
		settings,
		parameters,
		items,
		journal,
		node,
		clock: realClock,
	});
	const warnings = prepared.map((item) => item.warnings);
	hint(context, warningsHint(warnings));
	hint(context, unfoundHint(parameters.unfoundFields(), prepared));
	const results = connection
		? await sendAll(run, connection, prepared)
		: validateAll(run, prepared, parameters.leftOut);
	return { results, warnings };
}

/** Whether n8n will run the node again with the same items: with "Retry On Fail", if the first item has anything under `error`. */
function runsAgain(retryOnFail: boolean, first: INodeExecutionData | undefined): boolean {
	const error: unknown = first?.json.error;
	return retryOnFail && error !== undefined && error !== null && error !== false;
}

/** Sends nothing, and sums up what would be sent. Invalid rows do not stop it: they are what it is for. */
function validateAll(
	{ context, operation, settings, manner }: Run,
	prepared: PreparedItem[],
	leftOut: ReadonlySet<string>,
): ItemResult[] {
	const results = validated(operation, prepared);
	const stop =
		whyNothingIsSent(prepared, settings, manner.isByHand) ??
		(manner.continues ? undefined : whyInvalidItemsStop(results));
	hint(context, validationHint(operation, prepared, results, { stop, leftOut }));
	return results;
}

/** Sends what is to be sent, and sums up what became of it. Throws where n8n is to stop at a failure. */
async function sendAll(run: Run, connection: Connection, prepared: PreparedItem[]): Promise<ItemResult[]> {
	const { context, operation, settings, journal, manner } = run;
	const settled = prepared.map((item) => (item.kind === 'settled' ? item.result : undefined));
	if (!manner.continues && settled.some((result) => result && isRejected(result))) {
		throw stopError(context, settled, 'Nothing was sent.');
	}
	const stop = whyNothingIsSent(prepared, settings, manner.isByHand);
	if (stop && !manner.continues) throw nothingSent(context, stop);
	const results = stop
		? allNotTried(settled, stop)
		: await sendItems({
				context,
				connection,
				delivery: operation.delivery,
				name: `${operation.resource} ${operation.operation}`,
				permission: operation.permission,
				settings,
				prepared,
				journal,
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
	// What a read has found is there to be seen.
	if (results.some(({ status }) => status !== 'read')) hint(context, sumHint(results));
	return results;
}

function accountOf(results: ItemResult[]): string {
	return `${counts(results)}. When n8n retries this execution, items that were accepted or have an unknown outcome are not sent again. If there are several retries, retry the newest: an older one does not know what was sent since.`;
}

function hint(context: IExecuteFunctions, found: Hint | undefined): void {
	if (found) context.addExecutionHints?.(nodeHint(found));
}

/** The switch counts only as it is saved in the node: an expression may come from the model. */
function checkGuard(context: IExecuteFunctions, { guard }: Operation, runWide: RunWide): void {
	if (!guard || guard.isNeeded?.(runWide) === false || context.getNode().parameters[GUARD] === true) return;
	throw new RunError({
		reasonCode: 'notAllowedAsTool',
		field: guardLabel(guard.deed),
		reason: 'is off, so an AI agent cannot use this operation',
		wayOut: "A person can turn it on in the tool's panel",
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
		value: `${excerpt(resource)} ${excerpt(name)}`,
		reason: 'is not an operation of this node',
		wayOut: 'Choose Resource and Operation from the lists',
	});
}
