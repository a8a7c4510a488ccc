import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';
import { readWorkflowFile, startEmbeddedN8n, type Run, type WorkflowFile } from '../embedded-n8n';
import type { Delivery, LedgerEntry, NoText, Text } from '../sandbox/control';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/start';
import { filledIn } from './filledIn';
import { fillSandbox } from './fillSandbox';
import { makeMembers, membersFile, type Members } from './makeMembers';
import { publishSentTexts, type SentTextsFlow } from './sentTextsFlow';

export const workflowFile = resolve(__dirname, '../examples/loyalty-points.json');

/** Names of nodes in the workflow file. */
export const nodeNames = {
	start: 'Every Morning',
	rows: 'Add Row Number',
	attributes: 'Set Attributes',
	events: 'Send Points Awarded',
} as const;

const attributesEndpoint = 'POST /v1/attributes/custom';
const eventsEndpoint = 'POST /v1/events/custom';
/** Output of a node with "On Error: Continue (using error output)". */
const errorOutput = 1;
const pollMs = 200;

/** How far a run is. What is not known yet is undefined. */
export interface Progress {
	rows?: number;
	/** Requests that came to Attentive; `ended` once the node has finished. */
	attributes: { sent: number; ended?: { accepted: number; rejected: number } };
	events: { sent: number; ended?: { accepted: number; rejected: number } };
	/** Texts that went out, and of how many the other flow has been told and done with it; `ended` once it has of all. */
	texts: { sent: number; told: number; ended: boolean };
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
	/** The lines of the file that the flow for sent texts wrote, by header. */
	textLines: Array<Record<string, string>>;
	/** Why runs of that flow failed. */
	textFailures: string[];
	deliveries: Delivery[];
	/** Milliseconds. */
	took: number;
}

export interface LoyaltyFlow {
	sandbox: Sandbox;
	workflow: WorkflowFile;
	run(onProgress?: (progress: Progress) => void): Promise<Outcome>;
	close(): Promise<void>;
}

/** What the flows write. */
export function filesIn(folder: string): { rejectedFile: string; textsFile: string } {
	return { rejectedFile: join(folder, 'rejected.csv'), textsFile: join(folder, 'texts.csv') };
}

/**
 * Starts a sandbox that knows the subscribers and has the journey, and n8n's engine with the shipped workflow file; the
 * flow for sent texts listens beside it.
 */
export async function prepareLoyaltyFlow(
	outFolder: string,
	options: SandboxOptions = {},
): Promise<LoyaltyFlow> {
	const members = makeMembers();
	const { rejectedFile, textsFile } = filesIn(outFolder);
	const sandbox = await startSandbox(options);
	try {
		await fillSandbox(sandbox.control, members);
		mkdirSync(outFolder, { recursive: true });
		const n8n = await startEmbeddedN8n({ allowedFolders: [dirname(membersFile), outFolder] });
		// The account is new, too: it has none of the awards that an earlier run sent.
		n8n.clearDeduplication();
		const credential = n8n.addCredential('attentiveApi', { apiKey: sandbox.apiKey, baseUrl: sandbox.url });
		const workflow = filledIn(readWorkflowFile(workflowFile), {
			file: (name) => (name === basename(membersFile) ? membersFile : rejectedFile),
			credentials: { attentiveApi: credential },
			live: true,
		});
		const sentTexts = await publishSentTexts(n8n, sandbox, textsFile);
		return {
			sandbox,
			workflow,
			async run(onProgress = () => {}) {
				// One of an earlier run would be taken for this one's: the flow writes none where no row is rejected.
				rmSync(rejectedFile, { force: true });
				const began = Date.now();
				const { run, told } = await watched(sandbox, sentTexts, onProgress, (onNodeFinished) =>
					n8n.run(workflow, { startNode: nodeNames.start, onNodeFinished }),
				);
				return {
					members,
					...(await outcomeOf(run, sandbox, rejectedFile)),
					textLines: readLines(textsFile),
					textFailures: told.failures,
					deliveries: told.deliveries,
					took: Date.now() - began,
				};
			},
			async close() {
				await sentTexts.close();
				await sandbox.close();
			},
		};
	} catch (error) {
		await sandbox.close();
		throw error;
	}
}

type NodeFinished = NonNullable<
	Parameters<Awaited<ReturnType<typeof startEmbeddedN8n>>['run']>[1]
>['onNodeFinished'];

/** Runs the flow and tells how far it is: at the end of each node, and while requests come to the sandbox. */
async function watched(
	{ control }: Sandbox,
	sentTexts: SentTextsFlow,
	onProgress: (progress: Progress) => void,
	start: (onNodeFinished: NodeFinished) => Promise<Run>,
): Promise<{ run: Run; told: Awaited<ReturnType<SentTextsFlow['finished']>> }> {
	const progress: Progress = {
		attributes: { sent: 0 },
		events: { sent: 0 },
		texts: { sent: 0, told: 0, ended: false },
	};
	const look = async () => {
		for (const { endpoint, total } of await control.requests()) {
			if (endpoint === attributesEndpoint) progress.attributes.sent = total;
			if (endpoint === eventsEndpoint) progress.events.sent = total;
		}
		progress.texts.sent = (await control.texts()).length;
		progress.texts.told = sentTexts.ended();
		onProgress(progress);
	};
	let looking = Promise.resolve();
	const timer = setInterval(() => {
		// A look that fails is no reason to stop the flow; the counts at its end are read anew.
		looking = look().catch(() => {});
	}, pollMs);
	try {
		const run = await start((name, { data }) => {
			const [accepted, rejected] = [0, errorOutput].map((output) => data?.main?.[output]?.length ?? 0);
			const ended = { accepted: accepted ?? 0, rejected: rejected ?? 0 };
			if (name === nodeNames.rows) progress.rows = ended.accepted;
			if (name === nodeNames.attributes) progress.attributes.ended = ended;
			if (name === nodeNames.events) progress.events.ended = ended;
			onProgress(progress);
		});
		const told = await sentTexts.finished();
		progress.texts.ended = true;
		await look();
		return { run, told };
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
	{ control }: Sandbox,
	rejectedFile: string,
): Promise<Omit<Outcome, 'members' | 'textLines' | 'textFailures' | 'deliveries' | 'took'>> {
	return {
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
