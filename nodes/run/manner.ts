import type { IExecuteFunctions } from 'n8n-workflow';

/** How this run of the node deals with items that fail. */
export interface Manner {
	isTool: boolean;
	/** Failed items come out as items: n8n's "On Error: Continue", with or without an error output. */
	continues: boolean;
	/** n8n merges failed items with their rows by itself at its error output only. */
	hasErrorOutput: boolean;
}

export function mannerOf(context: IExecuteFunctions): Manner {
	const node = context.getNode();
	// An agent that calls through n8n's engine gives a plain execute context: only the type's name tells then.
	const isTool = context.isToolExecution?.() === true || node.type.endsWith('Tool');
	return {
		isTool,
		continues: context.continueOnFail() || isTool,
		hasErrorOutput: node.onError === 'continueErrorOutput',
	};
}
