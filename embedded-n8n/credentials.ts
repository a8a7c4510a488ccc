import { Credentials, getAdditionalKeys } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentials,
	ICredentialsExpressionResolveValues,
	IDataObject,
	IExecuteData,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INode,
	INodeCredentialsDetails,
	INodeParameters,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import {
	deepCopy,
	ICredentialsHelper,
	isExpression,
	NodeHelpers,
	UnexpectedError,
	UserError,
	Workflow,
} from 'n8n-workflow';
import type { NodeLibrary } from './loadNodes';

export interface StoredCredential {
	id: string;
	name: string;
	type: string;
	data: ICredentialDataDecryptedObject;
}

/** The credentials of one EmbeddedN8n, in memory and in plain text. */
export class CredentialStore {
	private readonly stored: StoredCredential[] = [];

	add(type: string, data: ICredentialDataDecryptedObject, name = `${type} account`): StoredCredential {
		const credential = { id: `credential-${this.stored.length + 1}`, name, type, data: { ...data } };
		this.stored.push(credential);
		return credential;
	}

	/** By type and ID; if the ID is not known (a workflow exported elsewhere), by type and name. */
	find({ id, name }: INodeCredentialsDetails, type: string): StoredCredential {
		const ofType = this.stored.filter((credential) => credential.type === type);
		const found =
			ofType.find((credential) => credential.id === id) ??
			ofType.find((credential) => credential.name === name);
		if (found) return found;
		throw new UserError(
			`No credential of type "${type}" with ID "${id}" or name "${name}". Known of this type: ` +
				`${ofType.map((credential) => `"${credential.name}"`).join(', ') || 'none'}.`,
		);
	}
}

/** OAuth fields that the credential type decides when it hides them: what is stored for them does not count. */
const DECIDED_BY_TYPE_IF_HIDDEN = new Set([
	'useDynamicClientRegistration',
	'authUrl',
	'accessTokenUrl',
	'grantType',
	'authentication',
	'usePkce',
	'requestTokenUrl',
	'signatureMethod',
]);

/** What n8n's main package supplies to the engine: decrypting, defaults, expressions, authenticating. */
export class CredentialsHelper extends ICredentialsHelper {
	constructor(
		private readonly library: NodeLibrary,
		private readonly store: CredentialStore,
	) {
		super();
	}

	getParentTypes(name: string): string[] {
		return this.library.parentsOfCredential(name);
	}

	isCredentialUsableByNode(credentialType: string, nodeType: string): boolean {
		if (!this.library.credentialType(credentialType).restrictToSupportedNodes) return true;
		return this.library.nodesUsing(credentialType).includes(nodeType.replace(/Tool$/, ''));
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		requestOptions: IHttpRequestOptions | IRequestOptionsSimplified,
		workflow?: Workflow,
		node?: INode,
	): Promise<IHttpRequestOptions> {
		// The older request helper passes options of the simplified shape; n8n treats both alike here.
		const options = requestOptions as IHttpRequestOptions;
		const { authenticate } = this.library.credentialType(typeName);
		if (!authenticate) return options;
		if (typeof authenticate === 'function') return await authenticate(credentials, options);
		if (!workflow || !node) throw new UnexpectedError('authenticate needs the workflow and the node');

		const resolve = (value: unknown): string => {
			if (!isExpression(value)) return String(value);
			const keys = { $credentials: credentials };
			return String(
				workflow.expression.getSimpleParameterValue(node, value, 'internal', keys, undefined, '') || '',
			);
		};
		options.headers ??= {};
		for (const [part, entries] of Object.entries(authenticate.properties)) {
			// `part` is one of auth, body, headers and qs; each is an object in the request's options.
			const parts = options as unknown as Record<string, IDataObject>;
			const target = (parts[part] ??= {});
			for (const [key, value] of Object.entries(entries ?? {})) target[resolve(key)] = resolve(value);
		}
		return options;
	}

