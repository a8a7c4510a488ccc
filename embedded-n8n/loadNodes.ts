import type { DirectoryLoader, ExecuteContext } from 'n8n-core';
import { LazyPackageDirectoryLoader, PackageDirectoryLoader, RoutingNode } from 'n8n-core';
import type { ICredentialType, IDataObject, INodeType, INodeTypes, IVersionedNodeType } from 'n8n-workflow';
import { NodeHelpers, UserError } from 'n8n-workflow';
import { dirname } from 'node:path';
import { asTool, isUsableAsTool } from './toolVariant';

/** n8n's own nodes are read once for the process: their lists of names only, each node when it is first used. */
let ownNodes: Promise<DirectoryLoader> | undefined;

async function loadOwnNodes(): Promise<DirectoryLoader> {
	const loader = new LazyPackageDirectoryLoader(dirname(require.resolve('n8n-nodes-base/package.json')));
	await loader.loadAll();
	loader.releaseTypes();
	return loader;
}

async function loadPackage(folder: string): Promise<DirectoryLoader> {
	try {
		const loader = new PackageDirectoryLoader(folder);
		await loader.loadAll();
		return loader;
	} catch (error) {
		throw new Error(`The package in ${folder} could not be loaded. Is it built (npm run build)?`, {
			cause: error,
		});
	}
}

/** Loads the package under test and n8n's own nodes. */
export async function loadNodes(
	packageFolder: string,
	extraNodeTypes: Record<string, INodeType>,
): Promise<NodeLibrary> {
	ownNodes ??= loadOwnNodes();
	return new NodeLibrary([await loadPackage(packageFolder), await ownNodes], extraNodeTypes);
}

/** All node and credential types that workflows can use. Node types go by full name: package, dot, name. */
export class NodeLibrary implements INodeTypes {
	private readonly toolVariants = new Map<string, INodeType>();

	constructor(
		private readonly loaders: DirectoryLoader[],
		private readonly extraNodeTypes: Record<string, INodeType>,
	) {}

	getByName(fullName: string): INodeType | IVersionedNodeType {
		const extra = this.extraNodeTypes[fullName];
		if (extra) return extra;
		const dot = fullName.lastIndexOf('.');
		const loader = this.loaders.find(({ packageName }) => packageName === fullName.slice(0, dot));
		if (!loader) throw new UserError(`Unknown node type: ${fullName}`);
		return loader.getNode(fullName.slice(dot + 1)).type;
	}

	getByNameAndVersion(fullName: string, version?: number): INodeType {
		if (fullName.endsWith('Tool') && !this.find(fullName)) return this.toolVariant(fullName, version);
		// The typing says INodeType, but for a version that the node does not have it is undefined.
		const node: INodeType | undefined = NodeHelpers.getVersionedNodeType(this.getByName(fullName), version);
		if (!node) throw new UserError(`Node type ${fullName} has no version ${version}`);
		return withExecute(node);
	}

	getKnownTypes(): IDataObject {
		return Object.assign({}, ...this.loaders.map(({ known }) => known.nodes));
	}

	credentialType(name: string): ICredentialType {
		const loader = this.loaders.find(({ known }) => Object.hasOwn(known.credentials, name));
		if (!loader) throw new UserError(`Unknown credential type: ${name}`);
		return loader.getCredential(name).type;
	}

	/** Full names of the nodes that use a credential type. */
	nodesUsing(credentialType: string): string[] {
		return this.loaders.flatMap(({ known, packageName }) =>
			(known.credentials[credentialType]?.supportedNodes ?? []).map((name) => `${packageName}.${name}`),
		);
	}

	/** The types that a credential type extends, directly or through others. */
	parentsOfCredential(name: string): string[] {
		const parents = this.credentialType(name).extends ?? [];
		return parents.flatMap((parent) => [parent, ...this.parentsOfCredential(parent)]);
	}

	/** Undefined also for a node that does not load. */
	find(fullName: string): INodeType | IVersionedNodeType | undefined {
		try {
			return this.getByName(fullName);
		} catch {
			return undefined;
		}
	}

	private toolVariant(fullName: string, version: number | undefined): INodeType {
		const key = `${fullName} ${version}`;
		let variant = this.toolVariants.get(key);
		if (!variant) {
			const node = this.getByNameAndVersion(fullName.slice(0, -'Tool'.length), version);
			if (!isUsableAsTool(node)) throw new UserError(`Node cannot be used as a tool: ${fullName}`);
			variant = asTool(node);
			this.toolVariants.set(key, variant);
		}
		return variant;
	}
}

/** A node that only declares its requests gets n8n's routing as its execute, as n8n does when it looks one up. */
function withExecute(node: INodeType): INodeType {
	const declarative = node.description.requestDefaults !== undefined;
	const runsItself = node.execute ?? node.supplyData ?? node.poll ?? node.trigger;
	if (runsItself || ((node.webhook ?? node.methods) && !declarative)) return node;
	node.execute = async function () {
		// The engine always calls execute with its own context; the public type of `this` hides the class.
		return (await new RoutingNode(this as ExecuteContext, node).runNode()) ?? [];
	};
	return node;
}
