import { copyFileSync, existsSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { INode } from 'n8n-workflow';
import { definedTiers, makeMembers } from '../demo/makeMembers';
import type { SandboxControl } from '../sandbox/control';
import type { Sandbox } from '../sandbox/start';
import { examplesFolder } from './folders';
import type { Rest, SavedCredential, Workflow } from './rest';

const credentialType = 'attentiveApi';
const ourNodes = 'n8n-nodes-attentive.';
/** Where the examples say that their files are. */
const examplesFiles = '/files/';

/** The sandbox's credential: made, or changed to the sandbox of this start. */
export async function credentialFor(rest: Rest, sandbox: Sandbox): Promise<SavedCredential> {
	const name = 'Attentive Sandbox';
	const data = { apiKey: sandbox.apiKey, baseUrl: sandbox.url };
	const saved = (await rest.credentials()).find((one) => one.name === name);
	if (!saved) return await rest.createCredential(name, credentialType, data);
	await rest.changeCredential(saved, credentialType, data);
	return saved;
}

/** The subscribers of the loyalty example and the journey that texts them, in an empty sandbox. */
export async function fillSandbox(control: SandboxControl): Promise<void> {
	await control.seedUsers(makeMembers().subscribers);
	await control.addPredefinedAttribute({ name: 'VIP Tier', values: definedTiers });
	await control.addJourney({
		name: 'Thanks for your purchase',
		event: 'Points Awarded',
		subscriptionType: 'TRANSACTIONAL',
		// So that a run ends alike at any hour.
		quietHours: null,
		attributesNeeded: ['Points Balance'],
	});
}

/** Puts the examples' spreadsheets where n8n may read them; a copy that is up to date stays as it is. */
export function copyExampleFiles(filesFolder: string): void {
	for (const name of readdirSync(examplesFolder).filter((one) => one.endsWith('.csv'))) {
		const [source, copy] = [join(examplesFolder, name), join(filesFolder, name)];
		const { atime, mtime } = statSync(source);
		if (existsSync(copy) && statSync(copy).mtimeMs >= mtime.getTime()) continue;
		copyFileSync(source, copy);
		utimesSync(copy, atime, mtime);
	}
}

/** The example workflows as they run here: with this folder for their files, and with this credential. */
export function exampleWorkflows(filesFolder: string, credential: SavedCredential): Workflow[] {
	return readdirSync(examplesFolder)
		.filter((one) => one.endsWith('.json'))
		.map((name) => {
			const workflow: Workflow = JSON.parse(readFileSync(join(examplesFolder, name), 'utf8'));
			return { ...workflow, nodes: workflow.nodes.map((node) => adapted(node, filesFolder, credential)) };
		});
}

function adapted(node: INode, filesFolder: string, credential: SavedCredential): INode {
	const parameters = Object.fromEntries(
		Object.entries(node.parameters).map(([name, value]) => [
			name,
			typeof value === 'string' && value.startsWith(examplesFiles)
				? join(filesFolder, value.slice(examplesFiles.length))
				: value,
		]),
	);
	const credentials = node.type.startsWith(ourNodes) ? { [credentialType]: credential } : node.credentials;
	return { ...node, parameters, ...(credentials && { credentials }) };
}

/** Adds the examples that n8n does not have yet; one that a person has changed in n8n stays as it is. */
export async function importExamples(
	rest: Rest,
	filesFolder: string,
	credential: SavedCredential,
): Promise<Array<{ id: string; name: string }>> {
	const saved = await rest.workflows();
	const imported: Array<{ id: string; name: string }> = [];
	for (const workflow of exampleWorkflows(filesFolder, credential)) {
		const { name } = workflow;
		const id = saved.find((one) => one.name === name)?.id ?? (await rest.createWorkflow(workflow));
		imported.push({ id, name });
	}
	return imported;
}