	async preAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		node: INode,
		credentialsExpired: boolean,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const type = this.library.credentialType(typeName);
		const token = type.properties.find(({ typeOptions }) => typeOptions?.expirable === true)?.name;
		const details = node.credentials?.[typeName];
		if (!token || !details || !type.preAuthentication) return undefined;
		if (credentials[token] !== '' && !credentialsExpired) return undefined;
		const fresh = await this.runPreAuthentication(helpers, credentials, typeName);
		if (fresh?.[token] === undefined) return undefined;
		Object.assign(this.store.find(details, typeName).data, fresh);
		return Object.assign(credentials, fresh);
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const { preAuthentication } = this.library.credentialType(typeName);
		// n8n stores what the credential type gives back as credential data, although it is typed wider.
		return (await preAuthentication?.call(helpers, credentials)) as
			ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(details: INodeCredentialsDetails, type: string): Promise<ICredentials> {
		const { id, name, data } = this.store.find(details, type);
		const credentials = new Credentials({ id, name }, type);
		await credentials.setData(data);
		return credentials;
	}

	async getDecrypted(
		additionalData: IWorkflowExecuteAdditionalData,
		details: INodeCredentialsDetails,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		raw?: boolean,
		resolveValues?: ICredentialsExpressionResolveValues,
	): Promise<ICredentialDataDecryptedObject> {
		const data = deepCopy(this.store.find(details, type).data);
		return raw ? data : this.complete(additionalData, data, type, mode, executeData, resolveValues);
	}

	/** Stored data with the type's defaults, its expressions resolved. */
	complete(
		additionalData: IWorkflowExecuteAdditionalData,
		stored: ICredentialDataDecryptedObject,
		type: string,
		mode: WorkflowExecuteMode,
		executeData?: IExecuteData,
		resolveValues?: ICredentialsExpressionResolveValues,
	): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(type);
		const hidden = new Set(
			properties.filter((property) => property.type === 'hidden').map(({ name }) => name),
		);
		const data = Object.fromEntries(
			Object.entries(stored).filter(([name]) => !hidden.has(name) || !DECIDED_BY_TYPE_IF_HIDDEN.has(name)),
		);
		// n8n reads credential data with the functions for node parameters; both are plain JSON. Hence the casts.
		const completed = NodeHelpers.getNodeParameters(
			properties,
			data as INodeParameters,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
		for (const name of ['oauthTokenData', 'allowedHttpRequestDomains', 'allowedDomains']) {
			if (completed[name] === undefined && stored[name] !== undefined) completed[name] = stored[name];
		}
		if (stored.oauthTokenData !== undefined) completed.oauthTokenData = stored.oauthTokenData;

		const keys = getAdditionalKeys(additionalData, mode, null, { isCredential: true });
		if (resolveValues) {
			const { workflow, runExecutionData, runIndex, itemIndex, node, connectionInputData } = resolveValues;
			return workflow.expression.getParameterValue(
				completed as INodeParameters,
				runExecutionData,
				runIndex,
				itemIndex,
				node.name,
				connectionInputData,
				mode,
				keys,
				executeData,
				false,
				completed,
			) as ICredentialDataDecryptedObject;
		}
		const node: INode = {
			id: 'credential',
			name: 'Credential',
			type: 'n8n-nodes-base.noOp',
			typeVersion: 1,
			position: [0, 0],
			parameters: {},
		};
		const workflow = new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes: this.library });
		return workflow.expression.getComplexParameterValue(
			node,
			completed as INodeParameters,
			mode,
			keys,
			undefined,
			undefined,
			completed,
		) as ICredentialDataDecryptedObject;
	}

	async updateCredentials(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.store.find(details, type).data = { ...data };
	}

	async updateCredentialsOauthTokenData(
		details: INodeCredentialsDetails,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		const credential = this.store.find(details, type);
		credential.data = { ...credential.data, oauthTokenData: data.oauthTokenData ?? {} };
	}

	/** The type's fields, with those of the types that it extends; its own win. */
	getCredentialsProperties(type: string): INodeProperties[] {
		const { extends: parents, properties } = this.library.credentialType(type);
		if (parents) {
			const combined: INodeProperties[] = [];
			for (const parent of parents) {
				NodeHelpers.mergeNodeProperties(combined, this.getCredentialsProperties(parent));
			}
			NodeHelpers.mergeNodeProperties(combined, properties);
			return combined;
		}
		if (type !== 'oAuth1Api' && type !== 'oAuth2Api') return properties;
		const tokens: INodeProperties = {
			displayName: 'OAuth tokens',
			name: 'oauthTokenData',
			type: 'json',
			default: {},
		};
		return [...properties, tokens];
	}
}
