import type { INode } from 'n8n-workflow';

/** Where the examples say that their files are. */
const examplesFiles = '/files/';
const credentialTypes = new Map([
	['n8n-nodes-attentive.attentive', 'attentiveApi'],
	['n8n-nodes-attentive.attentiveTool', 'attentiveApi'],
	['n8n-nodes-attentive.attentiveTrigger', 'attentiveWebhookApi'],
	['@n8n/n8n-nodes-langchain.lmChatOpenAi', 'openAiApi'],
]);

/** What an example leaves open. */
export interface Own {
	/** The path of a file, by its name. */
	file(name: string): string;
	/** By their types. */
	credentials: Record<string, { id: string; name: string }>;
}

/** An example as it runs here: with the paths of its files, and the credentials of its nodes. Nothing else is touched. */
export function filledIn<Workflow extends { nodes: INode[] }>(example: Workflow, own: Own): Workflow {
	return { ...example, nodes: example.nodes.map((node) => filledInNode(node, own)) };
}

function filledInNode(node: INode, { file, credentials }: Own): INode {
	const parameters = Object.fromEntries(
		Object.entries(node.parameters).map(([name, value]) => [
			name,
			typeof value === 'string' && value.startsWith(examplesFiles)
				? forN8n(file(value.slice(examplesFiles.length)))
				: value,
		]),
	);
	const type = credentialTypes.get(node.type) ?? '';
	const credential = credentials[type];
	return { ...node, parameters, ...(credential && { credentials: { [type]: credential } }) };
}

/** n8n takes a path for a pattern, in which a backslash is no separator. */
function forN8n(path: string): string {
	return path.replaceAll('\\', '/');
}
