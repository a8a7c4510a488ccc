import type { IExecuteFunctions } from 'n8n-workflow';

/** How this run of the node deals with items that fail. */
export interface Manner {
	isTool: boolean;
	/** Failed items come out as items: n8n's "On Error: Continue", with or without an error output. */
	continues: boolean;
	/** n8n merges failed items with their rows by itself at its error output only. */
	hasErrorOutput: boolean;
	/** Somebody started it in the editor, or retries what was started there. */
	isByHand: boolean;
}

export function mannerOf(context: IExecuteFunctions): Manner {
	const node = context.getNode();
	// An agent that calls through n8n's engine gives a plain execute context: only the type's name tells then.
	const isTool = context.isToolExecution?.() === true || node.type.endsWith('Tool');
	return {
		isTool,
		continues: context.continueOnFail() || isTool,
		hasErrorOutput: node.onError === 'continueErrorOutput',
		isByHand: isByHand(context),
	};
}

/** Kept in the execution's own data, which Retry in the list of executions takes along: there the mode says "retry" for all. */
const BY_HAND = 'attentiveByHand';

function isByHand(context: IExecuteFunctions): boolean {
	const kept = context.getContext('node');
	const mode = context.getMode();
	if (mode === 'manual') kept[BY_HAND] = true;
	return mode === 'manual' || (mode === 'retry' && kept[BY_HAND] === true);
}
