import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { readWorkflowFile, startEmbeddedN8n, type Run, type WorkflowFile } from '../embedded-n8n';
import type { LedgerEntry, NoText, Text } from '../sandbox/control';
import { startSandbox, type Sandbox } from '../sandbox/start';
import { definedTiers, makeMembers, membersFile, type Members } from './makeMembers';

export const workflowFile = resolve(__dirname, '../examples/loyalty-points.json');

/** Names of nodes in the workflow file. */
export const nodeNames = {
	read: 'Read Members',
	rows: 'Add Row Number',
	attributes: 'Set Attributes',
	events: 'Send Points Awarded',
	write: 'Write Rejected File',
} as const;

const attributesEndpoint = 'POST /v1/attributes/custom';
const eventsEndpoint = 'POST /v1/events/custom';
const eventType = 'Points Awarded';
/** Output of a node with "On Error: Continue (using error output)". */
const errorOutput = 1;
const pollMs = 200;

/** How far a run is. What is not known yet is undefined. */
export interface Progress {
	rows?: number;
	/** Requests that came to Attentive; `ended` once the node has finished. */
	attributes: { sent: number; ended?: { accepted: number; rejected: number } };
	events: { sent: number; ended?: { accepted: number; rejected: number } };
}

/** An item at an error output. */
export interface Rejection {
	row: number;
	reasonCode: string;
	field?: string;
	value?: string;
	reason: string;
	message: string;
}

/** What is left of a run: read from the flow's outputs, from the file it wrote, and from the sandbox. */
export interface Outcome {
	members: Members;
	/** Why the run as a whole failed, if it did. */
	failure?: string;
	/** The rows as the flow read them. */
	rows: IDataObject[];
	/** The rows that came out as accepted events. */
	sent: Array<{ row: number; externalEventId: string }>;
	rejections: Rejection[];
	/** The lines of the rejected file, by header. */
	rejectedLines: Array<Record<string, string>>;
	/** What the sandbox wrote down. */
	attributes: LedgerEntry[];
	events: LedgerEntry[];
	texts: Text[];
	noTexts: NoText[];
	/** Milliseconds. */
	took: number;
}

export interface LoyaltyFlow {
	sandbox: Sandbox;
	workflow: WorkflowFile;
	run(onProgress?: (progress: Progress) => void): Promise<Outcome>;
	close(): Promise<void>;
}

/** Starts a sandbox that knows the subscribers and has the journey, and n8n's engine with the shipped workflow file. */
export async function prepareLoyaltyFlow(rejectedFile: string): Promise<LoyaltyFlow> {
	const members = makeMembers();
	const sandbox = await startSandbox();
	try {
		await sandbox.control.seedUsers(members.subscribers);
		await sandbox.control.addPredefinedAttribute({ name: 'VIP Tier', values: definedTiers });
		await sandbox.control.addJourney({
			name: 'Thanks for your purchase',
			event: eventType,
			subscriptionType: 'TRANSACTIONAL',
			// So that the demo ends alike at any hour: order texts know no quiet hours.
			quietHours: null,
			attributesNeeded: ['Points Balance'],
		});
		mkdirSync(dirname(rejectedFile), { recursive: true });
		const n8n = await startEmbeddedN8n({ allowedFolders: [dirname(membersFile), dirname(rejectedFile)] });
		const credential = n8n.addCredential('attentiveApi', { apiKey: sandbox.apiKey, baseUrl: sandbox.url });
		const workflow = filledIn(readWorkflowFile(workflowFile), { membersFile, rejectedFile, credential });
		return {
			sandbox,
			workflow,
			async run(onProgress = () => {}) {
				// One of an earlier run would be taken for this one's: the flow writes none where no row is rejected.
				rmSync(rejectedFile, { force: true });
				const began = Date.now();
				const run = await watched(sandbox, onProgress, (onNodeFinished) =>
					n8n.run(workflow, { onNodeFinished }),
				);
				return await outcomeOf(run, members, sandbox, rejectedFile, Date.now() - began);
			},
			close: async () => await sandbox.close(),
		};
	} catch (error) {
		await sandbox.close();
		throw error;
	}
}

