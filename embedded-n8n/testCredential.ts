import { CredentialTestContext, ExecuteContext, RoutingNode } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	ICredentialTestFunction,
	ICredentialTestRequest,
	INode,
	INodeExecutionData,
	INodeType,
	INodeTypes,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, Workflow } from 'n8n-workflow';
import { buildAdditionalData } from './additionalData';
import { CredentialsHelper, CredentialStore } from './credentials';
import type { NodeLibrary } from './loadNodes';
import type { CredentialTestResult } from './types';

type CredentialTest = { request: ICredentialTestRequest; nodeType?: INodeType } | ICredentialTestFunction;

/**
 * Tests credential data that is not saved, as n8n's credential window does: with the type's own `test`, else with the
 * test of a node that uses it. A declared request goes out through n8n's routing; then its rules give the message.
 */
export async function testCredential(
	library: NodeLibrary,
	type: string,
	data: ICredentialDataDecryptedObject,
): Promise<CredentialTestResult> {
	const test = findTest(library, type);
	if (!test) return failed('No testing function found for this credential.');
	const store = new CredentialStore();
	const { id, name } = store.add(type, data);
	const credentialsHelper = new CredentialsHelper(library, store);
	const credentials: ICredentialsDecrypted = { id, name, type };
	try {
		const additionalData = buildAdditionalData({ credentialsHelper });
		credentials.data = credentialsHelper.complete(additionalData, data, type, 'internal');
	} catch (error) {
		return failed(messageOf(error));
	}
	if (typeof test === 'function') return await test.call(new CredentialTestContext(), credentials);
	return await runRequest(library, credentialsHelper, credentials, test.request, test.nodeType);
}

function findTest(library: NodeLibrary, type: string): CredentialTest | undefined {
	const { test } = library.credentialType(type);
	if (test) return { request: test };
	const isOAuth2 = type === 'oAuth2Api' || library.parentsOfCredential(type).includes('oAuth2Api');
	for (const fullName of library.nodesUsing(type)) {
		const node = library.find(fullName);
		if (!node) continue;
		const versions = 'nodeVersions' in node ? Object.values(node.nodeVersions) : [node];
		for (const nodeType of versions) {
			const use = nodeType.description.credentials?.find((credential) => credential.name === type);
			if (!use) continue;
			if (isOAuth2) return testOAuth2Token;
			if (!use.testedBy) continue;
			if (typeof use.testedBy !== 'string') return { request: use.testedBy, nodeType };
			const method = use.testedBy;
			const owner = versions.findLast(({ methods }) => methods?.credentialTest?.[method]);
			return owner?.methods?.credentialTest?.[method];
		}
	}
	return undefined;
}

/** n8n does not ask the service: it looks whether the account was ever connected. */
async function testOAuth2Token({ data }: ICredentialsDecrypted): Promise<CredentialTestResult> {
	const tokens = data?.oauthTokenData;
	return typeof tokens === 'object' && tokens !== null && 'access_token' in tokens
		? { status: 'OK', message: 'Connection Successful!' }
		: failed('This OAuth2 credential was not connected to an account.');
}

async function runRequest(
	library: NodeLibrary,
	credentialsHelper: CredentialsHelper,
	credentials: ICredentialsDecrypted,
	test: ICredentialTestRequest,
	ofNode: INodeType | undefined,
): Promise<CredentialTestResult> {
	const { description } = ofNode ?? library.getByNameAndVersion('n8n-nodes-base.noOp');
	const nodeType: INodeType = {
		description: {
			...description,
			credentials: [{ name: credentials.type, required: true }],
			properties: [
				{
					displayName: 'Test',
					name: 'temp',
					type: 'string',
					default: '',
					routing: { request: test.request },
				},
			],
		},
	};
	const { version } = description;
	const node: INode = {
		id: 'test',
		name: 'Test',
		type: description.name,
		typeVersion: Array.isArray(version) ? (version.at(-1) ?? 1) : version,
		position: [0, 0],
		parameters: {},
		credentials: { [credentials.type]: { id: credentials.id, name: credentials.name } },
	};
	const nodeTypes: INodeTypes = {
		getByName: () => nodeType,
		getByNameAndVersion: () => nodeType,
		getKnownTypes: () => ({}),
	};
	const context = new ExecuteContext(
		new Workflow({ nodes: [node], connections: {}, active: false, nodeTypes }),
		node,
		buildAdditionalData({ credentialsHelper }),
		'internal',
		createEmptyRunExecutionData(),
		0,
		[],
		{ main: [[{ json: {} }]] },
		{ node, data: {}, source: null },
		[],
	);
	try {
		return judgeAnswer(await new RoutingNode(context, nodeType, credentials).runNode(), test);
	} catch (error) {
		return judgeError(error, test);
	}
}

function judgeAnswer(
	answer: INodeExecutionData[][] | undefined,
	{ rules }: ICredentialTestRequest,
): CredentialTestResult {
	const body = answer?.[0]?.[0]?.json;
	for (const rule of rules ?? []) {
		if (rule.type === 'responseSuccessBody' && valueAt(body, rule.properties.key) === rule.properties.value) {
			return failed(rule.properties.message);
		}
	}
	return { status: 'OK', message: 'Connection successful!' };
}

function judgeError(error: unknown, { rules }: ICredentialTestRequest): CredentialTestResult {
	const cause = field(error, 'cause');
	const response = field(cause, 'response');
	const code = field(cause, 'code');
	if (response) {
		const status = field(response, 'status');
		for (const rule of rules ?? []) {
			if (rule.type === 'responseCode' && rule.properties.value === status) {
				return failed(rule.properties.message);
			}
		}
		return failed(String(field(response, 'statusText') || `Received HTTP status code: ${String(status)}`));
	}
	// n8n shows the bare code: ECONNREFUSED, ENOTFOUND.
	return failed(code ? String(code) : messageOf(error));
}

function failed(message: string): CredentialTestResult {
	return { status: 'Error', message };
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}

function field(from: unknown, name: string): unknown {
	return typeof from === 'object' && from !== null ? Reflect.get(from, name) : undefined;
}

/** The value under a path such as 'data.user.id'. */
function valueAt(from: unknown, path: string): unknown {
	return path.split('.').reduce(field, from);
}
