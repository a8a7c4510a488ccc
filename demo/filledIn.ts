import type { INode, INodeCredentials, INodeParameters, NodeParameterValueType } from 'n8n-workflow';

/** Where the examples say that their files are. */
const examplesFiles = '/files/';

/** What an example leaves open. */
export interface Own {
	/** The path of a file, by its name. */
	file(name: string): string;
	/** By their types. Nodes keep the names of those that are not here. */
	credentials: Record<string, { id: string; name: string }>;
	/** Whether those who are not test recipients get their messages, too. */
	live?: boolean;
	/** Other addresses for those of services, by how they begin: { 'https://api.example.com': 'http://127.0.0.1:1234' }. */
	urls?: Record<string, string>;
}

/** An example as it runs here: with the paths of its files, and the credentials of its nodes. Nothing else is touched. */
export function filledIn<Workflow extends { nodes: INode[] }>(example: Workflow, own: Own): Workflow {
	return { ...example, nodes: example.nodes.map((node) => filledInNode(node, own)) };
}

function filledInNode(node: INode, own: Own): INode {
	const parameters = filledInParameters(node.parameters, own);
	if (own.live === true && parameters.mode === 'testRecipients') {
		delete parameters.mode;
		delete parameters.testRecipients;
	}
	const { credentials } = node;
	return { ...node, parameters, ...(credentials && { credentials: filledInCredentials(credentials, own) }) };
}

function filledInCredentials(credentials: INodeCredentials, own: Own): INodeCredentials {
	return Object.fromEntries(
		Object.entries(credentials).map(([type, named]) => [type, own.credentials[type] ?? named]),
	);
}

function filledInParameters(parameters: INodeParameters, own: Own): INodeParameters {
	return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [name, changed(value, own)]));
}

function changed(value: NodeParameterValueType, own: Own): NodeParameterValueType {
	if (typeof value !== 'string') return value;
	if (value.startsWith(examplesFiles)) return forN8n(own.file(value.slice(examplesFiles.length)));
	const [service] = Object.keys(own.urls ?? {}).filter((url) => value.replace(/^=/, '').startsWith(url));
	return service === undefined ? value : value.replace(service, own.urls?.[service] ?? '');
}

/** n8n takes a path for a pattern, in which a backslash is no separator. */
function forN8n(path: string): string {
	return path.replaceAll('\\', '/');
}