/** What differs by machine: the paths of the two files, and the credential of the Attentive nodes. Nothing else is touched. */
export function filledIn(
	workflow: WorkflowFile,
	own: { membersFile: string; rejectedFile: string; credential: { id: string; name: string } },
): WorkflowFile {
	return {
		...workflow,
		nodes: workflow.nodes.map((node) => {
			const { parameters } = node;
			if (node.name === nodeNames.read) {
				return { ...node, parameters: { ...parameters, fileSelector: forN8n(own.membersFile) } };
			}
			if (node.name === nodeNames.write) {
				return { ...node, parameters: { ...parameters, fileName: forN8n(own.rejectedFile) } };
			}
			return node.type === 'n8n-nodes-attentive.attentive'
				? { ...node, credentials: { attentiveApi: own.credential } }
				: node;
		}),
	};
}

/** n8n takes a path for a pattern, in which a backslash is no separator. */
function forN8n(path: string): string {
	return path.replaceAll('\\', '/');
}

type NodeFinished = NonNullable<
	Parameters<Awaited<ReturnType<typeof startEmbeddedN8n>>['run']>[1]
>['onNodeFinished'];

/** Runs the flow and tells how far it is: at the end of each node, and while requests come to the sandbox. */
async function watched(
	sandbox: Sandbox,
	onProgress: (progress: Progress) => void,
	start: (onNodeFinished: NodeFinished) => Promise<Run>,
): Promise<Run> {
	const progress: Progress = { attributes: { sent: 0 }, events: { sent: 0 } };
	const look = async () => {
		for (const { endpoint, total } of await sandbox.control.requests()) {
			if (endpoint === attributesEndpoint) progress.attributes.sent = total;
			if (endpoint === eventsEndpoint) progress.events.sent = total;
		}
		onProgress(progress);
	};
	let looking = Promise.resolve();
	const timer = setInterval(() => {
		// A look that fails is no reason to stop the flow; the counts at its end are read anew.
		looking = look().catch(() => {});
	}, pollMs);
	try {
		return await start((name, { data }) => {
			const [accepted, rejected] = [0, errorOutput].map((output) => data?.main?.[output]?.length ?? 0);
			const ended = { accepted: accepted ?? 0, rejected: rejected ?? 0 };
			if (name === nodeNames.rows) progress.rows = ended.accepted;
			if (name === nodeNames.attributes) progress.attributes.ended = ended;
			if (name === nodeNames.events) progress.events.ended = ended;
			onProgress(progress);
		});
	} finally {
		clearInterval(timer);
		await looking;
	}
}

const sentRow = z.object({ Row: z.number(), attentive: z.object({ externalEventId: z.string() }) });

const rejectedRow = z.object({
	Row: z.number(),
	error: z.object({
		reasonCode: z.string(),
		field: z.string().optional(),
		value: z.string().optional(),
		reason: z.string(),
		message: z.string(),
	}),
});

async function outcomeOf(
	run: Run,
	members: Members,
	{ control }: Sandbox,
	rejectedFile: string,
	took: number,
): Promise<Outcome> {
	return {
		members,
		...(run.status === 'success' ? {} : { failure: run.error?.message ?? `it ended as ${run.status}` }),
		rows: run.json(nodeNames.rows),
		sent: run.json(nodeNames.events).map((item) => {
			const { Row: row, attentive } = sentRow.parse(item);
			return { row, externalEventId: attentive.externalEventId };
		}),
		rejections: [nodeNames.attributes, nodeNames.events].flatMap((name) =>
			run.json(name, errorOutput).map((item) => {
				const { Row: row, error } = rejectedRow.parse(item);
				return { row, ...error };
			}),
		),
		rejectedLines: readLines(rejectedFile),
		attributes: await control.ledger(attributesEndpoint),
		events: await control.ledger(eventsEndpoint),
		texts: await control.texts(),
		noTexts: await control.noTexts(),
		took,
	};
}

const lines = z.array(z.record(z.string(), z.string()));

/** No file is no line. */
export function readLines(csvFile: string): Array<Record<string, string>> {
	let text: string;
	try {
		text = readFileSync(csvFile, 'utf8');
	} catch {
		return [];
	}
	return lines.parse(parse(text, { columns: true, bom: true }));
}
