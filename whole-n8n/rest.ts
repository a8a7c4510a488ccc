import { parse } from 'flatted';
import type {
	ICredentialDataDecryptedObject,
	IConnections,
	INode,
	INodeExecutionData,
	INodeTypeDescription,
	IPinData,
	IRunExecutionData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { z } from 'zod';
import { isBefore } from './version';

export interface Owner {
	email: string;
	password: string;
}

export interface Workflow {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IWorkflowSettings;
	/** What nodes put out in the editor instead of running. */
	pinData?: IPinData;
}

export interface SavedCredential {
	id: string;
	name: string;
}

export interface Execution {
	id: string;
	/** 'success', 'error', 'canceled', 'running', ... */
	status: string;
	/** 'manual', 'retry', 'trigger', ... */
	mode: string;
	data: IRunExecutionData;
	/** What a node put out. Empty if it did not run. */
	items(nodeName: string, output?: number): INodeExecutionData[];
}

/** What became of an attempt to publish. */
export interface Publication {
	published: boolean;
	/** Why not, in n8n's words. */
	messages: string[];
}

const withId = z.object({ id: z.string() });
const namedSchema = z.array(z.object({ id: z.string(), name: z.string() }));
const executionSchema = z.object({
	id: z.coerce.string(),
	status: z.string(),
	mode: z.string(),
	finished: z.boolean().nullish(),
	data: z.string(),
});
const executionsSchema = z.object({
	results: z.array(z.object({ id: z.coerce.string() })),
	nextCursor: z.string().nullish(),
});
const publicationSchema = z.object({
	status: z.string(),
	/** With triggers that are set up. */
	liveVersionId: z.string().nullable(),
	/** On its way in, or out. */
	pendingVersionId: z.string().nullable(),
	triggers: z.array(z.object({ errorMessage: z.string().nullish() })),
});
/** Executions that are asked for at once. */
const pageSize = 100;
const unfinished = ['new', 'running', 'waiting', 'unknown'];

/** n8n has answered with another status than success. */
class Refused extends Error {
	constructor(
		request: string,
		public readonly status: number,
		text: string,
	) {
		super(`${request}: ${status} ${text.slice(0, 2_000)}`);
	}
}

/** n8n's own REST API, as its editor uses it. Throws with n8n's words where n8n refuses. */
export class Rest {
	/**
	 * @param url n8n's address, without a slash at its end
	 * @param cookie of somebody who is logged in: n8n takes few logins a minute
	 */
	constructor(
		private readonly url: string,
		public cookie = '',
	) {}

	/** Makes the owner of an n8n that has none yet; logs in either way. */
	async logIn({ email, password }: Owner): Promise<void> {
		const settings = z
			.object({ userManagement: z.object({ showSetupOnFirstLoad: z.boolean() }) })
			.parse(await this.get('/rest/settings'));
		if (settings.userManagement.showSetupOnFirstLoad) {
			const owner = { email, password, firstName: 'Ola', lastName: 'Owner' };
			await this.send('POST', '/rest/owner/setup', owner);
		} else {
			await this.send('POST', '/rest/login', { emailOrLdapLoginId: email, password });
		}
	}

	async nodeTypes(): Promise<INodeTypeDescription[]> {
		const answer = await fetch(`${this.url}/types/nodes.json`, { headers: { cookie: this.cookie } });
		const types: INodeTypeDescription[] = JSON.parse(await answer.text());
		return types;
	}

	async credentials(): Promise<SavedCredential[]> {
		return namedSchema.parse(await this.get('/rest/credentials'));
	}

	async createCredential(
		name: string,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<SavedCredential> {
		const { id } = withId.parse(await this.send('POST', '/rest/credentials', { name, type, data }));
		return { id, name };
	}

	async changeCredential(
		{ id, name }: SavedCredential,
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		await this.send('PATCH', `/rest/credentials/${id}`, { name, type, data });
	}

	/** The test of a credential that is not saved, as its dialog does it. Older versions of n8n save it before they test it. */
	async testCredential(
		type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<{ status: string; message: string }> {
		const test = async (credential: SavedCredential) =>
			z
				.object({ status: z.string(), message: z.string() })
				.parse(
					await this.send('POST', '/rest/credentials/test', { credentials: { ...credential, type, data } }),
				);
		try {
			return await test({ id: '', name: 'Unsaved' });
		} catch (error) {
			if (!(error instanceof Refused) || error.status !== 403) throw error;
			return await test(await this.createCredential('To be tested', type, data));
		}
	}

	/** The page where a person allows n8n to use the account, as the dialog of an OAuth2 credential opens it. */
	async oauth2Page({ id }: SavedCredential): Promise<string> {
		return z.string().parse(await this.get(`/rest/oauth2-credential/auth?id=${id}`));
	}

	async workflows(): Promise<Array<{ id: string; name: string }>> {
		return namedSchema.parse(await this.get('/rest/workflows'));
	}

	/** @returns its ID */
	/** n8n gives it an ID of its own, so that one workflow can be saved several times. */
	async createWorkflow({ name, nodes, connections, settings, pinData }: Workflow): Promise<string> {
		// Older versions of n8n do not know by themselves that it is not active.
		const options = { settings: settings ?? { executionOrder: 'v1' }, active: false };
		const body = { name, nodes, connections, pinData, ...options };
		return withId.parse(await this.send('POST', '/rest/workflows', body)).id;
	}

	/** Saves an edit. What is published stays as it is until the next `publish`. */
	async changeWorkflow(id: string, { name, nodes, connections }: Workflow): Promise<void> {
		await this.send('PATCH', `/rest/workflows/${id}`, { name, nodes, connections });
	}

	/** Publishes (activates) a workflow as it is saved now. */
	async publish(id: string): Promise<void> {
		const { published, messages } = await this.tryToPublish(id);
		if (!published) throw new Error(`Workflow ${id} cannot be published: ${messages.join(' ')}`);
	}

	/**
	 * The same, but a trigger may refuse.
	 * @param limit milliseconds
	 */
	async tryToPublish(id: string, limit?: number): Promise<Publication> {
		const { versionId } = z.object({ versionId: z.string() }).parse(await this.get(`/rest/workflows/${id}`));
		try {
			if (isBefore('2.0')) await this.send('PATCH', `/rest/workflows/${id}`, { versionId, active: true });
			else await this.send('POST', `/rest/workflows/${id}/activate`, { versionId });
		} catch (error) {
			// An n8n that sets up the triggers before it answers.
			if (!(error instanceof Refused) || error.status !== 400) throw error;
			return { published: false, messages: [error.message] };
		}
		return await this.untilLive(id, versionId, limit);
	}

	async unpublish(id: string): Promise<void> {
		if (isBefore('2.0')) await this.send('PATCH', `/rest/workflows/${id}`, { active: false });
		else await this.send('POST', `/rest/workflows/${id}/deactivate`, {});
		await this.untilLive(id, null);
	}

	/**
	 * Newer versions of n8n answer before they have set up the triggers, or taken them away, and may tell the old status
	 * for a moment. Older ones are done by then.
	 * @param versionId null: none
	 */
	private async untilLive(id: string, versionId: string | null, limit = 60_000): Promise<Publication> {
		const giveUp = Date.now() + limit;
		for (;;) {
			const status = await this.publicationStatus(id);
			if (status === undefined) return { published: versionId !== null, messages: [] };
			const { liveVersionId, pendingVersionId, triggers } = status;
			if (pendingVersionId === null && liveVersionId === versionId) return { published: true, messages: [] };
			if (pendingVersionId === null && status.status === 'failed' && versionId !== null) {
				return { published: false, messages: triggers.flatMap(({ errorMessage }) => errorMessage ?? []) };
			}
			if (Date.now() > giveUp)
				throw new Error(`Version ${versionId} of workflow ${id} is not live: ${JSON.stringify(status)}`);
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
	}

	/** undefined where n8n has no such thing. */
	private async publicationStatus(id: string): Promise<z.infer<typeof publicationSchema> | undefined> {
		try {
			return publicationSchema.parse(await this.get(`/rest/workflows/${id}/publication-status`));
		} catch (error) {
			if (error instanceof Refused && error.status === 404) return undefined;
			throw error;
		}
	}

	/**
	 * Runs a saved workflow as the editor's button does, and waits for its end.
	 * @param limit milliseconds
	 */
	async run(workflowId: string, triggerName: string, limit?: number): Promise<Execution> {
		return await this.finished(await this.begin(workflowId, triggerName), limit);
	}

	/** The same without waiting. @returns the execution's ID */
	async begin(workflowId: string, triggerName: string): Promise<string> {
		const answer = await this.startFrom(workflowId, triggerName);
		return z.object({ executionId: z.string() }).parse(answer).executionId;
	}

	/** A message in the editor's chat, to a workflow that begins with one; waits for the end of its run. */
	async chat(workflowId: string, triggerName: string, chatInput: string): Promise<Execution> {
		const json = { sessionId: 'session', action: 'sendMessage', chatInput };
		const data = {
			startTime: Date.now(),
			executionTime: 0,
			executionIndex: 0,
			executionStatus: 'success',
			source: [],
			data: { main: [[{ json }]] },
		};
		const answer = await this.send('POST', `/rest/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: triggerName, data },
		});
		return await this.finished(z.object({ executionId: z.string() }).parse(answer).executionId);
	}

	/** "Listen for test event" of a workflow that begins with a webhook: the next request to its Test URL runs it. */
	async listen(workflowId: string, triggerName: string): Promise<void> {
		const answer = await this.startFrom(workflowId, triggerName);
		z.object({ waitingForWebhook: z.literal(true) }).parse(answer);
	}

	private async startFrom(workflowId: string, triggerName: string): Promise<unknown> {
		return await this.send('POST', `/rest/workflows/${workflowId}/run`, {
			triggerToStartFrom: { name: triggerName },
			// Older versions of n8n want the workflow itself, newer ones ignore it.
			workflowData: await this.get(`/rest/workflows/${workflowId}`),
		});
	}

	/** Retry in the list of executions: with the workflow as it was ('original') or as it is saved now. */
	async retry(executionId: string, workflow: 'original' | 'saved' = 'original'): Promise<Execution> {
		const answer = await this.send('POST', `/rest/executions/${executionId}/retry`, {
			loadWorkflow: workflow === 'saved',
		});
		return await this.finished(z.object({ id: z.coerce.string() }).parse(answer).id);
	}

	/** IDs of all executions of a workflow, the newest first. */
	async executions(workflowId: string): Promise<string[]> {
		const ids: string[] = [];
		const query = new URLSearchParams({ filter: JSON.stringify({ workflowId }), limit: String(pageSize) });
		for (;;) {
			const page = executionsSchema.parse(await this.get(`/rest/executions?${query}`));
			ids.push(...page.results.map(({ id }) => id));
			// One that ends meanwhile can be listed twice: among those that run and those that have ended.
			const unique = [...new Set(ids)];
			const last = unique.at(-1);
			// Older versions of n8n have no cursor, and go on after an ID.
			if (page.nextCursor === undefined && page.results.length >= pageSize && last !== undefined) {
				query.set('lastId', last);
			} else if (page.nextCursor) query.set('cursor', page.nextCursor);
			else return unique;
		}
	}

	/** @param limit milliseconds */
	async finished(executionId: string, limit = 120_000): Promise<Execution> {
		const giveUp = Date.now() + limit;
		for (;;) {
			const now = await this.executionNow(executionId);
			if (now && !unfinished.includes(now.status)) return execution(now);
			if (Date.now() > giveUp) {
				throw new Error(
					`Execution ${executionId} is still ${now?.status ?? 'without data'} after ${limit / 1000} s`,
				);
			}
			await new Promise((resolve) => setTimeout(resolve, 100));
		}
	}

	/** undefined where it has only begun: n8n 2.20 answers 500 then, having no data of it yet. */
	private async executionNow(id: string): Promise<z.infer<typeof executionSchema> | undefined> {
		try {
			return executionSchema.parse(await this.get(`/rest/executions/${id}`));
		} catch (error) {
			if (error instanceof Refused && error.status === 500) return undefined;
			throw error;
		}
	}

	async get(path: string): Promise<unknown> {
		return await this.send('GET', path);
	}

	/** @returns what stands under `data` in n8n's answer */
	async send(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: object): Promise<unknown> {
		const answer = await fetch(this.url + path, {
			method,
			headers: { 'content-type': 'application/json', cookie: this.cookie },
			body: body && JSON.stringify(body),
		});
		const text = await answer.text();
		if (!answer.ok) throw new Refused(`n8n ${method} ${path}`, answer.status, text);
		for (const cookie of answer.headers.getSetCookie()) {
			const [pair] = cookie.split(';');
			if (pair?.startsWith('n8n-auth=')) this.cookie = pair;
		}
		return z.object({ data: z.unknown() }).parse(JSON.parse(text)).data;
	}
}

function execution({ id, status, mode, data: text }: z.infer<typeof executionSchema>): Execution {
	const data: IRunExecutionData = parse(text);
	return {
		id,
		status,
		mode,
		data,
		items: (nodeName, output = 0) => data.resultData.runData[nodeName]?.at(-1)?.data?.main?.[output] ?? [],
	};
}
