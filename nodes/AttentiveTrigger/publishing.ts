import { NodeOperationError, type IHookFunctions } from 'n8n-workflow';
import { isSetUpByApi, readTriggerOn } from './settings';
import { usableKeys } from './signatureProblem';

/**
 * Throws, so that n8n's editor shows it, where the published node could never start a run. Without a signing key it
 * refuses every delivery; only a webhook that publishing creates gets its key afterwards, so there the log warns.
 */
export async function checkBeforePublishing(context: IHookFunctions): Promise<void> {
	const { every, listed, others } = readTriggerOn(context);
	if (others?.length === 0) {
		throw new NodeOperationError(
			context.getNode(),
			"'Other Events' is selected under 'Trigger On', but no event is named. Enter the names under Options, in 'Other Events'",
		);
	}
	if (!every && listed.length === 0 && others === undefined)
		throw new NodeOperationError(context.getNode(), "No event is selected. Select one under 'Trigger On'");
	if (context.getMode() === 'manual') return;
	const found = await usableKeys(context);
	if (!('problem' in found)) return;
	const { reason, wayOut, isOverwritten } = found.problem;
	const text = `Every delivery would be refused: ${reason}. ${wayOut}`;
	if (isOverwritten || !isSetUpByApi(context)) throw new NodeOperationError(context.getNode(), text);
	context.logger.warn(
		`Attentive Trigger "${context.getNode().name}": ${text}. Attentive retries for three days, then disables the URL.`,
		{ workflowId: context.getWorkflow().id },
	);
}
