import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { z } from 'zod';
import { filledIn, type Own } from '../demo/filledIn';
import { allEvents } from '../sandbox/attentive/webhookEvents';
import type { SandboxControl } from '../sandbox/control';
import type { Sandbox } from '../sandbox/start';
import { examplesFolder } from './folders';
import type { Rest, SavedCredential, Workflow } from './rest';

/** The sandbox's credential: made, or changed to the sandbox of this start. */
export async function credentialFor(
	rest: Rest,
	sandbox: Pick<Sandbox, 'apiKey' | 'url'>,
): Promise<SavedCredential> {
	const data = { apiKey: sandbox.apiKey, baseUrl: sandbox.url };
	return await saveCredential(rest, 'Attentive Sandbox', 'attentiveApi', data);
}

/** The credential with the signing keys of the sandbox's webhooks: made, or changed to those of this start. */
export async function webhookCredentialFor(rest: Rest, signingKeys: string[]): Promise<SavedCredential> {
	const data = { signingKeys: signingKeys.join('\n') };
	return await saveCredential(rest, 'Attentive Sandbox Webhooks', 'attentiveWebhookApi', data);
}

/** The credential of the stand-in for a model: made, or changed to the address of this start. It takes any key. */
export async function modelCredentialFor(rest: Rest, url: string): Promise<SavedCredential> {
	return await saveCredential(rest, 'Stand-in Model', 'openAiApi', { apiKey: 'any', url });
}

/** The credential of a database for workflows: made, or changed to that of this start. */
export async function postgresCredentialFor(
	rest: Rest,
	data: ICredentialDataDecryptedObject,
): Promise<SavedCredential> {
	return await saveCredential(rest, 'Stand-in CRM', 'postgres', data);
}

async function saveCredential(
	rest: Rest,
	name: string,
	type: string,
	data: ICredentialDataDecryptedObject,
): Promise<SavedCredential> {
	const saved = (await rest.credentials()).find((one) => one.name === name);
	if (!saved) return await rest.createCredential(name, type, data);
	await rest.changeCredential(saved, type, data);
	return saved;
}

const triggerType = 'n8n-nodes-attentive.attentiveTrigger';
const trigger = z.object({
	webhookId: z.string(),
	parameters: z.object({ triggerOn: z.array(z.enum(allEvents)) }),
});

/**
 * Makes in the sandbox what a person makes in Attentive by hand: a webhook for the production URL of each example that
 * begins with our trigger, with the events that it listens to. One of an earlier start stays as it is.
 * @returns their signing keys
 */
export async function addExampleWebhooks(control: SandboxControl, n8nUrl: string): Promise<string[]> {
	const keys: string[] = [];
	const { webhooks } = await control.dashboard();
	for (const node of shippedExamples().flatMap(({ nodes }) => nodes)) {
		if (node.type !== triggerType) continue;
		const { webhookId, parameters } = trigger.parse(node);
		// The last part is the path that the trigger's description gives.
		const url = `${n8nUrl}/webhook/${webhookId}/webhook`;
		const webhook =
			webhooks.find((one) => one.url === url) ??
			(await control.addWebhook({ url, events: parameters.triggerOn }));
		keys.push(webhook.signingKey);
	}
	return keys;
}

/** Puts the examples' data where n8n may read them; a copy that is up to date stays as it is. */
export function copyExampleFiles(filesFolder: string): void {
	const dataFolder = join(examplesFolder, 'data');
	for (const name of readdirSync(dataFolder)) {
		const [source, copy] = [join(dataFolder, name), join(filesFolder, name)];
		const { atime, mtime } = statSync(source);
		if (existsSync(copy) && statSync(copy).mtimeMs >= mtime.getTime()) continue;
		copyFileSync(source, copy);
		utimesSync(copy, atime, mtime);
	}
}

/** The example workflows as they run here: with this folder for their files, and with these credentials. */
export function exampleWorkflows(filesFolder: string, credentials: Own['credentials']): Workflow[] {
	const file = (name: string) => join(filesFolder, name);
	return shippedExamples().map((workflow) => filledIn(workflow, { file, credentials }));
}

function shippedExamples(): Workflow[] {
	return readdirSync(examplesFolder)
		.filter((one) => one.endsWith('.json'))
		.map((name) => {
			const workflow: Workflow = JSON.parse(readFileSync(join(examplesFolder, name), 'utf8'));
			return workflow;
		});
}

export interface ImportedExample {
	id: string;
	name: string;
	/** Added by this start. */
	isNew: boolean;
	workflow: Workflow;
}

/**
 * Publishes the new examples that begin with our trigger, so that they run as soon as something happens in the sandbox.
 * n8n refuses those for which a person has to choose a credential first. What a person has unpublished since stays so.
 * @returns those that were published
 */
export async function publishExamples(rest: Rest, examples: ImportedExample[]): Promise<ImportedExample[]> {
	const wanted = examples.filter(({ isNew, workflow: { nodes } }) => {
		const named = nodes.flatMap(({ credentials = {} }) => Object.values(credentials));
		return isNew && nodes.some(({ type }) => type === triggerType) && named.every(({ id }) => id);
	});
	for (const { id, workflow } of wanted) {
		// A click on Start New File, or on Set Up: what comes in has a place then.
		const [start] = workflow.nodes.filter(({ type }) => type === 'n8n-nodes-base.manualTrigger');
		if (start !== undefined) await rest.run(id, start.name);
		await rest.publish(id);
	}
	return wanted;
}

/** Adds the examples that n8n does not have yet; one that a person has changed in n8n stays as it is. */
export async function importExamples(
	rest: Rest,
	filesFolder: string,
	credentials: Own['credentials'],
): Promise<ImportedExample[]> {
	const saved = await rest.workflows();
	const imported: ImportedExample[] = [];
	for (const workflow of exampleWorkflows(filesFolder, credentials)) {
		const { name } = workflow;
		const found = saved.find((one) => one.name === name);
		const id = found?.id ?? (await rest.createWorkflow(withoutOpenCredentials(workflow)));
		imported.push({ id, name, isNew: found === undefined, workflow });
	}
	return imported;
}

/**
 * As n8n's own import leaves it: a node without the credentials that a person has to choose is red. With their names
 * alone it is not, and then n8n refuses every run of the workflow, also one that does not reach the node.
 */
function withoutOpenCredentials(workflow: Workflow): Workflow {
	const nodes = workflow.nodes.map(({ credentials, ...node }) => {
		const chosen = Object.entries(credentials ?? {}).filter(([, { id }]) => id);
		return chosen.length === 0 ? node : { ...node, credentials: Object.fromEntries(chosen) };
	});
	return { ...workflow, nodes };
}
