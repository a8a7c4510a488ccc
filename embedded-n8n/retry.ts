import { UserError } from 'n8n-workflow';
import type { Engine } from './run';
import { buildWorkflow, resumeRun } from './run';
import { throughStorage } from './storage';
import type { RetryOptions, Run, StartedRun } from './types';

/**
 * Retry in n8n's list of executions. The failed node is still first on the stack of the saved run data, with all its
 * items; only its failed entry and the error are taken away. Context data is left as it is.
 */
export function startRetry(engine: Engine, run: Run, options: RetryOptions = {}): StartedRun {
	const { fullRunData } = run;
	if (fullRunData.finished) throw new UserError('The execution succeeded, so it cannot be retried.');
	const data = options.throughStorage === false ? fullRunData.data : throughStorage(fullRunData.data);
	if (!data.executionData) throw new UserError('The execution did not start, so it cannot be retried.');

	const { resultData } = data;
	if (resultData.lastNodeExecuted) {
		delete resultData.error;
		const runs = resultData.runData[resultData.lastNodeExecuted];
		if (runs?.at(-1)?.error !== undefined) runs.pop();
	}

	const file = options.workflow ?? run.workflow;
	if (options.workflow) {
		const workflow = buildWorkflow(engine.library, options.workflow);
		for (const entry of data.executionData.nodeExecutionStack) {
			const node = workflow.getNode(entry.node.name);
			if (!node) throw new UserError(`The workflow no longer has the node "${entry.node.name}"`);
			entry.node = node;
		}
	}
	return resumeRun(engine, file, data, run.executionId, options);
}
